/**
 * Working hours: what the owner's week looks like in his own time zone, and the questions that follow from it. The schema is an
 * entry of the settings; the questions are `@ringback/model/hours`, because time zones weigh.
 */
import * as z from 'zod/mini';

export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** `09:00` to `23:59`, and `24:00` for the end of a day. */
const Clock = z
  .string()
  .check(z.regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be a time such as 09:30'));

/** `Europe/Kyiv`; a name that the platform does not know is refused. */
export const TimeZone = z.string().check(z.refine(isTimeZone, 'must be a time zone such as Europe/Kyiv'));

const Hours = z
  .strictObject({
    days: z.array(z.enum(WEEKDAYS)).check(z.minLength(1)),
    from: Clock,
    to: Clock,
  })
  .check(
    z.refine(
      ({ from, to }) => from < to,
      'must end after it begins; a night takes two rows, to 24:00 and from 00:00',
    ),
  );

export const Schedule = z.strictObject({
  timeZone: TimeZone,
  /** Open in any of these; none at all is never open. */
  hours: z.array(Hours),
  /** Days on which nobody is there, whatever the week says: `2026-12-25`. */
  holidays: z.array(
    z
      .string()
      .check(
        z.regex(/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/, 'must be a date such as 2026-12-25'),
      ),
  ),
});
export type Schedule = z.infer<typeof Schedule>;

/** Whether the platform knows a time zone of this name. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Whether a calendar has this day: the 31st of February is read as the 3rd of March. `2026-12-25`. */
export function isDay(day: string): boolean {
  const at = Date.parse(day);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
}
