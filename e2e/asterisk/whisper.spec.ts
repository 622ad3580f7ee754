/** What an agent is told before his visitor is joined to him: heard by him, and never by the visitor. */
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Site } from '@ringback/model';
import { serveFolder } from '../../examples/demo/static-server.ts';
import { AGENT_HZ, expect, test as base, VISITOR_HZ } from '../fixtures.ts';
import { changeSite } from '../settings.ts';
import { toneFile } from '../tone.ts';

/** Apart from the voices of both, their harmonics, and those of the ringing tone. */
const FILE_HZ = 1530;
const VOICE_HZ = 1930;
/** The visitor picks up long before the whisper would be over by itself; a sentence is cut after eight. */
const SECONDS = 20;

const programs = (folder: string): string => join(folder, 'programs');

interface Whispered {
  whisper: NonNullable<Site['whisper']>;
  /** Of the visitor. */
  number: string;
  /** Of what the agent is told. */
  hz: number;
}

/** A callback from the asking to the talk, in which the agent is told something of so many Hz. */
const test = base.extend<{ callBack(whispered: Whispered): Promise<void> }>({
  callBack: async ({ panel, phone, shop, stack, folder }, use) => {
    await use(async ({ whisper, number, hz }) => {
      await changeSite(stack.gateway, { whisper });
      await phone.open(number);
      await phone.page.evaluate(() => {
        const page = window as unknown as { ringbackHears(): number[]; everHeard: number[] };
        page.everHeard = [];
        setInterval(() => page.everHeard.push(...page.ringbackHears()), 50);
      });
      await shop.open('/oak-lamp.html');
      await shop.askForCallback(number);
      await panel.answer();
      await panel.hears(hz);
      // Rung all the while, and not joined.
      await phone.says('Incoming call');
      await phone.answer();
      await Promise.all([panel.hears(VISITOR_HZ), phone.hears(AGENT_HZ)]);
      await panel.hearsNot(hz);
      await panel.hangUp();
      await phone.says(/^Ended/);
      const ever = await phone.page.evaluate(() => (window as unknown as { everHeard: number[] }).everHeard);
      const near = (wanted: number): number[] => ever.filter((one) => Math.abs(one - wanted) < 50);
      expect(near(AGENT_HZ)).not.toEqual([]);
      expect(near(hz)).toEqual([]);
    });
    rmSync(programs(folder), { recursive: true, force: true });
    await changeSite(stack.gateway, { whisper: undefined } as unknown as Partial<Site>);
  },
});

// The machine of this gateway has a voice only where a test gives it one.
test.use({
  gatewayEnv: [async ({ folder }, use) => use({ PATH: programs(folder) }), { scope: 'worker' }],
});

/** A synthesiser in the place of espeak-ng: says everything as one tone, and writes down what it was given. */
function giveVoice(folder: string): { said(): string } {
  const place = programs(folder);
  mkdirSync(place, { recursive: true });
  const [sound, said] = [toneFile(folder, VOICE_HZ, { rate: 22_050, seconds: SECONDS }), join(place, 'said')];
  const program = join(place, 'espeak-ng');
  writeFileSync(
    program,
    `#!${process.execPath}
const { readFileSync, writeFileSync } = require('node:fs');
writeFileSync(${JSON.stringify(said)}, process.argv.slice(2).join(' ') + ': ' + readFileSync(0, 'utf8'));
process.stdout.write(readFileSync(${JSON.stringify(sound)}));
`,
  );
  chmodSync(program, 0o755);
  return { said: () => readFileSync(said, 'utf8') };
}

test('the owner’s own sound is heard by the agent who picks up a callback, until the visitor is there, and by nobody else', async ({
  callBack,
  folder,
}) => {
  const sounds = join(folder, 'sounds');
  toneFile(sounds, FILE_HZ, { rate: 8_000, seconds: SECONDS });
  const owner = await serveFolder({ folder: sounds, host: '127.0.0.1', port: 0 });
  try {
    const whisper = { file: `${owner.url}/tone-${FILE_HZ}.wav` };
    await callBack({ whisper, number: '+380937770101', hz: FILE_HZ });
  } finally {
    await owner.close();
  }
});

test('where the machine has a voice, the agent hears from which page he is asked for', async ({
  callBack,
  folder,
}) => {
  const voice = giveVoice(folder);
  await callBack({ whisper: { on: true }, number: '+380937770102', hz: VOICE_HZ });
  expect(voice.said()).toBe('-v en --stdin --stdout: Callback from the page Oak lamp, 2 400 ₴.');
});
