/** A phone that has stopped leaves nothing behind in its page: counted where each thing is made, in real Chromium. */
import type { Page } from '@playwright/test';
import { countLeftovers } from '@ringback/testing';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  callIn,
  createEngineBench,
  CUSTOMER,
  type EngineBench,
  eventually,
  stateOf,
} from './testing/engine-bench.harness.ts';

let bench: EngineBench;
beforeAll(async () => void (bench = await createEngineBench()), 60_000);
afterAll(() => bench.close());
beforeEach(() => bench.begin());
afterEach(() => bench.end());

/** With the browser's own microphone and loudspeaker. Resolves with what the page had before the phone came. */
async function openCounted(): Promise<{ page: Page; before: string[] }> {
  const page = await bench.openPage(countLeftovers);
  const before = await page.evaluate(() => window.leftovers());
  await page.evaluate(async () => {
    window.engine.real = true;
    await window.engine.start('101', []);
  });
  await eventually(async () => (await stateOf(page)).status).toBe('registered');
  return { page, before };
}

async function talk(page: Page): Promise<string> {
  const id = await page.evaluate((number) => window.engine.phone.call(number), CUSTOMER);
  (await bench.customer.incoming()).answer();
  await callIn(page, 'connected');
  return id;
}

const left = (page: Page) => page.evaluate(() => window.leftovers());

test('A phone counts as something while it is there', async () => {
  const { page, before } = await openCounted();
  await talk(page);
  const now = await left(page);
  for (const what of ['RTCPeerConnection', 'audio track', 'listener', 'setInterval', 'WebSocket'])
    expect(now.filter((one) => one.startsWith(what)).length).toBeGreaterThan(
      before.filter((one) => one.startsWith(what)).length,
    );
});

test('Who signs out in the middle of a call leaves nothing behind', async () => {
  const { page, before } = await openCounted();
  await talk(page);
  await page.evaluate(() => window.engine.phone.stop());
  await eventually(() => left(page)).toEqual(before);
});

test('Nor does who leaves the call to another page in the pause of the keys that he pressed', async () => {
  bench.credential = { dtmf: 'info' };
  const { page, before } = await openCounted();
  const id = await talk(page);
  await page.evaluate((callId) => window.engine.phone.sendDtmf(callId, '1,,,,,,2'), id);
  await page.evaluate(() => window.engine.phone.stop({ keepCalls: true }));
  await eventually(() => left(page)).toEqual(before);
});

/** What takes a while, begun right before the phone stops. */
const UNDER_WAY: Record<string, (page: Page, callId: string) => Promise<unknown>> = {
  'a lost media path is mended': (page) => page.evaluate(() => window.engine.loseMedia()),
  'the PBX is asked whether it hears us': (page) => page.evaluate(() => window.engine.phone.wake()),
  'the call waits for the connection': async (page) => {
    await page.evaluate(() => window.engine.cutConnections());
    await eventually(async () => (await stateOf(page)).status).toBe('offline');
  },
  'the gateway does not take what it is told of the call': async (page, callId) => {
    bench.takesDialogs = false;
    await page.evaluate((id) => window.engine.phone.setMuted(id, true), callId);
  },
  'the level of the microphone is shown, and a sample is played': (page) =>
    page.evaluate(async () => {
      const { devices } = window.engine.phone;
      await new Promise<void>((resolve) => devices!.followLevel(() => resolve()));
      await devices!.playSample('speaker');
    }),
  'a second call knocks': async (page) => {
    bench.customer.call('+380441234567');
    await callIn(page, 'ringing');
  },
};

for (const [what, begin] of Object.entries(UNDER_WAY)) {
  for (const keepCalls of [true, false]) {
    test(`Nor is anything left, with calls ${keepCalls ? 'kept' : 'hung up'}, when it stops while ${what}`, async () => {
      const { page, before } = await openCounted();
      await begin(page, await talk(page));
      await page.evaluate((kept) => window.engine.phone.stop({ keepCalls: kept }), keepCalls);
      await eventually(() => left(page)).toEqual(before);
    });
  }
}
