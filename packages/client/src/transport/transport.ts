/** How a request reaches the gateway: the browser's own `fetch`, or an axios instance of the host app. */
export interface GatewayRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api/v1`. */
  url: string;
  /** What is undefined is left out. */
  params?: object | undefined;
  data?: object | undefined;
  /** Goes on when the page that asked is closed, where the transport can. */
  keepalive?: boolean;
}

export interface TransportOptions {
  /** Address of the API. */
  base: string;
  headers: Record<string, string>;
  /** For answer and body together, in ms. */
  timeoutMs: number;
}

/**
 * @returns the body: JSON as its value, anything else as text.
 * @throws {HttpRefusal} whatever answered with an error
 * @throws {Unreached} nothing answered, or only a part of it came
 */
export type Transport = (request: GatewayRequest, options: TransportOptions) => Promise<unknown>;

export interface Refusal {
  status: number;
  retryAfter: string | null;
  body: unknown;
}

/** The gateway, or something before it, refused. */
export class HttpRefusal extends Error implements Refusal {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: unknown;

  constructor({ status, retryAfter, body }: Refusal) {
    super(`The gateway answered ${status}.`);
    this.status = status;
    this.retryAfter = retryAfter;
    this.body = body;
  }
}

/** No answer, or only a part of one. */
export class Unreached extends Error {
  readonly timedOut: boolean;

  constructor(cause: unknown, { timedOut }: { timedOut: boolean }) {
    super('No answer of the gateway.', { cause });
    this.timedOut = timedOut;
  }
}
