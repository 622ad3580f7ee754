/** Bitrix24 on the wire: its envelope, its errors, and PHP's way of writing parameters. */
import type { ErrorCode } from '@ringback/model';
import * as z from 'zod/mini';
import { AdapterError } from '../../error.ts';
import type { HttpAnswer } from '../../http/index.ts';
import { manifest } from './manifest.ts';

export type Params = { readonly [key: string]: ParamValue };
export type ParamValue = string | number | boolean | null | undefined | readonly ParamValue[] | Params;

/** `filter[@id][0]=1&select[0]=*`, as PHP reads it; what is undefined is left out. */
export function toQuery(params: Params): string {
  const parts: string[] = [];
  const add = (name: string, value: ParamValue): void => {
    if (value === undefined) return;
    if (value === null) parts.push(`${encodeURIComponent(name)}=`);
    else if (Array.isArray(value)) value.forEach((one, index) => add(`${name}[${index}]`, one as ParamValue));
    else if (typeof value === 'object') {
      for (const [key, one] of Object.entries(value as Params)) add(`${name}[${key}]`, one);
    } else parts.push(`${encodeURIComponent(name)}=${encodeURIComponent(flag(value as string))}`);
  };
  for (const [key, value] of Object.entries(params)) add(key, value);
  return parts.join('&');
}

const flag = (value: string | number | boolean) =>
  typeof value === 'boolean' ? (value ? 'Y' : 'N') : String(value);

/** An empty map of PHP arrives as `[]`. */
const phpMap = <T extends z.ZodMiniType>(value: T) =>
  z.pipe(
    z.union([z.array(z.unknown()), z.record(z.string(), value)]),
    z.transform((map) => (Array.isArray(map) ? {} : map) as Record<string, z.infer<T>>),
  );

const Time = z.object({ operating: z.optional(z.number()), operating_reset_at: z.optional(z.unknown()) });
export type Time = z.infer<typeof Time>;

export const Fault = z.object({
  error: z.union([z.string(), z.number()]),
  error_description: z.optional(z.nullable(z.string())),
});
export type Fault = z.infer<typeof Fault>;

export const Envelope = z.object({
  result: z.unknown(),
  next: z.optional(z.number()),
  total: z.optional(z.number()),
  time: z.optional(Time),
});

export const BatchResult = z.object({
  result: phpMap(z.unknown()),
  result_error: phpMap(Fault),
  result_next: phpMap(z.number()),
  result_time: phpMap(Time),
});

const CODES: Record<string, ErrorCode> = {
  QUERY_LIMIT_EXCEEDED: 'rate-limited',
  OPERATION_TIME_LIMIT: 'rate-limited',
  OVERLOAD_LIMIT: 'unavailable',
  INTERNAL_SERVER_ERROR: 'unavailable',
  ERROR_UNEXPECTED_ANSWER: 'unavailable',
  NO_AUTH_FOUND: 'unauthorized',
  expired_token: 'unauthorized',
  invalid_token: 'unauthorized',
  invalid_grant: 'unauthorized',
  invalid_client: 'unauthorized',
  INVALID_CREDENTIALS: 'unauthorized',
  insufficient_scope: 'forbidden',
  ACCESS_DENIED: 'forbidden',
  WRONG_AUTH_TYPE: 'forbidden',
  user_access_error: 'forbidden',
  allowed_only_intranet_user: 'forbidden',
  NOT_FOUND: 'not-found',
  ERROR_NOT_FOUND: 'not-found',
  OWNER_NOT_FOUND: 'not-found',
  ERROR_METHOD_NOT_FOUND: 'unsupported',
  INVALID_ARG_VALUE: 'invalid',
  INVALID_REQUEST: 'invalid',
  ERROR_ARGUMENT: 'invalid',
  ERROR_EVENT_NOT_FOUND: 'unsupported',
  ERROR_PLACEMENT_NOT_FOUND: 'unsupported',
  ERROR_PLACEMENT_MAX_COUNT: 'conflict',
};

const HINTS: Partial<Record<ErrorCode, string>> = {
  unauthorized: 'Make a new webhook, or install the application again, and put its key into the settings.',
  forbidden: 'Give the webhook or application this right, or ask the portal’s administrator.',
};

const REFUSED = /^\s*\{\s*"error"/;

/** The error in our words; `undefined` for an answer that is none. */
export function refusal(answer: HttpAnswer, name: string, now: Date): AdapterError | undefined {
  // Some methods refuse with 200.
  if (answer.status >= 200 && answer.status < 300 && !REFUSED.test(answer.text)) return undefined;
  let body: unknown;
  try {
    body = JSON.parse(answer.text);
  } catch {
    return undefined;
  }
  const fault = Fault.safeParse(body);
  return fault.success ? faultOf(fault.data, name, { status: answer.status, body, now }) : undefined;
}

export function faultOf(
  { error, error_description }: Fault,
  name: string,
  { status = 400, body, now }: { status?: number; body?: unknown; now?: Date } = {},
): AdapterError {
  const text = error_description ?? '';
  const code = CODES[String(error)] ?? byText(text) ?? byStatus(status);
  const said = [error, text].filter((one) => one !== '').join(': ');
  const hint = HINTS[code];
  const after = code === 'rate-limited' ? pauseOf(String(error), body, now) : undefined;
  return new AdapterError(manifest.id, code, `${name}: Bitrix24 answered ${said || status}.`, {
    ...(hint === undefined ? {} : { hint }),
    ...(after === undefined ? {} : { retryAfterMs: after }),
  });
}

function byText(text: string): ErrorCode | undefined {
  if (/access denied|доступ запрещен/i.test(text)) return 'forbidden';
  if (/already bind/i.test(text)) return 'conflict';
  return /not found|не найден/i.test(text) ? 'not-found' : undefined;
}

function byStatus(status: number): ErrorCode {
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not-found';
  if (status === 429) return 'rate-limited';
  return status >= 500 ? 'unavailable' : 'invalid';
}

/** The bucket drains two a second; a method that has worked too long is let in again when the portal says. */
function pauseOf(error: string, body: unknown, now: Date | undefined): number {
  if (error !== 'OPERATION_TIME_LIMIT' || !now) return 1000;
  const resetAt = resetOf((body as { time?: Time }).time);
  return resetAt === undefined ? 60_000 : Math.max(1000, resetAt - now.getTime());
}

/** When part of the method's time is given back, in milliseconds; a Unix time or an ISO date. */
export function resetOf(time: Time | undefined): number | undefined {
  const at = time?.operating_reset_at;
  if (typeof at === 'number') return at * 1000;
  const date = typeof at === 'string' ? Date.parse(at) : Number.NaN;
  return Number.isNaN(date) ? undefined : date;
}
