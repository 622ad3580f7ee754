import { describe, expect, it } from 'vitest';
import { clearlyBest, wilson } from './wilson.ts';

describe('the bounds of a share', () => {
  it.each([
    [0, 10, 0, 0.2775],
    [1, 10, 0.0179, 0.4042],
    [50, 100, 0.4038, 0.5962],
    [10, 10, 0.7225, 1],
  ])('%i of %i', (successes, of, low, high) => {
    expect(wilson(successes, of)?.low).toBeCloseTo(low, 3);
    expect(wilson(successes, of)?.high).toBeCloseTo(high, 3);
  });

  it('are not known before anything was counted', () => {
    expect(wilson(0, 0)).toBeUndefined();
  });
});

describe('the better one', () => {
  const best = (...counts: [successes: number, of: number][]) => {
    const found = clearlyBest(counts, ([successes, of]) => wilson(successes, of));
    return found && counts.indexOf(found);
  };

  it('is named once the intervals have parted', () => {
    expect(best([12, 100], [31, 100])).toBe(1);
    expect(best([310, 1000], [120, 1000], [100, 1000])).toBe(0);
  });

  it.each([
    ['they overlap', [10, 100], [14, 100]],
    ['one of them was never shown', [30, 100], [0, 0]],
    ['there is one alone', [30, 100]],
  ] as [string, ...[number, number][]][])('is not named while %s', (_why, ...counts) => {
    expect(best(...counts)).toBeUndefined();
  });
});
