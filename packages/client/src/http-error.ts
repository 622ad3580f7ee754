/** What a request throws, as the `RingbackError` that crosses the port. */
import { ERROR_CODES, type ErrorCode, HTTP_STATUS, Problem, RingbackError } from '@ringback/model';
import { HttpRefusal, Unreached } from './transport/transport.ts';

export interface HttpErrorOptions {
  /** Milliseconds since 1970, to read a `Retry-After` that is a date. */
  now: () => number;
}

export function toRingbackError(reason: unknown, { now }: HttpErrorOptions): RingbackError {
  if (reason instanceof RingbackError) return reason;
  if (reason instanceof Unreached) {
    return reason.timedOut
      ? new RingbackError('timeout', 'The gateway took too long to answer.', { hint: 'Try again.' })
      : new RingbackError('unavailable', 'The gateway cannot be reached.', { hint: 'Check the connection.' });
  }
  if (!(reason instanceof HttpRefusal)) {
    return new RingbackError('bug', reason instanceof Error ? reason.message : 'An unknown failure.');
  }
  const wait = retryAfterMs(reason.retryAfter, now());
  const retryAfter = wait === undefined ? {} : { retryAfterMs: wait };
  const problem = Problem.safeParse(reason.body);
  if (!problem.success) {
    return new RingbackError(codeOf(reason.status), reason.message, retryAfter);
  }
  const { detail, title, hint, fields, requestId, current } = problem.data;
  return new RingbackError(problem.data.code, detail ?? title, {
    requestId,
    ...(hint === undefined ? {} : { hint }),
    ...(fields === undefined ? {} : { fields }),
    ...(current === undefined ? {} : { current }),
    ...retryAfter,
  });
}

/** A proxy between us and the gateway answers without our body. */
export function codeOf(status: number): ErrorCode {
  const known = ERROR_CODES.find((code) => HTTP_STATUS[code] === status);
  if (known) return known;
  if (status === 413 || status === 415 || status === 422) return 'invalid';
  return status >= 500 || status === 408 ? 'unavailable' : 'bug';
}

/** Seconds or a date, as RFC 9110 has it; in ms from now. */
export function retryAfterMs(header: unknown, now: number): number | undefined {
  if (typeof header !== 'string' || header === '') return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
