import { type ErrorCode, RingbackError, type RingbackErrorOptions } from '@ringback/model';

/** A `RingbackError` as it crosses a port or a channel. */
export interface WireError {
  code: ErrorCode;
  message: string;
  hint?: string | undefined;
  retryable?: boolean;
  retryAfterMs?: number | undefined;
  fields?: Record<string, string> | undefined;
  requestId?: string | undefined;
  /** Code of the cause, where it has one: elements choose their words by it (`microphone-refused`). */
  why?: string | undefined;
}

/** What is no `RingbackError` is a bug of ours: its message crosses, its stack does not. */
export function toWire(error: unknown): WireError {
  if (!(error instanceof RingbackError)) {
    return { code: 'bug', message: error instanceof Error ? error.message : String(error) };
  }
  const { code, message, hint, retryable, retryAfterMs, fields, requestId } = error;
  const why = (error.cause as { code?: unknown } | undefined)?.code;
  return {
    code,
    message,
    hint,
    retryable,
    retryAfterMs,
    fields,
    requestId,
    why: typeof why === 'string' ? why : undefined,
  };
}

export function fromWire({ code, message, why, ...rest }: WireError): RingbackError {
  // What is undefined in it counts as absent.
  const options = { ...rest, ...(why && { cause: { code: why } }) } as RingbackErrorOptions;
  return new RingbackError(code, message, options);
}
