import { type RingbackEvent, RingbackError } from '@ringback/model';
import { expect, it } from 'vitest';
import { createDemo } from './demo.ts';
import { createFakeBackend } from './fake-backend.ts';
import { LIVE_CALLS, PARTIES } from './fixtures.ts';

it('keeps a comment, and tells of it', async () => {
  const backend = createFakeBackend({ live: [LIVE_CALLS.connected] });
  const told: RingbackEvent[] = [];
  backend.follow((event) => told.push(event));
  await backend.calls.update('call-connected', { comment: 'Передзвонити' });
  expect((await backend.calls.get('call-connected')).call.comment).toBe('Передзвонити');
  expect(told.map(({ type }) => type)).toEqual(['call.updated']);
});

it('lets a comment wait while it is offline, and writes it when it is back', async () => {
  const backend = createFakeBackend();
  backend.goOffline();
  await expect(backend.calls.update('log-1', { comment: 'Пізніше' })).resolves.toBeUndefined();
  expect(backend.state).toMatchObject({ status: 'offline', waiting: 1 });
  expect((await backend.calls.list()).stale).toBe(true);
  await expect(backend.parties!.findByPhone('+380671234501')).rejects.toMatchObject({ code: 'unavailable' });
  backend.goOnline();
  expect(backend.state.waiting).toBe(0);
  expect((await backend.calls.get('log-1')).call.comment).toBe('Пізніше');
});

it('is as slow as it is told', async () => {
  const backend = createFakeBackend();
  const release = backend.beSlow();
  let answered = false;
  const answer = backend.calls.list().then(() => (answered = true));
  await Promise.resolve();
  expect(answered).toBe(false);
  release();
  await answer;
});

it('pages and filters the log as a gateway does', async () => {
  const backend = createFakeBackend();
  const first = (await backend.calls.list({ limit: 4 })).value;
  const second = (await backend.calls.list({ limit: 4, cursor: first.next! })).value;
  expect([...first.items, ...second.items].map(({ id }) => id)).toEqual([
    'log-1',
    'log-2',
    'log-3',
    'log-4',
    'log-5',
    'log-6',
  ]);
  expect(second.next).toBeUndefined();
  expect((await backend.calls.list({ missed: true })).value.items.map(({ id }) => id)).toEqual(['log-2']);
});

it('refuses once what it is told to refuse', async () => {
  const backend = createFakeBackend();
  backend.failNext('parties.create', new RingbackError('invalid', 'no'));
  const input = { name: 'Нова', kind: 'lead', phones: ['+380939876543'] };
  await expect(backend.parties!.create!(input)).rejects.toMatchObject({ code: 'invalid' });
  await backend.parties!.create!(input);
  expect(await backend.parties!.findByPhone('+380939876543')).toMatchObject([{ party: { name: 'Нова' } }]);
});

it('shows in the demo who calls, and logs the call with its comment', async () => {
  const { phone, backend, ring } = createDemo();
  const id = ring();
  expect(backend.state.live).toMatchObject([
    { call: { id, state: 'ringing' }, matches: [{ party: { id: PARTIES.oksana.id } }, {}] },
  ]);
  await phone.answer(id);
  await backend.calls.update(id, { comment: 'Дякує' });
  phone.farHangsUp(id);
  expect(backend.state.live).toEqual([]);
  expect((await backend.calls.list({ limit: 1 })).value.items).toMatchObject([
    { id, state: 'ended', endReason: 'completed', comment: 'Дякує' },
  ]);
});

it('keeps what the agent sets for himself, and tells his other pages', async () => {
  const backend = createFakeBackend();
  const told: RingbackEvent[] = [];
  backend.follow((event) => told.push(event));
  const until = '2026-11-23T10:00:00.000Z';
  await backend.me!.update({ status: 'away', statusUntil: until });
  expect(backend.state.me).toMatchObject({ status: 'away', statusUntil: until, version: 1 });
  await backend.me!.update({ status: 'do-not-disturb' });
  expect(backend.state.me).not.toHaveProperty('statusUntil');
  expect(told.map(({ type }) => type)).toEqual(['me.updated', 'me.updated']);
  expect((await backend.colleagues!.list()).map(({ extension }) => extension)).toEqual(['102', '100']);
});
