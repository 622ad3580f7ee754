/** When one is reminded again. */
export const SNOOZES = ['ten-minutes', 'hour', 'morning'] as const;
export type Snooze = (typeof SNOOZES)[number];

/** Hour at which a working day begins for those who want to hear of something "tomorrow morning". */
const MORNING_HOUR = 9;

export function snoozeUntil(how: Snooze, now: Date): string {
  if (how === 'morning') {
    const day = now.getDate() + 1;
    return new Date(now.getFullYear(), now.getMonth(), day, MORNING_HOUR).toISOString();
  }
  return new Date(now.getTime() + (how === 'hour' ? 60 : 10) * 60_000).toISOString();
}
