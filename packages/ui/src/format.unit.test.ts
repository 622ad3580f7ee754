import { describe, expect, it } from 'vitest';
import { formatDuration, formatNumber, formatTime } from './format.ts';

describe('how long a call lasted', () => {
  it.each([
    [0, '0:00'],
    [7.9, '0:07'],
    [754, '12:34'],
    [3723, '1:02:03'],
    [-3, '0:00'],
  ])('%d s reads %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });
});

describe('when a call was', () => {
  const now = new Date(2026, 2, 3, 18, 0);
  const at = (...parts: [number, number, number, number, number]) => new Date(...parts).toISOString();

  it('is the time alone today, with the day this year, with the year before', () => {
    expect(formatTime(at(2026, 2, 3, 14, 5), 'en', now)).toBe('14:05');
    expect(formatTime(at(2026, 2, 1, 14, 5), 'en', now)).toMatch(/^1 Mar,? 14:05$/);
    expect(formatTime(at(2025, 2, 1, 14, 5), 'en', now)).toMatch(/^1 Mar 2025,? 14:05$/);
  });

  it('speaks Ukrainian and Russian', () => {
    expect(formatTime(at(2026, 2, 1, 14, 5), 'uk', now)).toContain('1 бер.');
    expect(formatTime(at(2026, 2, 1, 14, 5), 'ru', now)).toContain('1 мар');
  });

  it('is nothing for what is no time', () => {
    expect(formatTime('soon', 'en', now)).toBe('');
  });
});

describe('a phone number', () => {
  it.each([
    ['+380441234567', '+380 44 123 4567'],
    ['+79161234567', '+7 916 123 4567'],
    ['+14155550123', '+1 415 555 0123'],
    ['+4930901820000', '+49 3090 182 0000'],
    ['101', '101'],
    ['anonymous', 'anonymous'],
    ['', ''],
  ])('%s reads %s', (number, text) => {
    expect(formatNumber(number)).toBe(text);
  });
});
