import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toneInWav, toneWav } from '@ringback/adapters/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPrompts, type PromptsOptions } from './prompts.ts';
import { type Speak } from '../whispers/voice.ts';
import { wavOf } from '../whispers/wav.ts';
import { SENTENCES } from './texts.ts';
import { RATE, samplesOf, tones } from './wav.ts';

let folder: string;
let spoken: string[];
let warned: object[];
let clock: Date;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringback-prompts-'));
  spoken = [];
  warned = [];
  clock = new Date('2026-03-01T12:00:00Z');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const silent = () => undefined;
/** Every sentence is one second of 700 Hz. */
const speak: Speak = async (text) => {
  spoken.push(text);
  return wavOf(tones([{ hertz: 700, seconds: 1 }]));
};

function prompts(more: Partial<PromptsOptions> = {}) {
  return createPrompts({
    folder: join(folder, 'made'),
    language: () => 'uk',
    url: () => 'http://127.0.0.1:4700',
    now: () => clock,
    speak,
    log: { debug: silent, info: silent, error: silent, warn: (fields: object) => void warned.push(fields) },
    ...more,
  });
}

async function fileAt(made: ReturnType<typeof prompts>, url: string | undefined): Promise<Buffer> {
  const file = await made.open(/\/prompts\/(\w+)\.wav$/.exec(url ?? '')?.[1] ?? '');
  if (!file) throw new Error(`Nothing is at ${url}.`);
  return file;
}

describe('What callers hear', () => {
  it('is the sentences in the language of the firm, one after another', async () => {
    const made = prompts();
    const url = await made.find(
      { say: 'queue', group: 'sales', since: '', callback: true },
      { position: 2, minutes: 5 },
    );
    expect(spoken).toEqual([
      'Ви 2 у черзі.',
      'Орієнтовний час очікування: 5 хвилин.',
      'Щоб ми передзвонили вам у порядку черги, натисніть 1.',
    ]);
    const wav = await fileAt(made, url);
    expect(samplesOf(wav)?.length).toBeGreaterThan(3 * RATE);
    expect(toneInWav(wav, 700)).toBeGreaterThan(0.25);
  });

  it.each([
    ['en' as const, 'You are number 2 in the queue.', 'about 5 minutes', 'press 1'],
    ['uk' as const, 'Ви 2 у черзі.', '5 хвилин', 'натисніть 1'],
    ['ru' as const, 'Вы 2 в очереди.', '5 минут', 'нажмите 1'],
  ])('tells place, wait and the way to be called back in %s', async (locale, place, wait, way) => {
    const made = prompts({ language: () => locale });
    await made.find({ say: 'queue', group: 'sales', since: '', callback: true }, { position: 2, minutes: 5 });
    expect(spoken).toEqual([place, expect.stringContaining(wait), expect.stringContaining(way)]);
  });

  it('has the same address when it is the same', async () => {
    const made = prompts();
    expect(await made.find({ say: 'message' }, undefined)).toBe(
      await made.find({ say: 'message' }, undefined),
    );
  });

  it("is the owner's own words where he has written some, and his own voice where he has recorded it", async () => {
    const made = prompts({ own: folder });
    await made.find({ say: 'message', text: 'We moved to the new address.' }, undefined);
    expect(spoken).toEqual(['We moved to the new address.']);
    await mkdir(join(folder, 'uk'));
    await writeFile(join(folder, 'uk', 'message.wav'), toneWav(1240, 1));
    expect(
      toneInWav(await fileAt(made, await made.find({ say: 'message' }, undefined)), 1240),
    ).toBeGreaterThan(0.25);
    expect(spoken).toHaveLength(1);
  });

  it('is said by us where his file cannot be played, and he is told of it', async () => {
    await writeFile(join(folder, 'message.wav'), 'no sound');
    await prompts({ own: folder }).find({ say: 'message' }, undefined);
    expect(spoken).toHaveLength(1);
    expect(warned).toMatchObject([{ path: join(folder, 'message.wav') }]);
  });

  it('is a tone where nobody can speak; a voicemail ends with its beep', async () => {
    const made = prompts({ speak: async () => undefined });
    const wav = await fileAt(made, await made.find({ say: 'voicemail' }, undefined));
    expect(toneInWav(wav, 523)).toBeGreaterThan(0.05);
    expect(toneInWav(wav, 1000)).toBeGreaterThan(0.1);
  });

  it('is the music of the owner between two sentences, else the ringing of the PBX', async () => {
    const made = prompts({ own: folder });
    expect(await made.find({ say: 'music' }, undefined)).toBeUndefined();
    await writeFile(join(folder, 'music.wav'), toneWav(440, 2));
    expect(await made.find({ say: 'music' }, undefined)).toContain('/prompts/');
    expect(await made.find({ say: 'ringing' }, undefined)).toBeUndefined();
  });

  it('is thrown away when nobody has heard it for long, and kept while somebody does', async () => {
    const made = prompts();
    const [message, voicemail] = [
      await made.find({ say: 'message' }, undefined),
      await made.find({ say: 'voicemail' }, undefined),
    ];
    clock = new Date('2026-03-20T12:00:00Z');
    await made.find({ say: 'message' }, undefined);
    await made.prune(new Date('2026-03-10'));
    await expect(fileAt(made, message)).resolves.toBeDefined();
    await expect(fileAt(made, voicemail)).rejects.toThrow('Nothing');
  });

  it('is nothing else of the disk', async () => {
    expect(await prompts().open('../ringback')).toBeUndefined();
  });
});

it('A speaker’s sound of 22,050 Hz is brought to 8,000', () => {
  const made = wavOf(tones([{ hertz: 440, seconds: 1 }]));
  made.writeUInt32LE(22_050, 24);
  expect(samplesOf(made)?.length).toBe(Math.floor(((RATE * 1.05) / 22_050) * RATE));
});

it('Minutes are counted as each language does', () => {
  expect([1, 3, 5, 11, 21, 22].map((count) => SENTENCES.ru.minutes(count).split(' ').at(-1))).toEqual([
    ...['минута.', 'минуты.', 'минут.', 'минут.', 'минута.', 'минуты.'],
  ]);
});
