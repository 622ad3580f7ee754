import { describe, expect, it } from 'vitest';
import { isTimeZone } from '@ringback/model';
import { localTime, zonedTime } from './zoned-time.ts';

describe('a time without a zone', () => {
  it.each([
    ['2026-11-24 09:00:00', 'Europe/Kyiv', '2026-11-24T07:00:00.000Z'],
    ['2026-07-24 09:00:00', 'Europe/Kyiv', '2026-07-24T06:00:00.000Z'],
    ['2026-10-25 02:30:00', 'Europe/Kyiv', '2026-10-24T23:30:00.000Z'],
    ['2026-11-24 09:00:00', 'America/St_Johns', '2026-11-24T12:30:00.000Z'],
    ['2026-11-24 09:00:00', 'UTC', '2026-11-24T09:00:00.000Z'],
    ['0000-00-00 00:00:00', 'UTC', '1970-01-01T00:00:00.000Z'],
    [null, 'UTC', '1970-01-01T00:00:00.000Z'],
  ])('%s in %s is %s', (written, zone, utc) => {
    expect(zonedTime(written, zone)).toBe(utc);
  });

  it('is written as the clock of the zone shows it', () => {
    expect(localTime(Date.parse('2026-11-24T07:00:00.000Z'), 'Europe/Kyiv')).toBe('2026-11-24 09:00:00');
  });

  it('is read in a zone that there is', () => {
    expect([isTimeZone('Europe/Kyiv'), isTimeZone('Mars/Olympus')]).toEqual([true, false]);
  });
});
