/**
 * What callers hear, as files that the PBX fetches: the owner's own recordings first, else the bundled sentence spoken by espeak-ng,
 * else a tone. A file is named by what is in it, made once, and kept.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AdapterLog } from '@ringback/adapters';
import type { Locale } from '@ringback/model';
import type { Place } from '../routing/place.ts';
import type { Said } from '../routing/spoken.ts';
import { espeak, type Speak } from '../whispers/voice.ts';
import { wavOf } from '../whispers/wav.ts';
import { SENTENCES, type Sentences } from './texts.ts';
import { joined, samplesOf, tones } from './wav.ts';

export interface PromptsOptions {
  /** Where what was made is kept. */
  folder: string;
  /** The owner's recordings: `<language>/<name>.wav`, or `<name>.wav` for all languages. */
  own?: string;
  language: () => Locale;
  /** Where the PBX reaches this gateway. */
  url: () => string;
  now: () => Date;
  /** espeak-ng when absent. */
  speak?: Speak;
  log: AdapterLog;
}

export interface Prompts {
  /** Address of a WAV; undefined: the PBX's own ringing is the right thing. */
  find(said: Said, place: Place | undefined): Promise<string | undefined>;
  /** The file of such an address. */
  open(name: string): Promise<Buffer | undefined>;
  /** Drops what nobody has heard since. */
  prune(before: Date): Promise<void>;
}

interface Part {
  name: string;
  text: string;
}

/** Where nobody can speak: that something is said, and that a message is listened to. */
const CHIME = [
  { hertz: 523, seconds: 0.2 },
  { hertz: 659, seconds: 0.3 },
];
const BEEP = [{ hertz: 1000, seconds: 0.5 }];

export function createPrompts(options: PromptsOptions): Prompts {
  const { folder, own, language, url, now, speak = espeak, log } = options;

  async function ownFile(name: string): Promise<Int16Array | undefined> {
    if (own === undefined) return undefined;
    for (const path of [join(own, language(), `${name}.wav`), join(own, `${name}.wav`)]) {
      const file = await readFile(path).catch(() => undefined);
      const samples = file && samplesOf(file);
      if (samples) return samples;
      if (file) log.warn({ path }, 'a prompt is no WAV of 16 bit and one channel, with 8000 Hz or more');
    }
    return undefined;
  }

  async function sound({ name, text }: Part): Promise<Int16Array> {
    const recorded = await ownFile(name);
    if (recorded) return recorded;
    const voice = await speak(text, language());
    return (voice && samplesOf(voice)) ?? tones(CHIME);
  }

  async function keep(samples: Int16Array): Promise<string> {
    const wav = wavOf(samples);
    const name = createHash('sha256').update(wav).digest('hex').slice(0, 32);
    await mkdir(folder, { recursive: true });
    // Whole or not at all: the PBX may be fetching the same one.
    const path = join(folder, `${name}.wav`);
    // The time of a file is when it was last wanted.
    const known = await utimes(path, now(), now()).then(
      () => true,
      () => false,
    );
    if (known) return `${url()}/prompts/${name}.wav`;
    const writing = `${path}.${process.pid}.part`;
    await writeFile(writing, wav);
    await rename(writing, path);
    await utimes(path, now(), now());
    return `${url()}/prompts/${name}.wav`;
  }

  return {
    async find(said, place) {
      if (said.say === 'ringing') return undefined;
      if (said.say === 'music') {
        const music = await ownFile('music');
        return music && keep(music);
      }
      const parts = await Promise.all(partsOf(said, place, SENTENCES[language()]).map(sound));
      const end = said.say === 'voicemail' ? [tones(BEEP)] : [];
      return keep(joined([...parts, ...end]));
    },
    async prune(before) {
      for (const file of await readdir(folder).catch(() => [])) {
        const path = join(folder, file);
        const found = await stat(path).catch(() => undefined);
        if (found && found.mtime < before) await rm(path, { force: true });
      }
    },
    open: (name) =>
      /^[0-9a-f]{32}$/.test(name)
        ? readFile(join(folder, `${name}.wav`)).catch(() => undefined)
        : Promise.resolve(undefined),
  };
}

function partsOf(said: Said, place: Place | undefined, sentences: Sentences): Part[] {
  if (said.say === 'ringing' || said.say === 'music') return [];
  if (said.say !== 'queue') return [{ name: said.say, text: said.text ?? sentences[said.say] }];
  const { position, minutes } = place ?? {};
  return [
    ...(position === undefined ? [] : [{ name: `position-${position}`, text: sentences.position(position) }]),
    ...(minutes === undefined ? [] : [{ name: `minutes-${minutes}`, text: sentences.minutes(minutes) }]),
    ...(said.callback ? [{ name: 'press', text: sentences.press }] : []),
  ];
}
