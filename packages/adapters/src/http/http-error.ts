/** One place says which of our closed codes an HTTP status is. */
import type { ErrorCode } from '@ringback/model';

const CODES: Record<number, ErrorCode> = {
  400: 'invalid',
  401: 'unauthorized',
  402: 'forbidden',
  403: 'forbidden',
  404: 'not-found',
  405: 'unsupported',
  408: 'timeout',
  409: 'conflict',
  410: 'not-found',
  412: 'conflict',
  413: 'invalid',
  415: 'bug',
  422: 'invalid',
  423: 'conflict',
  429: 'rate-limited',
  501: 'unsupported',
  504: 'timeout',
};

/** `undefined` for an answer that is no refusal. */
export function codeOfStatus(status: number): ErrorCode | undefined {
  if (status >= 200 && status < 300) return undefined;
  if (status < 400) return 'bug';
  return CODES[status] ?? (status >= 500 ? 'unavailable' : 'invalid');
}

/** `Retry-After` in seconds or as a date; milliseconds. */
export function retryAfterMs(header: string | null, now: Date): number | undefined {
  if (header === null) return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now.getTime());
}
