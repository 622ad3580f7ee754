/** Times that a host writes with a space, and without saying where its clock stands: `2026-11-24 09:00:00`. */
import { fromLocal, toLocal } from '../local-time.ts';

/** ISO 8601 in UTC; 1970 for what is no time (`0000-00-00 00:00:00`). */
export function zonedTime(written: string | null | undefined, timeZone: string): string {
  return fromLocal((written ?? '').replace(' ', 'T'), timeZone) ?? new Date(0).toISOString();
}

/** A moment as a clock of that zone shows it: `2026-11-24 09:00:00`. */
export function localTime(ms: number, timeZone: string): string {
  return toLocal(new Date(ms).toISOString(), timeZone).replace('T', ' ');
}
