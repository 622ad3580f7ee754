/** What is believed of a host that is asked again for what it has handed out. */
import { setImmediate } from 'node:timers/promises';
import { AdapterError, type ConnectionFinding, type Crm } from '@ringback/adapters';
import { manifest as local } from '@ringback/adapters/local';
import type { ErrorCode, Party } from '@ringback/model';
import { beforeEach, describe, expect, it } from 'vitest';
import { createClock } from '../calls/calls.fixtures.ts';
import { createSqliteStore, type Store } from '../store/index.ts';
import { BREAKER } from './breaker.ts';
import { createCrmClient, type CrmClient } from './client.ts';
import { takeHostChanges } from './host-changes.ts';
import { LOOK_MS, watchShown } from './watch-shown.ts';

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

let clock: ReturnType<typeof createClock>;
/** Kind and id of what is there. */
let there: Set<string>;
/** How the next look-ups of a record end; `undefined` = with an answer. */
let failures: Map<string, (ErrorCode | undefined)[]>;
let asked: string[];
let findings: ConnectionFinding[];
let client: CrmClient;

function hostWith(hides: Crm['manifest']['hides']): Crm {
  const get =
    <T>(kind: string) =>
    async (id: string): Promise<T | undefined> => {
      asked.push(`${kind} ${id}`);
      const code = failures.get(id)?.shift();
      if (code) throw new AdapterError('local', code, code);
      return there.has(`${kind} ${id}`) ? ({ id } as T) : undefined;
    };
  const found = [{ id: 'p1' } as Party];
  return {
    manifest: {
      ...local,
      capabilities: ['parties', 'deals', 'leads', 'tasks'],
      cache: {},
      ...(hides && { hides }),
    },
    checkConnection: async () => ({ ok: findings.length === 0, findings }),
    parties: {
      findByPhone: async () => found.map((party) => ({ party, score: 1, why: 'phone' })) as never,
      findByName: async () => [],
      get: get('party'),
      duplicates: async () => [],
    },
    deals: {
      pipelines: async () => [{ id: 'pl1', name: 'Sales', stages: [] }],
      list: async () => ({ items: [{ id: 'd1' }] as never }),
      get: get('deal'),
    },
    leads: {
      statuses: async () => [{ id: 'st1', name: 'New', kind: 'open' }] as never,
      list: async () => ({ items: [{ id: 'l1' }] as never }),
      get: get('lead'),
    },
    tasks: { list: async () => ({ items: [{ id: 't1' }] as never }), get: get('task') },
  };
}

function open(hides?: Crm['manifest']['hides']): void {
  clock = createClock();
  client = createCrmClient({ crm: hostWith(hides), now: clock.now, failed: () => undefined });
}

beforeEach(() => {
  there = new Set();
  failures = new Map();
  asked = [];
  findings = [];
  open();
});

const showAll = async () => {
  await client.parties!.findByPhone('+380671112233');
  await client.deals!.list({});
  await client.leads!.list({});
  await client.tasks!.list({});
};

const finding = (one: Partial<ConnectionFinding>): ConnectionFinding => ({
  ...{ level: 'warning', kind: 'module', name: 'x', message: 'It is not published.', hint: 'Publish it.' },
  ...one,
});

describe('what was handed out', () => {
  it('are records alone: no pipeline is taken for a deal, and no status for a lead', async () => {
    await client.deals!.pipelines();
    await client.leads!.statuses();
    expect(client.shows('deal', 'pl1')).toBe(false);
    expect(await client.gone(10)).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('and is there no more is found in every group, until everybody has been told', async () => {
    await showAll();
    const gone = ['party p1', 'deal d1', 'lead l1', 'task t1'];
    const found = async () => (await client.gone(10)).map(({ kind, id }) => `${kind} ${id}`);
    expect(await found()).toEqual(gone);
    expect(await found()).toEqual(gone);
    client.drop('deal', 'd1');
    expect(await found()).toEqual(['party p1', 'lead l1', 'task t1']);
  });
});

describe('an absence is not believed', () => {
  it('of a group whose module the host has switched off', async () => {
    await showAll();
    findings = [finding({ capabilities: ['parties'] }), finding({ capabilities: ['tasks.write'] })];
    expect((await client.gone(10)).map(({ kind }) => kind)).toEqual(['deal', 'lead']);
    findings = [finding({ kind: 'right', capabilities: ['parties'] })];
    expect(await client.gone(10)).toContainEqual({ kind: 'party', id: 'p1' });
  });

  it('of a host that does not work', async () => {
    await showAll();
    findings = [finding({ level: 'problem', kind: 'address' })];
    expect(await client.gone(10)).toEqual([]);
  });

  it('where what may not be seen looks so, unless the host itself says that it was removed', async () => {
    open(['tasks']);
    await showAll();
    expect((await client.gone(10)).map(({ kind }) => kind)).toEqual(['party', 'deal', 'lead']);
    const store = await createSqliteStore(':memory:', { now: clock.now });
    const told = async (type: 'task.changed' | 'task.removed') => {
      const requests = { take: async () => undefined };
      await takeHostChanges({ store, requests, log: quiet }, client, [{ id: type, type, recordId: 't1' }]);
      return (await store.events.since(0, 10)).events.map(({ event }) => event.type);
    };
    expect(await told('task.changed')).toEqual([]);
    expect(await told('task.removed')).toEqual(['record.removed']);
    await store.close();
  });
});

describe('a look-up that fails', () => {
  it('for one record alone keeps none of the others, and goes to the end', async () => {
    await showAll();
    for (const code of ['bug', 'invalid', 'not-found', 'forbidden'] as const) {
      failures.set('p1', [code]);
      asked = [];
      expect((await client.gone(10)).map(({ kind }) => kind)).toEqual(['deal', 'lead', 'task']);
    }
    failures.set('p1', ['bug']);
    asked = [];
    await client.gone(1);
    await client.gone(3);
    expect(asked[0]).toBe('deal d1');
    expect(client.trouble).toBeUndefined();
  });

  it('because the host is down is told to nobody, and stands before nobody in the next round', async () => {
    await showAll();
    for (const code of ['unavailable', 'timeout', 'unauthorized', 'rate-limited'] as const) {
      failures.set('p1', [code]);
      await expect(client.gone(10)).rejects.toBeInstanceOf(AdapterError);
    }
    asked = [];
    expect(await client.gone(1)).toEqual([{ kind: 'deal', id: 'd1' }]);
  });

  it('because the host is too slow keeps nobody from it who waits for it', async () => {
    await showAll();
    for (let i = 0; i < BREAKER.failures; i += 1) {
      failures.set('p1', ['timeout']);
      await expect(client.gone(10)).rejects.toMatchObject({ code: 'timeout' });
    }
    expect(client.resting).toBe(false);
  });
});

describe('the watch', () => {
  let store: Store;
  const watch = (systems = [client]) =>
    watchShown({
      ...{ store, hub: { systems: () => systems }, requests: { take: async () => undefined } },
      ...{ now: clock.now, timers: clock, log: quiet },
    });
  const told = async () =>
    (await store.events.since(0, 100)).events.map(({ event }) => event.data as { kind: string; id: string });
  beforeEach(async () => {
    store = await createSqliteStore(':memory:', { now: clock.now });
    return () => store.close();
  });

  it('tells of what is removed in every group, once', async () => {
    await showAll();
    const stop = watch();
    clock.pass(LOOK_MS);
    await expect
      .poll(async () => (await told()).map(({ kind, id }) => `${kind} ${id}`))
      .toEqual(['party p1', 'deal d1', 'lead l1', 'task t1']);
    expect(await client.gone(10)).toEqual([]);
    stop();
  });

  it('loses no removal because the second look has failed once', async () => {
    await client.deals!.list({});
    const stop = watch();
    // Everybody is told after a second look, and that one has no answer.
    failures.set('d1', [undefined, 'timeout']);
    clock.pass(LOOK_MS);
    await expect.poll(() => asked).toEqual(['deal d1', 'deal d1']);
    await setImmediate();
    expect(await told()).toEqual([]);
    clock.pass(LOOK_MS);
    await expect.poll(told).toMatchObject([{ kind: 'deal', id: 'd1' }]);
    stop();
  });

  it('does not wait for a host when it is stopped, and asks no other', async () => {
    const held = Promise.withResolvers<never[]>();
    const others: string[] = [];
    const slow = { ...client, resting: false, trouble: undefined, gone: () => held.promise };
    const other = {
      ...client,
      resting: false,
      trouble: undefined,
      gone: async () => (others.push('asked'), []),
    };
    const stop = watch([slow, other]);
    clock.pass(LOOK_MS);
    stop();
    held.resolve([]);
    await setImmediate();
    expect(others).toEqual([]);
  });
});
