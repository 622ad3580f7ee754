import { describe, expect, it } from 'vitest';
import { createLanes } from './lanes.ts';

const gate = () => Promise.withResolvers<void>();

describe('lanes', () => {
  it('run jobs of one key one after another, and different keys side by side', async () => {
    const lanes = createLanes();
    const order: string[] = [];
    const first = gate();
    const a1 = lanes.run('a', async () => (await first.promise, order.push('a1')));
    const a2 = lanes.run('a', async () => order.push('a2'));
    await lanes.run('b', async () => order.push('b'));
    first.resolve();
    await Promise.all([a1, a2]);
    expect(order).toEqual(['b', 'a1', 'a2']);
  });

  it('go on after a job that failed, and tell its failure to the one who asked', async () => {
    const lanes = createLanes();
    const failed = lanes.run('a', () => Promise.reject(new Error('no')));
    const after = lanes.run('a', async () => 'done');
    await expect(failed).rejects.toThrow('no');
    await expect(after).resolves.toBe('done');
  });

  it('stop for an exclusive job: what was asked before is done, what is asked after waits', async () => {
    const lanes = createLanes();
    const order: string[] = [];
    const before = gate();
    const inside = gate();
    const all = [
      lanes.run('a', async () => (await before.promise, order.push('before'))),
      lanes.exclusive(async () => (order.push('begin'), await inside.promise, order.push('end'))),
      lanes.run('a', async () => order.push('after a')),
      lanes.run('b', async () => order.push('after b')),
    ];
    before.resolve();
    await all[0];
    inside.resolve();
    await Promise.all(all);
    await lanes.idle();
    expect(order).toEqual(['before', 'begin', 'end', 'after a', 'after b']);
  });
});
