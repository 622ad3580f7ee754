import { afterEach, beforeEach, expect, it } from 'vitest';
import { noteMissed } from '../missed/note.ts';
import { aCall, AT } from '../store/store.fixtures.ts';
import { startHttp, type TestHttp } from './http.fixtures.ts';

let http: TestHttp;
beforeEach(async () => {
  http = await startHttp();
  const call = aCall('c1', { state: 'ended', endReason: 'missed', endedAt: AT });
  await http.store.transaction(async (tx) => {
    await http.store.calls.insert(tx, { call, audience: ['olena', 'andriy'], bridgeId: undefined });
    await noteMissed(http.store, tx, { call, audience: ['olena', 'andriy'] });
  });
});
afterEach(() => http.close());

const ask = async (login: string, method: 'GET' | 'POST', path: string, payload?: object) =>
  http.app.inject({
    ...{ method, url: `/api/v1/missed${path}`, headers: await http.token(login) },
    ...(payload && { payload }),
  });

it('A missed call is claimed by one, and dismissed with a reason', async () => {
  expect((await ask('olena', 'GET', '')).json()).toMatchObject({ items: [{ id: 'c1', state: 'open' }] });
  expect((await ask('olena', 'POST', '/c1/claim')).json()).toMatchObject({ claimedBy: { id: 'olena' } });
  const second = await ask('andriy', 'POST', '/c1/claim');
  expect([second.statusCode, second.json()]).toMatchObject([
    409,
    { code: 'conflict', detail: 'olena is calling this customer back.', fields: { claimedBy: 'olena' } },
  ]);
  expect((await ask('andriy', 'GET', '/counts')).json()).toEqual({ open: 0, mine: 0, others: 1 });
  expect((await ask('olena', 'POST', '/c1/dismiss', { reason: ' ' })).statusCode).toBe(400);
  expect((await ask('olena', 'POST', '/c1/dismiss', { reason: 'wrong number' })).json()).toMatchObject({
    state: 'dismissed',
  });
});

it('Missed calls are not for those who do not talk with customers', async () => {
  expect((await ask('marta', 'GET', '')).statusCode).toBe(403);
});
