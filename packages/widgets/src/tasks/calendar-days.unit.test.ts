import { describe, expect, test } from 'vitest';
import { firstWeekday, isIn, movedTo, type Scale, slotsOf, step } from './calendar-days.ts';

const at = (text: string): Date => new Date(text);
const days = (scale: Scale, around: string, first = 1) =>
  slotsOf(scale, at(around), first).map(({ from }) => `${from.getMonth() + 1}-${from.getDate()}`);

describe('A calendar', () => {
  test('shows whole weeks of a month, from the day on which they begin here', () => {
    const november = days('month', '2026-11-24T10:00');
    expect([november[0], november.at(-1), november.length]).toEqual(['10-26', '12-6', 42]);
    const february = days('month', '2027-02-10T10:00');
    expect([february[0], february.at(-1), february.length]).toEqual(['2-1', '2-28', 28]);
    expect(days('month', '2026-11-24T10:00', 0)[0]).toBe('11-1');
  });

  test('has no day twice, and leaves none out, where clocks are changed', () => {
    for (const around of ['2026-03-15T10:00', '2026-10-15T10:00', '2026-11-15T10:00']) {
      const shown = days('month', around);
      expect(new Set(shown).size).toBe(shown.length);
      for (const { from } of slotsOf('month', at(around), 1)) expect(from.getHours()).toBe(0);
    }
  });

  test('shows a week of seven days and a day of hours', () => {
    expect(days('week', '2026-11-25T23:00')).toEqual([
      ...['11-23', '11-24', '11-25', '11-26', '11-27', '11-28', '11-29'],
    ]);
    const hours = slotsOf('day', at('2026-11-25T23:00'), 1);
    expect([hours.length, hours[9]?.from.getHours()]).toEqual([24, 9]);
  });

  test('weeks begin on Monday in our three languages', () => {
    expect(['en', 'uk', 'ru'].map((locale) => firstWeekday(locale as 'en'))).toEqual([1, 1, 1]);
  });

  test('goes on by a month also from a 31st', () => {
    expect(step('month', at('2026-01-31T10:00'), 1).getMonth()).toBe(1);
    expect(step('week', at('2026-12-30T10:00'), 1).getFullYear()).toBe(2027);
    expect(step('day', at('2026-03-01T10:00'), -1).getDate()).toBe(28);
  });

  test('moves a task to another day at the same time, and in a day to another hour at the same minute', () => {
    const due = at('2026-11-24T14:35').toISOString();
    const [monday] = slotsOf('week', at('2026-11-24T10:00'), 1);
    expect(movedTo(monday!, 'week', due)).toBe(at('2026-11-23T14:35').toISOString());
    const nine = slotsOf('day', at('2026-11-24T10:00'), 1)[9]!;
    expect(movedTo(nine, 'day', due)).toBe(at('2026-11-24T09:35').toISOString());
    expect([isIn(monday!, due), isIn(monday!, undefined)]).toEqual([false, false]);
  });
});
