import { expect, test } from 'vitest';
import { visibleRows } from './visible-rows.ts';

const sight = { rowPx: 50, heightPx: 500, scrolledPx: 0, count: 100_000 };

test('Of a hundred thousand rows some dozen are in the page, wherever one scrolls', () => {
  for (const scrolledPx of [0, 1_000, 2_500_000, 5_000_000]) {
    const { from, to, before, after } = visibleRows({ ...sight, scrolledPx });
    expect(to - from).toBeLessThanOrEqual(24);
    expect(before + after + (to - from) * 50).toBe(5_000_000);
  }
});

test('What is in sight is in the page, with some rows around it', () => {
  const { from, to } = visibleRows({ ...sight, scrolledPx: 1_000 });
  expect(from).toBe(14);
  expect(to).toBe(37);
});

test('A list that grew shorter shows its end, not emptiness', () => {
  const { from, to } = visibleRows({ ...sight, count: 30, scrolledPx: 4_000 });
  expect(from).toBeLessThan(30);
  expect(to).toBe(30);
});

test('No rows are no rows', () => {
  expect(visibleRows({ ...sight, count: 0 })).toEqual({ from: 0, to: 0, before: 0, after: 0 });
});

test('Open details push the rows below them down, and the whole stays as high as it is', () => {
  const open = { index: 10, px: 400 };
  for (const scrolledPx of [0, 400, 550, 700, 2_500_000]) {
    const { from, to, before, after } = visibleRows({ ...sight, scrolledPx, open });
    const within = open.index >= from && open.index < to ? open.px : 0;
    expect(before + after + (to - from) * 50 + within).toBe(5_000_400);
  }
  // Scrolled into the details, their row is still in the page; behind them, rows come 400 px later.
  expect(visibleRows({ ...sight, scrolledPx: 800, open }).from).toBe(5);
  expect(visibleRows({ ...sight, scrolledPx: 5_400, open }).from).toBe(94);
});
