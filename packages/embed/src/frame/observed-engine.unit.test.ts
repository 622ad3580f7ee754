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
  const told =
    (what: string) =>
    async (...of: string[]): Promise<Call> => {
      asked.push([what, ...of]);
      return call();
    };
  const made = createObservedEngine({
    agent,
    async dial(number) {
      asked.push(['dial', number]);
      return { call: call({ number }), matches: [], target: number, placed: true };
    },
    control: {
      hangUpCall: told('hang up'),
      holdCall: told('hold'),
      transferCall: told('transfer'),
      async consultCall(id, target) {
        asked.push(['consult', id, target]);
        return { call: call(), matches: [], target, placed: true };
      },
      completeTransfer: told('complete'),
      cancelTransfer: told('cancel'),
    },
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
    expect(made.state.calls).toMatchObject([
      { state: 'connected', connectedAt, name: 'Taras', handset: true },
    ]);
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

  it('lets a far side wait, and shows whom its agent asks as a call of its own', async () => {
    const { made, asked } = engine();
    const held = call({ state: 'held', agent: { id: 'olena', name: 'Olena' } });
    const consultation = { number: '102', agent: { id: 'andriy', name: 'Andriy' }, answered: false };
    await made.setHeld('c1', true);
    expect(await made.consult?.('c1', '102')).toBe('c1-consultation');
    made.live?.(live({ ...held, consultation }));
    expect(made.state.calls).toMatchObject([
      { id: 'c1', state: 'held' },
      { id: 'c1-consultation', consultationOf: 'c1', state: 'ringing', number: '102', name: 'Andriy' },
    ]);
    made.live?.(live({ ...held, consultation: { ...consultation, answered: true } }));
    expect(made.state.calls[1]).toMatchObject({ state: 'connected' });
    await made.completeTransfer?.('c1-consultation');
    await made.cancelTransfer?.('c1-consultation');
    // Hanging the consultation up goes back as well.
    await made.hangup('c1-consultation');
    expect(asked).toEqual([
      ['hold', 'c1'],
      ['consult', 'c1', '102'],
      ['complete', 'c1'],
      ['cancel', 'c1'],
      ['cancel', 'c1'],
    ]);
    made.live?.(live({ ...held, state: 'connected' }));
    expect(made.state.calls).toMatchObject([{ id: 'c1', state: 'connected' }, { state: 'ended' }]);
  });

  it('rings for whoever is asked, or is given a talk of somebody else', () => {
    const { made } = engine();
    const andriys = call({
      ...{ direction: 'in', state: 'held', agent: { id: 'andriy', name: 'Andriy' } },
      connectedAt: '2026-03-02T09:00:09.000Z',
    });
    const me = { number: '101', agent: { id: 'olena', name: 'Olena' } };
    made.live?.(live({ ...andriys, consultation: { ...me, answered: false } }));
    expect(made.state.calls).toMatchObject([{ direction: 'in', state: 'ringing' }]);
    made.live?.(live({ ...andriys, consultation: { ...me, answered: true } }));
    expect(made.state.calls).toMatchObject([{ id: 'c1', state: 'connected' }]);
    made.live?.(live({ ...andriys, state: 'connected', rings: ['olena'] }));
    expect(made.state.calls).toMatchObject([{ id: 'c1', state: 'ringing' }]);
  });

  it('says where the rest is done, and leaves nothing behind', async () => {
    const { made, calls } = engine();
    for (const work of [
      () => made.answer('c1'),
      () => made.setMuted('c1', true),
      () => made.setHeld('c1', false),
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
