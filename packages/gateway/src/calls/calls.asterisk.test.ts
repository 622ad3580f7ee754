/** Call control on a real Asterisk, in processes that may die: `npm run test:asterisk`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toneInWav } from '@ringback/adapters/testing';
import type { Call } from '@ringback/model';
import {
  type Asterisk,
  type BotCall,
  createSipBot,
  type SipBot,
  startAsterisk,
} from '@ringback/testing/node';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  type AgentApi,
  createNodeProcess,
  type NodeProcess,
  PASSWORD,
} from '../testing/node-process.harness.ts';

const CUSTOMER = '+380671112233';
const LINE = '+380441234567';
/** indications.conf of the tests: 440 and 480 Hz together; Olena is gone while it sounds. */
const RINGBACK_HZ = 480;
const TONES = { olena: 440, andriy: 620, customer: 950 };
/** Asterisk, and a process that starts, take their time. */
const WAIT = { timeout: 15_000, interval: 50 };

let asterisk: Asterisk;
let folder: string;
let first: NodeProcess;
let second: NodeProcess;
let customer: SipBot;
let phones: SipBot[];

beforeAll(async () => {
  asterisk = await startAsterisk();
  folder = mkdtempSync(join(tmpdir(), 'ringback-asterisk-'));
  const config = {
    dataDir: join(folder, 'data'),
    sharedStore: true,
    pbx: {
      system: 'asterisk',
      ariUrl: asterisk.ariUrl,
      user: asterisk.ariUser,
      password: asterisk.ariPassword,
      sipServers: [asterisk.sipUrl],
      domain: '127.0.0.1',
      trunkEndpoint: 'PJSIP/{number}@visitor',
    },
    agents: [
      { login: 'olena', name: 'Olena', role: 'employee', extension: '101', password: PASSWORD },
      { login: 'andriy', name: 'Andriy', role: 'group-head', extension: '102', password: PASSWORD },
    ],
    settings: { line: LINE },
  };
  [first, second] = [await createNodeProcess(folder, config), await createNodeProcess(folder, config)];
  phones = [];
  customer = createSipBot({
    servers: [asterisk.sipUrl],
    uri: 'sip:visitor@127.0.0.1',
    authorizationUser: 'visitor',
    password: asterisk.visitorPassword,
    tone: TONES.customer,
    anyNumber: true,
    extraHeaders: [`P-Asserted-Identity: <sip:${CUSTOMER}@127.0.0.1>`],
  });
  await customer.register();
  await first.start();
  await controls(first);
});
afterEach(async () => {
  await Promise.all(phones.splice(0).map((phone) => phone.stop()));
});
afterAll(async () => {
  await customer?.stop();
  await Promise.all([first?.stop(), second?.stop()]);
  await asterisk?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const controls = (node: NodeProcess) => vi.waitFor(async () => expect(await node.pbxUp()).toBe(true), WAIT);

async function phoneOf(login: 'olena' | 'andriy', node = first): Promise<SipBot> {
  const phone = createSipBot({ ...(await node.as(login).credential()), tone: TONES[login] });
  phones.push(phone);
  await phone.register();
  return phone;
}

const bothHear = (one: [BotCall, number], other: [BotCall, number]) =>
  Promise.all([one[0].hears(other[1]), other[0].hears(one[1])]);

const becomes = (api: AgentApi, id: string, wanted: Partial<Call>) =>
  vi.waitFor(async () => expect(await api.call(id)).toMatchObject(wanted), WAIT);

/** Olena has called the customer, and both talk. */
async function talk() {
  const olena = first.as('olena');
  const phone = await phoneOf('olena');
  const { call, target } = await olena.dial(CUSTOMER);
  const agent = phone.call(target, [`X-Ringback-Call: ${call.id}`]);
  const outside = await customer.incoming();
  outside.answer();
  await bothHear([outside, TONES.customer], [agent, TONES.olena]);
  await becomes(olena, call.id, { state: 'connected' });
  return { olena, phone, id: call.id, agent, outside };
}

describe('calls on a real Asterisk', () => {
  it('a conference of three is heard by all, goes on without its host, and its recording holds every voice', async () => {
    const { olena, phone, id, agent, outside } = await talk();
    const second = await phoneOf('andriy');
    await olena.post(`/calls/${id}/recording`, { state: 'on' });
    const { call: asked } = await olena.post<{ call: Call }>(`/calls/${id}/consult`, { target: '102' });
    const asking = phone.call('102', [`X-Ringback-Call: ${asked.id}`]);
    const colleague = await second.incoming();
    colleague.answer();
    await bothHear([colleague, TONES.andriy], [asking, TONES.olena]);
    const merged = await olena.post(`/calls/${id}/merge`, { with: asked.id });
    expect(merged.participants).toHaveLength(3);
    await asking.ended;
    await Promise.all([
      bothHear([outside, TONES.customer], [agent, TONES.olena]),
      bothHear([outside, TONES.customer], [colleague, TONES.andriy]),
      bothHear([agent, TONES.olena], [colleague, TONES.andriy]),
    ]);
    agent.hangup();
    await bothHear([outside, TONES.customer], [colleague, TONES.andriy]);
    outside.hangup();
    await colleague.ended;
    await vi.waitFor(
      async () =>
        expect((await olena.call(id)).recordings).toMatchObject([{ state: 'stored', kind: 'conference' }]),
      WAIT,
    );
    const wav = await olena.audio((await olena.call(id)).recordings?.[0]?.id ?? '');
    for (const tone of Object.values(TONES)) expect(toneInWav(wav, tone)).toBeGreaterThan(0.25);
    expect(toneInWav(wav, 1240)).toBeLessThan(0.1);
  });

  it('a customer who is given away hears ringing, and comes back to the agent when nobody takes him', async () => {
    const { olena, phone, id, agent, outside } = await talk();
    const second = await phoneOf('andriy');
    const given = await olena.post(`/calls/${id}/transfer`, { target: '102' });
    await agent.ended;
    await outside.hears(RINGBACK_HZ);
    (await second.incoming()).reject(486);
    const back = await phone.incoming();
    expect(back.number).toBe(CUSTOMER);
    back.answer();
    await bothHear([outside, TONES.customer], [back, TONES.olena]);
    await becomes(olena, given.transferredTo?.callId ?? '', { state: 'connected' });
    outside.hangup();
    await back.ended;
  });

  it('a transfer after asking joins the two far ends', async () => {
    const { olena, phone, id, agent, outside } = await talk();
    const second = await phoneOf('andriy');
    const { call: asked } = await olena.post<{ call: Call }>(`/calls/${id}/consult`, { target: '102' });
    const asking = phone.call('102', [`X-Ringback-Call: ${asked.id}`]);
    const colleague = await second.incoming();
    colleague.answer();
    await bothHear([colleague, TONES.andriy], [asking, TONES.olena]);
    await olena.post(`/calls/${asked.id}/complete-transfer`);
    await Promise.all([agent.ended, asking.ended]);
    await bothHear([outside, TONES.customer], [colleague, TONES.andriy]);
    outside.hangup();
    await colleague.ended;
    await becomes(first.as('andriy'), asked.id, { endReason: 'completed', number: CUSTOMER });
  });

  describe('the gateway is killed', () => {
    it('while it rings: it can be answered afterwards', async () => {
      const phone = await phoneOf('olena');
      const outside = customer.call(LINE);
      const ringing = await phone.incoming();
      await first.kill();
      await first.start();
      await controls(first);
      ringing.answer();
      await bothHear([outside, TONES.customer], [ringing, TONES.olena]);
      outside.hangup();
      await ringing.ended;
      const [call] = await first.as('olena').calls();
      await becomes(first.as('olena'), call?.id ?? '', { endReason: 'completed', direction: 'in' });
    });

    it('while they talk and the call is recorded: both go on, and the log is right', async () => {
      const { olena, id, agent, outside } = await talk();
      await olena.post(`/calls/${id}/recording`, { state: 'on' });
      await first.kill();
      await bothHear([outside, TONES.customer], [agent, TONES.olena]);
      await first.start();
      await controls(first);
      await bothHear([outside, TONES.customer], [agent, TONES.olena]);
      agent.hangup();
      await outside.ended;
      await becomes(olena, id, { state: 'ended', endReason: 'completed' });
      await vi.waitFor(
        async () => expect((await olena.call(id)).recordings).toMatchObject([{ state: 'stored' }]),
        WAIT,
      );
      const wav = await olena.audio((await olena.call(id)).recordings?.[0]?.id ?? '');
      expect(toneInWav(wav, TONES.customer)).toBeGreaterThan(0.25);
    });

    it('and they hang up meanwhile: the call is ended in the log, and nothing rings on', async () => {
      const { olena, id, agent, outside } = await talk();
      await first.kill();
      outside.hangup();
      await first.start();
      await controls(first);
      await agent.ended;
      await becomes(olena, id, { state: 'ended', endReason: 'completed' });
    });
  });

  it('of two nodes on one store one controls Asterisk; the other takes over when it dies, and the talk goes on', async () => {
    const { id, agent, outside } = await talk();
    await second.start();
    expect([await first.pbxUp(), await second.pbxUp()]).toEqual([true, false]);
    await first.kill();
    await controls(second);
    await bothHear([outside, TONES.customer], [agent, TONES.olena]);
    await first.start();
    expect(await first.pbxUp()).toBe(false);
    agent.hangup();
    await outside.ended;
    await becomes(first.as('olena'), id, { state: 'ended', endReason: 'completed' });
    const phone = await phoneOf('andriy', second);
    const caller = customer.call(LINE);
    const ringing = await phone.incoming();
    ringing.answer();
    await bothHear([caller, TONES.customer], [ringing, TONES.andriy]);
    caller.hangup();
    await ringing.ended;
    await second.stop();
    await controls(first);
  });
});
