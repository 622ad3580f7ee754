import type { PbxEvent } from '@ringback/adapters';
import { RingbackError } from '@ringback/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSqliteStore, type Store } from '../store/index.ts';
import { aCall, AT } from '../store/store.fixtures.ts';
import { createRevocations } from './revocations.ts';

const log = { debug() {}, info() {}, warn() {}, error() {} };
const OLENA = { agentId: 'olena', endpoint: '101' };
let store: Store;
let hear: (event: PbxEvent) => void;
let done: string[];
let reachable: boolean;
let stop: () => void;

beforeEach(async () => {
  store = await createSqliteStore(':memory:', { now: () => new Date(AT) });
  [done, reachable] = [[], true];
  stop = createRevocations({ store, log }).watch({
    events: { follow: (listener) => ((hear = listener), () => undefined) },
    devices: {
      issueCredential: () => Promise.reject(new Error('nobody asks')),
      revokeCredentials(endpoint) {
        if (!reachable) return Promise.reject(new RingbackError('unavailable', 'It is away.'));
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

  it('has no call any more, while others keep theirs', async () => {
    const leg = { callId: 'c1', role: 'agent', participantId: undefined, cause: undefined } as const;
    await store.transaction(async (tx) => {
      await store.calls.insert(tx, {
        ...{ call: aCall('c1', { state: 'connected' }), audience: ['olena'], bridgeId: undefined },
      });
      await store.legs.insert(tx, { ...leg, legId: 'his', agentId: 'olena', state: 'answered' });
      await store.legs.insert(tx, { ...leg, legId: 'over', agentId: 'olena', state: 'ended' });
      await store.legs.insert(tx, { ...leg, legId: 'another', agentId: 'andriy', state: 'answered' });
    });
    up();
    await putOut();
    await expect.poll(left).toEqual([]);
    expect(done).toEqual(['revoke 101', 'hang up his']);
  });
});
