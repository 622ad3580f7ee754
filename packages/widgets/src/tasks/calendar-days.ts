/** Days of a calendar: which ones are shown, and where a task goes that is moved. All in the person's own time. */
import type { Locale } from '@ringback/model';

export const SCALES = ['month', 'week', 'day'] as const;
export type Scale = (typeof SCALES)[number];

/** A place in the calendar where a task stands and to which it can be moved: a day, or an hour of the one day that is shown. */
export interface Slot {
  from: Date;
  to: Date;
  /** False = of the month before or after. */
  within: boolean;
}

/** Languages without a country: English weeks begin as in most of the world. */
const REGION: Record<Locale, string> = { en: 'en-GB', uk: 'uk-UA', ru: 'ru-RU' };
export const intlLocale = (locale: Locale): string => REGION[locale];

/** Day on which a week begins: 0 = Sunday. */
export function firstWeekday(locale: Locale): number {
  const { getWeekInfo } = Intl.Locale.prototype as {
    getWeekInfo?: (this: Intl.Locale) => { firstDay: number };
  };
  return (getWeekInfo?.call(new Intl.Locale(intlLocale(locale))).firstDay ?? 1) % 7;
}

export const dayOf = (at: Date): Date => new Date(at.getFullYear(), at.getMonth(), at.getDate());
/** By the calendar: a day has 23 or 25 hours when clocks are changed. */
export const addDays = (at: Date, days: number): Date => {
  const next = new Date(at);
  next.setDate(next.getDate() + days);
  return next;
};

function weekOf(at: Date, first: number): Date {
  const day = dayOf(at);
  return addDays(day, -((day.getDay() - first + 7) % 7));
}

/** What is shown around this moment, place by place. */
export function slotsOf(scale: Scale, around: Date, first: number): Slot[] {
  if (scale === 'day') return hoursOf(dayOf(around));
  const month = around.getMonth();
  const monthBegins = new Date(around.getFullYear(), month, 1);
  const begin = weekOf(scale === 'week' ? around : monthBegins, first);
  const shown = scale === 'week' ? 7 : weeksOf(monthBegins, begin) * 7;
  return [...Array(shown).keys()].map((index) => {
    const from = addDays(begin, index);
    return { from, to: addDays(begin, index + 1), within: scale === 'week' || from.getMonth() === month };
  });
}

function weeksOf(monthBegins: Date, begin: Date): number {
  const next = new Date(monthBegins.getFullYear(), monthBegins.getMonth() + 1, 1);
  // Rounded: there may be an hour more or less between two midnights.
  return Math.ceil(Math.round((next.getTime() - begin.getTime()) / 86_400_000) / 7);
}

function hoursOf(day: Date): Slot[] {
  return [...Array(24).keys()].map((hour) => ({
    from: new Date(day.getFullYear(), day.getMonth(), day.getDate(), hour),
    to: new Date(day.getFullYear(), day.getMonth(), day.getDate(), hour + 1),
    within: true,
  }));
}

/** @param by 1 = the next month, week or day. */
export function step(scale: Scale, around: Date, by: number): Date {
  if (scale === 'day') return addDays(around, by);
  if (scale === 'week') return addDays(around, by * 7);
  // The first: a month may have no 31st.
  return new Date(around.getFullYear(), around.getMonth() + by, 1);
}

/** When a task is due once it was moved to the slot: on another day at the same time, in another hour at the same minute. */
export function movedTo({ from }: Slot, scale: Scale, dueAt: string): string {
  const due = new Date(dueAt);
  const hour = scale === 'day' ? from.getHours() : due.getHours();
  return new Date(
    ...([from.getFullYear(), from.getMonth(), from.getDate()] as const),
    ...([hour, due.getMinutes(), due.getSeconds(), due.getMilliseconds()] as const),
  ).toISOString();
}

export const isIn = ({ from, to }: Slot, iso: string | undefined): boolean => {
  const at = iso === undefined ? NaN : Date.parse(iso);
  return at >= from.getTime() && at < to.getTime();
};
