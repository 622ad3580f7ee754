import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { PhoneCall, PhoneState } from '@ringback/model';
import { addCall, changeCall, KEEP_ENDED_MS, PhoneStore, withStatus } from './phone-state.ts';

const agent = { id: 'a1', name: 'Олена', extension: '101' };
const call = (id: string, more: Partial<PhoneCall> = {}): PhoneCall => ({
  id,
  direction: 'in',
  state: 'ringing',
  number: '+380671234501',
  muted: false,
  recovering: false,
  startedAt: '2026-11-23T09:00:00.000Z',
  ...more,
});
const empty: PhoneState = { status: 'registered', calls: [] };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('A call that ends goes behind the live ones', () => {
  let state = addCall(addCall(empty, call('one')), call('two'));
  state = changeCall(state, 'one', { state: 'ended', endReason: 'missed' });
  state = addCall(state, call('three'));
  expect(state.calls.map(({ id, state: at }) => `${id} ${at}`)).toEqual([
    'two ringing',
    'three ringing',
    'one ended',
  ]);
});

test('A step that the state machine does not know is left undone', () => {
  const ended = changeCall(addCall(empty, call('one')), 'one', { state: 'ended', endReason: 'missed' });
  expect(changeCall(ended, 'one', { state: 'connected' })).toBe(ended);
  const ringing = addCall(empty, call('one'));
  expect(changeCall(ringing, 'one', { state: 'held' })).toBe(ringing);
});

test('What changes nothing is no new state', () => {
  const state = addCall(empty, call('one', { muted: true }));
  expect(changeCall(state, 'one', { muted: true })).toBe(state);
  expect(changeCall(state, 'other', { muted: true })).toBe(state);
  expect(withStatus(state, 'registered', undefined, agent)).toBe(state);
});

test('An error of a call can be taken away again', () => {
  const error = { code: 'microphone-refused', message: 'no' } as const;
  const refused = changeCall(addCall(empty, call('one')), 'one', { error });
  expect(refused.calls[0]).toMatchObject({ state: 'ringing', error });
  expect(changeCall(refused, 'one', { error: null }).calls[0]).not.toHaveProperty('error');
});

test('Nobody is named while nobody is signed in', () => {
  expect(withStatus(empty, 'signed-out', undefined, agent)).not.toHaveProperty('agent');
  expect(withStatus(empty, 'offline', { code: 'pbx-down', message: '' }, agent)).toMatchObject({
    agent,
    error: { code: 'pbx-down' },
  });
});

test('An ended call is shown for ten seconds more, and listeners hear of each change once', () => {
  const store = new PhoneStore(agent);
  const seen: string[] = [];
  store.subscribe(({ calls }) => seen.push(calls.map(({ id, state }) => `${id} ${state}`).join()));
  store.add(call('one'));
  store.change('one', { state: 'ended', endReason: 'missed' });
  store.change('one', { state: 'ended', endReason: 'missed' });
  vi.advanceTimersByTime(KEEP_ENDED_MS - 1);
  expect(seen).toEqual(['one ringing', 'one ended']);
  vi.advanceTimersByTime(1);
  expect(seen).toEqual(['one ringing', 'one ended', '']);
});

test('A call that comes again within those ten seconds stays', () => {
  const store = new PhoneStore(agent);
  store.add(call('one'));
  store.change('one', { state: 'ended', endReason: 'missed' });
  store.add(call('one'));
  vi.advanceTimersByTime(KEEP_ENDED_MS);
  expect(store.state.calls).toMatchObject([{ id: 'one', state: 'ringing' }]);
});
