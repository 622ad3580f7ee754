/** The widget's own small fetch: a library would weigh more than the widget. */
import type {
  CallbackFailure,
  CallbackInput,
  CallbackObstacle,
  CallbackOffer,
  CallbackState,
  CallbackStatus,
  ErrorCode,
} from '@ringback/model';
import type { CallbackSite } from '../site.ts';

export type {
  CallbackFailure,
  CallbackInput,
  CallbackObstacle,
  CallbackOffer,
  CallbackState,
  CallbackStatus,
};

/** What a callback is followed by. */
export type Ticket = Pick<CallbackStatus, 'id' | 'token'>;

export class CallbackError extends Error {
  readonly code: ErrorCode;
  /** Field that was refused. */
  readonly field: string | undefined;
  constructor(code: ErrorCode, field?: string) {
    super(code);
    this.code = code;
    this.field = field;
  }
}

export interface CallbackApi {
  /** `shown`: the text with which the dialog has just been opened. */
  offer(department?: string, shown?: string): Promise<CallbackOffer>;
  request(input: CallbackInput): Promise<CallbackStatus>;
  status(ticket: Ticket): Promise<CallbackStatus>;
  cancel(ticket: Ticket): Promise<CallbackStatus>;
  move(ticket: Ticket, when: string): Promise<CallbackStatus>;
  rate(ticket: Ticket, rating: { stars: number; comment?: string }): Promise<CallbackStatus>;
}

/** The visitor's own, IANA. */
export const timeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** 192 bits, also on a page without HTTPS. */
const newKey = (): string => crypto.getRandomValues(new Uint32Array(6)).join('-');

/** Longest wait for one answer, ms. */
const TIMEOUT_MS = 10_000;

export function createCallbackApi(site: CallbackSite, http: typeof fetch = fetch.bind(window)): CallbackApi {
  async function send<T = CallbackStatus>(
    method: string,
    path: string,
    { ticket, body, key }: { ticket?: Ticket; body?: object; key?: string } = {},
  ): Promise<T> {
    const headers: HeadersInit = {};
    if (ticket) headers['X-Ringback-Callback-Token'] = ticket.token;
    if (key) headers['Idempotency-Key'] = key;
    if (body) headers['Content-Type'] = 'application/json';
    let answer: Response;
    try {
      answer = await http(`${site.gateway}/api/v1/sites/${encodeURIComponent(site.key)}/${path}`, {
        method,
        credentials: 'omit',
        signal: AbortSignal.timeout(TIMEOUT_MS),
        headers,
        ...(body && { body: JSON.stringify(body) }),
      });
    } catch {
      throw new CallbackError('timeout');
    }
    const read = (await answer.json().catch(() => ({}))) as { code?: ErrorCode; fields?: object };
    if (!answer.ok) throw new CallbackError(read.code ?? 'unavailable', Object.keys(read.fields ?? {})[0]);
    return read as T;
  }

  // Until an answer has come, each try is the same wish: this page owns what the gateway may have taken already.
  let key = newKey();
  const at = (ticket: Ticket): string => `callbacks/${ticket.id}`;
  return {
    offer: (department, shown) => {
      const query = new URLSearchParams({
        timeZone: timeZone(),
        ...(department && { department }),
        ...(shown && { shown }),
      });
      return send('GET', `offer?${query}`);
    },
    request: async (input) => {
      const status = await send('POST', 'callbacks', { body: input, key });
      key = newKey();
      return status;
    },
    status: (ticket) => send('GET', at(ticket), { ticket }),
    cancel: (ticket) => send('DELETE', at(ticket), { ticket }),
    move: (ticket, when) => send('PATCH', at(ticket), { ticket, body: { when } }),
    rate: (ticket, rating) => send('POST', `${at(ticket)}/rating`, { ticket, body: rating }),
  };
}
