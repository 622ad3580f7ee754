/** Two nodes on one store: exactly one controls the PBX. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_SETTINGS } from '@ringback/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSqliteStore, type Store } from '../store/index.ts';
import { andriy, type Clock, createClock, createFakeCrm, CUSTOMER, LINE, olena } from './calls.fixtures.ts';
import type { FakeConnection } from './fake-pbx-connection.ts';
import { createFakePbx, type FakePbx } from './fake-pbx.ts';
import { createCallControl, type RunningCallControl } from './index.ts';
import { LEASE_BEAT_MS, LEASE_MS } from './lease.ts';

interface Node {
  control: RunningCallControl;
  connection: FakeConnection;
  /** The process stands still: no timer runs, nothing is heard. */
  freeze(): void;
  thaw(): void;
}

let clock: Clock;
let store: Store;
let pbx: FakePbx;
let folder: string;
let nodes: Node[];
let errors: string[];

beforeEach(async () => {
  clock = createClock();
  store = await createSqliteStore(':memory:', { now: clock.now });
  await store.transaction(async (tx) => {
    for (const one of [olena, andriy]) await store.agents.upsert(tx, { ...one, passwordHash: 'x' });
  });
  pbx = createFakePbx({ timers: clock, now: clock.now });
  pbx.online('101', '102');
  folder = mkdtempSync(join(tmpdir(), 'ringback-lease-'));
  [nodes, errors] = [[], []];
});
afterEach(async () => {
  for (const { control, thaw } of nodes) {
    thaw();
    await control.stop();
  }
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

async function startNode(
  holder: string,
  prepare: (connection: FakeConnection) => void = () => {},
): Promise<Node> {
  const connection = pbx.connect();
  prepare(connection);
  let frozen = false;
  const late: (() => void)[] = [];
  const control = createCallControl({
    store,
    pbx: connection,
    crm: createFakeCrm([]),
    visits: { claim: async () => undefined, ofLine: async () => undefined },
    settings: () => ({ ...DEFAULT_SETTINGS, line: LINE }),
    now: clock.now,
    newId: () => crypto.randomUUID(),
    log: {
      debug() {},
      info() {},
      warn() {},
      error: (_fields, text) => void errors.push(`${holder}: ${text}`),
    },
    timers: { after: (ms, work) => clock.after(ms, () => (frozen ? void late.push(work) : work())) },
    recordingsDir: folder,
    lease: { name: 'pbx:fake', holder: () => holder },
  });
  const node: Node = {
    control,
    connection,
    freeze: () => void (frozen = true),
    thaw() {
      frozen = false;
      for (const work of late.splice(0)) work();
    },
  };
  nodes.push(node);
  await control.start();
  await settle();
  return node;
}

/** Beats and what follows from them go through several promises. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  for (const { control } of nodes) await control.idle();
}
async function pass(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= LEASE_BEAT_MS) {
    clock.pass(Math.min(left, LEASE_BEAT_MS));
    await settle();
  }
}
const whoControls = () => nodes.map(({ control }) => control.pbxUp);

describe('two nodes on one store', () => {
  it('are one that controls the calls and one that waits', async () => {
    await startNode('a');
    await startNode('b');
    expect(whoControls()).toEqual([true, false]);
    pbx.callIn({ from: CUSTOMER });
    await settle();
    expect(pbx.originated).toHaveLength(2);
    expect((await store.calls.list({ limit: 10 })).items).toHaveLength(1);
    await pass(10 * LEASE_MS);
    expect(whoControls()).toEqual([true, false]);
    await expect(nodes[1]?.control.dial(olena, CUSTOMER)).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('tell the PBX once of somebody who was renamed, at whichever of them', async () => {
    await startNode('a');
    await startNode('b');
    const before = pbx.renamed.length;
    await store.transaction(async (tx) => {
      await store.agents.change(tx, olena.id, { name: 'Olena Koval' });
      const { id, extension } = olena;
      const data = { agent: { id, name: 'Olena Koval', extension, status: 'available' } } as const;
      await store.events.append(tx, { type: 'agent.updated', data, audience: null });
    });
    await settle();
    expect(pbx.renamed.slice(before)).toEqual(['101 Olena Koval']);
  });

  it('change places when the first dies, and the talk goes on', async () => {
    const first = await startNode('a');
    await startNode('b');
    const customer = pbx.callIn({ from: CUSTOMER });
    await settle();
    pbx.answers(pbx.legTo('101').legId);
    await settle();
    first.freeze();
    first.connection.kill();
    await pass(LEASE_MS + LEASE_BEAT_MS);
    expect(nodes[1]?.control.pbxUp).toBe(true);
    expect((await store.calls.live()).map(({ call }) => call.state)).toEqual(['connected']);
    pbx.hangsUp(customer);
    await settle();
    expect(await store.calls.live()).toEqual([]);
    expect(pbx.legs.size).toBe(0);
    nodes = nodes.slice(1);
  });

  it('change places at once when the first stops in order', async () => {
    const first = await startNode('a');
    await startNode('b');
    await first.control.stop();
    await pass(LEASE_BEAT_MS);
    expect(whoControls()).toEqual([false, true]);
  });

  it('are never two: one that slept through its time does and writes nothing more', async () => {
    const first = await startNode('a');
    await startNode('b');
    first.freeze();
    await pass(LEASE_MS + LEASE_BEAT_MS);
    expect(nodes[1]?.control.pbxUp).toBe(true);
    // It wakes, and has not looked at its lease yet.
    pbx.callIn({ from: CUSTOMER });
    await settle();
    expect((await store.calls.list({ limit: 10 })).items).toHaveLength(1);
    expect(pbx.originated).toHaveLength(2);
    first.thaw();
    await settle();
    expect(whoControls()).toEqual([false, true]);
    expect(pbx.legs.size).toBe(3);
  });

  it('is the same node after its restart, without waiting', async () => {
    const first = await startNode('a');
    first.freeze();
    first.connection.kill();
    nodes = [];
    await startNode('a');
    expect(whoControls()).toEqual([true]);
  });

  it('are never two: one that loses its turn while it connects anew stays away', async () => {
    const stopped = Promise.withResolvers<void>();
    let starts = 0;
    const first = await startNode('a', (connection) => {
      const { stop, start } = connection;
      connection.stop = () => Promise.all([stop(), stopped.promise]).then(() => undefined);
      connection.start = () => ((starts += 1), start());
    });
    await startNode('b');
    const reconnected = first.control.reconnect();
    first.freeze();
    await pass(LEASE_MS + LEASE_BEAT_MS);
    expect(nodes[1]?.control.pbxUp).toBe(true);
    first.thaw();
    await settle();
    stopped.resolve();
    await reconnected;
    await settle();
    expect([starts, whoControls()]).toEqual([1, [false, true]]);
  });

  it('connects anew one time after the other', async () => {
    const done: string[] = [];
    const { control } = await startNode('a', (connection) => {
      const { stop, start } = connection;
      connection.stop = async () => {
        await stop();
        done.push('stop');
      };
      connection.start = () => (done.push('start'), start());
    });
    await Promise.all([control.reconnect(), control.reconnect()]);
    expect(done).toEqual(['start', 'stop', 'start', 'stop', 'start']);
  });
});
