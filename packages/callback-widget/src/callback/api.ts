/** The widget's own small fetch: axios would weigh more than the widget. */
import type { CallbackFailure, CallbackState, CallbackStatus, ErrorCode } from '@ringback/model';
import type { CallbackSite } from '../site.ts';

export type { CallbackFailure, CallbackState, CallbackStatus };

export class CallbackError extends Error {
  readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

export interface CallbackApi {
  request(number: string, name: string): Promise<CallbackStatus>;
  status(callback: CallbackStatus): Promise<CallbackStatus>;
  cancel(callback: CallbackStatus): Promise<CallbackStatus>;
}

/** Longest wait for one answer, ms. */
const TIMEOUT_MS = 10_000;

export function createCallbackApi(site: CallbackSite, http: typeof fetch = fetch.bind(window)): CallbackApi {
  const base = `${site.gateway}/api/v1/sites/${encodeURIComponent(site.key)}/callbacks`;

  async function send(method: string, path: string, init: RequestInit): Promise<CallbackStatus> {
    let answer: Response;
    try {
      answer = await http(base + path, {
        method,
        credentials: 'omit',
        signal: AbortSignal.timeout(TIMEOUT_MS),
        ...init,
      });
    } catch {
      throw new CallbackError('timeout', 'no answer');
    }
    const body = (await answer.json().catch(() => ({}))) as { code?: ErrorCode; detail?: string };
    if (!answer.ok) throw new CallbackError(body.code ?? 'unavailable', body.detail ?? '');
    return body as CallbackStatus;
  }

  const own = (callback: CallbackStatus): RequestInit => ({
    headers: { 'X-Ringback-Callback-Token': callback.token },
  });

  return {
    request: (number, name) =>
      send('POST', '', {
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({
          number,
          ...(name && { name }),
          page: { url: location.href.slice(0, 2000), title: document.title.slice(0, 300) },
        }),
      }),
    status: (callback) => send('GET', `/${callback.id}`, own(callback)),
    cancel: (callback) => send('DELETE', `/${callback.id}`, own(callback)),
  };
}
