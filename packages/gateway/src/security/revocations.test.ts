import type { PbxEvent } from '@ringback/adapters';
import { RingbackError } from '@ringback/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Clock, createClock } from '../calls/calls.fixtures.ts';
import { createSqliteStore, type Store } from '../store/index.ts';
import { aCall, AT, olena } from '../store/store.fixtures.ts';
import { createRevocations, REVOKE_AGAIN_MS } from './revocations.ts';

const log = { debug() {}, info() {}, warn() {}, error() {} };
const OLENA = { agentId: 'olena', endpoint: '101' };
let store: Store;
let hear: (event: PbxEvent) => void;
let done: string[];
let reachable: boolean;
/** Endpoints that the PBX cannot forget, whatever is tried. */
let stuck: Set<string>;
let clock: Clock;
let stop: () => void;

beforeEach(async () => {
  store = await createSqliteStore(':memory:', { now: () => new Date(AT) });
  [done, reachable, stuck, clock] = [[], true, new Set(), createClock()];
  stop = createRevocations({ store, log, timers: clock }).watch({
    events: { follow: (listener) => ((hear = listener), () => undefined) },
    devices: {
      issueCredential: () => Promise.reject(new Error('nobody asks')),
      revokeCredentials(endpoint) {
        if (!reachable) return Promise.reject(new RingbackError('unavailable', 'It is away.'));
        if (stuck.has(endpoint)) return Promise.reject(new Error('It makes no sense of it.'));
        done.push(`revoke ${endpoint}`);
        return Promise.resolve();
      },
    },
    hangup: { leg: (legId) => Promise.resolve(void done.push(`hang up ${legId}`)) },
  });
});
afterEach(async () => {
  stop();
  await store.close();
});

/** As it is done at /admin, on this node or another. */
const putOut = () =>
  store.transaction(async (tx) => {
    await store.revocations.put(tx, OLENA);
    const data = { agentId: 'olena' };
    await store.events.append(tx, { type: 'access.changed', data, audience: ['olena'] });
  });
const up = (isUp = true) => hear({ type: 'connection.changed', up: isUp });
const left = () => store.revocations.list();

describe('Whoever is put out at /admin', () => {
  it('is forgotten by the PBX at once, whichever node was asked', async () => {
    up();
    await putOut();
    await expect.poll(left).toEqual([]);
    expect(done).toEqual(['revoke 101']);
  });

  it('is forgotten as soon as the PBX is there, also after a restart', async () => {
    await putOut();
    expect(done).toEqual([]);
    up();
    await expect.poll(left).toEqual([]);
    expect(done).toEqual(['revoke 101']);
  });

  it('is tried again when the PBX comes back', async () => {
    reachable = false;
    up();
    await putOut();
    up(false);
    reachable = true;
    up();
    await expect.poll(left).toEqual([]);
    expect(done).toEqual(['revoke 101']);
  });

  const leg = {
    callId: 'c1',
    role: 'agent',
    kind: undefined,
    participantId: undefined,
    cause: undefined,
  } as const;
  const talks = (legId: string, agentId: string, state: 'answered' | 'ended' = 'answered') =>
    store.transaction((tx) => store.legs.insert(tx, { ...leg, legId, agentId, state }));
  const aRunningCall = () =>
    store.transaction((tx) =>
      store.calls.insert(tx, {
        ...{ call: aCall('c1', { state: 'connected' }), audience: ['olena'], bridgeId: undefined },
      }),
    );

  it('has no call any more, while others keep theirs', async () => {
    await aRunningCall();
    await talks('his', 'olena');
    await talks('over', 'olena', 'ended');
    await talks('another', 'andriy');
    up();
    await putOut();
    await expect.poll(left).toEqual([]);
    expect(done).toEqual(['revoke 101', 'hang up his']);
  });

  it('is tried again after a while, and holds up nobody behind him', async () => {
    stuck.add('101');
    await store.transaction((tx) => store.revocations.put(tx, OLENA));
    await store.transaction((tx) => store.revocations.put(tx, { agentId: 'petro', endpoint: '103' }));
    up();
    await expect.poll(left).toMatchObject([OLENA]);
    expect(done).toEqual(['revoke 103']);
    stuck.clear();
    await expect
      .poll(async () => {
        clock.pass(REVOKE_AGAIN_MS);
        return left();
      })
      .toEqual([]);
    expect(done).toEqual(['revoke 103', 'revoke 101']);
  });

  it.each([
    ['keeps the call that he has begun since, when he may come in', true, ['hang up before']],
    ['has no call at all while he is out', false, ['hang up before', 'hang up since']],
  ])('%s', async (_, isIn, ended) => {
    if (isIn) await store.transaction((tx) => store.agents.upsert(tx, olena));
    await aRunningCall();
    await talks('before', 'olena');
    await putOut();
    await talks('since', 'olena');
    up();
    await expect.poll(left).toEqual([]);
    expect(done).toEqual(['revoke 101', ...ended]);
  });
});
