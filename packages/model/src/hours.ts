/** Questions about a `Schedule`. An entry of its own: it carries the arithmetic of time zones. */
import { TZDate } from '@date-fns/tz';
import { type Schedule, WEEKDAYS } from './schedule.ts';

/** How far ahead an opening is looked for, in days: two weeks of holidays and a weekend. */
const HORIZON_DAYS = 21;

export interface OpenSpan {
  readonly from: Date;
  /** Exclusive. */
  readonly to: Date;
}

export function isOpen(schedule: Schedule, at: Date): boolean {
  return spanAt(schedule, at) !== undefined;
}

/** The span that `at` lies in; hours that touch are one span. */
export function spanAt(schedule: Schedule, at: Date): OpenSpan | undefined {
  const [next] = openSpans(schedule, at, 2);
  return next && next.from <= at ? next : undefined;
}

/** Midnight of the day that `at` lies in. */
export function startOfDay(at: Date, timeZone: string): Date {
  return midnightOf(dayOf(at, timeZone), timeZone);
}

/** The day that `at` lies in there: `2026-11-30`. */
export function dayOf(at: Date, timeZone: string): string {
  const day = new TZDate(at, timeZone);
  return [day.getFullYear(), day.getMonth() + 1, day.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
}

/** Its first moment there: of a day that a clock change lets begin at 01:00, that. */
export function midnightOf(date: string, timeZone: string): Date {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  return new Date(new TZDate(year, month - 1, day, timeZone).getTime());
}

/** When somebody is there again: `at` itself while it is open; undefined where nobody is for three weeks. */
export function nextOpening(schedule: Schedule, at: Date): Date | undefined {
  const [next] = openSpans(schedule, at, HORIZON_DAYS);
  if (!next) return undefined;
  return next.from > at ? next.from : at;
}

/** Open spans that end after `at`, in order, of so many days from the day of `at` on. */
export function openSpans(schedule: Schedule, at: Date, days: number): OpenSpan[] {
  const today = new TZDate(at, schedule.timeZone);
  const spans: { from: number; to: number }[] = [];
  // From yesterday on: a span that touches midnight may have begun there.
  for (let nth = -1; nth < days; nth += 1) {
    const day = new TZDate(today.getFullYear(), today.getMonth(), today.getDate() + nth, schedule.timeZone);
    for (const span of hoursOf(schedule, day)) {
      const last = spans.at(-1);
      if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
      else spans.push(span);
    }
  }
  return spans
    .filter(({ to }) => to > at.getTime())
    .map(({ from, to }) => ({ from: new Date(from), to: new Date(to) }));
}

/** In order. A time that a clock change leaves out is taken as the next one that exists. */
function hoursOf({ hours, holidays, timeZone }: Schedule, day: TZDate): { from: number; to: number }[] {
  const date = [day.getFullYear(), day.getMonth() + 1, day.getDate()];
  if (holidays.includes(date.map((part) => String(part).padStart(2, '0')).join('-'))) return [];
  const weekday = WEEKDAYS[(day.getDay() + 6) % 7];
  const at = (clock: string) => {
    const [hour = 0, minute = 0] = clock.split(':').map(Number);
    return new TZDate(day.getFullYear(), day.getMonth(), day.getDate(), hour, minute, timeZone).getTime();
  };
  return hours
    .filter(({ days }) => days.some((one) => one === weekday))
    .map(({ from, to }) => ({ from: at(from), to: at(to) }))
    .sort((a, b) => a.from - b.from);
}
