/** The engine in real Chromium against the sandbox PBX; the customer is a headless phone on the trunk. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from '@playwright/test';
import {
  type DialAnswer,
  type LiveDialog,
  type PhoneState,
  RingbackError,
  type SipCredential,
} from '@ringback/model';
import { type BotCall, createSipBot, type SipBot } from '@ringback/testing/node';
import { build, type Rolldown } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { CHROMIUM, CHROMIUM_FLAGS } from '../../../../scripts/chromium.mjs';
import { createSwitchboard, type Switchboard } from './testing/switchboard.harness.ts';
import type { CustomerStep } from './testing/engine.page.harness.ts';

const AGENT_HZ = 700;
const CUSTOMER_HZ = 1300;
const CUSTOMER = '+380671234501';
const PASSWORD = 'a password of 101';

let switchboard: Switchboard;
let server: Server;
let browser: Browser;
let customer: SipBot;
let dialogs: Map<string, LiveDialog>;
let pages: Page[] = [];
let password: string;
/** Credentials that are given out first, before the fixed one. */
let issued: Pick<SipCredential, 'authorizationUser' | 'password' | 'expiresAt'>[];
let calls = 0;

beforeAll(async () => {
  switchboard = await createSwitchboard([
    { kind: 'device', username: '101', password: PASSWORD },
    { kind: 'trunk', username: 'world', password: 'the password of the world' },
  ]);
  const script = await bundle();
  server = createServer((request, response) => {
    const isScript = request.url === '/engine.js';
    response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html');
    response.end(
      isScript ? script : '<!doctype html><title>engine</title><script src="/engine.js"></script>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
  customer = createSipBot({
    servers: [switchboard.pbx.sipUrl],
    uri: `sip:world@${new URL(switchboard.pbx.url).hostname}`,
    authorizationUser: 'world',
    password: 'the password of the world',
    displayName: CUSTOMER,
    tone: CUSTOMER_HZ,
    anyNumber: true,
  });
  await customer.register();
}, 60_000);

afterAll(async () => {
  await customer?.stop();
  await browser?.close();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  await switchboard?.close();
});

beforeEach(() => {
  dialogs = new Map();
  password = PASSWORD;
  issued = [];
  switchboard.forget();
});

afterEach(async () => {
  await Promise.all(pages.map((page) => page.close()));
  pages = [];
});

test('A phone registers, and says who is signed in', async () => {
  const page = await openPhone();
  expect(await stateOf(page)).toMatchObject({ status: 'registered', calls: [], agent: { extension: '101' } });
});

test('A phone whose credential is refused says so, and does not go on trying', async () => {
  password = 'another password';
  const page = await openPage();
  await page.evaluate(() => window.engine.start('101', []));
  await expect
    .poll(() => stateOf(page))
    .toMatchObject({ status: 'failed', error: { code: 'credential-refused' } });
});

test('A customer calls, the agent answers, both hear each other, the customer hangs up', async () => {
  const page = await openPhone();
  const call = customer.call('+380441234567');
  const ringing = await callIn(page, 'ringing');
  expect(ringing).toMatchObject({ direction: 'in', number: CUSTOMER, muted: false, recovering: false });
  await call.ringing;
  await page.evaluate((id) => window.engine.phone.answer(id), ringing.id);
  await call.answered;
  await Promise.all([page.evaluate((hz) => window.engine.hears(hz), CUSTOMER_HZ), call.hears(AGENT_HZ)]);
  expect(dialogs.get(ringing.id)).toMatchObject({
    direction: 'in',
    number: CUSTOMER,
    held: false,
    muted: false,
  });
  call.hangup();
  expect(await callIn(page, 'ended')).toMatchObject({ endReason: 'completed' });
  await eventually(() => dialogs.size).toBe(0);
  expect(await told(page, ringing.id)).toEqual(['ringing', 'connecting', 'connected', 'ended']);
});

test('The agent calls: the customer rings, answers, and both hear each other until the agent hangs up', async () => {
  const page = await openPhone();
  const id = await page.evaluate((number) => window.engine.phone.call(number), CUSTOMER);
  const call = await customer.incoming();
  expect(switchboard.dialled.at(-1)).toEqual({ number: CUSTOMER, callId: id });
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
  const page = await openPhone();
  const dial = (): Promise<string> => page.evaluate((number) => window.engine.phone.call(number), CUSTOMER);
  const busy = await dial();
  (await customer.incoming()).reject(486);
  await expect
    .poll(async () => callOf(await stateOf(page), busy))
    .toMatchObject({ endReason: 'busy', error: { code: 'busy' } });
  const declined = await dial();
  (await customer.incoming()).reject(603);
  await expect
    .poll(async () => callOf(await stateOf(page), declined))
    .toMatchObject({ endReason: 'rejected', error: { code: 'rejected' } });
});

test('A call is cancelled before it is answered', async () => {
  const page = await openPhone();
  const id = await page.evaluate((number) => window.engine.phone.call(number), CUSTOMER);
  const call = await customer.incoming();
  await callIn(page, 'ringing');
  await page.evaluate((callId) => window.engine.phone.hangup(callId), id);
  expect(await callIn(page, 'ended')).toMatchObject({ endReason: 'cancelled' });
  expect(await call.ended).toMatchObject({ by: 'remote' });
});

test('A customer who gives up has been missed, one whom the agent declines is rejected', async () => {
  const page = await openPhone();
  const first = customer.call('+380441234567');
  const missed = await callIn(page, 'ringing');
  first.hangup();
  await expect
    .poll(async () => callOf(await stateOf(page), missed.id))
    .toMatchObject({ state: 'ended', endReason: 'missed' });
  const second = customer.call('+380441234567');
  const declined = await callIn(page, 'ringing');
  await page.evaluate((id) => window.engine.phone.hangup(id), declined.id);
  await expect
    .poll(async () => callOf(await stateOf(page), declined.id))
    .toMatchObject({ endReason: 'rejected' });
  expect(await second.ended).toMatchObject({ by: 'remote' });
});

test('A held call is told to the PBX, and is heard again when it is resumed', async () => {
  const { page, id, call } = await talk();
  await page.evaluate((callId) => window.engine.phone.setHeld(callId, true), id);
  expect(callOf(await stateOf(page), id)).toMatchObject({ state: 'held' });
  await eventually(() => switchboard.facts).toContain('leg.held');
  await eventually(() => dialogs.get(id)).toMatchObject({ held: true });
  await page.evaluate((callId) => window.engine.phone.setHeld(callId, false), id);
  await eventually(() => switchboard.facts).toContain('leg.resumed');
  await Promise.all([page.evaluate((hz) => window.engine.hears(hz), CUSTOMER_HZ), call.hears(AGENT_HZ)]);
});

test('A muted agent is not heard, and is heard again afterwards', async () => {
  const { page, id, call } = await talk();
  await page.evaluate((callId) => window.engine.phone.setMuted(callId, true), id);
  expect(callOf(await stateOf(page), id)).toMatchObject({ state: 'connected', muted: true });
  await expect(call.hears(AGENT_HZ, AbortSignal.timeout(1_000))).rejects.toThrow('was not heard');
  await eventually(() => dialogs.get(id)).toMatchObject({ muted: true });
  await page.evaluate((callId) => window.engine.phone.setMuted(callId, false), id);
  await call.hears(AGENT_HZ);
});

test('Tones are played into the call; what is no tone is refused', async () => {
  const { page, id } = await talk();
  await page.evaluate((callId) => window.engine.phone.sendDtmf(callId, '4711#'), id);
  await eventually(() => page.evaluate(() => window.engine.tones)).toBe('4711#');
  const refused = page.evaluate(
    (callId) => window.engine.phone.sendDtmf(callId, '12x').catch((error) => error.code),
    id,
  );
  expect(await refused).toBe('invalid');
});

test('A reload in the middle of a call: the customer stays, the timer goes on, both hear each other again', async () => {
  const { page, id, call } = await talk();
  const before = callOf(await stateOf(page), id)!;
  await page.reload();
  await page.evaluate((kept) => void window.engine.start('101', kept), [...dialogs.values()]);
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
  expect(switchboard.facts).toContain('leg.replaced');
  expect(call.end).toBeUndefined();
  await page.evaluate((callId) => window.engine.phone.hangup(callId), id);
  await call.ended;
});

test('A second reload of an outbound call finds it as well', async () => {
  const page = await openPhone();
  const id = await page.evaluate((number) => window.engine.phone.call(number), CUSTOMER);
  const call = await customer.incoming();
  call.answer();
  await callIn(page, 'connected');
  await eventually(() => dialogs.size).toBe(1);
  for (const _ of ['first', 'second']) {
    const { localTag } = dialogs.get(id)!;
    await page.reload();
    await page.evaluate((kept) => window.engine.start('101', kept), [...dialogs.values()]);
    expect(callOf(await stateOf(page), id)).toMatchObject({ state: 'connected', recovering: false });
    await eventually(() => dialogs.get(id)?.localTag).not.toBe(localTag);
  }
  await call.hears(AGENT_HZ);
  expect(call.end).toBeUndefined();
});

test('A held and muted call is held and muted after a reload, and can be taken back', async () => {
  const { page, id, call } = await talk();
  await page.evaluate((callId) => window.engine.phone.setMuted(callId, true), id);
  await page.evaluate((callId) => window.engine.phone.setHeld(callId, true), id);
  await eventually(() => dialogs.get(id)).toMatchObject({ held: true, muted: true });
  await page.reload();
  await page.evaluate((kept) => window.engine.start('101', kept), [...dialogs.values()]);
  expect(callOf(await stateOf(page), id)).toMatchObject({ state: 'held', muted: true, recovering: false });
  await page.evaluate((callId) => window.engine.phone.setHeld(callId, false), id);
  await page.evaluate((hz) => window.engine.hears(hz), CUSTOMER_HZ);
  await expect(call.hears(AGENT_HZ, AbortSignal.timeout(1_000))).rejects.toThrow('was not heard');
  await page.evaluate((callId) => window.engine.phone.setMuted(callId, false), id);
  await call.hears(AGENT_HZ);
});

test('A call that was over when the page came back is told as not recovered', async () => {
  const { page, id, call } = await talk();
  const kept = [...dialogs.values()];
  await page.goto('about:blank');
  call.hangup();
  await call.ended;
  await eventually(() => switchboard.facts.filter((fact) => fact === 'leg.ended')).toHaveLength(2);
  await page.goto(address());
  await page.evaluate((dialog) => window.engine.start('101', dialog), kept);
  expect(callOf(await stateOf(page), id)).toMatchObject({
    state: 'ended',
    recovering: false,
    error: { code: 'not-recovered' },
  });
});

test('A connection that breaks in the middle of a call is mended, and the call goes on', async () => {
  const { page, id, call } = await talk();
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

test('Who steps down leaves the call to another page', async () => {
  const { page, id, call } = await talk();
  const next = await openPage();
  await page.evaluate(() => window.engine.phone.stop({ keepCalls: true }));
  expect((await stateOf(page)).calls).toEqual([]);
  await next.evaluate((kept) => window.engine.start('101', kept), [...dialogs.values()]);
  expect(callOf(await stateOf(next), id)).toMatchObject({ state: 'connected', recovering: false });
  await Promise.all([next.evaluate((hz) => window.engine.hears(hz), CUSTOMER_HZ), call.hears(AGENT_HZ)]);
  expect(call.end).toBeUndefined();
});

test('Who signs out hangs up, and rings no more', async () => {
  const { page, call } = await talk();
  await page.evaluate(() => window.engine.phone.stop());
  await call.ended;
  expect(await stateOf(page)).toEqual({ status: 'signed-out', calls: [] });
  await eventually(() => switchboard.facts).toContain('device.changed');
});

test('Two phones of one agent ring; the one that is not answered says who took it', async () => {
  const [first, second] = [await openPhone(), await openPhone()];
  customer.call('+380441234567');
  const { id } = await callIn(first, 'ringing');
  await callIn(second, 'ringing');
  await second.evaluate((callId) => window.engine.phone.answer(callId), id);
  expect(await callIn(first, 'ended')).toMatchObject({ id, endReason: 'answered-elsewhere' });
});

test('A microphone that is refused does not end the call: it rings on, and is answered once the microphone is allowed', async () => {
  const page = await openPhone();
  await page.evaluate(() => void (window.engine.microphone = 'refused'));
  const call = customer.call('+380441234567');
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
  const page = await openPhone();
  const before = calls;
  await page.evaluate(() => void (window.engine.microphone = 'missing'));
  const call = (number: string): Promise<string> =>
    page.evaluate(
      (target) => window.engine.phone.call(target).catch((error) => error.cause?.code ?? error.message),
      number,
    );
  expect(await call(CUSTOMER)).toBe('microphone-missing');
  expect(calls).toBe(before);
  await page.evaluate(() => void (window.engine.microphone = 'tone'));
  expect(await call('nonsense')).toContain('no number');
  expect((await stateOf(page)).calls).toEqual([]);
});

test('Who answers a second call puts the first on hold', async () => {
  const { page, id } = await talk();
  customer.call('+380441234567');
  const second = await callIn(page, 'ringing');
  await page.evaluate((callId) => window.engine.phone.answer(callId), second.id);
  await eventually(async () => callOf(await stateOf(page), id)).toMatchObject({ state: 'held' });
  expect(callOf(await stateOf(page), second.id)).toMatchObject({ state: 'connected' });
});

test('A credential is renewed before it expires: the call does not notice, and the next one can be made', async () => {
  const short = await switchboard.issue('101', '101-short', 6_500);
  const long = await switchboard.issue('101', '101-long', 3_600_000);
  issued = [
    { authorizationUser: '101-short', ...short },
    { authorizationUser: '101-long', ...long },
  ];
  const { page, call } = await talk();
  await eventually(() => issued).toEqual([]);
  await eventually(() => Date.parse(short.expiresAt) < Date.now()).toBe(true);
  await call.hears(AGENT_HZ);
  expect(await stateOf(page)).toMatchObject({ status: 'registered', calls: [{ state: 'connected' }] });
  await page.evaluate((number) => window.engine.phone.call(number), CUSTOMER);
  (await customer.incoming()).answer();
  await eventually(async () => (await stateOf(page)).calls.map(({ state }) => state)).toEqual([
    'held',
    'connected',
  ]);
});

test('The engine keeps the promises of every phone', async () => {
  const page = await openPage();
  let call: BotCall | undefined;
  await page.exposeFunction('customer', async (step: CustomerStep) => {
    if (step === 'calls') call = customer.call('+380441234567');
    if (step === 'answers') (call = await customer.incoming()).answer();
    // Our phone may know of the answer before his does.
    if (step === 'ends the talk') await call?.answered;
    if (step === 'ends the talk' || step === 'gives up') call?.hangup();
  });
  const results = await page.evaluate((number) => window.engine.runSuite(number), CUSTOMER);
  expect(results.length).toBeGreaterThan(5);
  expect(results.filter(({ error }) => error !== '')).toEqual([]);
}, 120_000);

/** A machine that is busy elsewhere is slow, not wrong. */
function eventually<T>(read: () => T) {
  return expect.poll(read, { timeout: 10_000 });
}

async function bundle(): Promise<string> {
  const entry = fileURLToPath(new URL('./testing/engine.page.harness.ts', import.meta.url));
  const built = (await build({
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: ['source', 'module', 'browser', 'import', 'default'] },
    define: { 'process.env.NODE_ENV': '"test"' },
    build: { write: false, minify: false, lib: { entry, formats: ['iife'], name: 'engineTest' } },
  })) as Rolldown.RolldownOutput[];
  return built[0]!.output[0].code;
}

function address(): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

async function openPage(): Promise<Page> {
  const page = await browser.newPage();
  pages.push(page);
  await page.exposeFunction('credential', (): SipCredential => ({
    uri: `sip:101@${new URL(switchboard.pbx.url).hostname}`,
    authorizationUser: '101',
    password,
    ...issued.shift(),
    servers: [switchboard.pbx.sipUrl],
    iceServers: [],
  }));
  await page.exposeFunction('dial', (number: string): DialAnswer => {
    if (!/^\+\d+$/.test(number)) throw new RingbackError('invalid', 'This is no number.');
    calls += 1;
    const call = {
      id: `dialled-${calls}`,
      direction: 'out',
      state: 'connecting',
      number,
      startedAt: new Date().toISOString(),
      durationSeconds: 0,
      comment: '',
      version: 1,
    } as const;
    return { call, matches: [], target: number };
  });
  await page.exposeFunction('putDialog', (dialog: LiveDialog) => void dialogs.set(dialog.callId, dialog));
  await page.exposeFunction('removeDialog', (callId: string) => void dialogs.delete(callId));
  await page.goto(address());
  return page;
}

async function openPhone(): Promise<Page> {
  const page = await openPage();
  await page.evaluate(() => window.engine.start('101', []));
  await eventually(async () => (await stateOf(page)).status).toBe('registered');
  return page;
}

/** A page in the middle of a call with the customer, both heard. */
async function talk() {
  const page = await openPhone();
  const call = customer.call('+380441234567');
  const { id } = await callIn(page, 'ringing');
  await page.evaluate((callId) => window.engine.phone.answer(callId), id);
  await Promise.all([page.evaluate((hz) => window.engine.hears(hz), CUSTOMER_HZ), call.hears(AGENT_HZ)]);
  await eventually(() => dialogs.has(id)).toBe(true);
  switchboard.forget();
  return { page, id, call };
}

function stateOf(page: Page): Promise<PhoneState> {
  return page.evaluate(() => window.engine.phone.state);
}

function callOf(state: PhoneState, id: string): PhoneState['calls'][number] | undefined {
  return state.calls.find((call) => call.id === id);
}

async function callIn(page: Page, state: string): Promise<PhoneState['calls'][number]> {
  const find = async () => (await stateOf(page)).calls.find((call) => call.state === state);
  await eventually(find).toBeDefined();
  return (await find())!;
}

/** The states that a listener was told of one call, each as often as it was told anew. */
function told(page: Page, id: string): Promise<string[]> {
  return page.evaluate((callId) => {
    const all = window.engine.states.flatMap(({ calls: told }) => told.filter((call) => call.id === callId));
    return all.map(({ state }) => state as string).filter((state, index, list) => state !== list[index - 1]);
  }, id);
}
