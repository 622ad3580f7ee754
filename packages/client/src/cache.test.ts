import { type Backend, type CallListQuery, type PartyMatch, RingbackError } from '@ringback/model';
import { beforeEach, expect, test } from 'vitest';
import { type CachedBackend, withCache } from './cache.ts';
import { createMemoryStorage, type KeyValueStorage } from './storage.ts';
import { CALL } from './testing/stub-gateway.harness.ts';

let storage: KeyValueStorage;
let failure: RingbackError | undefined;
let agent: string | undefined;
let clock: number;
let backend: CachedBackend;

const answer = async <T>(value: T): Promise<T> => {
  if (failure) throw failure;
  return value;
};
const matches = (phone: string): PartyMatch[] => [
  { party: { id: phone }, score: 1, why: 'phone' } as unknown as PartyMatch,
];

beforeEach(() => {
  storage = createMemoryStorage();
  failure = undefined;
  agent = 'agent-1';
  clock = 0;
  const plain = {
    state: { status: 'online', waiting: 0, locale: 'uk', live: [] },
    subscribe: () => () => undefined,
    follow: () => () => undefined,
    calls: {
      list: (query: CallListQuery = {}) =>
        answer({ value: { items: [{ ...CALL, comment: query.direction ?? '' }] }, stale: false }),
      get: () => answer({ call: CALL, matches: [] }),
      update: () => answer(CALL),
    },
    parties: { kinds: ['lead'], findByPhone: (phone: string) => answer(matches(phone)) },
  } as unknown as Backend;
  backend = withCache(plain, {
    storage,
    scope: () => agent && `https://gw.example|${agent}`,
    numbers: 3,
    now: () => (clock += 1),
  });
});

const goAway = (): void => void (failure = new RingbackError('unavailable', 'away'));

test('The log of the last time is shown while the gateway is away, and says that it is old', async () => {
  const fresh = await backend.calls.list({ direction: 'in', limit: 20 });
  expect(fresh.stale).toBe(false);
  goAway();
  expect(await backend.calls.list({ limit: 20, direction: 'in' })).toEqual({ ...fresh, stale: true });
});

test('Another filter, and a further page, are not in the box', async () => {
  await backend.calls.list();
  goAway();
  await expect(backend.calls.list({ direction: 'out' })).rejects.toBe(failure);
  await expect(backend.calls.list({ cursor: 'x' })).rejects.toBe(failure);
});

test('Who called is known from the last time', async () => {
  const known = await backend.parties!.findByPhone('+380671234501');
  goAway();
  expect(await backend.parties!.findByPhone('+380671234501')).toEqual(known);
  await expect(backend.parties!.findByPhone('+380501112233')).rejects.toBe(failure);
});

test('A refusal is an answer: nothing old is shown instead', async () => {
  await backend.calls.list();
  failure = new RingbackError('forbidden', 'no');
  await expect(backend.calls.list()).rejects.toBe(failure);
});

test('What one agent saw another does not', async () => {
  await backend.calls.list();
  agent = 'agent-2';
  goAway();
  await expect(backend.calls.list()).rejects.toBe(failure);
});

test('Nothing is kept while nobody is signed in, and nothing is left after a sign-out', async () => {
  await backend.calls.list();
  await backend.parties!.findByPhone('+380671234501');
  await backend.forgetCache();
  expect(await storage.list('')).toEqual([]);
  agent = undefined;
  await backend.calls.list();
  expect(await storage.list('')).toEqual([]);
});

test('Only the latest numbers are kept', async () => {
  for (let n = 0; n < 20; n += 1) await backend.parties!.findByPhone(`+38067000000${n}`);
  const kept = (await storage.list('')).map(([key]) => key.split('|').at(-1));
  expect(kept.sort()).toEqual(['+3806700000017', '+3806700000018', '+3806700000019']);
});

test('A storage that is full or refused never stands in the way of an answer', async () => {
  storage.set = () => Promise.reject(new Error('QuotaExceededError'));
  await expect(backend.calls.list()).resolves.toMatchObject({ stale: false });
});
