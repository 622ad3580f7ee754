/** What every store must do with transactions, the event log, and leases. */
import { expect, it } from 'vitest';
import { aCallRow, aParty, AT, updated, type SuiteContext } from './store.fixtures.ts';

export function transactions(context: SuiteContext): void {
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

export function eventLog(context: SuiteContext): void {
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
    expect(await store.events.since(1, 10)).toEqual({ events: [], through: 1, reset: true });
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

  it('knows from where on something happened, also when the beginning is no longer kept', async () => {
    const { store, write, pass } = context;
    const at = (seconds: number) => new Date(Date.parse(AT) + seconds * 1000);
    for (let version = 1; version <= 9; version += 1) {
      await write((tx) => store.events.append(tx, updated(version)));
      // Two of each second.
      if (version % 2 === 0) pass(1000);
    }
    const positions = () =>
      Promise.all([-1, 0, 1, 2, 4, 5].map((seconds) => store.events.positionAt(at(seconds))));
    expect(await positions()).toEqual([0, 0, 2, 4, 8, 9]);
    await store.events.prune(at(2));
    expect(await positions()).toEqual([4, 4, 4, 4, 8, 9]);
    await store.events.prune(at(60));
    expect(await positions()).toEqual([9, 9, 9, 9, 9, 9]);
    await write((tx) => store.events.append(tx, updated(10)));
    expect((await store.events.since(9, 10)).events.map(({ event }) => event.id)).toEqual([10]);
  });

  it('gives all or says that it is no longer kept, also to who reads while it is removed', async () => {
    const { store, write, pass } = context;
    await write((tx) => store.events.append(tx, updated(1)));
    // What is kept in memory is forgotten.
    await store.events.prune(new Date(0));
    const reading = store.events.since(0, 10);
    pass(1000);
    await store.events.prune(new Date(Date.parse(AT) + 1000));
    expect(await reading).toSatisfy(({ events, reset }) => reset || events.length === 1);
    expect(await store.events.since(0, 10)).toMatchObject({ events: [], reset: true });
  });

  it('says the same to who reads on and to who reads from the beginning, however many there are', async () => {
    const { store, write } = context;
    const seen: number[] = [];
    const total = 4_800;
    for (let version = 1; version <= total; version += 400) {
      await write(async (tx) => {
        for (let nth = 0; nth < 400; nth += 1) await store.events.append(tx, updated(version + nth));
      });
      const { events } = await store.events.since(seen.at(-1) ?? 0, 400);
      seen.push(...events.map(({ event }) => event.id));
    }
    expect(seen).toEqual(Array.from({ length: total }, (_, nth) => nth + 1));
    const versions = (await store.events.since(0, 5_000)).events.map(({ event }) => event.data);
    expect(versions).toEqual(seen.map((version) => ({ version })));
    expect((await store.events.since(total - 1, 10)).events.map(({ event }) => event.data)).toEqual([
      { version: total },
    ]);
    expect(await store.events.since(total, 10)).toEqual({ events: [], through: total, reset: false });
    expect(await store.events.since(total + 1, 10)).toEqual({ events: [], through: total + 1, reset: true });
  });

  it.each([
    ['as it has just been written', <T>(_: SuiteContext, read: () => Promise<T>) => read()],
    ['as it is kept', <T>({ write }: SuiteContext, read: () => Promise<T>) => write(read)],
  ])('answers a reader what is for him, and how far it has looked: %s', async (_, reading) => {
    const { store, write } = context;
    const audiences = [['a1'], ['a12', 'a3'], null, ['a"1', 'a%'], ['a1', 'a12'], []];
    await write(async (tx) => {
      for (const [nth, audience] of audiences.entries())
        await store.events.append(tx, updated(nth + 1, audience));
    });
    const read = (after: number, limit: number, reader: string) =>
      reading(context, async () => {
        const { events, through, reset } = await store.events.since(after, limit, reader);
        return [events.map(({ event }) => event.id), through, reset];
      });
    expect(await read(0, 10, 'a1')).toEqual([[1, 3, 5], 6, false]);
    expect(await read(0, 10, 'a%')).toEqual([[3, 4], 6, false]);
    expect(await read(0, 10, 'a"1')).toEqual([[3, 4], 6, false]);
    expect(await read(1, 3, 'a12')).toEqual([[2, 3], 4, false]);
    expect(await read(5, 10, 'a12')).toEqual([[], 6, false]);
    expect(await read(6, 10, 'a12')).toEqual([[], 6, false]);
  });
}

export function leases(context: SuiteContext): void {
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
