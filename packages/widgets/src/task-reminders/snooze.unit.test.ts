import { expect, test } from 'vitest';
import { snoozeUntil } from './snooze.ts';

test('One is reminded again in ten minutes, in an hour, or at nine tomorrow, also at the end of a month', () => {
  const now = new Date('2026-11-30T17:05');
  expect(snoozeUntil('ten-minutes', now)).toBe(new Date('2026-11-30T17:15').toISOString());
  expect(snoozeUntil('hour', now)).toBe(new Date('2026-11-30T18:05').toISOString());
  expect(snoozeUntil('morning', now)).toBe(new Date('2026-12-01T09:00').toISOString());
});
