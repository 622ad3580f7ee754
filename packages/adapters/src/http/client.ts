/**
 * The one way in which CRM adapters send a request: the vendor's limit is obeyed first, then there is a time limit for the answer, what
 * may be repeated is repeated with full jitter, and whatever goes wrong is an `AdapterError`. URLs and headers hold secrets: the log
 * has the request's `name` alone.
 */
import type { CrmContext } from '../context.ts';
import { AdapterError } from '../error.ts';
import { codeOfStatus, retryAfterMs } from './http-error.ts';
import type { Limiter } from './limiter.ts';

export interface HttpRequest {
  /** What stands in the log and in errors: the vendor's method or path, without secrets. */
  name: string;
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  /** A function is asked at each sending: what holds the time must not have waited for the vendor's limit. */
  headers?: Record<string, string> | (() => Record<string, string>);
  body?: string | Uint8Array<ArrayBuffer> | FormData;
  /** May be sent again when nobody knows whether it arrived: reads, and writes that carry a key of ours. */
  repeatable: boolean;
  /** A redirect is the answer, and is given back unfollowed. */
  redirectIsAnswer?: boolean;
  signal?: AbortSignal | undefined;
  /** Nobody waits for it: a screen pop is sent before it. */
  background?: boolean | undefined;
  /** When the work was begun that it is part of, in milliseconds of `now`; this moment when absent. */
  began?: number | undefined;
}

export interface HttpAnswer {
  status: number;
  headers: Headers;
  text: string;
  /** Parsed; `bug` when it is no JSON. */
  json(): unknown;
}

export interface HttpClientOptions {
  system: string;
  context: Pick<CrmContext, 'http' | 'now' | 'wait' | 'random' | 'log'>;
  limiter?: Limiter;
  /** For one answer, in milliseconds; 15,000 when absent. */
  timeoutMs?: number;
  /** For all attempts together, from the first sending on, in milliseconds; 40,000 when absent. */
  deadlineMs?: number;
  /** Longest answer that is read, in bytes; 20 MB when absent. */
  maxBytes?: number;
  /** The vendor's own way of refusing; `undefined` leaves the status to speak. */
  refused?(answer: HttpAnswer, request: HttpRequest): AdapterError | undefined;
}

export interface HttpClient {
  send(request: HttpRequest): Promise<HttpAnswer>;
}

const ATTEMPTS = 4;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;

export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { system, context, limiter, deadlineMs = 40_000 } = options;

  async function send(request: HttpRequest): Promise<HttpAnswer> {
    const began = request.began ?? context.now().getTime();
    let until: number | undefined;
    for (let attempt = 1; ; attempt += 1) {
      await limiter?.take({ ...request, began });
      until ??= context.now().getTime() + deadlineMs;
      try {
        return await once(options, request);
      } catch (error) {
        if (!(error instanceof AdapterError)) throw error;
        const pause = pauseBefore(error, attempt);
        // Nobody sits before an empty card for an hour because a host has asked for one.
        const tooLong = pause > deadlineMs ? (ms: number) => leftAlone(system, request, ms) : undefined;
        if (error.code === 'rate-limited') limiter?.pause(pause, tooLong);
        const late = context.now().getTime() + pause > until;
        if (!mayRepeat(error, request) || attempt >= ATTEMPTS || late) throw error;
        context.log.debug({ system, request: request.name, attempt, code: error.code }, 'sent again');
        await context.wait(pause, request.signal);
      }
    }
  }

  /** Full jitter: those who failed together do not come back together. */
  function pauseBefore(error: AdapterError, attempt: number): number {
    const most = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1));
    return error.retryAfterMs ?? Math.ceil(context.random() * most);
  }

  return { send };
}

function leftAlone(system: string, { name }: HttpRequest, retryAfterMs: number): AdapterError {
  const seconds = Math.ceil(retryAfterMs / 1000);
  return new AdapterError(
    system,
    'rate-limited',
    `${name}: the host asks to be left alone for ${seconds} s more.`,
    { hint: 'It has been asked too often, perhaps by other programs as well.', retryAfterMs },
  );
}

/** Whoever was told "too many" was not served: that may be sent again even when it is not repeatable. */
function mayRepeat(error: AdapterError, { repeatable }: HttpRequest): boolean {
  return error.retryable && (repeatable || error.code === 'rate-limited');
}

async function once(options: HttpClientOptions, request: HttpRequest): Promise<HttpAnswer> {
  const { system, context, timeoutMs = 15_000, maxBytes = 20_000_000 } = options;
  const began = context.now().getTime();
  const stop = new AbortController();
  const done = new AbortController();
  const abort = () => stop.abort(request.signal?.reason);
  request.signal?.addEventListener('abort', abort, { once: true });
  const tooLate = new AdapterError(system, 'timeout', `${request.name}: no answer in ${timeoutMs / 1000} s.`);
  void context.wait(timeoutMs, done.signal).then(
    () => stop.abort(tooLate),
    () => undefined,
  );
  try {
    request.signal?.throwIfAborted();
    const response = await context.http(request.url, {
      method: request.method ?? 'GET',
      headers: typeof request.headers === 'function' ? request.headers() : (request.headers ?? {}),
      body: request.body ?? null,
      // A redirect would carry the secret to another host.
      redirect: 'manual',
      signal: stop.signal,
    });
    const text = await readText(response, maxBytes, () => tooLong(system, request, maxBytes));
    const answer = answerOf(system, request, response, text);
    const ms = context.now().getTime() - began;
    context.log.debug({ system, request: request.name, status: answer.status, ms }, 'asked');
    const refusal = options.refused?.(answer, request) ?? refusalOf(options, request, answer);
    if (refusal) throw refusal;
    return answer;
  } catch (error) {
    if (error instanceof AdapterError) throw error;
    if (request.signal?.aborted) throw request.signal.reason;
    if (stop.signal.aborted) throw stop.signal.reason;
    // Node's message holds the address, and the address may hold the secret.
    throw new AdapterError(system, 'unavailable', `${request.name}: the host cannot be reached.`, {
      hint: 'Look whether the address is right and the host is up.',
    });
  } finally {
    done.abort();
    request.signal?.removeEventListener('abort', abort);
  }
}

function answerOf(system: string, request: HttpRequest, response: Response, text: string): HttpAnswer {
  return {
    status: response.status,
    headers: response.headers,
    text,
    json() {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        const hint =
          'Look whether the address leads to the API itself and not to a page or a proxy, and whether the host is being worked on.';
        // A page in place of data is how hosts, and what stands before them, say that they are closed: it will be another one later.
        throw /^\s*</.test(text)
          ? new AdapterError(system, 'unavailable', `${request.name}: the host answered with a page.`, {
              hint,
            })
          : new AdapterError(system, 'bug', `${request.name}: the host's answer is not JSON.`, { hint });
      }
    },
  };
}

function refusalOf(
  { system, context }: HttpClientOptions,
  { name, url, redirectIsAnswer }: HttpRequest,
  { status, headers }: HttpAnswer,
): AdapterError | undefined {
  const redirect = status >= 300 && status < 400;
  if (redirect && redirectIsAnswer) return undefined;
  const location = redirect && headers.get('location');
  if (location) {
    // Of the address itself no more than where it is: it may hold a secret.
    const to = URL.parse(location, url)?.origin ?? 'elsewhere';
    return new AdapterError(system, 'unavailable', `${name}: the host sends to another address, at ${to}.`, {
      hint: 'Enter the address at which the host itself answers, with https:// and www. as they are there.',
    });
  }
  const code = codeOfStatus(status);
  if (code === undefined) return undefined;
  const after = retryAfterMs(headers.get('retry-after'), context.now());
  return new AdapterError(system, code, `${name}: the host answered ${status}.`, {
    ...(after === undefined ? {} : { retryAfterMs: after }),
  });
}

function tooLong(system: string, { name }: HttpRequest, maxBytes: number): AdapterError {
  return new AdapterError(system, 'bug', `${name}: the host's answer is longer than ${maxBytes} bytes.`);
}

async function readText(response: Response, maxBytes: number, refuse: () => AdapterError): Promise<string> {
  if (!response.body) return '';
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw refuse();
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
