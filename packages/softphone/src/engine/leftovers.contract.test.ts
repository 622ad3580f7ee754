/** A phone that has stopped leaves nothing behind in its page: counted where each thing is made, in real Chromium. */
import type { Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  callIn,
  createEngineBench,
  CUSTOMER,
  type EngineBench,
  eventually,
  stateOf,
} from './testing/engine-bench.harness.ts';
import { countLeftovers } from './testing/leftovers.page.harness.ts';

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
  for (const what of ['RTCPeerConnection', 'audio track', 'listener', 'setInterval'])
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
