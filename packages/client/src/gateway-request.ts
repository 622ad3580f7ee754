/** One request to the gateway by the browser's own `fetch`: axios weighed a third of the core frame (docs/decisions/0040). */
export interface GatewayRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/v1`. */
  url: string;
  /** What is undefined is left out. */
  params?: object | undefined;
  data?: object | undefined;
}

export interface GatewayRequestOptions {
  /** Address of the API. */
  base: string;
  headers: Record<string, string>;
  fetchOptions?: RequestInit | undefined;
  /** For answer and body together, in ms. */
  timeoutMs: number;
}

/** The gateway, or something before it, refused. */
export class HttpRefusal extends Error {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: unknown;

  constructor({ status, headers }: Response, body: unknown) {
    super(`The gateway answered ${status}.`);
    this.status = status;
    this.retryAfter = headers.get('Retry-After');
    this.body = body;
  }
}

/** No answer, or only a part of one. */
export class Unreached extends Error {
  readonly timedOut: boolean;

  constructor(cause: unknown) {
    super('No answer of the gateway.', { cause });
    this.timedOut = (cause as { name?: unknown } | null)?.name === 'TimeoutError';
  }
}

/** @returns the body: JSON as its value, anything else as text. */
export async function requestGateway(
  { method, url, params, data }: GatewayRequest,
  { base, headers, fetchOptions, timeoutMs }: GatewayRequestOptions,
): Promise<unknown> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(base + url + queryOf(params), {
      ...fetchOptions,
      method,
      headers: {
        Accept: 'application/json',
        ...(data && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      signal: AbortSignal.timeout(timeoutMs),
      ...(data && { body: JSON.stringify(data) }),
    });
    text = await response.text();
  } catch (cause) {
    throw new Unreached(cause);
  }
  const body = valueOf(text);
  if (!response.ok) throw new HttpRefusal(response, body);
  return body;
}

function queryOf(params: object = {}): string {
  const given = Object.entries(params).filter(([, value]) => value !== undefined);
  return given.length ? `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}` : '';
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
