/** What every store must do, whatever database is behind it. */
import { DEFAULT_SELF, DEFAULT_SETTINGS } from '@ringback/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NewEvent, Store, Tx } from './contract.ts';
import { aCall, aCallback, aCallRow, aDialog, aParty, AT, olena } from './store.fixtures.ts';

export interface StoreSuiteOptions {
  name: string;
  /** A new, empty store. */
  open: (options: { now: () => Date }) => Promise<Store>;
}

export function storeSuite({ name, open }: StoreSuiteOptions): void {
  describe(`the store in ${name}`, () => {
    let clock: Date;
    let store: Store;
    const write = <T>(work: (tx: Tx) => Promise<T>) => store.transaction(work);

    beforeEach(async () => {
      clock = new Date(AT);
      store = await open({ now: () => clock });
    });
    afterEach(() => store.close());

    const context: SuiteContext = {
      get store() {
        return store;
      },
      write,
      pass: (ms) => {
        clock = new Date(clock.getTime() + ms);
      },
    };
    describe('transactions', () => transactions(context));
    describe('the event log', () => eventLog(context));
    describe('calls and legs', () => calls(context));
    describe('callbacks', () => callbacks(context));
    describe('parties', () => parties(context));
    describe('people, settings and the trail', () => people(context));
    describe('leases', () => leases(context));
    describe('what a PBX has told', () => observed(context));
  });
}

interface SuiteContext {
  readonly store: Store;
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Lets time go by, in milliseconds. */
  pass(ms: number): void;
}

const updated = (version: number, audience: readonly string[] | null = null): NewEvent => ({
  type: 'settings.updated',
  data: { version },
  audience,
});

function transactions(context: SuiteContext): void {
  it('leaves nothing behind when the work throws', async () => {
    const { store, write } = context;
    let woken = 0;
    store.events.onAppend(() => woken++);
    const failing = write(async (tx) => {
      await store.parties.insert(tx, aParty('p1'));
      await store.events.append(tx, updated(1));
      throw new Error('the work failed');
    });
    await expect(failing).rejects.toThrow('the work failed');
    expect(await store.parties.get('p1')).toBeUndefined();
    expect(await store.events.latestId()).toBe(0);
    expect(woken).toBe(0);
  });

  it('shows its own writes to reads inside it, also to those that take no handle', async () => {
    const { store, write } = context;
    const seen = await write(async (tx) => {
      await store.calls.insert(tx, aCallRow('c1'));
      return store.calls.live();
    });
    expect(seen.map((row) => row.call.id)).toEqual(['c1']);
  });

  it('shows nothing of an open transaction to anybody else', async () => {
    const { store, write } = context;
    let open!: () => void;
    const opened = new Promise<void>((resolve) => (open = resolve));
    let finish!: () => void;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const writing = write(async (tx) => {
      await store.parties.insert(tx, aParty('p1'));
      open();
      await finished;
      throw new Error('rolled back');
    }).catch(() => undefined);
    await opened;
    const reading = store.parties.get('p1');
    finish();
    await writing;
    expect(await reading).toBeUndefined();
  });

  it('runs one after the other, also when many are begun at once', async () => {
    const { store, write } = context;
    await write((tx) => store.calls.insert(tx, aCallRow('c1')));
    const bump = () =>
      store.transaction(async (tx) => {
        const row = (await store.calls.get('c1', tx))!;
        const call = { ...row.call, version: row.call.version + 1 };
        await store.calls.update(tx, { ...row, call });
      }, 'full');
    await Promise.all(Array.from({ length: 20 }, bump));
    expect((await store.calls.get('c1'))?.call.version).toBe(21);
  });

  it('refuses a transaction inside a transaction instead of waiting for itself for ever', async () => {
    const { store, write } = context;
    await expect(write(() => store.transaction(() => Promise.resolve()))).rejects.toMatchObject({
      code: 'bug',
    });
  });
}

function eventLog(context: SuiteContext): void {
  it('gives events in the order in which they were committed, with growing ids', async () => {
    const { store, write } = context;
    await Promise.all(
      [1, 2, 3, 4, 5].map((version) => write((tx) => store.events.append(tx, updated(version)))),
    );
    const { events, reset } = await store.events.since(0, 100);
    expect(reset).toBe(false);
    expect(events.map(({ event }) => event.id)).toEqual([1, 2, 3, 4, 5]);
    expect(events[0]?.event).toEqual({
      id: 1,
      type: 'settings.updated',
      time: AT,
      v: 1,
      data: { version: 1 },
    });
    expect((await store.events.since(3, 1)).events.map(({ event }) => event.id)).toEqual([4]);
    expect(await store.events.latestId()).toBe(5);
  });

  it('keeps for whom an event is', async () => {
    const { store, write } = context;
    await write(async (tx) => {
      await store.events.append(tx, updated(1, ['olena', 'andriy']));
      await store.events.append(tx, updated(2));
    });
    expect((await store.events.since(0, 10)).events.map((one) => one.audience)).toEqual([
      ['olena', 'andriy'],
      null,
    ]);
  });

  it('wakes followers once per commit, when the events can be read', async () => {
    const { store, write } = context;
    const readable: Promise<number>[] = [];
    const stop = store.events.onAppend(() => readable.push(store.events.latestId()));
    await write(async (tx) => {
      await store.events.append(tx, updated(1));
      await store.events.append(tx, updated(2));
    });
    stop();
    await write((tx) => store.events.append(tx, updated(3)));
    expect(await Promise.all(readable)).toHaveLength(1);
  });

  it('tells who comes too late that events are missing, and nobody else', async () => {
    const { store, write, pass } = context;
    await write((tx) => store.events.append(tx, updated(1)));
    await write((tx) => store.events.append(tx, updated(2)));
    pass(60_000);
    await write((tx) => store.events.append(tx, updated(3)));
    await store.events.prune(new Date('2026-03-02T09:00:30.000Z'));
    expect(await store.events.since(1, 10)).toEqual({ events: [], reset: true });
    expect((await store.events.since(2, 10)).events.map(({ event }) => event.id)).toEqual([3]);
    expect((await store.events.since(3, 10)).reset).toBe(false);
  });

  it('never gives an id twice, and knows a position that it cannot have given', async () => {
    const { store, write, pass } = context;
    await write((tx) => store.events.append(tx, updated(1)));
    pass(1000);
    await store.events.prune(new Date('2026-03-02T09:00:01.000Z'));
    await write((tx) => store.events.append(tx, updated(2)));
    expect((await store.events.since(1, 10)).events.map(({ event }) => event.id)).toEqual([2]);
    expect((await store.events.since(99, 10)).reset).toBe(true);
  });

  it('says the same to who reads on and to who reads from the beginning, however many there are', async () => {
    const { store, write } = context;
    const seen: number[] = [];
    for (let version = 1; version <= 1_200; version += 300) {
      const batch = Array.from({ length: 300 }, (_, nth) =>
        write((tx) => store.events.append(tx, updated(version + nth))),
      );
      await Promise.all(batch);
      const { events } = await store.events.since(seen.at(-1) ?? 0, 300);
      seen.push(...events.map(({ event }) => event.id));
    }
    expect(seen).toEqual(Array.from({ length: 1_200 }, (_, nth) => nth + 1));
    const versions = (await store.events.since(0, 2_000)).events.map(({ event }) => event.data);
    expect(versions).toEqual(seen.map((version) => ({ version })));
    expect((await store.events.since(1_199, 10)).events.map(({ event }) => event.data)).toEqual([
      { version: 1_200 },
    ]);
    expect(await store.events.since(1_200, 10)).toEqual({ events: [], reset: false });
    expect(await store.events.since(1_201, 10)).toEqual({ events: [], reset: true });
  });
}

function calls(context: SuiteContext): void {
  it('gives a call back as it was stored, with everything that is optional', async () => {
    const { store, write } = context;
    const call = aCall('c1', {
      endReason: 'completed',
      state: 'ended',
      claimedName: "O'Neil \u{1F600}",
      line: '+380441234567',
      agent: { id: 'olena', name: 'Olena' },
      party: { system: 'local', id: 'p1', name: 'Taras', kind: 'client' },
      callback: { id: 'cb1', page: { url: 'https://shop.example/', title: 'Boots' } },
      connectedAt: AT,
      endedAt: AT,
      durationSeconds: 12,
    });
    const row = { call, audience: ['andriy', 'olena'], bridgeId: 'bridge-1' };
    await write((tx) => store.calls.insert(tx, row));
    expect(await store.calls.get('c1')).toEqual(row);
    expect(await store.calls.get('c2')).toBeUndefined();
  });

  it('refuses a write that is based on an older version', async () => {
    const { store, write } = context;
    await write((tx) => store.calls.insert(tx, aCallRow('c1')));
    await write((tx) => store.calls.update(tx, aCallRow('c1', { version: 2, comment: 'first' })));
    const late = write((tx) => store.calls.update(tx, aCallRow('c1', { version: 2, comment: 'second' })));
    await expect(late).rejects.toMatchObject({ code: 'conflict' });
    expect((await store.calls.get('c1'))?.call.comment).toBe('first');
  });

  it('pages through the log, newest first, with nothing lost or doubled when calls begin in the same millisecond', async () => {
    const { store, write } = context;
    await write(async (tx) => {
      for (let n = 0; n < 25; n++) {
        const startedAt = new Date(Date.parse(AT) + Math.floor(n / 5) * 1000).toISOString();
        await store.calls.insert(tx, aCallRow(`c${String(n).padStart(2, '0')}`, { startedAt }));
      }
    });
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.calls.list({ limit: 7, ...(cursor !== undefined && { cursor }) });
      ids.push(...page.items.map((call) => call.id));
      cursor = page.next;
    } while (cursor !== undefined);
    expect(ids).toEqual(Array.from({ length: 25 }, (_, n) => `c${String(24 - n).padStart(2, '0')}`));
  });

  it('lists only what the agent may see, and filters by direction and by missed', async () => {
    const { store, write } = context;
    await write(async (tx) => {
      await store.calls.insert(tx, aCallRow('c1', { state: 'ended', endReason: 'missed' }, ['olena']));
      await store.calls.insert(tx, aCallRow('c2', { direction: 'out' }, ['andriy']));
      await store.calls.insert(tx, aCallRow('c3', { direction: 'out' }, ['olena', 'andriy']));
    });
    const ids = async (query: Parameters<Store['calls']['list']>[0]) =>
      (await store.calls.list(query)).items.map((call) => call.id);
    expect(await ids({ agentIds: ['olena'] })).toEqual(['c3', 'c1']);
    expect(await ids({ agentIds: ['olena'], direction: 'out' })).toEqual(['c3']);
    expect(await ids({ missed: true })).toEqual(['c1']);
    expect(await ids({ missed: false })).toEqual(['c3', 'c2']);
  });

  it('refuses a cursor that is none', async () => {
    await expect(context.store.calls.list({ cursor: 'no cursor' })).rejects.toMatchObject({
      code: 'invalid',
    });
  });

  it('adds an agent to those who may see a call', async () => {
    const { store, write } = context;
    await write((tx) => store.calls.insert(tx, aCallRow('c1', {}, ['olena'])));
    await write((tx) => store.calls.update(tx, aCallRow('c1', { version: 2 }, ['olena', 'andriy'])));
    expect((await store.calls.list({ agentIds: ['andriy'] })).items).toHaveLength(1);
  });

  it('finds the last ended call with a party or a number', async () => {
    const { store, write } = context;
    const party = { system: 'local', id: 'p1', name: 'Taras', kind: 'client' };
    const ended = (id: string, endedAt: string) => aCallRow(id, { state: 'ended', endedAt, party });
    await write(async (tx) => {
      await store.calls.insert(tx, ended('c1', '2026-03-01T09:00:00.000Z'));
      await store.calls.insert(tx, ended('c2', '2026-03-02T09:00:00.000Z'));
      await store.calls.insert(tx, aCallRow('c3', { party }));
    });
    expect((await store.calls.last({ partyId: 'p1' }))?.id).toBe('c2');
    expect((await store.calls.last({ partyId: 'p1', exceptId: 'c2' }))?.id).toBe('c1');
    expect((await store.calls.last({ number: '+380671112233' }))?.id).toBe('c2');
    expect(await store.calls.last({ number: '+380440000000' })).toBeUndefined();
    expect((await store.calls.live()).map((row) => row.call.id)).toEqual(['c3']);
  });

  it('keeps legs in order, and carries a replaced one on under its new id', async () => {
    const { store, write } = context;
    const leg = {
      callId: 'c1',
      role: 'agent',
      agentId: 'olena',
      participantId: undefined,
      state: 'ringing',
      cause: undefined,
    } as const;
    await write(async (tx) => {
      await store.calls.insert(tx, aCallRow('c1'));
      await store.legs.insert(tx, { ...leg, legId: 'z', role: 'far', agentId: undefined });
      await store.legs.insert(tx, { ...leg, legId: 'a' });
      await store.legs.update(tx, { ...leg, legId: 'a', state: 'answered' });
      await store.legs.rename(tx, 'a', 'b');
    });
    expect((await store.legs.ofCall('c1')).map((one) => one.legId)).toEqual(['z', 'b']);
    expect(await store.legs.get('b')).toEqual({ ...leg, legId: 'b', state: 'answered' });
    expect(await store.legs.get('a')).toBeUndefined();
  });

  it('keeps what each page measured of a call, the last that it told', async () => {
    const { store, write } = context;
    const sound = { rttMs: 40.5, jitterMs: 4, lossPercent: 0, mos: 4.4, worstMos: 4.2, seconds: 30 };
    const row = { callId: 'c1', agentId: 'olena', part: 'b', ...sound };
    await write(async (tx) => {
      await store.calls.insert(tx, aCallRow('c1'));
      await store.quality.put(tx, { ...row, seconds: 10 });
      await store.quality.put(tx, row);
      await store.quality.put(tx, { ...row, part: 'a' });
    });
    expect(await store.quality.ofCall('c1')).toEqual([{ ...row, part: 'a' }, row]);
    expect(await store.quality.ofCall('c2')).toEqual([]);
  });

  it('keeps one live dialog per call and agent', async () => {
    const { store, write } = context;
    await write(async (tx) => {
      for (const id of ['c1', 'c2']) await store.calls.insert(tx, aCallRow(id));
    });
    await store.dialogs.put('olena', aDialog('c1'));
    await store.dialogs.put('olena', aDialog('c1', { held: true }));
    await store.dialogs.put('andriy', aDialog('c1'));
    expect(await store.dialogs.ofAgent('olena')).toEqual([aDialog('c1', { held: true })]);
    await store.dialogs.move('c1', 'olena', 'c2');
    await store.dialogs.move('c1', 'nobody', 'c2');
    expect(await store.dialogs.ofAgent('olena')).toEqual([aDialog('c2', { held: true })]);
    await store.dialogs.remove('c2', 'olena');
    expect(await store.dialogs.ofAgent('olena')).toEqual([]);
    expect(await store.dialogs.ofAgent('andriy')).toHaveLength(1);
    await store.dialogs.remove('c1');
    expect(await store.dialogs.ofAgent('andriy')).toEqual([]);
  });
}

function callbacks(context: SuiteContext): void {
  it('finds a callback by id, by its call, by state, and the open one of a number', async () => {
    const { store, write } = context;
    await write((tx) =>
      store.callbacks.insert(tx, { callback: aCallback('cb1', { state: 'completed' }), token: 't1' }),
    );
    expect(await store.callbacks.openForNumber('+380671112233')).toBeUndefined();
    const row = {
      callback: aCallback('cb2', { callId: 'c1', page: { url: 'https://shop.example/' } }),
      token: 't2',
    };
    await write((tx) => store.callbacks.insert(tx, row));
    expect(await store.callbacks.get('cb2')).toEqual(row);
    expect(await store.callbacks.byCall('c1')).toEqual(row);
    expect(await store.callbacks.inStates(['requested', 'agent-ringing'])).toEqual([row]);
    expect(await store.callbacks.inStates([])).toEqual([]);
    expect(await store.callbacks.openForNumber('+380671112233')).toEqual(row);
    const changed = {
      callback: { ...row.callback, state: 'failed' as const, failure: 'no-agent' as const },
      token: 't2',
    };
    await write((tx) => store.callbacks.update(tx, changed));
    expect(await store.callbacks.openForNumber('+380671112233')).toBeUndefined();
  });

  it('counts what was asked for since a time, by number and by site', async () => {
    const { store, write } = context;
    await write(async (tx) => {
      await store.callbacks.insert(tx, { callback: aCallback('cb1'), token: 't' });
      await store.callbacks.insert(tx, {
        callback: aCallback('cb2', { number: '+380440000000', state: 'failed' }),
        token: 't',
      });
    });
    const since = new Date(Date.parse(AT) - 1);
    expect(await store.callbacks.countSince('demo-shop', since)).toBe(2);
    expect(await store.callbacks.countSince('demo-shop', new Date(AT))).toBe(0);
    expect(await store.callbacks.countSince('another-shop', since)).toBe(0);
    const ids = async (number: string, after: Date) =>
      (await store.callbacks.openOrSince(number, after)).map(({ callback }) => callback.id);
    expect(await ids('+380440000000', since)).toEqual(['cb2']);
    expect(await ids('+380440000000', new Date(AT))).toEqual([]);
    // What is open counts, however old it is.
    expect(await ids('+380671112233', new Date(AT))).toEqual(['cb1']);
  });
}

function parties(context: SuiteContext): void {
  it('finds a party by any of its numbers, main one first', async () => {
    const { store, write } = context;
    const party = aParty('p1', {
      phones: ['+380671112233', '+380501112233'],
      email: 't@example.org',
      url: 'https://crm.example/1',
    });
    await write((tx) => store.parties.insert(tx, party));
    expect(await store.parties.byPhone('+380501112233')).toEqual([party]);
    const fewer = { ...party, phones: ['+380931112233'], name: 'Taras' };
    await write((tx) => store.parties.update(tx, fewer));
    expect(await store.parties.byPhone('+380501112233')).toEqual([]);
    expect(await store.parties.get('p1')).toEqual(fewer);
  });

  it.each([
    ['олена', 'Олена Іваненко'],
    ['ІВАНЕНКО', 'Олена Іваненко'],
    ['іван ол', 'Олена Іваненко'],
    ['ЗУЕВ', 'Пётр Зуев'],
    ['петр', 'Пётр Зуев'],
    ['ÉCOLE', 'école 42'],
    ['100%', '100% cotton'],
  ])('finds by name whatever the case of letters: %s → %s', async (typed, name) => {
    const { store, write } = context;
    await write(async (tx) => {
      await store.parties.insert(tx, aParty('p1', { name }));
      await store.parties.insert(tx, aParty('p2', { name: 'Somebody Else', phones: [] }));
    });
    expect((await store.parties.byName(typed, 20)).map((party) => party.name)).toEqual([name]);
  });

  it('takes signs that mean something to a database for what they are', async () => {
    const { store, write } = context;
    await write((tx) => store.parties.insert(tx, aParty('p1')));
    expect(await store.parties.byName('%', 20)).toEqual([]);
    expect(await store.parties.byName("' or 1=1 --", 20)).toEqual([]);
  });
}

function people(context: SuiteContext): void {
  it('keeps what an agent has set for himself, and refuses a change of what was changed meanwhile', async () => {
    const { store, write } = context;
    await write((tx) => store.agents.upsert(tx, olena));
    expect(await store.selves.get('olena')).toEqual(DEFAULT_SELF);
    const away = { ...DEFAULT_SELF, status: 'away' as const, version: 1 };
    await write((tx) => store.selves.put(tx, 'olena', away));
    expect(await store.selves.get('olena')).toEqual(away);
    expect([...(await store.selves.all())]).toEqual([['olena', away]]);
    await expect(write((tx) => store.selves.put(tx, 'olena', away))).rejects.toMatchObject({
      code: 'conflict',
    });
    await write((tx) => store.agents.remove(tx, 'olena'));
    expect((await store.selves.all()).size).toBe(0);
  });

  it('knows agents by id, login and extension, and hands the hash out by login alone', async () => {
    const { store, write } = context;
    const { passwordHash, ...agent } = olena;
    await write((tx) => store.agents.upsert(tx, olena));
    await write((tx) => store.agents.upsert(tx, { ...olena, name: 'Olena K.' }));
    expect(await store.agents.get('olena')).toEqual({ ...agent, name: 'Olena K.' });
    expect(await store.agents.byExtension('101')).toEqual({ ...agent, name: 'Olena K.' });
    expect((await store.agents.byLogin('olena'))?.passwordHash).toBe(passwordHash);
    expect(await store.agents.list()).toHaveLength(1);
  });

  it('keeps sessions until they are removed or pruned', async () => {
    const { store, write } = context;
    await write((tx) => store.agents.upsert(tx, olena));
    const session = { hash: 'h1', kind: 'session', agentId: 'olena', expiresAt: AT } as const;
    await store.sessions.put(session);
    await store.sessions.put({
      ...session,
      hash: 'h2',
      kind: 'token',
      expiresAt: '2026-03-02T10:00:00.000Z',
    });
    expect(await store.sessions.get('h1')).toEqual(session);
    await store.sessions.prune(new Date('2026-03-02T09:30:00.000Z'));
    expect(await store.sessions.get('h1')).toBeUndefined();
    await store.sessions.remove('h2');
    expect(await store.sessions.get('h2')).toBeUndefined();
  });

  it('ends all sessions of an agent, or of one who is removed', async () => {
    const { store, write } = context;
    const session = {
      hash: 'h1',
      kind: 'token',
      agentId: 'olena',
      expiresAt: AT,
      renewableUntil: AT,
    } as const;
    await write((tx) => store.agents.upsert(tx, olena));
    await store.sessions.put(session);
    expect(await store.sessions.get('h1')).toEqual(session);
    await store.sessions.removeOfAgent('olena');
    expect(await store.sessions.get('h1')).toBeUndefined();
    await store.sessions.put(session);
    await write((tx) => store.agents.remove(tx, 'olena'));
    expect(await store.sessions.get('h1')).toBeUndefined();
    expect(await store.agents.list()).toEqual([]);
  });

  it('takes new settings only on top of the version that they were made from', async () => {
    const { store, write } = context;
    expect(await store.settings.get()).toBeUndefined();
    await write((tx) => store.settings.put(tx, DEFAULT_SETTINGS, 1));
    await write((tx) => store.settings.put(tx, { ...DEFAULT_SETTINGS, company: 'Two' }, 2));
    await expect(write((tx) => store.settings.put(tx, DEFAULT_SETTINGS, 2))).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await store.settings.get()).toEqual({
      settings: { ...DEFAULT_SETTINGS, company: 'Two' },
      version: 2,
    });
  });

  it('writes who changed what, when, from what to what', async () => {
    const { store, write } = context;
    const entry = {
      actor: 'olena',
      entity: 'call',
      entityId: 'c1',
      field: 'comment',
      old: undefined,
      new: 'promised boots',
    };
    await write((tx) => store.audit.append(tx, entry));
    await write((tx) => store.audit.append(tx, { ...entry, old: 'promised boots', new: null }));
    expect(await store.audit.ofEntity('call', 'c1')).toEqual([
      { ...entry, at: AT },
      { ...entry, at: AT, old: 'promised boots', new: null },
    ]);
  });

  it('answers the same key of the same person with the same answer, for a day', async () => {
    const { store, write, pass } = context;
    const recall = (actor: string) => write((tx) => store.idempotency.recall(tx, 'k1', actor));
    expect(await recall('olena')).toBeUndefined();
    await write((tx) => store.idempotency.remember(tx, 'k1', 'olena', { id: 'c1' }));
    expect(await recall('olena')).toEqual({ answer: { id: 'c1' } });
    expect(await recall('andriy')).toBeUndefined();
    pass(24 * 60 * 60 * 1000 + 1);
    expect(await recall('olena')).toBeUndefined();
  });
}

function leases(context: SuiteContext): void {
  const take = (holder: string, token?: number) =>
    context.store.leases.take({ name: 'pbx', holder, token, forMs: 5000 });

  it('are held by one, who prolongs; another gets it when it has run out, with a larger token', async () => {
    const first = await take('a');
    expect(first).toBeDefined();
    expect(await take('b')).toBeUndefined();
    context.pass(4000);
    expect(await take('a', first)).toBe(first);
    context.pass(4000);
    expect(await take('b')).toBeUndefined();
    context.pass(1000);
    const second = await take('b');
    expect(second).toBeGreaterThan(first ?? 0);
    expect(await take('a', first)).toBeUndefined();
  });

  it('are taken at once by a new run of the same holder, and after a release', async () => {
    const first = await take('a');
    const again = await take('a');
    expect(again).toBeGreaterThan(first ?? 0);
    expect(await take('a', first)).toBeUndefined();
    await context.store.leases.release('pbx', first ?? 0);
    expect(await take('b')).toBeUndefined();
    await context.store.leases.release('pbx', again ?? 0);
    expect(await take('b')).toBeGreaterThan(again ?? 0);
  });

  it('fail what a holder of the past writes', async () => {
    const { store, write } = context;
    const token = (await take('a')) ?? 0;
    await write((tx) => store.leases.prove(tx, 'pbx', token));
    await take('a');
    await expect(write((tx) => store.leases.prove(tx, 'pbx', token))).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('know a secret that is made once', async () => {
    const { store } = context;
    expect(await store.secret('key', () => 'first')).toBe('first');
    expect(await store.secret('key', () => 'second')).toBe('first');
  });
}

function observed(context: SuiteContext): void {
  const fact = { conversation: 'entry-1', mark: 'call a 1', at: AT, data: { kind: 'call' } };

  it('is kept once, and is behind until it is in its call', async () => {
    const { observed } = context.store;
    expect(await context.write((tx) => observed.keep(tx, fact))).toBe(true);
    expect(await context.write((tx) => observed.keep(tx, fact))).toBe(false);
    expect(await observed.get('entry-1')).toEqual({
      ...{ conversation: 'entry-1', callId: undefined, told: 1, facts: [fact] },
    });
    expect(await observed.behind()).toEqual(['entry-1']);
    await context.write((tx) => observed.settle(tx, { conversation: 'entry-1', callId: 'call-1', told: 1 }));
    expect(await observed.behind()).toEqual([]);
    expect(await observed.ofCall('call-1')).toBe('entry-1');
    await context.write((tx) => observed.keep(tx, { ...fact, mark: 'call a 2' }));
    expect(await observed.behind()).toEqual(['entry-1']);
  });

  it('is forgotten when nothing was heard of it for long', async () => {
    const { observed } = context.store;
    await context.write((tx) => observed.keep(tx, fact));
    await observed.prune(new Date(Date.parse('2000-01-01T00:00:00.000Z')));
    expect((await observed.get('entry-1'))?.facts).toHaveLength(1);
    await observed.prune(new Date(Date.parse('2100-01-01T00:00:00.000Z')));
    expect(await observed.get('entry-1')).toBeUndefined();
  });
}
