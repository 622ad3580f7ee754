/** Call control on the sandbox PBX with real SIP phones that talk: what the fake PBX cannot prove. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSandbox } from '@ringback/adapters/sandbox';
import type { Pbx } from '@ringback/adapters';
import { toneInWav } from '@ringback/adapters/testing';
import { type Agent, type Call, DEFAULT_SETTINGS } from '@ringback/model';
import { createSandboxPbx, type SandboxPbx } from '@ringback/sandbox-pbx';
import { type BotCall, createSipBot, type SipBot } from '@ringback/testing/node';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSqliteStore, type Store } from '../store/index.ts';
import { createVisits } from '../visits/visits.ts';
import { asker, andriy, createFakeCrm, CUSTOMER, LINE, olena, site, taras } from './calls.fixtures.ts';
import { createCallControl, type RunningCallControl } from './index.ts';

/** As the sandbox rings. */
const RINGBACK_HZ = 425;
const TONES = { olena: 440, andriy: 620, customer: 880, reloaded: 1040 };
const log = {
  debug() {},
  info() {},
  warn() {},
  error: (fields: object, text: string) => console.error(text, fields),
};
const now = () => new Date();

let sandbox: SandboxPbx;
let store: Store;
let pbx: Pbx;
let control: RunningCallControl;
let customer: SipBot;
let phones: SipBot[];
let controlToken: string;
const folder = mkdtempSync(join(tmpdir(), 'ringback-calls-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function startGateway(): Promise<void> {
  pbx = createSandbox(
    { controlUrl: sandbox.controlUrl, controlToken, sipServers: [sandbox.sipUrl], domain: '127.0.0.1' },
    { http: fetch, now, log },
  );
  const settings = { ...DEFAULT_SETTINGS, line: LINE, sites: [site] };
  const newId = () => crypto.randomUUID();
  control = createCallControl({
    store,
    pbx,
    crm: createFakeCrm([taras]),
    visits: createVisits({ store, settings: () => settings, now, log }),
    settings: () => settings,
    now,
    newId,
    log,
    recordingsDir: folder,
  });
  await control.start();
  await expect.poll(() => control.pbxUp).toBe(true);
}

async function phoneOf(agent: Agent, tone: number): Promise<SipBot> {
  const credential = await pbx.devices?.issueCredential({
    endpoint: agent.extension,
    displayName: agent.name,
    ttlSeconds: 600,
  });
  if (!credential) throw new Error('The sandbox PBX gives no credentials.');
  const phone = createSipBot({ ...credential, tone });
  phones.push(phone);
  await phone.register();
  return phone;
}

beforeEach(async () => {
  controlToken = randomBytes(18).toString('base64url');
  const password = randomBytes(18).toString('base64url');
  sandbox = await createSandboxPbx({
    port: 0,
    controlToken,
    accounts: [{ kind: 'trunk', username: 'visitor', password }],
  });
  store = await createSqliteStore(':memory:', { now });
  await store.transaction(async (tx) => {
    for (const agent of [olena, andriy]) await store.agents.upsert(tx, { ...agent, passwordHash: 'x' });
  });
  await startGateway();
  customer = createSipBot({
    servers: [sandbox.sipUrl],
    uri: 'sip:visitor@127.0.0.1',
    authorizationUser: 'visitor',
    password,
    tone: TONES.customer,
    anyNumber: true,
    extraHeaders: [`P-Asserted-Identity: <sip:${CUSTOMER}@127.0.0.1>`],
  });
  phones = [customer];
  await customer.register();
});

afterEach(async () => {
  await Promise.all(phones.map((phone) => phone.stop()));
  await control.stop();
  await sandbox.close();
  await store.close();
});

const call = async (): Promise<Call | undefined> => (await store.calls.list({})).items[0];
const told = async () => (await store.events.since(0, 1000)).events.map(({ event }) => event.type);
const becomes = (wanted: Partial<Call>) => expect.poll(call, { timeout: 10_000 }).toMatchObject(wanted);
const bothHear = (one: [BotCall, number], other: [BotCall, number]) =>
  Promise.all([one[0].hears(other[1]), other[0].hears(one[1])]);

describe('real phones on the sandbox PBX', { timeout: 30_000 }, () => {
  it('a customer calls: both agents ring, one answers, both talk, the end is in the log once', async () => {
    const [first, second] = [await phoneOf(olena, TONES.olena), await phoneOf(andriy, TONES.andriy)];
    const outside = customer.call(LINE);
    const [atOlena, atAndriy] = await Promise.all([first.incoming(), second.incoming()]);
    await outside.ringing;
    const row = await call();
    expect(atOlena.header('X-Ringback-Call')).toBe(row?.id);
    expect([atOlena.number, atOlena.name]).toEqual([CUSTOMER, taras.name]);
    atOlena.answer();
    await bothHear([outside, TONES.customer], [atOlena, TONES.olena]);
    expect((await atAndriy.ended).reason).toContain('Call completed elsewhere');
    await becomes({ state: 'connected', agent: { id: olena.id, name: olena.name }, legKind: 'soft' });
    outside.hangup();
    await atOlena.ended;
    await becomes({ state: 'ended', endReason: 'completed', direction: 'in', number: CUSTOMER });
    expect(await told()).toEqual(['call.ringing', 'call.connecting', 'call.connected', 'call.ended']);
  });

  it('an agent dials out and holds', async () => {
    const phone = await phoneOf(olena, TONES.olena);
    const { call: prepared, target } = await control.dial(olena, '067 111-22-33');
    const agent = phone.call(target, [`X-Ringback-Call: ${prepared.id}`]);
    const outside = await customer.incoming();
    expect(outside.number).toBe(LINE);
    await agent.ringing;
    outside.answer();
    await bothHear([outside, TONES.customer], [agent, TONES.olena]);
    await agent.hold();
    await becomes({ state: 'held' });
    await agent.resume();
    await becomes({ state: 'connected' });
    agent.hangup();
    await outside.ended;
    await becomes({ state: 'ended', endReason: 'completed', direction: 'out' });
  });

  it('a colleague is asked, all three talk, and the recording holds the voices of all', async () => {
    const phone = await phoneOf(olena, TONES.olena);
    const second = await phoneOf(andriy, TONES.andriy);
    const { call: prepared, target } = await control.dial(olena, CUSTOMER);
    const agent = phone.call(target, [`X-Ringback-Call: ${prepared.id}`]);
    const outside = await customer.incoming();
    outside.answer();
    await becomes({ state: 'connected' });
    await control.recordings.set(olena, prepared.id, 'on');
    await bothHear([outside, TONES.customer], [agent, TONES.olena]);
    await agent.hold();
    const { call: asked } = await control.switchboard.consult(olena, prepared.id, '102');
    const asking = phone.call('102', [`X-Ringback-Call: ${asked.id}`]);
    const colleague = await second.incoming();
    colleague.answer();
    await bothHear([colleague, TONES.andriy], [asking, TONES.olena]);
    await control.switchboard.merge(olena, prepared.id, asked.id);
    await asking.ended;
    await agent.resume();
    await Promise.all([
      bothHear([outside, TONES.customer], [agent, TONES.olena]),
      bothHear([outside, TONES.customer], [colleague, TONES.andriy]),
      bothHear([agent, TONES.olena], [colleague, TONES.andriy]),
    ]);
    agent.hangup();
    await bothHear([outside, TONES.customer], [colleague, TONES.andriy]);
    outside.hangup();
    await colleague.ended;
    const recording = async () => (await control.get(olena, prepared.id)).call.recordings?.[0];
    await expect.poll(recording).toMatchObject({ state: 'stored', kind: 'conference' });
    const wav = readFileSync(join(folder, `${(await recording())?.id}.wav`));
    for (const tone of [TONES.olena, TONES.andriy, TONES.customer])
      expect(toneInWav(wav, tone)).toBeGreaterThan(0.2);
    expect(toneInWav(wav, TONES.reloaded)).toBeLessThan(0.1);
  });

  it('a customer hears ringing while he is transferred, and then the colleague', async () => {
    const phone = await phoneOf(olena, TONES.olena);
    const second = await phoneOf(andriy, TONES.andriy);
    const { call: prepared, target } = await control.dial(olena, CUSTOMER);
    const agent = phone.call(target, [`X-Ringback-Call: ${prepared.id}`]);
    const outside = await customer.incoming();
    outside.answer();
    await becomes({ state: 'connected' });
    await control.switchboard.transfer(olena, prepared.id, '102');
    await agent.ended;
    const colleague = await second.incoming();
    expect(colleague.number).toBe(CUSTOMER);
    await outside.hears(RINGBACK_HZ);
    colleague.answer();
    await bothHear([outside, TONES.customer], [colleague, TONES.andriy]);
    outside.hangup();
    await colleague.ended;
  });

  it('the agent is told that the customer is busy', async () => {
    const phone = await phoneOf(olena, TONES.olena);
    const { call: prepared, target } = await control.dial(olena, CUSTOMER);
    const agent = phone.call(target, [`X-Ringback-Call: ${prepared.id}`]);
    (await customer.incoming()).reject(486);
    expect(await agent.ended).toMatchObject({ status: 486 });
    await becomes({ state: 'ended', endReason: 'busy' });
  });

  it('a visitor is called back, and the promise is kept', async () => {
    const phone = await phoneOf(olena, TONES.olena);
    const { id, token } = await control.requestCallback(site, { number: CUSTOMER, name: 'Taras' }, asker);
    const agent = await phone.incoming();
    expect(agent.number).toBe(CUSTOMER);
    agent.answer();
    const outside = await customer.incoming();
    expect(await control.callbackStatus(id, token)).toMatchObject({ state: 'visitor-ringing' });
    outside.answer();
    await bothHear([outside, TONES.customer], [agent, TONES.olena]);
    agent.hangup();
    await outside.ended;
    await becomes({ state: 'ended', endReason: 'completed', direction: 'out', callback: { id } });
    expect(await control.callbackStatus(id, token)).toMatchObject({ state: 'completed' });
    expect(await told()).toContain('callback.kept');
  });

  it("the agent's page is reloaded, and then the gateway: the talk survives both", async () => {
    const before = await phoneOf(olena, TONES.olena);
    const outside = customer.call(LINE);
    const first = await before.incoming();
    first.answer();
    await bothHear([outside, TONES.customer], [first, TONES.olena]);
    const { dialog } = first;
    before.drop();
    const after = await phoneOf(olena, TONES.reloaded);
    const second = after.callWithReplaces(dialog, olena.extension);
    await bothHear([outside, TONES.customer], [second, TONES.reloaded]);
    await control.stop();
    await startGateway();
    await becomes({ state: 'connected' });
    expect(outside.end).toBeUndefined();
    second.hangup();
    await outside.ended;
    await becomes({ state: 'ended', endReason: 'completed' });
    expect((await told()).filter((type) => type === 'call.ended')).toHaveLength(1);
  });

  it('a colleague on the road is reached on his mobile, whose number she does not learn', async () => {
    const mobile = { number: '+380501112233', rings: true };
    await store.transaction((tx) => store.agents.change(tx, andriy.id, { mobile }));
    const phone = await phoneOf(olena, TONES.olena);
    const told: string[] = [];
    phone.listen((message) => told.push(message));
    const { call: prepared, target } = await control.dial(olena, andriy.extension);
    const own = phone.call(target, [`X-Ringback-Call: ${prepared.id}`]);
    const road = await customer.incoming();
    expect(road.header('To')).toContain(mobile.number);
    expect(road.number).toBe(LINE);
    road.answer([`P-Asserted-Identity: <sip:${mobile.number}@127.0.0.1>`]);
    await bothHear([road, TONES.customer], [own, TONES.olena]);
    await becomes({
      state: 'connected',
      direction: 'internal',
      colleague: { id: andriy.id, name: andriy.name },
    });
    road.hangup();
    await own.ended;
    await becomes({ state: 'ended', endReason: 'completed' });
    expect(told.length).toBeGreaterThan(0);
    expect(told.join()).not.toContain(mobile.number.slice(1));
  });

  it('a page that would dial a premium number by itself is refused', async () => {
    const phone = await phoneOf(olena, TONES.olena);
    expect(await phone.call('0900212345').ended).toMatchObject({ status: 603 });
    expect(await call()).toBeUndefined();
  });
});
