import { describe, expect, it } from 'vitest';
import { isOpen, nextOpening, openSpans, spanAt } from './hours.ts';
import { Schedule, type Weekday } from './schedule.ts';

const WORKDAYS: Weekday[] = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];
const shop: Schedule = {
  timeZone: 'Europe/Kyiv',
  hours: [
    { days: WORKDAYS, from: '09:00', to: '13:00' },
    { days: WORKDAYS, from: '14:00', to: '18:00' },
    { days: ['saturday'], from: '10:00', to: '14:00' },
  ],
  holidays: ['2026-12-25'],
};
/** Kyiv is two hours ahead of UTC in winter, three in summer. */
const at = (iso: string) => new Date(`${iso}:00.000Z`);
const opening = (iso: string) => nextOpening(shop, at(iso))?.toISOString().slice(0, 16);

describe('the owner’s hours', () => {
  it('are in his own time zone, the first minute in and the last one out', () => {
    expect(isOpen(shop, at('2026-11-24T06:59'))).toBe(false);
    expect(isOpen(shop, at('2026-11-24T07:00'))).toBe(true);
    expect(isOpen(shop, at('2026-11-24T11:30'))).toBe(false);
    expect(isOpen(shop, at('2026-11-24T15:59'))).toBe(true);
    expect(isOpen(shop, at('2026-11-24T16:00'))).toBe(false);
  });

  it('follow the clock change', () => {
    expect(isOpen(shop, at('2026-07-21T06:00'))).toBe(true);
    expect(isOpen(shop, at('2026-07-21T15:00'))).toBe(false);
  });

  it('are closed on a holiday, whatever the week says', () => {
    expect(isOpen(shop, at('2026-12-25T08:00'))).toBe(false);
    expect(isOpen(shop, at('2026-12-24T08:00'))).toBe(true);
  });

  it('say when they begin again: after lunch, tomorrow, on Saturday, after the holiday', () => {
    expect(opening('2026-11-24T11:30')).toBe('2026-11-24T12:00');
    expect(opening('2026-11-24T20:00')).toBe('2026-11-25T07:00');
    expect(opening('2026-11-27T20:00')).toBe('2026-11-28T08:00');
    expect(opening('2026-12-24T20:00')).toBe('2026-12-26T08:00');
    expect(opening('2026-11-24T08:15')).toBe('2026-11-24T08:15');
  });

  it('that never are have no next opening', () => {
    expect(nextOpening({ ...shop, hours: [] }, at('2026-11-24T08:00'))).toBeUndefined();
  });

  it('that go on over midnight are one span', () => {
    const night: Schedule = {
      timeZone: 'Europe/Kyiv',
      hours: [
        { days: ['friday'], from: '22:00', to: '24:00' },
        { days: ['saturday'], from: '00:00', to: '04:00' },
      ],
      holidays: [],
    };
    const span = spanAt(night, at('2026-11-27T23:30'));
    expect(span?.from.toISOString()).toBe('2026-11-27T20:00:00.000Z');
    expect(span?.to.toISOString()).toBe('2026-11-28T02:00:00.000Z');
  });

  it('keep their length on the night of the clock change', () => {
    const night: Schedule = {
      timeZone: 'Europe/Kyiv',
      hours: [{ days: ['sunday'], from: '00:00', to: '06:00' }],
      holidays: [],
    };
    const hours = (iso: string) => {
      const [span] = openSpans(night, at(iso), 1);
      return span && (span.to.getTime() - span.from.getTime()) / 3_600_000;
    };
    expect(hours('2026-10-25T00:30')).toBe(7);
    expect(hours('2026-03-29T00:30')).toBe(5);
  });
});

describe('what an owner types', () => {
  it.each([
    ['a time zone that is none', { timeZone: 'Kyiv' }, 'time zone such as'],
    ['a time that is none', { hours: [{ days: ['monday'], from: '9', to: '18:00' }] }, 'time such as'],
    [
      'hours that end before they begin',
      { hours: [{ days: ['monday'], from: '22:00', to: '04:00' }] },
      'two rows',
    ],
    ['a day that is none', { holidays: ['25.12.2026'] }, 'date such as'],
  ])('%s is refused with what to write', (_what, wrong, sentence) => {
    const parsed = Schedule.safeParse({ ...shop, ...wrong });
    expect(parsed.error?.issues[0]?.message).toContain(sentence);
  });
});
