/** The closed list of what can go wrong, shared by gateway, adapters, client and elements. */
export const ERROR_CODES = [
  'unauthorized',
  'forbidden',
  'not-found',
  'conflict',
  'invalid',
  'rate-limited',
  'unavailable',
  'timeout',
  'unsupported',
  'bug',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

export const HTTP_STATUS: Record<ErrorCode, number> = {
  unauthorized: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  invalid: 400,
  'rate-limited': 429,
  unavailable: 503,
  timeout: 504,
  unsupported: 501,
  bug: 500,
};

export interface RingbackErrorOptions {
  /** What a person can do about it; one sentence. */
  hint?: string;
  retryable?: boolean;
  retryAfterMs?: number;
  /** Names of the offending fields, `path: why`. */
  fields?: Record<string, string>;
  requestId?: string;
  /** Of a `conflict` about a version: the record as it is now, so that nobody's work is lost. */
  current?: unknown;
  cause?: unknown;
}

/** The one error that crosses a port. `message` says who, what and why; `hint` what next. */
export class RingbackError extends Error {
  override readonly name: string = 'RingbackError';
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly fields: Record<string, string> | undefined;
  readonly requestId: string | undefined;
  readonly current: unknown;

  constructor(code: ErrorCode, message: string, options: RingbackErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
    this.retryable = options.retryable ?? ['unavailable', 'timeout', 'rate-limited'].includes(code);
    this.retryAfterMs = options.retryAfterMs;
    this.fields = options.fields;
    this.requestId = options.requestId;
    this.current = options.current;
  }
}
