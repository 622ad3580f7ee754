/** What every store must do with calls, callbacks, and what a PBX has told. */
import { expect, it } from 'vitest';
import type { Store } from './contract.ts';
import { aCall, aCallback, aCallRow, aDialog, AT, type SuiteContext } from './store.fixtures.ts';

export function calls(context: SuiteContext): void {
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

  it('finds the talks with some numbers since a moment: answered ones, also of many numbers at once', async () => {
    const { store, write } = context;
    const talk = (id: string, number: string, endedAt: string | undefined, answered = true) =>
      aCallRow(id, {
        ...{ number, ...(answered ? { connectedAt: '2026-03-01T08:59:00.000Z' } : {}) },
        ...(endedAt === undefined ? {} : { state: 'ended', endedAt }),
      });
    await write(async (tx) => {
      await store.calls.insert(tx, talk('c1', '+380671112233', '2026-03-01T09:00:00.000Z'));
      await store.calls.insert(tx, talk('c2', '+380671112233', '2026-03-01T09:10:00.000Z', false));
      await store.calls.insert(tx, talk('c3', '+380671112244', '2026-03-01T09:20:00.000Z'));
      await store.calls.insert(tx, talk('c4', '+380671112244', undefined));
      await store.calls.insert(tx, talk('c5', '+380671112255', '2026-03-01T09:20:00.000Z'));
    });
    const others = Array.from({ length: 1200 }, (_, index) => `+3805000${index}`);
    const found = await store.calls.talksWith(
      ['+380671112233', ...others, '+380671112244'],
      '2026-03-01T09:00:00.000Z',
    );
    expect(found.map(({ number, endedAt }) => [number, endedAt]).sort()).toEqual([
      ['+380671112233', '2026-03-01T09:00:00.000Z'],
      ['+380671112244', '2026-03-01T09:20:00.000Z'],
    ]);
    expect(await store.calls.talksWith(['+380671112233'], '2026-03-01T09:00:00.001Z')).toEqual([]);
    expect(await store.calls.talksWith([], '2026-03-01T09:00:00.000Z')).toEqual([]);
  });

  it('keeps legs in order, and carries a replaced one on under its new id', async () => {
    const { store, write } = context;
    const leg = {
      callId: 'c1',
      role: 'agent',
      agentId: 'olena',
      kind: undefined,
      participantId: undefined,
      state: 'ringing',
      cause: undefined,
    } as const;
    await write(async (tx) => {
      await store.calls.insert(tx, aCallRow('c1'));
      await store.legs.insert(tx, { ...leg, legId: 'z', role: 'far', agentId: undefined });
      await store.legs.insert(tx, { ...leg, legId: 'a' });
      await store.legs.update(tx, { ...leg, legId: 'a', state: 'answered', kind: 'soft' });
      await store.legs.rename(tx, 'a', 'b');
    });
    expect((await store.legs.ofCall('c1')).map((one) => one.legId)).toEqual(['z', 'b']);
    expect(await store.legs.get('b')).toEqual({ ...leg, legId: 'b', state: 'answered', kind: 'soft' });
    expect(await store.legs.get('a')).toBeUndefined();
    await write((tx) => store.legs.insert(tx, { ...leg, legId: 'c' }));
    expect([await store.legs.living('olena'), await store.legs.living('olena', 2)]).toEqual([
      ['b', 'c'],
      ['b'],
    ]);
    await write((tx) => store.legs.update(tx, { ...leg, legId: 'b', state: 'ended' }));
    expect([await store.legs.living('olena'), await store.legs.living('andriy')]).toEqual([['c'], []]);
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

export function callbacks(context: SuiteContext): void {
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

export function observed(context: SuiteContext): void {
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
