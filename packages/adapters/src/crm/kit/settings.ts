/** Settings that most systems have. */
import { isTimeZone } from '@ringback/model';
import * as z from 'zod/mini';

/** An address over HTTPS, or over HTTP on this machine alone: the requests carry a key. A slash at its end does not matter. */
export const Address = z
  .string()
  .check(z.maxLength(500), z.refine(isSafe, { error: 'must be an https:// address without a query' }));

function isSafe(written: string): boolean {
  if (!URL.canParse(written)) return false;
  const { protocol, hostname, username, search, hash } = new URL(written);
  const near = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return (protocol === 'https:' || (protocol === 'http:' && near)) && username + search + hash === '';
}

/** Something can be written behind it. */
export function withoutSlash(address: string): string {
  return address.replace(/\/+$/, '');
}

/** `Europe/Kyiv`. */
export const TimeZone = z
  .string()
  .check(z.refine(isTimeZone, { error: 'must be a time zone like Europe/Kyiv' }));
