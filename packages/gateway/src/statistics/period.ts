/** Days that are asked for, in the firm's own time zone: one of a clock change is an hour shorter or longer than others. */
import { lengthOf, MOST_DAYS, type Period, RingbackError, type Settings } from '@ringback/model';
import { dayOf, midnightOf } from '@ringback/model/hours';

export interface Day {
  /** `2026-11-30`. */
  date: string;
  since: Date;
  /** Exclusive. */
  before: Date;
}

/** When absent: seven days, today the last. */
const USUAL_DAYS = 7;

/** Where calls may not cost more than so much a day, that day; else the day of the first working hours. */
export function firmTimeZone({ security, routing }: Pick<Settings, 'security' | 'routing'>): string {
  return security.costs.timeZone ?? routing.schedules[0]?.timeZone ?? 'UTC';
}

/** `invalid` where it ends before it begins, or is longer than is counted at once. */
export function readPeriod(
  asked: { from?: string | undefined; to?: string | undefined },
  { now, timeZone, most = MOST_DAYS }: { now: Date; timeZone: string; most?: number },
): Period {
  const to = asked.to ?? dayOf(now, timeZone);
  const period = { from: asked.from ?? daysAfter(to, 1 - USUAL_DAYS), to };
  const days = lengthOf(period);
  if (days < 1) throw wrong('to', 'must not be before the first day');
  if (days > most) throw wrong('from', `must be at most ${most} days before the last one, both counted`);
  return period;
}

export function daysOf(period: Period, timeZone: string): Day[] {
  // Counted, not compared: the day after 9999-12-31 is written so that it sorts before it.
  return Array.from({ length: lengthOf(period) }, (_, nth) => {
    const date = daysAfter(period.from, nth);
    return { date, since: midnightOf(date, timeZone), before: midnightOf(daysAfter(date, 1), timeZone) };
  });
}

function daysAfter(date: string, days: number): string {
  const at = new Date(date);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

const wrong = (field: string, why: string) =>
  new RingbackError('invalid', 'These days cannot be counted.', {
    hint: 'Correct the fields named.',
    fields: { [field]: why },
  });
