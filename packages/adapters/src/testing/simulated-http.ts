/**
 * The wire of a simulator: `fetch` without a network. The simulator answers requests as the vendor would; faults, slowness and fields
 * that nobody knows are put in here, the same for every vendor.
 */
import type { ErrorCode } from '@ringback/model';
import type { TestClock } from './virtual-clock.ts';

export interface SimulatedRequest {
  method: string;
  url: URL;
  headers: Headers;
  body: Uint8Array;
  text(): string;
  json(): unknown;
  form(): URLSearchParams;
}

export interface SimulatedAnswer {
  status: number;
  headers?: Record<string, string>;
  /** Text and bytes go out as they are, everything else as JSON; absent = an empty body. */
  body?: unknown;
}

/**
 * Errors are told in the vendor's own words (`refusals`). `garbage`: a page of HTML with status 200; `drop`: the connection breaks before
 * anything arrives; `lost`: it was done, and the answer does not come back; `hang`: no answer at all.
 */
export type WireFault = ErrorCode | 'garbage' | 'drop' | 'lost' | 'hang';

export interface Wire {
  readonly requests: readonly { at: number; method: string; url: string }[];
  /** How often the simulator said "too many" on its own account. */
  readonly limited: number;
  /** Size of the longest answer so far, in bytes. */
  readonly longestAnswer: number;
  /** The next requests fail in this way; `times` = 1 when absent. */
  inject(fault: WireFault, times?: number): void;
  /** The next requests are left in peace before the injected ones come. */
  skip(times: number): void;
  /** Whatever was injected and did not happen yet will not. */
  heal(): void;
  /** Puts fields that nobody knows into every object of every JSON answer. */
  addUnknownFields(on: boolean): void;
  /** Errors that the vendor can tell. */
  readonly tells: readonly ErrorCode[];
  latencyMs: number;
}

export interface SimulatedHttpOptions {
  clock: Pick<TestClock, 'now' | 'wait'>;
  handle(request: SimulatedRequest): SimulatedAnswer | Promise<SimulatedAnswer>;
  /** How the vendor refuses; only those that it can tell. */
  refusals: Partial<Record<ErrorCode, () => SimulatedAnswer>>;
  latencyMs?: number;
}

export interface SimulatedHttp {
  http: typeof fetch;
  wire: Wire;
  /** The simulator counts here when it refuses for its limit. */
  countLimited(): void;
}

export function createSimulatedHttp(options: SimulatedHttpOptions): SimulatedHttp {
  const { clock, handle, refusals } = options;
  const requests: { at: number; method: string; url: string }[] = [];
  const faults: (WireFault | undefined)[] = [];
  let limited = 0;
  let longest = 0;
  let unknown = false;
  const wire: Wire = {
    requests,
    get limited() {
      return limited;
    },
    get longestAnswer() {
      return longest;
    },
    inject(fault, times = 1) {
      for (let i = 0; i < times; i += 1) faults.push(fault);
    },
    skip(times) {
      for (let i = 0; i < times; i += 1) faults.push(undefined);
    },
    heal() {
      faults.length = 0;
    },
    addUnknownFields(on) {
      unknown = on;
    },
    tells: Object.keys(refusals) as ErrorCode[],
    latencyMs: options.latencyMs ?? 40,
  };

  async function http(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    const request = await readRequest(new Request(input, init));
    const signal = init?.signal ?? undefined;
    signal?.throwIfAborted();
    requests.push({ at: clock.now().getTime(), method: request.method, url: request.url.href });
    const fault = faults.shift();
    if (fault === 'hang') return never(signal);
    await clock.wait(wire.latencyMs, signal);
    if (fault === 'drop') throw new TypeError('fetch failed');
    const answer = await answerTo(fault, request);
    if (fault === 'lost') throw new TypeError('fetch failed');
    const body = encode(answer, unknown);
    longest = Math.max(longest, body?.byteLength ?? 0);
    return new Response(body, {
      status: answer.status,
      headers: {
        'content-type': typeof answer.body === 'string' ? 'text/html' : 'application/json',
        ...answer.headers,
      },
    });
  }

  async function answerTo(fault: WireFault | undefined, request: SimulatedRequest): Promise<SimulatedAnswer> {
    if (fault === undefined || fault === 'lost') return handle(request);
    if (fault === 'garbage') return { status: 200, body: '<html><body>Technical works</body></html>' };
    const refusal = refusals[fault as ErrorCode];
    if (!refusal) throw new Error(`This simulator cannot tell "${fault}".`);
    return refusal();
  }

  return { http: http as typeof fetch, wire, countLimited: () => void (limited += 1) };
}

function never(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}

async function readRequest(request: Request): Promise<SimulatedRequest> {
  const body = new Uint8Array(await request.arrayBuffer());
  const text = () => new TextDecoder().decode(body);
  return {
    method: request.method,
    url: new URL(request.url),
    headers: request.headers,
    body,
    text,
    json: () => (text() === '' ? undefined : (JSON.parse(text()) as unknown)),
    form: () => new URLSearchParams(text()),
  };
}

function encode({ body, status }: SimulatedAnswer, unknown: boolean): Uint8Array<ArrayBuffer> | null {
  if (body === undefined || status === 204 || status === 304) return null;
  if (body instanceof Uint8Array) return new Uint8Array(body);
  const text = typeof body === 'string' ? body : JSON.stringify(unknown ? withUnknown(body) : body);
  return new TextEncoder().encode(text);
}

function withUnknown(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withUnknown);
  if (value === null || typeof value !== 'object') return value;
  const known = Object.entries(value).map(([key, child]) => [key, withUnknown(child)] as const);
  return { ...Object.fromEntries(known), somethingNew2027: { nested: ['значення', 1, null] } };
}
