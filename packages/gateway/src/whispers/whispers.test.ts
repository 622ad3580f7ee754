import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asker, createRig, type Rig, site } from '../calls/calls.fixtures.ts';
import { createSigner } from '../recordings/link.ts';
import { toPbxRate } from './wav.ts';
import type { Speak } from './voice.ts';
import { createWhispers, type Whispers } from './whispers.ts';

/** One second of 22,050 Hz as a synthesiser pipes it, with a length that it does not know. */
function spokenWav(): Buffer {
  const wav = Buffer.alloc(44 + 22_050 * 2);
  wav.write('RIFF', 0);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(22_050, 24);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(0x7ffff000, 40);
  for (let at = 0; at < 22_050; at += 1)
    wav.writeInt16LE(Math.round(8_000 * Math.sin((2 * Math.PI * 440 * at) / 22_050)), 44 + at * 2);
  return wav;
}

let rig: Rig;
let said: string[];
let callId: string;
const page = { url: 'https://shop.example/boots', title: ' Boots \n and shoes ' };
beforeEach(async () => {
  rig = await createRig();
  said = [];
  await rig.control.requestCallback(site, { number: '0939876543', page }, asker);
  await rig.settle();
  callId = (await rig.call()).id;
});
afterEach(() => rig.close());

const voice: Speak = async (text, locale) => {
  said.push(`${locale}: ${text}`);
  return spokenWav();
};
const silent: Speak = async () => undefined;

function whispers(speak: Speak): Whispers {
  const now = () => rig.clock.now();
  const signer = createSigner(rig.store, now);
  return createWhispers({
    ...{ store: rig.store, settings: () => rig.settings, signer, speak },
    publicUrl: () => 'https://gw.example',
  });
}
async function fetched(of: Whispers) {
  const path = new URL(await of.address(callId)).pathname.split('/');
  return of.sound(callId, { expires: Number(path[4]), signature: path[5]!.replace('.wav', '') });
}

describe('a whisper', () => {
  it('is spoken in the language of the site and names the page, as the PBX plays it', async () => {
    const of = whispers(voice);
    const sound = (await fetched(of)) as Buffer;
    expect(said).toEqual(['uk: Зворотний дзвінок зі сторінки Boots and shoes.']);
    expect(sound.readUInt32LE(24)).toBe(8_000);
    expect(sound.length).toBe(44 + 8_000 * 2);
    await fetched(of);
    expect(said).toHaveLength(1);
  });

  it('is the owner’s own file where the machine has no voice', async () => {
    rig.settings.sites = [{ ...site, whisper: { file: 'https://shop.example/callback.wav' } }];
    expect(await fetched(whispers(silent))).toEqual({ url: 'https://shop.example/callback.wav' });
  });

  it('is two tones where there is neither', async () => {
    expect(((await fetched(whispers(silent))) as Buffer).length).toBe(44 + 4_000 * 2);
  });

  it('is nobody else’s: the address is signed and ends', async () => {
    const of = whispers(voice);
    const [, , , , expires, name] = new URL(await of.address(callId)).pathname.split('/');
    const signature = name!.replace('.wav', '');
    expect(await of.sound('id-0001', { expires: Number(expires), signature })).toBeUndefined();
    await rig.pass(16 * 60);
    expect(await of.sound(callId, { expires: Number(expires), signature })).toBeUndefined();
  });
});

it('what is no sound of 16 bit is left alone', () => {
  expect(toPbxRate(Buffer.from('no wave'))).toBeUndefined();
});
