import type { Pbx } from '@ringback/adapters';
import { createMemoryKept } from '@ringback/adapters/testing';
import { expect, it } from 'vitest';
import { createClock } from '../calls/calls.fixtures.ts';
import { createTimerSet } from '../calls/timers.ts';
import { createHistory, HISTORY_EVERY_MS } from './history.ts';

it('Each look begins an hour before the end of the last one: what had just ended was not in it yet', async () => {
  const clock = createClock();
  const spans: { from: Date; to: Date }[] = [];
  const history = createHistory({
    pbx: { history: { read: async (span) => (spans.push(span), []) } } as Pick<Pbx, 'history'> as Pbx,
    follow: { take: async () => undefined },
    kept: createMemoryKept(),
    now: clock.now,
    timers: createTimerSet(clock),
    log: { debug() {}, info() {}, warn() {}, error() {} },
  });
  const began = clock.now().getTime();
  history.look();
  await history.idle();
  clock.pass(HISTORY_EVERY_MS);
  await history.idle();
  const minutes = spans.map(({ from, to }) => [from, to].map((at) => (at.getTime() - began) / 60_000));
  expect(minutes).toEqual([
    [-24 * 60, -2],
    [-62, 28],
  ]);
});
