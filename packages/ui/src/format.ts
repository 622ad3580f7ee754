/** How times and numbers are written for people. */
import type { Locale } from '@ringback/model';

/** `0:07`, `12:34`, `1:02:03`. Never negative: clocks of two machines may differ. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** `14:05` today, `3 Mar, 14:05` this year, `3 Mar 2025, 14:05` before; empty for what is no time. */
export function formatTime(iso: string, locale: Locale, now: Date = new Date()): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return '';
  const options: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' };
  if (time.toDateString() !== now.toDateString()) {
    options.day = 'numeric';
    options.month = 'short';
  }
  if (time.getFullYear() !== now.getFullYear()) options.year = 'numeric';
  const key = locale + Object.keys(options);
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, options);
  formats.set(key, format);
  return format.format(time);
}

/** Country codes of one and two digits; all others have three. */
const E164 = /^\+(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})(\d{1,})(\d{3})(\d{4})$/;

/** `+380441234567` → `+380 44 123 4567`. Anything but a full E.164 number stays as it is. */
export function formatNumber(number: string): string {
  return number.replace(E164, '+$1 $2 $3 $4');
}
