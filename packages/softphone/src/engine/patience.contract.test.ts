/** A PBX that wants to be left alone for a while: the phone waits as it was told, and many phones do not come back as one. */
import type { Page } from '@playwright/test';
import { createSipGate, type SipGate } from '@ringback/testing/node';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createEngineBench, type EngineBench, eventually, stateOf } from './testing/engine-bench.harness.ts';

/** Fewer than the contacts that the PBX keeps of an agent. */
const PHONES = 18;
const STEP_MS = 50;

let bench: EngineBench;
let gate: SipGate;
beforeAll(async () => void (bench = await createEngineBench()), 60_000);
afterAll(() => bench.close());
beforeEach(async () => {
  bench.begin();
  gate = await createSipGate(bench.switchboard.pbx.sipUrl);
  bench.credential = { servers: [gate.url] };
});
afterEach(async () => {
  await bench.end();
  await gate.close();
});

/** A page whose clocks stand still until they are told to run; its connections are real. */
async function openStill(): Promise<Page> {
  const page = await bench.openPage();
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 1_000);
  return page;
}

const logged = (what: string): string[] => gate.log.filter((one) => one.startsWith(what));

/** Resolves when the phone has looked twice whether the PBX hears it: whatever the first look led to has reached the PBX, too. */
async function looksTwice(page: Page): Promise<void> {
  const looks = logged('OPTIONS').length;
  await eventually(async () => {
    await page.evaluate(() => window.engine.phone.wake());
    return logged('OPTIONS').length;
  }).toBeGreaterThan(looks + 1);
}

test('A PBX that asks to be left alone for a minute is, also by a page that wakes and when the connection breaks meanwhile', async () => {
  const page = await openStill();
  const shown = async () => {
    const { status, error } = await stateOf(page);
    return `${status} ${error?.code}`;
  };
  gate.retryAfter = 60;
  await page.evaluate(() => window.engine.start('101', []));
  await eventually(shown).toBe('offline pbx-busy');
  gate.retryAfter = undefined;

  gate.cut();
  await eventually(shown).toBe('offline pbx-down');
  await page.clock.runFor(3_000);
  await eventually(shown).toBe('offline pbx-busy');
  await looksTwice(page);
  await page.clock.runFor(56_000);
  await looksTwice(page);
  expect(logged('REGISTER')).toEqual(['REGISTER refused']);
  expect(logged('upgrade')).toHaveLength(2);

  await eventually(async () => {
    await page.clock.runFor(250);
    return shown();
  }).toBe('registered undefined');
  expect(logged('upgrade')).toHaveLength(2);
  expect(logged('REGISTER refused')).toHaveLength(1);
});

test('Many phones whose PBX lets nobody in come back one by one, and all of them', async () => {
  const page = await openStill();
  const standing = (status: 'registered' | 'offline') =>
    page.evaluate((as) => window.engine.standing(as), status);
  await page.evaluate((phones) => window.engine.startMore(phones), PHONES);
  await eventually(() => standing('registered')).toBe(PHONES);
  gate.log.length = 0;
  gate.open = false;
  gate.cut();
  await eventually(() => standing('offline')).toBe(PHONES);

  const begun = () => page.evaluate(() => window.engine.begun);
  const bursts: number[] = [];
  for (let tried = 0; tried < PHONES; tried += bursts.at(-1)!) {
    const before = await begun();
    await page.clock.runFor(STEP_MS);
    bursts.push((await begun()) - before);
  }
  expect(Math.max(...bursts)).toBeLessThan(PHONES / 2);
  await eventually(() => logged('upgrade').length).toBeGreaterThanOrEqual(PHONES);
  expect(new Set(gate.log)).toEqual(new Set(['upgrade refused']));

  gate.open = true;
  await eventually(async () => {
    await page.clock.runFor(1_000);
    return standing('registered');
  }).toBe(PHONES);
});
