/** The browser's own `fetch`: what the core frame uses, where axios would weigh a third of everything (docs/decisions/0040). */
import { HttpRefusal, type Transport, Unreached } from './transport.ts';

/** `fetchOptions` go to each `fetch`. */
export function fetchTransport(fetchOptions: RequestInit = {}): Transport {
  return async ({ method, url, params, data, keepalive = false }, { base, headers, timeoutMs }) => {
    let response: Response;
    let text: string;
    try {
      response = await fetch(base + url + queryOf(params), {
        ...fetchOptions,
        method,
        keepalive,
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
      throw new Unreached(cause, { timedOut: (cause as { name?: unknown } | null)?.name === 'TimeoutError' });
    }
    const body = valueOf(text);
    if (response.ok) return body;
    throw new HttpRefusal({ status: response.status, retryAfter: response.headers.get('Retry-After'), body });
  };
}

function queryOf(params: object = {}): string {
  // Of a list each has its own: `kinds=call&kinds=mail`.
  const given = Object.entries(params)
    .flatMap(([name, value]) => [value].flat().map((one): [string, unknown] => [name, one]))
    .filter(([, value]) => value !== undefined);
  return given.length ? `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}` : '';
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
