import { describe, expect, it } from 'vitest';
import { createGate } from './gate.ts';

describe('a gate', () => {
  it('lets those in first for whom somebody waits, and takes no place for whoever is called off', async () => {
    const gate = createGate(1);
    const first = Promise.withResolvers<void>();
    const order: string[] = [];
    const done = (name: string) => async () => void order.push(name);
    const background = true;
    const off = new AbortController();
    const all = [
      gate.run(() => first.promise),
      gate.run(done('look 1'), { background }),
      gate.run(done('look 2'), { background, signal: off.signal }),
      gate.run(done('look 3'), { background }),
      gate.run(done('call 1')),
      gate.run(done('call 2')),
    ];
    off.abort(new Error('called off'));
    first.resolve();
    const ends = await Promise.allSettled(all);
    expect(ends.map(({ status }) => status).filter((one) => one === 'rejected')).toHaveLength(1);
    expect(order).toEqual(['call 1', 'call 2', 'look 1', 'look 3']);
    // Every place is free again.
    await gate.run(done('call 3'), { background });
    expect(order.at(-1)).toBe('call 3');
  });
});
