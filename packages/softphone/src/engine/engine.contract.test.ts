/** Calls of the engine, in real Chromium against the sandbox PBX. */
import type { BotCall } from '@ringback/testing/node';
import { request } from './testing/torture.harness.ts';
import type { CustomerStep } from './testing/engine.page.harness.ts';
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
  told,
  type EngineBench,
} from './testing/engine-bench.harness.ts';

let bench: EngineBench;
beforeAll(async () => void (bench = await createEngineBench()), 60_000);
afterAll(() => bench.close());
beforeEach(() => bench.begin());
afterEach(() => bench.end());

test('A phone registers, and says who is signed in', async () => {
  const page = await bench.openPhone();
  expect(await stateOf(page)).toMatchObject({ status: 'registered', calls: [], agent: { extension: '101' } });
});

test('A phone whose credential is refused says so, and does not go on trying', async () => {
  bench.credential = { password: 'another password' };
  const page = await bench.openPage();
  await page.evaluate(() => window.engine.start('101', []));
  await expect
    .poll(() => stateOf(page))
    .toMatchObject({ status: 'failed', error: { code: 'credential-refused' } });
});

test('A customer calls, the agent answers, both hear each other, the customer hangs up', async () => {
  const page = await bench.openPhone();
  const call = bench.customer.call('+380441234567');
  const ringing = await callIn(page, 'ringing');
  expect(ringing).toMatchObject({ direction: 'in', number: CUSTOMER, muted: false, recovering: false });
  await call.ringing;
  await page.evaluate((id) => window.engine.phone.answer(id), ringing.id);
  await call.answered;
  await Promise.all([page.evaluate((hz) => window.engine.hears(hz), CUSTOMER_HZ), call.hears(AGENT_HZ)]);
  expect(bench.dialogs.get(ringing.id)).toMatchObject({
    direction: 'in',
    number: CUSTOMER,
    held: false,
    muted: false,
  });
  call.hangup();
  expect(await callIn(page, 'ended')).toMatchObject({ endReason: 'completed' });
  await eventually(() => bench.dialogs.size).toBe(0);
  expect(await told(page, ringing.id)).toEqual(['ringing', 'connecting', 'connected', 'ended']);
});

test('The agent calls: the customer rings, answers, and both hear each other until the agent hangs up', async () => {
  const page = await bench.openPhone();
  const id = await page.evaluate((number) => window.engine.phone.call(number), CUSTOMER);
  const call = await bench.customer.incoming();
  expect(bench.switchboard.dialled.at(-1)).toEqual({ number: CUSTOMER, callId: id });
  await callIn(page, 'ringing');
  call.answer();
  await callIn(page, 'connected');
  await Promise.all([page.evaluate((hz) => window.engine.hears(hz), CUSTOMER_HZ), call.hears(AGENT_HZ)]);
  await page.evaluate((callId) => window.engine.phone.hangup(callId), id);
  expect(await callIn(page, 'ended')).toMatchObject({ endReason: 'completed' });
  await call.ended;
  expect(await told(page, id)).toEqual(['connecting', 'ringing', 'connected', 'ended']);
});

test('A busy customer is told as busy, one who declines as rejected', async () => {
  const page = await bench.openPhone();
  const dial = (): Promise<string> => page.evaluate((number) => window.engine.phone.call(number), CUSTOMER);
  const busy = await dial();
  (await bench.customer.incoming()).reject(486);
  await expect
    .poll(async () => callOf(await stateOf(page), busy))
    .toMatchObject({ endReason: 'busy', error: { code: 'busy' } });
  const declined = await dial();
  (await bench.customer.incoming()).reject(603);
  await expect
    .poll(async () => callOf(await stateOf(page), declined))
    .toMatchObject({ endReason: 'rejected', error: { code: 'rejected' } });
});

test('A call is cancelled before it is answered', async () => {
  const page = await bench.openPhone();
  const id = await page.evaluate((number) => window.engine.phone.call(number), CUSTOMER);
  const call = await bench.customer.incoming();
  await callIn(page, 'ringing');
  await page.evaluate((callId) => window.engine.phone.hangup(callId), id);
  expect(await callIn(page, 'ended')).toMatchObject({ endReason: 'cancelled' });
  expect(await call.ended).toMatchObject({ by: 'remote' });
});

test('A customer who gives up has been missed, one whom the agent declines is rejected', async () => {
  const page = await bench.openPhone();
  const first = bench.customer.call('+380441234567');
  const missed = await callIn(page, 'ringing');
  first.hangup();
  await expect
    .poll(async () => callOf(await stateOf(page), missed.id))
    .toMatchObject({ state: 'ended', endReason: 'missed' });
  const second = bench.customer.call('+380441234567');
  const declined = await callIn(page, 'ringing');
  await page.evaluate((id) => window.engine.phone.hangup(id), declined.id);
  await expect
    .poll(async () => callOf(await stateOf(page), declined.id))
    .toMatchObject({ endReason: 'rejected' });
  expect(await second.ended).toMatchObject({ by: 'remote' });
});

test('A held call is told to the PBX, and is heard again when it is resumed', async () => {
  const { page, id, call } = await bench.talk();
  await page.evaluate((callId) => window.engine.phone.setHeld(callId, true), id);
  expect(callOf(await stateOf(page), id)).toMatchObject({ state: 'held' });
  await eventually(() => bench.switchboard.facts).toContain('leg.held');
  await eventually(() => bench.dialogs.get(id)).toMatchObject({ held: true });
  await page.evaluate((callId) => window.engine.phone.setHeld(callId, false), id);
  await eventually(() => bench.switchboard.facts).toContain('leg.resumed');
  await Promise.all([page.evaluate((hz) => window.engine.hears(hz), CUSTOMER_HZ), call.hears(AGENT_HZ)]);
});

test('A muted agent is not heard, and is heard again afterwards', async () => {
  const { page, id, call } = await bench.talk();
  await page.evaluate((callId) => window.engine.phone.setMuted(callId, true), id);
  expect(callOf(await stateOf(page), id)).toMatchObject({ state: 'connected', muted: true });
  await expect(call.hears(AGENT_HZ, AbortSignal.timeout(1_000))).rejects.toThrow('was not heard');
  await eventually(() => bench.dialogs.get(id)).toMatchObject({ muted: true });
  await page.evaluate((callId) => window.engine.phone.setMuted(callId, false), id);
  await call.hears(AGENT_HZ);
});

test('Tones are played into the call; what is no tone is refused', async () => {
  const { page, id } = await bench.talk();
  await page.evaluate((callId) => window.engine.phone.sendDtmf(callId, '4711#'), id);
  await eventually(() => page.evaluate(() => window.engine.tones)).toBe('4711#');
  await eventually(() => bench.switchboard.keys.join('')).toBe('4711#');
  const refused = page.evaluate(
    (callId) => window.engine.phone.sendDtmf(callId, '12x').catch((error) => error.code),
    id,
  );
  expect(await refused).toBe('invalid');
});

test('A PBX that wants SIP INFO is told of keys by it, with the pauses of what was pasted', async () => {
  bench.credential = { dtmf: 'info' };
  const { page, id } = await bench.talk();
  await page.evaluate((callId) => window.engine.phone.sendDtmf(callId, '12,*#'), id);
  await eventually(() => bench.switchboard.keys.join('')).toBe('12*#');
  expect(await page.evaluate(() => window.engine.tones)).toBe('');
});

test('Where the far side knows no telephone events, keys are told by SIP INFO', async () => {
  const { page, id } = await bench.talk();
  await page.evaluate(() => void (window.engine.deafToTones = true));
  await page.evaluate((callId) => window.engine.phone.sendDtmf(callId, '42'), id);
  await eventually(() => bench.switchboard.keys.join('')).toBe('42');
  expect(await page.evaluate(() => window.engine.tones)).toBe('');
});

test('Who signs out hangs up, and rings no more', async () => {
  const { page, call } = await bench.talk();
  await page.evaluate(() => window.engine.phone.stop());
  await call.ended;
  expect(await stateOf(page)).toEqual({ status: 'signed-out', calls: [] });
  await eventually(() => bench.switchboard.facts).toContain('device.changed');
});

test('Two phones of one agent ring; the one that is not answered says who took it', async () => {
  const [first, second] = [await bench.openPhone(), await bench.openPhone()];
  bench.customer.call('+380441234567');
  const { id } = await callIn(first, 'ringing');
  await callIn(second, 'ringing');
  await second.evaluate((callId) => window.engine.phone.answer(callId), id);
  expect(await callIn(first, 'ended')).toMatchObject({ id, endReason: 'answered-elsewhere' });
});

test('A microphone that is refused does not end the call: it rings on, and is answered once the microphone is allowed', async () => {
  const page = await bench.openPhone();
  await page.evaluate(() => void (window.engine.microphone = 'refused'));
  const call = bench.customer.call('+380441234567');
  const { id } = await callIn(page, 'ringing');
  const refusal = await page.evaluate(
    (callId) => window.engine.phone.answer(callId).catch((error) => error.cause.code),
    id,
  );
  expect(refusal).toBe('microphone-refused');
  expect(callOf(await stateOf(page), id)).toMatchObject({
    state: 'ringing',
    error: { code: 'microphone-refused' },
  });
  await page.evaluate(() => void (window.engine.microphone = 'tone'));
  await page.evaluate((callId) => window.engine.phone.answer(callId), id);
  expect(callOf(await stateOf(page), id)).not.toHaveProperty('error');
  await call.hears(AGENT_HZ);
});

test('Nobody is called without a microphone, or when the gateway gives no leave', async () => {
  const page = await bench.openPhone();
  const before = bench.switchboard.leaves;
  await page.evaluate(() => void (window.engine.microphone = 'missing'));
  const call = (number: string): Promise<string> =>
    page.evaluate(
      (target) => window.engine.phone.call(target).catch((error) => error.cause?.code ?? error.message),
      number,
    );
  expect(await call(CUSTOMER)).toBe('microphone-missing');
  expect(bench.switchboard.leaves).toBe(before);
  await page.evaluate(() => void (window.engine.microphone = 'tone'));
  expect(await call('nonsense')).toContain('no number');
  expect((await stateOf(page)).calls).toEqual([]);
});

test('Who answers a second call puts the first on hold', async () => {
  const { page, id } = await bench.talk();
  bench.customer.call('+380441234567');
  const second = await callIn(page, 'ringing');
  await page.evaluate((callId) => window.engine.phone.answer(callId), second.id);
  await eventually(async () => callOf(await stateOf(page), id)).toMatchObject({ state: 'held' });
  expect(callOf(await stateOf(page), second.id)).toMatchObject({ state: 'connected' });
});

test('Who wants no second call is busy for it, and talks on', async () => {
  const { page, id, call } = await bench.talk();
  await page.evaluate(() => window.engine.phone.set({ callWaiting: false, autoAnswer: false }));
  const second = bench.customer.call('+380441234567');
  expect(await second.ended).toMatchObject({ by: 'remote', status: 486 });
  expect((await stateOf(page)).calls.map((one) => one.id)).toEqual([id]);
  expect(call.end).toBeUndefined();
});

test('Who wants every call to be answered by itself has the first one so, and hears another knock', async () => {
  const page = await bench.openPhone();
  await page.evaluate(() => window.engine.phone.set({ callWaiting: true, autoAnswer: true }));
  const first = bench.customer.call('+380441234567');
  const { id } = await callIn(page, 'connected');
  await Promise.all([page.evaluate((hz) => window.engine.hears(hz), CUSTOMER_HZ), first.hears(AGENT_HZ)]);
  const second = bench.customer.call('+380441234567');
  await callIn(page, 'ringing');
  expect(callOf(await stateOf(page), id)).toMatchObject({ state: 'connected' });
  second.hangup();
  await second.ended;
});

test('A call that asks to be answered by itself is, and one that does not rings', async () => {
  const page = await bench.openPhone();
  const body = await page.evaluate(async () => {
    const far = new RTCPeerConnection();
    far.addTransceiver('audio');
    await far.setLocalDescription();
    return far.localDescription!.sdp;
  });
  for (const [id, line] of [
    ['paging', 'Call-Info: <sip:paging@127.0.0.1>;answer-after=0'],
    ['plain', 'Call-Info: <sip:paging@127.0.0.1>'],
  ] as const)
    await bench.switchboard.sendRaw(request('INVITE', { body, lines: [line, `X-Ringback-Call: ${id}`] }));
  await eventually(async () => callOf(await stateOf(page), 'paging')?.state).toBe('connecting');
  await eventually(async () => callOf(await stateOf(page), 'plain')?.state).toBe('ringing');
});

test('A leg that lives on in another call after a transfer is shown and hung up there', async () => {
  const { page, id, call } = await bench.talk();
  const moved = `${id}-on`;
  await page.evaluate(([from, to]) => window.engine.phone.moved(from, to), [id, moved] as const);
  expect((await stateOf(page)).calls).toMatchObject([{ id: moved, state: 'connected' }]);
  const lost = page.evaluate((callId) => window.engine.phone.hangup(callId).catch((error) => error.code), id);
  expect(await lost).toBe('not-found');
  await call.hears(AGENT_HZ);
  await page.evaluate((callId) => window.engine.phone.hangup(callId), moved);
  await call.ended;
  expect(await told(page, moved)).toEqual(['connected', 'ended']);
});

test('A credential is renewed before it expires: the call does not notice, and the next one can be made', async () => {
  const short = await bench.switchboard.issue('101', '101-short', 6_500);
  const long = await bench.switchboard.issue('101', '101-long', 3_600_000);
  bench.issued = [
    { authorizationUser: '101-short', ...short },
    { authorizationUser: '101-long', ...long },
  ];
  const { page, call } = await bench.talk();
  await eventually(() => bench.issued).toEqual([]);
  await eventually(() => Date.parse(short.expiresAt) < Date.now()).toBe(true);
  await call.hears(AGENT_HZ);
  expect(await stateOf(page)).toMatchObject({ status: 'registered', calls: [{ state: 'connected' }] });
  await page.evaluate((number) => window.engine.phone.call(number), CUSTOMER);
  (await bench.customer.incoming()).answer();
  await eventually(async () => (await stateOf(page)).calls.map(({ state }) => state)).toEqual([
    'held',
    'connected',
  ]);
});

/** Of a customer who was called by somebody else, too. */
async function nobodyTalks(): Promise<void> {
  await bench.switchboard.hangUpAll();
  const unanswered = () => bench.customer.incoming(AbortSignal.abort()).catch(() => undefined);
  for (let call = await unanswered(); call; call = await unanswered()) await call.ended;
}

test('A phone that the PBX has forgotten finds that out when its page wakes, and rings again', async () => {
  const issued = await bench.switchboard.issue('101', '101-forgotten', 3_600_000);
  bench.issued = [{ authorizationUser: '101-forgotten', ...issued }];
  const page = await bench.openPhone();
  bench.switchboard.forget();
  await bench.switchboard.revoke('101');
  const devices = () => bench.switchboard.facts.filter((fact) => fact === 'device.changed');
  await eventually(devices).toEqual(['device.changed']);
  await page.evaluate(() => window.engine.phone.wake());
  await eventually(devices).toEqual(['device.changed', 'device.changed']);
  const call = bench.customer.call('+380441234567');
  await callIn(page, 'ringing');
  call.hangup();
  await call.ended;
});

test('The engine keeps the promises of every phone', async () => {
  const page = await bench.openPage();
  let call: BotCall | undefined;
  await page.exposeFunction('customer', async (step: CustomerStep) => {
    if (step === 'calls') call = bench.customer.call('+380441234567');
    if (step === 'answers') (call = await bench.customer.incoming()).answer();
    if (step === 'is done') await nobodyTalks();
    // Our phone may know of the answer before his does.
    if (step === 'ends the talk') await call?.answered;
    if (step === 'ends the talk' || step === 'gives up') call?.hangup();
  });
  const results = await page.evaluate((number) => window.engine.runSuite(number), CUSTOMER);
  expect(results.map(({ name }) => name)).toContain('makes one conference of two calls');
  expect(results.filter(({ error }) => error !== '')).toEqual([]);
}, 120_000);
