/** Settings of a connection while something waits to be told, on a real store and a simulated Bitrix24 that lets nobody in with an old key. */
import { createLocal } from '@ringback/adapters/local';
import { createTestContext } from '@ringback/adapters/testing';
import { createBitrix24Harness, type Bitrix24Harness } from '@ringback/adapters/testing/bitrix24';
import type { Call } from '@ringback/model';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createClock, olena } from '../calls/calls.fixtures.ts';
import { createSqliteStore, type Store } from '../store/index.ts';
import { createCrmConnections, type CrmConnections } from './connections.ts';
import { createCrmHub } from './hub.ts';
import { createOutbox, type Outbox } from './outbox.ts';

interface Node {
  connections: CrmConnections;
  outbox: Outbox;
}

let host: Bitrix24Harness;
let store: Store;
let clock: ReturnType<typeof createClock>;
let nodes: Node[];
/** Holds back what the host says to whoever comes with the old key. */
let answers: Promise<void>;
/** Requests with the old key. */
let refused: number;

const webhook = (secret: string) => `https://firm.bitrix24.ua/rest/1/${secret}/`;
const settle = ({ outbox }: Node) => host.clock.run(() => outbox.idle());
const told = async () => (await host.host.loggedCalls!()).map(({ callId }) => callId);
const states = async () => (await store.outbox.list(10)).map(({ record, state }) => [record, state]);

async function startNode(): Promise<Node> {
  const net: typeof fetch = async (...args) => {
    const [input] = args;
    if (String(input instanceof Request ? input.url : input).includes(host.secret!))
      return host.portal.http(...args);
    refused += 1;
    await answers;
    return Response.json({ error: 'INVALID_CREDENTIALS', error_description: 'Invalid' }, { status: 401 });
  };
  const context = createTestContext({ clock: host.clock, http: net });
  const local = createLocal({ store, now: clock.now, newId: () => 'id', country: () => 'UA' });
  const hub = await createCrmHub({ local, store, context });
  const outbox = createOutbox({
    ...{ store, hub, now: clock.now, random: () => 0.5, timers: clock, log: context.log },
    recording: () => undefined,
  });
  const connections = await createCrmConnections({
    ...{ store, hub, wake: () => outbox.wake() },
    seed: [{ system: 'bitrix24', webhook: webhook('anoldkey0000000'), recordOf: ['communications'] }],
  });
  outbox.start();
  const node = { connections, outbox };
  nodes.push(node);
  await settle(node);
  return node;
}

async function callEnded(id: string): Promise<void> {
  const at = clock.now().toISOString();
  const partyId = await host.seed.party({ name: 'Ганна', phones: ['+380671112233'] });
  const call: Call = {
    ...{ id, direction: 'in', state: 'ended', endReason: 'completed', number: '+380671112233' },
    ...{ startedAt: at, connectedAt: at, endedAt: at, durationSeconds: 60, comment: '', version: 1 },
    agent: { id: 'olena', name: 'Olena' },
    party: { system: 'bitrix24', id: partyId, name: 'Ганна', kind: 'client' },
  };
  await store.transaction(async (tx) => {
    await store.calls.insert(tx, { call, audience: ['olena'], bridgeId: undefined });
    await store.events.append(tx, { type: 'call.ended', data: { call, matches: [] }, audience: ['olena'] });
  });
}

const withTheNewKey = ({ connections }: Node) =>
  connections.put(
    { system: 'bitrix24', settings: { webhook: webhook(host.secret!) }, recordOf: ['communications'] },
    olena,
  );

beforeEach(async () => {
  host = await createBitrix24Harness('webhook');
  clock = createClock();
  store = await createSqliteStore(':memory:', { now: clock.now });
  await store.transaction((tx) => store.agents.upsert(tx, { ...olena, passwordHash: 'x' }));
  [nodes, answers, refused] = [[], Promise.resolve(), 0];
});
afterEach(async () => {
  await Promise.all(nodes.map(({ outbox }) => outbox.stop()));
  await store.close();
});

it('what has failed with the old key goes by itself with the new one, though nothing else happens', async () => {
  const node = await startNode();
  await callEnded('call-1');
  await settle(node);
  expect(await states()).toEqual([['call-1', 'waiting']]);
  await withTheNewKey(node);
  await settle(node);
  expect(await told()).toEqual(['call-1']);
  expect(await states()).toEqual([]);
});

it('what is being told with the old key when the new one comes is told with the new one', async () => {
  const node = await startNode();
  const held = Promise.withResolvers<void>();
  answers = held.promise;
  await callEnded('call-1');
  await expect.poll(() => refused).toBeGreaterThan(0);
  await withTheNewKey(node);
  held.resolve();
  await settle(node);
  expect(await told()).toEqual(['call-1']);
  expect(await states()).toEqual([]);
});

it('where another node got the new key, this one tells with it what it could not', async () => {
  const node = await startNode();
  const other = await startNode();
  await other.outbox.stop();
  await callEnded('call-1');
  await settle(node);
  await withTheNewKey(other);
  // This node goes on with the old key until it hears of the commit.
  node.outbox.wake();
  await settle(node);
  expect(await states()).toEqual([['call-1', 'waiting']]);
  expect(await told()).toEqual([]);
  await node.connections.refresh();
  await settle(node);
  expect(await told()).toEqual(['call-1']);
});
