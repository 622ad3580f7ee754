/** Whatever the PBX's side sends: nothing escapes, no wrong state stays, and the next call works. */
import type { Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  AGENT_HZ,
  callIn,
  callOf,
  createEngineBench,
  CUSTOMER_HZ,
  type EngineBench,
  eventually,
  stateOf,
} from './testing/engine-bench.harness.ts';
import { BAD_SDP } from './testing/bad-sdp.harness.ts';
import { request, TORTURE } from './testing/torture.harness.ts';

let bench: EngineBench;
beforeAll(async () => void (bench = await createEngineBench()), 60_000);
afterAll(() => bench.close());
beforeEach(() => bench.begin());
afterEach(() => bench.end());

const escaped = (page: Page) => page.evaluate(() => window.engine.escaped);

/** Resolves when the phone has dealt with it. */
async function receive(page: Page, text: string): Promise<void> {
  const before = await page.evaluate(() => window.engine.received);
  await bench.switchboard.sendRaw(text);
  await page.waitForFunction((count) => window.engine.received > count, before);
}

/** What rings is declined; then nothing is left of it. */
async function clear(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (const { id, state } of window.engine.phone.state.calls)
      if (state !== 'ended') await window.engine.phone.hangup(id);
  });
  await eventually(async () => (await stateOf(page)).calls.filter(({ state }) => state !== 'ended')).toEqual(
    [],
  );
}

/** What is told of a call is within bounds, whatever was sent. */
async function isSane(page: Page): Promise<void> {
  const { status, calls } = await stateOf(page);
  expect(status).toBe('registered');
  for (const { id, number, name = '', state } of calls) {
    expect(id).toMatch(/^[\w-]{1,64}$/);
    expect(number).toMatch(/^(\+?[\d*#]{1,40})?$/);
    expect(name.length).toBeLessThanOrEqual(100);
    expect(['ringing', 'ended']).toContain(state);
  }
}

async function nextCallWorks(page: Page): Promise<void> {
  const call = bench.customer.call('+380441234567');
  const { id } = await callIn(page, 'ringing');
  await page.evaluate((callId) => window.engine.phone.answer(callId), id);
  await Promise.all([page.evaluate((hz) => window.engine.hears(hz), CUSTOMER_HZ), call.hears(AGENT_HZ)]);
  call.hangup();
  await eventually(async () => (await stateOf(page)).calls.find((one) => one.id === id)?.state).toBe('ended');
}

test('Messages that torture a parser do no harm to a phone at rest', async () => {
  const page = await bench.openPhone();
  for (const { name, text } of TORTURE) {
    await receive(page, text);
    await isSane(page);
    await clear(page);
    expect([name, await escaped(page)]).toEqual([name, []]);
  }
  await nextCallWorks(page);
}, 120_000);

test('Nor do they disturb a call that is up', async () => {
  const { page, id, call } = await bench.talk();
  for (const { name, text } of TORTURE) {
    await receive(page, text);
    expect([name, await escaped(page)]).toEqual([name, []]);
    const { status, calls } = await stateOf(page);
    expect([name, status]).toEqual([name, 'registered']);
    expect(calls.find((one) => one.id === id)).toMatchObject({ state: 'connected', recovering: false });
    await page.evaluate(async (talking) => {
      for (const one of window.engine.phone.state.calls)
        if (one.state !== 'ended' && one.id !== talking) await window.engine.phone.hangup(one.id);
    }, id);
  }
  await call.hears(AGENT_HZ);
  expect(call.end).toBeUndefined();
}, 120_000);

test('A call whose description of the sound is nonsense ends in words when it is answered; the next one works', async () => {
  const page = await bench.openPhone();
  for (const [name, body] of BAD_SDP) {
    const id = name.replace(/\W/g, '-');
    await receive(page, request('INVITE', { body, lines: [`X-Ringback-Call: ${id}`] }));
    await isSane(page);
    const answer = page.evaluate(
      (callId) =>
        window.engine.phone.answer(callId).then(
          () => 'answered',
          (error) => error.code,
        ),
      id,
    );
    await eventually(async () => [name, callOf(await stateOf(page), id)]).toMatchObject([
      name,
      { state: 'ended', endReason: 'failed', error: { code: 'media-failed' } },
    ]);
    expect([name, await answer]).toEqual([name, 'conflict']);
    expect([name, await escaped(page)]).toEqual([name, []]);
  }
  await nextCallWorks(page);
}, 120_000);

test('Who wants to subscribe to the phone is told that it does not do that', async () => {
  const page = await bench.openPage();
  const sent: string[] = [];
  page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => sent.push(String(payload))));
  await page.evaluate(() => window.engine.start('101', []));
  await eventually(async () => (await stateOf(page)).status).toBe('registered');
  await receive(page, request('SUBSCRIBE', { lines: ['Event: dialog', 'Expires: 60'] }));
  await eventually(() => sent.filter((text) => /CSeq: \d+ SUBSCRIBE/.test(text)).join()).toMatch(
    /^SIP\/2.0 405 /,
  );
  expect(await escaped(page)).toEqual([]);
});
