/** A call that survives: reloads, broken connections, another page. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  AGENT_HZ,
  callIn,
  callOf,
  createEngineBench,
  CUSTOMER,
  CUSTOMER_HZ,
  eventually,
  stateOf,
  type EngineBench,
} from './testing/engine-bench.harness.ts';

let bench: EngineBench;
beforeAll(async () => void (bench = await createEngineBench()), 60_000);
afterAll(() => bench.close());
beforeEach(() => bench.begin());
afterEach(() => bench.end());

test('A reload in the middle of a call: the customer stays, the timer goes on, both hear each other again', async () => {
  const { page, id, call } = await bench.talk();
  const before = callOf(await stateOf(page), id)!;
  await page.reload();
  await page.evaluate((kept) => void window.engine.start('101', kept), [...bench.dialogs.values()]);
  expect(callOf(await stateOf(page), id)).toMatchObject({
    state: 'connected',
    recovering: true,
    connectedAt: before.connectedAt,
  });
  await expect
    .poll(async () => callOf(await stateOf(page), id))
    .toMatchObject({ state: 'connected', recovering: false });
  expect(callOf(await stateOf(page), id)).toMatchObject({
    connectedAt: before.connectedAt,
    number: before.number,
  });
  await Promise.all([page.evaluate((hz) => window.engine.hears(hz), CUSTOMER_HZ), call.hears(AGENT_HZ)]);
  expect(bench.switchboard.facts).toContain('leg.replaced');
  expect(call.end).toBeUndefined();
  await page.evaluate((callId) => window.engine.phone.hangup(callId), id);
  await call.ended;
});

test('How the call sounded is told of the whole of it: by the page that goes, and by the one that ends it', async () => {
  const { page, id, call } = await bench.talk();
  const measured = () =>
    page.waitForFunction(() => window.engine.phone.state.calls.some(({ quality }) => quality));
  await measured();
  await page.reload();
  await eventually(() => bench.reports.size).toBe(1);
  await page.evaluate((kept) => window.engine.start('101', kept), [...bench.dialogs.values()]);
  await measured();
  await page.evaluate((callId) => window.engine.phone.hangup(callId), id);
  await call.ended;
  await eventually(() => bench.reports.size).toBe(2);
  for (const report of bench.reports.values()) {
    expect(report).toMatchObject({ callId: id });
    expect(report.seconds).toBeGreaterThan(0);
    expect(report.mos).toBeGreaterThan(4);
  }
});

test('A second reload of an outbound call finds it as well', async () => {
  const page = await bench.openPhone();
  const id = await page.evaluate((number) => window.engine.phone.call(number), CUSTOMER);
  const call = await bench.customer.incoming();
  call.answer();
  await callIn(page, 'connected');
  await eventually(() => bench.dialogs.size).toBe(1);
  for (const _ of ['first', 'second']) {
    const { localTag } = bench.dialogs.get(id)!;
    await page.reload();
    await page.evaluate((kept) => window.engine.start('101', kept), [...bench.dialogs.values()]);
    expect(callOf(await stateOf(page), id)).toMatchObject({ state: 'connected', recovering: false });
    await eventually(() => bench.dialogs.get(id)?.localTag).not.toBe(localTag);
  }
  await call.hears(AGENT_HZ);
  expect(call.end).toBeUndefined();
});

test('A held and muted call is held and muted after a reload, and can be taken back', async () => {
  const { page, id, call } = await bench.talk();
  await page.evaluate((callId) => window.engine.phone.setMuted(callId, true), id);
  await page.evaluate((callId) => window.engine.phone.setHeld(callId, true), id);
  await eventually(() => bench.dialogs.get(id)).toMatchObject({ held: true, muted: true });
  await page.reload();
  await page.evaluate((kept) => window.engine.start('101', kept), [...bench.dialogs.values()]);
  expect(callOf(await stateOf(page), id)).toMatchObject({ state: 'held', muted: true, recovering: false });
  await page.evaluate((callId) => window.engine.phone.setHeld(callId, false), id);
  await page.evaluate((hz) => window.engine.hears(hz), CUSTOMER_HZ);
  await expect(call.hears(AGENT_HZ, AbortSignal.timeout(1_000))).rejects.toThrow('was not heard');
  await page.evaluate((callId) => window.engine.phone.setMuted(callId, false), id);
  await call.hears(AGENT_HZ);
});

test('A call that was over when the page came back is told as not recovered', async () => {
  const { page, id, call } = await bench.talk();
  const kept = [...bench.dialogs.values()];
  await page.goto('about:blank');
  call.hangup();
  await call.ended;
  await eventually(() => bench.switchboard.facts.filter((fact) => fact === 'leg.ended')).toHaveLength(2);
  await page.goto(bench.address);
  await page.evaluate((dialog) => window.engine.start('101', dialog), kept);
  expect(callOf(await stateOf(page), id)).toMatchObject({
    state: 'ended',
    recovering: false,
    error: { code: 'not-recovered' },
  });
});

test('A connection that breaks in the middle of a call is mended, and the call goes on', async () => {
  const { page, id, call } = await bench.talk();
  await page.evaluate(() => window.engine.cutConnections());
  await eventually(() => stateOf(page)).toMatchObject({ status: 'offline', error: { code: 'pbx-down' } });
  await eventually(() => stateOf(page)).toMatchObject({ status: 'registered' });
  await expect
    .poll(async () => callOf(await stateOf(page), id))
    .toMatchObject({ state: 'connected', recovering: false });
  await Promise.all([page.evaluate((hz) => window.engine.hears(hz), CUSTOMER_HZ), call.hears(AGENT_HZ)]);
  call.hangup();
  await callIn(page, 'ended');
});

test('Who hangs up while there is no way to the PBX is heard no more, and the customer is told as soon as there is one', async () => {
  const { page, id, call } = await bench.talk();
  await page.evaluate(() => window.engine.cutConnections());
  await eventually(() => stateOf(page)).toMatchObject({ status: 'offline' });
  await page.evaluate((callId) => window.engine.phone.hangup(callId), id);
  await call.ended;
  const ended = callOf(await stateOf(page), id)!;
  expect(ended).toMatchObject({ state: 'ended', endReason: 'completed' });
  expect(ended).not.toHaveProperty('error');
  await eventually(() => bench.dialogs.size).toBe(0);
});

test('Who steps down leaves the call to another page', async () => {
  const { page, id, call } = await bench.talk();
  const next = await bench.openPage();
  await page.evaluate(() => window.engine.phone.stop({ keepCalls: true }));
  expect((await stateOf(page)).calls).toEqual([]);
  await next.evaluate((kept) => window.engine.start('101', kept), [...bench.dialogs.values()]);
  expect(callOf(await stateOf(next), id)).toMatchObject({ state: 'connected', recovering: false });
  await Promise.all([next.evaluate((hz) => window.engine.hears(hz), CUSTOMER_HZ), call.hears(AGENT_HZ)]);
  expect(call.end).toBeUndefined();
});

test('A media path that is lost is mended by new candidates, and the call stays the same', async () => {
  const { page, id, call } = await bench.talk();
  const before = await page.evaluate(() => [...window.engine.icePaths]);
  await page.evaluate(() => window.engine.loseMedia());
  await eventually(() => page.evaluate(() => window.engine.icePaths.length)).toBe(before.length + 1);
  await Promise.all([page.evaluate((hz) => window.engine.hears(hz), CUSTOMER_HZ), call.hears(AGENT_HZ)]);
  await eventually(() => page.evaluate(() => window.engine.phone.state.health?.media)).toEqual({
    state: 'ok',
  });
  expect(bench.switchboard.facts).not.toContain('leg.replaced');
  expect(callOf(await stateOf(page), id)).toMatchObject({ state: 'connected', recovering: false });
});

test('Where the PBX refuses new candidates, the whole call is taken over, and nobody hangs up', async () => {
  const { page, id, call } = await bench.talk();
  await bench.switchboard.refuse('INVITE', 488);
  await page.evaluate(() => window.engine.loseMedia());
  await eventually(() => bench.switchboard.facts).toContain('leg.replaced');
  await eventually(async () => callOf(await stateOf(page), id)).toMatchObject({
    state: 'connected',
    recovering: false,
  });
  await Promise.all([page.evaluate((hz) => window.engine.hears(hz), CUSTOMER_HZ), call.hears(AGENT_HZ)]);
  expect(call.end).toBeUndefined();
});
