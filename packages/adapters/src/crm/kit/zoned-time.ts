/** Times that a host writes without saying where its clock stands: `2026-11-24 09:00:00`. */

/** ISO 8601 in UTC; 1970 for what is no time (`0000-00-00 00:00:00`). */
export function zonedTime(written: string | null | undefined, timeZone: string): string {
  const utc = Date.parse(`${(written ?? '').replace(' ', 'T')}Z`);
  if (Number.isNaN(utc) || utc < 0) return new Date(0).toISOString();
  // The offset at a moment near by, and then at the moment itself: it differs when the clocks change in between.
  const near = utc - offsetMs(utc, timeZone);
  return new Date(utc - offsetMs(near, timeZone)).toISOString();
}

function offsetMs(at: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d{2}):(\d{2})/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** A moment as a clock of that zone shows it: `2026-11-24 09:00:00`. */
export function localTime(ms: number, timeZone: string): string {
  return new Date(ms + offsetMs(ms, timeZone)).toISOString().slice(0, 19).replace('T', ' ');
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
