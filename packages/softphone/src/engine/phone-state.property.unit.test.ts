/** Whatever the order of registration, calls, transfers, reloads and time: what listeners are told is always a state that can be. */
import {
  canTransition,
  type LiveDialog,
  type PhoneCall,
  type PhoneState,
  recoveringCall,
} from '@ringback/model';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { KEEP_ENDED_MS, PhoneStore } from './phone-state.ts';

const IDS = ['a', 'b', 'c', 'd'];
const AT = '2026-11-23T09:00:00.000Z';
const agent = { id: 'agent-olena', name: 'Olena', extension: '101' };

const id = fc.constantFrom(...IDS);
const direction = fc.constantFrom('in' as const, 'out' as const, 'internal' as const);
const step = fc.oneof(
  fc.record({ do: fc.constant('ring' as const), id, direction }),
  fc.record({ do: fc.constant('dial' as const), id }),
  fc.record({
    do: fc.constant('change' as const),
    id,
    state: fc.constantFrom(
      'ringing' as const,
      'connecting' as const,
      'connected' as const,
      'held' as const,
      'ended' as const,
    ),
  }),
  fc.record({ do: fc.constant('mark' as const), id, muted: fc.boolean(), recovering: fc.boolean() }),
  fc.record({ do: fc.constant('move' as const), id, to: id }),
  fc.record({
    do: fc.constant('status' as const),
    status: fc.constantFrom(
      'connecting' as const,
      'registered' as const,
      'offline' as const,
      'failed' as const,
      'signed-out' as const,
    ),
  }),
  fc.record({ do: fc.constant('reload' as const) }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1, KEEP_ENDED_MS - 1, KEEP_ENDED_MS) }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const fresh = (callId: string, more: Partial<PhoneCall>): PhoneCall => ({
  ...{ id: callId, direction: 'in', state: 'ringing', number: '+380671234501' },
  ...{ muted: false, recovering: false, startedAt: AT },
  ...more,
});

/** What the gateway has kept of the calls that were up. */
const dialogOf = ({ id: callId, direction, number, state, muted }: PhoneCall): LiveDialog => ({
  ...{ callId, direction, number, muted, held: state === 'held', target: number, connectedAt: AT },
  ...{ sipCallId: 'x', localTag: 'y', remoteTag: 'z' },
});

class Run {
  store = new PhoneStore(agent);
  told: PhoneState[] = [];
  #stop = this.#follow();

  #follow(): () => void {
    return this.store.subscribe((state) => this.told.push(state));
  }

  take(one: Step): void {
    const { store } = this;
    const known = 'id' in one ? store.find(one.id) : undefined;
    const live = known !== undefined && known.state !== 'ended';
    if (one.do === 'ring' && !live) store.add(fresh(one.id, { direction: one.direction }));
    if (one.do === 'dial' && !live) store.add(fresh(one.id, { direction: 'out', state: 'connecting' }));
    if (one.do === 'change') {
      const connectedAt =
        one.state === 'connected' && known?.connectedAt === undefined ? { connectedAt: AT } : {};
      store.change(one.id, { state: one.state, ...connectedAt });
    }
    if (one.do === 'mark') store.change(one.id, { muted: one.muted, recovering: one.recovering });
    if (one.do === 'move' && live) store.rename(one.id, one.to);
    if (one.do === 'status') store.setStatus(one.status);
    if (one.do === 'wait') vi.advanceTimersByTime(one.ms);
    if (one.do === 'reload') this.#reload();
  }

  #reload(): void {
    const up = this.store.state.calls.filter(({ state }) => state === 'connected' || state === 'held');
    this.store.clear();
    this.#stop();
    this.store = new PhoneStore(agent);
    this.#stop = this.#follow();
    for (const call of up) this.store.add(recoveringCall(dialogOf(call)));
    expect(this.store.state.calls.map(({ id: one, state, muted }) => [one, state, muted])).toEqual(
      up.map(({ id: one, state, muted }) => [one, state, muted]),
    );
  }
}

function check(before: PhoneState, after: PhoneState, one: Step): void {
  const ids = after.calls.map((call) => call.id);
  expect(new Set(ids).size).toBe(ids.length);
  const ended = after.calls.map(({ state }) => state === 'ended');
  expect(ended.toSorted((a, b) => Number(a) - Number(b))).toEqual(ended);
  expect(after.agent !== undefined).toBe(after.status !== 'signed-out');
  for (const call of after.calls) {
    const was = before.calls.find((other) => other.id === call.id);
    if (!was || was.state === call.state || !['change', 'mark'].includes(one.do)) continue;
    expect(canTransition(was.direction, was.state, call.state)).toBe(true);
  }
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('holds for any order of events', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const run = new Run();
      for (const one of steps) {
        const before = run.store.state;
        const text = JSON.stringify(before);
        run.told = [];
        run.take(one);
        const after = run.store.state;
        expect(JSON.stringify(before)).toBe(text);
        if (one.do !== 'reload') expect(run.told.at(-1) ?? before).toBe(after);
        if (one.do !== 'reload') check(before, after, one);
      }
      vi.advanceTimersByTime(KEEP_ENDED_MS);
      expect(run.store.state.calls.filter(({ state }) => state === 'ended')).toEqual([]);
      expect(vi.getTimerCount()).toBe(0);
    }),
    { numRuns: 500 },
  );
});
