import type { Call, CallWithMatches, Session } from '@ringback/model';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createObservedEngine } from './observed-engine.ts';

const agent: Session['agent'] = {
  id: 'olena',
  login: 'olena',
  name: 'Olena',
  role: 'employee',
  extension: '101',
};
const call = (over: Partial<Call> = {}): Call => ({
  ...{ id: 'c1', direction: 'out', state: 'connecting', number: '+380671112233', comment: '', version: 1 },
  ...{ startedAt: '2026-03-02T09:00:00.000Z', durationSeconds: 0 },
  ...over,
});
const live = (...calls: Call[]): CallWithMatches[] => calls.map((one) => ({ call: one, matches: [] }));

function engine() {
  const asked: unknown[] = [];
  const made = createObservedEngine({
    agent,
    async dial(number) {
      asked.push(['dial', number]);
      return { call: call({ number }), matches: [], target: number, placed: true };
    },
    hangUp: async (id) => asked.push(['hang up', id]),
    transfer: async (id, target) => asked.push(['transfer', id, target]),
  });
  made.start();
  return { made, asked, calls: () => made.state.calls.map(({ id, state }) => [id, state]) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('The phone of a PBX that leads its calls itself', () => {
  it('shows at once the call that was placed, and then what the gateway tells of it', async () => {
    const { made, calls, asked } = engine();
    expect(await made.call('+380671112233')).toBe('c1');
    expect(asked).toEqual([['dial', '+380671112233']]);
    expect(made.state).toMatchObject({ status: 'registered', agent: { extension: '101' } });
    expect(calls()).toEqual([['c1', 'connecting']]);
    const connectedAt = '2026-03-02T09:00:09.000Z';
    made.live?.(
      live(
        call({
          state: 'connected',
          connectedAt,
          party: { system: 'local', id: 'p', name: 'Taras', kind: 'client' },
        }),
      ),
    );
    expect(made.state.calls).toMatchObject([{ state: 'connected', connectedAt, name: 'Taras' }]);
  });

  it('shows the end of a call for ten seconds', () => {
    const { made, calls } = engine();
    made.live?.(live(call({ state: 'connected' })));
    made.live?.([]);
    expect(calls()).toEqual([['c1', 'ended']]);
    vi.advanceTimersByTime(10_000);
    expect(calls()).toEqual([]);
  });

  it('shows a call that comes in, and hangs up and passes on by the gateway', async () => {
    const { made, asked, calls } = engine();
    made.live?.(live(call({ direction: 'in', state: 'ringing' })));
    expect(calls()).toEqual([['c1', 'ringing']]);
    await made.hangup('c1');
    await made.transfer?.('c1', '102');
    expect(asked).toEqual([
      ['hang up', 'c1'],
      ['transfer', 'c1', '102'],
    ]);
  });

  it('says where the rest is done, and leaves nothing behind', async () => {
    const { made, calls } = engine();
    for (const work of [
      () => made.answer('c1'),
      () => made.setMuted('c1', true),
      () => made.setHeld('c1', true),
    ])
      await expect(work()).rejects.toMatchObject({
        code: 'unsupported',
        hint: expect.stringContaining('no sound'),
      });
    made.live?.(live(call()));
    await made.stop({ keepCalls: true });
    expect(calls()).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
