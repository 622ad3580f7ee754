import { DEFAULT_SETTINGS, type Schedule } from '@ringback/model';
import { describe, expect, it } from 'vitest';
import { daysOf, firmTimeZone, readPeriod } from './period.ts';

/** 00:30 of the next day in Kyiv. */
const now = new Date('2026-11-29T22:30:00.000Z');
const read = (asked: { from?: string; to?: string }) => readPeriod(asked, { now, timeZone: 'Europe/Kyiv' });
const hours = (date: string, timeZone: string) =>
  daysOf({ from: date, to: date }, timeZone).map(
    ({ since, before }) => (before.getTime() - since.getTime()) / 3_600_000,
  );

describe('Days that are counted', () => {
  it('are the last seven when nobody says which, today as the firm has it', () => {
    expect(read({})).toEqual({ from: '2026-11-24', to: '2026-11-30' });
    expect(read({ to: '2026-03-02' })).toEqual({ from: '2026-02-24', to: '2026-03-02' });
  });

  it('are a year and a day at most, and do not end before they begin', () => {
    expect(read({ from: '2024-01-01', to: '2024-12-31' })).toBeDefined();
    const fault = (asked: object) => {
      try {
        return read(asked);
      } catch (error) {
        return (error as { fields: unknown }).fields;
      }
    };
    expect(fault({ from: '2024-01-01', to: '2025-01-01' })).toEqual({
      from: 'must be at most 366 days before the last one, both counted',
    });
    expect(fault({ from: '2026-03-03', to: '2026-03-02' })).toEqual({
      to: 'must not be before the first day',
    });
  });

  it.each([
    ['2026-03-28', 'Europe/Kyiv', 24],
    ['2026-03-29', 'Europe/Kyiv', 23],
    ['2026-10-25', 'Europe/Kyiv', 25],
    // It begins at 01:00 there.
    ['2026-09-06', 'America/Santiago', 23],
    // Midnight comes twice.
    ['2026-11-01', 'America/Havana', 25],
    // There was none.
    ['2011-12-30', 'Pacific/Apia', 0],
  ])('%s in %s has %i hours', (date, timeZone, length) => {
    expect(hours(date, timeZone)).toEqual([length]);
  });

  it('end with the last one that can be written', () => {
    const last = { from: '9999-12-30', to: '9999-12-31' };
    expect(daysOf(last, 'UTC').map(({ date }) => date)).toEqual([last.from, last.to]);
  });

  it('follow each other without a gap', () => {
    const days = daysOf({ from: '2026-10-24', to: '2026-10-27' }, 'Europe/Kyiv');
    expect(days.map(({ date }) => date)).toEqual(['2026-10-24', '2026-10-25', '2026-10-26', '2026-10-27']);
    expect(days.slice(1).map(({ since }) => since)).toEqual(days.slice(0, -1).map(({ before }) => before));
  });
});

it('The firm’s time zone is that of its costs, else that of its first hours, else UTC', () => {
  const { security, routing } = DEFAULT_SETTINGS;
  const hoursOfKyiv = { timeZone: 'Europe/Kyiv', hours: [], holidays: [] } satisfies Schedule;
  const withHours = { ...routing, schedules: [{ ...hoursOfKyiv, key: 'day', name: 'Day' }] };
  const costs = { ...security.costs, timeZone: 'Europe/Warsaw' };
  expect(firmTimeZone({ security: { ...security, costs }, routing: withHours })).toBe('Europe/Warsaw');
  expect(firmTimeZone({ security, routing: withHours })).toBe('Europe/Kyiv');
  expect(firmTimeZone({ security, routing })).toBe('UTC');
});
