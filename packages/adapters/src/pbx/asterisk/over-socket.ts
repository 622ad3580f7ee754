/**
 * Requests over the WebSocket of the events, where this Asterisk takes them there (20.14, 22.4): it costs both sides a part of what a request
 * by HTTP does. An older one does not answer the first, which asks for nothing, and goes on being asked by HTTP.
 */
import { randomUUID } from 'node:crypto';
import { AdapterError } from '../../error.ts';
import type { RestResponse } from './wire.ts';

/**
 * Asterisk carries out what comes over one socket one after the other, and waits for the channel's own thread each time: more than these
 * would queue up behind each other. What is asked meanwhile goes by HTTP, side by side.
 */
const MOST_WAITING = 4;

/** Longest wait for an answer, ms. Asterisk answers in a few. */
export const TIMEOUT_MS = 10_000;

export interface AriRequest {
  method: string;
  /** With its query; begins with a slash. */
  path: string;
  /** JSON. */
  body?: string;
}

export interface AriAnswer {
  status: number;
  text: string;
}

export interface OverSocket {
  /** It is known that requests are answered there, and at once. */
  readonly ready: boolean;
  send(request: AriRequest): Promise<AriAnswer>;
  /** The socket is open: `write` puts a text on it. */
  opened(write: (text: string) => void): void;
  /** Nothing that is under way will be answered. */
  closed(): void;
  heard(response: RestResponse): void;
}

interface Pending {
  resolve(answer: AriAnswer): void;
  reject(error: AdapterError): void;
  timer: NodeJS.Timeout;
}

export function createOverSocket(): OverSocket {
  const pending = new Map<string, Pending>();
  let write: ((text: string) => void) | undefined;
  let ready = false;

  const silent = (code: 'timeout' | 'unavailable') =>
    new AdapterError('asterisk', code, 'Asterisk does not answer', {
      hint: 'See that it runs and that its HTTP server can be reached from the gateway.',
    });

  function send({ method, path, body }: AriRequest): Promise<AriAnswer> {
    return new Promise((resolve, reject) => {
      if (!write) return reject(silent('unavailable'));
      const id = randomUUID();
      const late = () => {
        pending.delete(id);
        reject(silent('timeout'));
      };
      pending.set(id, { resolve, reject, timer: setTimeout(late, TIMEOUT_MS) });
      const content = body === undefined ? {} : { content_type: 'application/json', message_body: body };
      write(JSON.stringify({ type: 'RESTRequest', request_id: id, method, uri: path.slice(1), ...content }));
    });
  }

  return {
    get ready() {
      return ready && pending.size < MOST_WAITING;
    },
    send,
    opened(next) {
      write = next;
      send({ method: 'GET', path: '/asterisk/ping' }).then(
        ({ status }) => (ready = write === next && status === 200),
        () => undefined,
      );
    },
    closed() {
      [write, ready] = [undefined, false];
      for (const { reject, timer } of pending.values()) {
        clearTimeout(timer);
        reject(silent('unavailable'));
      }
      pending.clear();
    },
    heard({ request_id: id, status_code: status, message_body: text = '' }) {
      const one = pending.get(id);
      if (!one) return;
      pending.delete(id);
      clearTimeout(one.timer);
      one.resolve({ status, text });
    },
  };
}
