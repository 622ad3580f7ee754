import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '../testing/index.ts';
import { createLeakyBucket, createSlidingWindow, type Limiter } from './limiter.ts';

const upTo = (n: number) => Array.from({ length: n }, (_, index) => index);

async function timesOf(limiter: Limiter, count: number, clock: ReturnType<typeof createVirtualClock>) {
  const began = clock.now().getTime();
  return clock.run(() =>
    Promise.all(upTo(count).map(() => limiter.take().then(() => clock.now().getTime() - began))),
  );
}

describe('a leaky bucket', () => {
  it('lets through what fits in, and then one by one as it drains', async () => {
    const clock = createVirtualClock();
    const bucket = createLeakyBucket({ capacity: 3, drainPerSecond: 2, ...clock });
    expect(await timesOf(bucket, 6, clock)).toEqual([0, 0, 0, 500, 1000, 1500]);
    await clock.pass(60_000);
    expect(await timesOf(bucket, 4, clock)).toEqual([0, 0, 0, 500]);
  });
});

describe('a sliding window', () => {
  it('lets through no more than allowed in any stretch of time', async () => {
    const clock = createVirtualClock();
    const limiter = createSlidingWindow({ requests: 2, perMs: 1000, ...clock });
    await limiter.take();
    await clock.pass(900);
    expect(await timesOf(limiter, 4, clock)).toEqual([0, 100, 1000, 1100]);
  });

  it('who is called off while he waits takes nothing', async () => {
    const clock = createVirtualClock();
    const limiter = createSlidingWindow({ requests: 1, perMs: 1000, ...clock });
    await limiter.take();
    const stop = new AbortController();
    const gone = limiter.take({ signal: stop.signal });
    gone.catch(() => undefined);
    const next = limiter.take().then(() => clock.now().getTime());
    const began = clock.now().getTime();
    await clock.pass(500);
    stop.abort(new Error('gone'));
    await expect(gone).rejects.toThrow('gone');
    expect((await clock.run(() => next)) - began).toBe(1000);
  });

  it('lets people through before what runs in the background, however long that has waited', async () => {
    const clock = createVirtualClock();
    const limiter = createSlidingWindow({ requests: 1, perMs: 1000, ...clock });
    const order: string[] = [];
    const ask = (name: string, background: boolean) =>
      limiter.take({ background }).then(() => order.push(name));
    const all = [ask('sync 1', true), ask('sync 2', true), ask('sync 3', true), ask('pop', false)];
    await clock.run(() => Promise.all(all));
    expect(order).toEqual(['sync 1', 'pop', 'sync 2', 'sync 3']);
  });

  it('finishes work that was begun before it begins other', async () => {
    const clock = createVirtualClock();
    const limiter = createSlidingWindow({ requests: 1, perMs: 1000, ...clock });
    const done: string[] = [];
    const pop = async (name: string) => {
      const began = clock.now().getTime();
      await limiter.take({ began });
      await limiter.take({ began });
      done.push(`${name} after ${clock.now().getTime() - began}`);
    };
    const first = ['1', '2', '3'].map(pop);
    const later = clock.wait(1).then(() => pop('later'));
    await clock.run(() => Promise.all([...first, later]));
    expect(done).toEqual(['1 after 3000', '2 after 4000', '3 after 5000', 'later after 6999']);
  });

  it('nobody passes while the vendor has said to wait', async () => {
    const clock = createVirtualClock();
    const limiter = createSlidingWindow({ requests: 5, perMs: 1000, ...clock });
    limiter.pause(7000);
    expect(await timesOf(limiter, 2, clock)).toEqual([7000, 7000]);
  });
});
