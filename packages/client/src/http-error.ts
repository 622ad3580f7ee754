/** What axios throws, as the `RingbackError` that crosses the port. */
import { ERROR_CODES, type ErrorCode, HTTP_STATUS, Problem, RingbackError } from '@ringback/model';
import { isAxiosError } from 'axios';

export interface HttpErrorOptions {
  /** Milliseconds since 1970, to read a `Retry-After` that is a date. */
  now: () => number;
}

export function toRingbackError(reason: unknown, { now }: HttpErrorOptions): RingbackError {
  if (reason instanceof RingbackError) return reason;
  if (!isAxiosError(reason)) {
    return new RingbackError('bug', reason instanceof Error ? reason.message : 'An unknown failure.');
  }
  const { response, code } = reason;
  if (!response) {
    if (code === 'ECONNABORTED' || code === 'ETIMEDOUT') {
      return new RingbackError('timeout', 'The gateway took too long to answer.', { hint: 'Try again.' });
    }
    return new RingbackError('unavailable', 'The gateway cannot be reached.', {
      hint: 'Check the connection.',
    });
  }
  const wait = retryAfterMs(response.headers['retry-after'], now());
  const retryAfter = wait === undefined ? {} : { retryAfterMs: wait };
  const problem = Problem.safeParse(response.data);
  if (!problem.success) {
    return new RingbackError(codeOf(response.status), `The gateway answered ${response.status}.`, retryAfter);
  }
  const { detail, title, hint, fields, requestId } = problem.data;
  return new RingbackError(problem.data.code, detail ?? title, {
    requestId,
    ...(hint === undefined ? {} : { hint }),
    ...(fields === undefined ? {} : { fields }),
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
