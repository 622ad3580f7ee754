/** What the hosts are told, on a real store and a simulated Bitrix24. */
import { createBitrix24, type Bitrix24SettingsInput } from '@ringback/adapters/bitrix24';
import type { Crm } from '@ringback/adapters';
import { createBitrix24Harness, type Bitrix24Harness } from '@ringback/adapters/testing/bitrix24';
import { createTestContext } from '@ringback/adapters/testing';
import type { Call, Callback, Recording } from '@ringback/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClock, olena } from '../calls/calls.fixtures.ts';
import { createSqliteStore, type Store } from '../store/index.ts';
import { createCrmClient } from './client.ts';
import type { CrmHub } from './hub.ts';
import { createOutbox, type Outbox } from './outbox.ts';

let host: Bitrix24Harness;
let store: Store;
let clock: ReturnType<typeof createClock>;
let outbox: Outbox;
let hub: CrmHub;
let open: boolean;
/** Recordings whose audio was asked for. */
let read: string[];

/** Passes the portal's own waiting, until all that can be told has been told. */
const settle = () => host.clock.run(() => outbox.idle());

/** A host that can be taken off the net. */
function connect(crm: Crm): CrmHub {
  const client = createCrmClient({ crm, now: clock.now, failed: () => undefined });
  const hub: Partial<CrmHub> = { recordOf: () => client, system: () => client };
  return hub as CrmHub;
}

beforeEach(async () => {
  host = await createBitrix24Harness('application');
  clock = createClock();
  store = await createSqliteStore(':memory:', { now: clock.now });
  await store.transaction((tx) => store.agents.upsert(tx, { ...olena, passwordHash: 'x' }));
  open = true;
  const { http } = host.portal;
  const net = ((...args: Parameters<typeof fetch>) =>
    open ? http(...args) : Promise.reject(new TypeError('fetch failed'))) as typeof fetch;
  const settings: Bitrix24SettingsInput = {
    ...{ portal: 'https://firm.bitrix24.ua', clientId: 'local.5f0000000000' },
    ...{ clientSecret: 'canary4f9c2db24', refreshToken: 'canary4f9c2db24-refresh' },
  };
  const context = {
    ...createTestContext({ clock: host.clock, http: net }),
    kept: store.crmKept.of('bitrix24'),
  };
  hub = connect(createBitrix24(settings, context));
  read = [];
  outbox = createOutbox({
    ...{ store, hub, now: clock.now, random: () => 0.5, timers: clock, log: context.log },
    recording: (id) => ({
      url: `https://calls.example/api/v1/recordings/${id}`,
      fileName: `${id}.wav`,
      read: async () => {
        read.push(id);
        return new TextEncoder().encode('RIFF');
      },
    }),
  });
  outbox.start();
  await settle();
});

afterEach(async () => {
  await outbox.stop();
  await store.close();
});

function aCall(id: string, change: Partial<Call> = {}): Call {
  const at = clock.now().toISOString();
  return {
    ...{ id, direction: 'in', state: 'ended', endReason: 'completed', number: '+380671112233' },
    ...{ startedAt: at, connectedAt: at, endedAt: at, durationSeconds: 60, comment: '', version: 1 },
    agent: { id: 'olena', name: 'Olena' },
    ...change,
  };
}

async function ended(call: Call): Promise<void> {
  await store.transaction(async (tx) => {
    await store.calls.insert(tx, { call, audience: ['olena'], bridgeId: undefined });
    await store.events.append(tx, { type: 'call.ended', data: { call, matches: [] }, audience: ['olena'] });
  });
}

async function changed(call: Call): Promise<void> {
  await store.transaction(async (tx) => {
    await store.calls.update(tx, { call, audience: ['olena'], bridgeId: undefined });
    await store.events.append(tx, { type: 'call.updated', data: { call, matches: [] }, audience: ['olena'] });
  });
}

const hosted = async () =>
  (await host.host.loggedCalls!()).map(({ callId, text, partyIds }) => ({ callId, text, partyIds }));

describe('the outbox', () => {
  it('tells the host of an ended call, with its customer and what is written later, once', async () => {
    const partyId = await host.seed.party({ name: 'Ганна', phones: ['+380671112233'] });
    const party = { system: 'bitrix24', id: partyId, name: 'Ганна', kind: 'client' };
    const call = aCall('call-1', { party });
    await ended(call);
    await settle();
    await changed({ ...call, comment: 'Передзвонити', version: 2 });
    await settle();
    expect(await hosted()).toEqual([{ callId: 'call-1', text: 'Передзвонити', partyIds: [partyId] }]);
    expect(await store.outbox.list(10)).toEqual([]);
  });

  it('a host that is down for a day loses nothing, and gets everything in order afterwards', async () => {
    const partyId = await host.seed.party({ name: 'Ганна', phones: ['+380671112233'] });
    const party = { system: 'bitrix24', id: partyId, name: 'Ганна', kind: 'client' };
    open = false;
    for (const id of ['call-1', 'call-2', 'call-3']) await ended(aCall(id, { party }));
    await settle();
    await changed(aCall('call-2', { party, comment: 'Уночі', version: 2 }));
    for (let hour = 0; hour < 24; hour += 1) {
      clock.pass(3_600_000);
      await settle();
    }
    const waiting = await store.outbox.list(10);
    expect(waiting.map(({ record, state }) => [record, state])).toEqual([
      ['call-1', 'waiting'],
      ['call-2', 'waiting'],
      ['call-3', 'waiting'],
    ]);
    expect(waiting[0]?.lastError).toMatch(/cannot be reached|does not answer/);
    open = true;
    clock.pass(20 * 60_000);
    await settle();
    expect(await store.outbox.list(10)).toEqual([]);
    expect((await hosted()).map(({ callId, text }) => [callId, text])).toEqual([
      ['call-1', ''],
      ['call-2', 'Уночі'],
      ['call-3', ''],
    ]);
  });

  describe('of a promise that was broken for good', () => {
    const callback = (change: Partial<Callback> = {}): Callback => ({
      ...{ id: 'cb-1', siteKey: 'demo-shop', state: 'failed', failure: 'no-agent', kept: false },
      ...{ number: '+380671112233', name: 'Ганна', callId: 'call-1', attempts: 2 },
      requestedAt: clock.now().toISOString(),
      promisedUntil: clock.now().toISOString(),
      ...change,
    });
    const told = async (of: Callback) => {
      await store.transaction(async (tx) => {
        const call = aCall('call-1', { direction: 'out', endReason: 'missed' });
        await store.calls.insert(tx, { call, audience: ['olena'], bridgeId: undefined });
        await store.callbacks.insert(tx, { callback: of, token: 't' });
        await store.events.append(tx, { type: 'callback.changed', data: { callback: of }, audience: null });
      });
      await settle();
    };
    const missed = async () =>
      (await store.missed.list({})).items.map(({ number, how }) => ({ number, how }));

    it('makes a task for somebody, once, where the host has tasks', async () => {
      await told(callback());
      const { tasks } = hub.recordOf('tasks')!;
      const { items } = await host.clock.run(() => tasks!.list({ limit: 10 }));
      expect(items.map(({ title }) => title)).toEqual([
        'Call back Ганна, +380671112233: it was promised and did not come about',
      ]);
      expect(await missed()).toEqual([]);
    });

    it('stands among the missed calls where there are no such tasks', async () => {
      hub.recordOf = () => undefined;
      await told(callback());
      expect(await missed()).toEqual([{ number: '+380671112233', how: 'unanswered' }]);
    });

    it.each([
      ['was kept: his phone rang', { kept: true }],
      ['is still being tried', { state: 'scheduled' as const }],
      ['was made to a browser, which cannot be called', { number: '' }],
    ])('nobody has to do anything when it %s', async (_what, change) => {
      hub.recordOf = () => undefined;
      await told(callback(change));
      expect(await missed()).toEqual([]);
    });
  });

  it('does not ask a host that is down at every call', async () => {
    open = false;
    for (let i = 0; i < 30; i += 1) await ended(aCall(`call-${i}`));
    await settle();
    const before = host.wire!.requests.length;
    expect(before).toBeLessThan(5);
  });

  it('goes on where it was when the gateway died', async () => {
    const partyId = await host.seed.party({ name: 'Ганна', phones: ['+380671112233'] });
    await outbox.stop();
    await ended(
      aCall('call-1', { party: { system: 'bitrix24', id: partyId, name: 'Ганна', kind: 'client' } }),
    );
    outbox.start();
    await settle();
    expect(await hosted()).toHaveLength(1);
  });

  it('what the host refuses for good is stuck until somebody looks at it', async () => {
    const partyId = await host.seed.party({ name: 'Ганна', phones: ['+380671112233'] });
    host.portal.state.scopes.splice(host.portal.state.scopes.indexOf('telephony'), 1);
    await ended(
      aCall('call-1', { party: { system: 'bitrix24', id: partyId, name: 'Ганна', kind: 'client' } }),
    );
    await settle();
    const [entry] = await store.outbox.list(10);
    expect(entry).toMatchObject({ state: 'stuck', lastError: expect.stringContaining('insufficient_scope') });
    host.portal.state.scopes.push('telephony');
    await store.transaction((tx) => store.outbox.retry(tx, entry!.id));
    outbox.wake();
    await settle();
    expect(await hosted()).toHaveLength(1);
  });

  it('gives the host the recording when it is there, once, whatever is told afterwards', async () => {
    const partyId = await host.seed.party({ name: 'Ганна', phones: ['+380671112233'] });
    const party = { system: 'bitrix24', id: partyId, name: 'Ганна', kind: 'client' };
    const call = aCall('call-1', { party });
    await ended(call);
    await settle();
    expect(host.portal.state.calls[0]?.record).toBeUndefined();
    const recording: Recording = {
      ...{ id: 'r1', callId: 'call-1', kind: 'call', state: 'saving', startedAt: call.startedAt },
      ...{ seconds: 60, bytes: 4, format: 'wav' },
    };
    await changed({ ...call, recordings: [recording], version: 2 });
    await settle();
    expect(read).toEqual([]);
    const stored = { ...call, recordings: [{ ...recording, state: 'stored' as const }] };
    await changed({ ...stored, version: 3 });
    await settle();
    await changed({ ...stored, comment: 'Передзвонити', version: 4 });
    await settle();
    expect(host.portal.state.calls.map(({ record }) => record)).toEqual(['r1.wav']);
    expect(read).toEqual(['r1']);
  });

  it('puts the call on the card of the one deal that is open, and of several on none', async () => {
    const partyId = await host.seed.party({ name: 'Ганна', phones: ['+380671112233'] });
    const party = { system: 'bitrix24', id: partyId, name: 'Ганна', kind: 'client' };
    const dealId = await host.seed.deal!({ title: 'Лампи', partyId });
    await ended(aCall('call-1', { party }));
    await settle();
    await host.seed.deal!({ title: 'Столи', partyId });
    clock.pass(3_600_000);
    await ended(aCall('call-2', { party }));
    await settle();
    const calls = await host.host.loggedCalls!();
    expect(calls.map(({ callId, dealIds }) => [callId, dealIds])).toEqual([
      ['call-1', [dealId]],
      ['call-2', []],
    ]);
  });

  it('puts the call on the card of the deal that the agent named, whatever else is open', async () => {
    const partyId = await host.seed.party({ name: 'Ганна', phones: ['+380671112233'] });
    const party = { system: 'bitrix24', id: partyId, name: 'Ганна', kind: 'client' };
    await host.seed.deal!({ title: 'Лампи', partyId });
    const dealId = await host.seed.deal!({ title: 'Столи', partyId });
    await ended(aCall('call-1', { party, deal: { system: 'bitrix24', id: dealId, title: 'Столи' } }));
    await settle();
    const [call] = await host.host.loggedCalls!();
    expect(call?.dealIds).toEqual([dealId]);
  });

  it('raises the portal’s own card at the agents who are rung, while it still rings', async () => {
    const { endReason: _ended, endedAt: _at, connectedAt: _talk, agent: _nobody, ...rest } = aCall('call-1');
    const ringing: Call = { ...rest, state: 'ringing', durationSeconds: 0 };
    const ring = (call: Call, stored: Call) =>
      store.transaction(async (tx) => {
        await store.calls.insert(tx, { call: stored, audience: ['olena'], bridgeId: undefined });
        await store.events.append(tx, {
          ...{ type: 'call.ringing', data: { call, matches: [] }, audience: ['olena'] },
        });
      });
    await ring(ringing, ringing);
    await settle();
    expect(host.portal.state.calls.map(({ shownTo }) => shownTo)).toEqual([[1]]);
    const late = { ...ringing, id: 'call-2' };
    await ring(late, { ...late, state: 'ended', endReason: 'missed' });
    await settle();
    expect(host.portal.state.calls).toHaveLength(1);
    expect(await store.outbox.list(10)).toEqual([]);
  });

  it('shows the agents who were rung a missed call in their own notices', async () => {
    const {
      connectedAt: _never,
      agent: _nobody,
      ...missed
    } = aCall('call-1', { endReason: 'missed', durationSeconds: 0 });
    await ended(missed);
    await settle();
    expect(await host.host.notices!()).toEqual([{ userId: '1', text: 'Missed call: +380671112233' }]);
  });
});
