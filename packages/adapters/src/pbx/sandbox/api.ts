/** The control connection to the sandbox PBX: commands, events, and coming back when it drops. */
import { ERROR_CODES } from '@ringback/model';
import * as z from 'zod/mini';
import type { AdapterContext } from '../../context.ts';
import { AdapterError } from '../../error.ts';
import { LEG_END_CAUSES, LOGIN_REFUSALS, type PbxEvent, type PbxSnapshot } from '../contract.ts';
import { manifest, type SandboxSettings } from './manifest.ts';

/** The part of a WebSocket that is used here; Node's own and the browser's fit. */
export interface ControlSocket {
  send(text: string): void;
  close(code?: number): void;
  addEventListener(type: 'open' | 'error', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'close', listener: (event: { code: number }) => void): void;
}

export interface ControlTiming {
  /** Runs `action` once after `ms`; returns the way to call it off. */
  after(ms: number, action: () => void): () => void;
  /** 0 ≤ n < 1 */
  random(): number;
}

/** A local process answers in milliseconds. */
const REQUEST_MS = 5000;
const BACK_OFF_FIRST_MS = 250;
const BACK_OFF_MAX_MS = 5000;
/** Another gateway has taken the PBX over: quarrelling about it would drop both again and again. */
const REPLACED_MS = 30_000;
const CLOSE_REPLACED = 4001;
const CLOSE_UNAUTHORIZED = 4003;

const Leg = { legId: z.string(), at: z.string() };
const Event = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('leg.offered'),
    ...Leg,
    origin: z.union([
      z.object({ kind: z.literal('trunk') }),
      z.object({ kind: z.literal('device'), endpoint: z.string() }),
    ]),
    caller: z.object({ number: z.string(), name: z.optional(z.string()) }),
    dialled: z.string(),
    callId: z.optional(z.string()),
    address: z.optional(z.string()),
  }),
  z.object({ type: z.enum(['leg.ringing', 'leg.held', 'leg.resumed']), ...Leg }),
  z.object({ type: z.literal('leg.answered'), ...Leg, phone: z.optional(z.enum(['soft'])) }),
  z.object({ type: z.literal('leg.replaced'), ...Leg, byLegId: z.string() }),
  z.object({ type: z.literal('leg.ended'), ...Leg, cause: z.enum(LEG_END_CAUSES) }),
  z.object({ type: z.literal('leg.dtmf'), ...Leg, digit: z.string() }),
  z.object({ type: z.literal('play.finished'), playId: z.string(), at: z.string() }),
  z.object({
    type: z.literal('recording.finished'),
    recordingId: z.string(),
    seconds: z.number(),
    failed: z.optional(z.boolean()),
    at: z.string(),
  }),
  z.object({
    type: z.literal('login.accepted'),
    endpoint: z.string(),
    address: z.string(),
    at: z.string(),
  }),
  z.object({
    type: z.literal('login.refused'),
    endpoint: z.optional(z.string()),
    address: z.string(),
    why: z.enum(LOGIN_REFUSALS),
    at: z.string(),
  }),
  z.object({ type: z.literal('device.changed'), endpoint: z.string(), online: z.boolean() }),
]);
const Snapshot = z.object({
  legs: z.array(z.object({ legId: z.string(), answered: z.boolean(), bridgeId: z.optional(z.string()) })),
  onlineDevices: z.array(z.string()),
});
const Answer = z.object({
  id: z.number(),
  result: z.optional(z.unknown()),
  error: z.optional(z.object({ code: z.enum(ERROR_CODES), message: z.string() })),
});

interface Waiting {
  resolve(result: unknown): void;
  reject(error: AdapterError): void;
  calledOff(): void;
}

export interface ControlOptions {
  settings: SandboxSettings;
  context: AdapterContext;
  timing: ControlTiming;
  openSocket(url: string): ControlSocket;
  onEvent(event: PbxEvent): void;
}

export class ControlConnection {
  readonly #options: ControlOptions;
  readonly #waiting = new Map<number, Waiting>();
  #socket: ControlSocket | undefined;
  #up = false;
  #started = false;
  #attempts = 0;
  #nextId = 1;
  #stopReconnect: (() => void) | undefined;

  constructor(options: ControlOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#started) return;
    this.#started = true;
    this.#connect();
  }

  stop(): void {
    this.#started = false;
    this.#stopReconnect?.();
    const socket = this.#socket;
    this.#down(1000);
    socket?.close(1000);
  }

  request(method: string, params: object = {}): Promise<unknown> {
    if (!this.#up)
      return Promise.reject(this.#error('unavailable', `${method}: the sandbox PBX cannot be reached.`));
    return this.#send(method, params);
  }

  #connect(): void {
    const socket = this.#options.openSocket(this.#options.settings.controlUrl);
    this.#socket = socket;
    const own = (action: () => void) => () => this.#socket === socket && action();
    socket.addEventListener(
      'open',
      own(() => this.#authenticate(socket)),
    );
    socket.addEventListener('message', (event) => this.#socket === socket && this.#onMessage(event.data));
    socket.addEventListener('error', () => undefined); // `close` follows and says it all
    socket.addEventListener('close', ({ code }) => this.#socket === socket && this.#down(code));
  }

  #authenticate(socket: ControlSocket): void {
    this.#send('authenticate', { token: this.#options.settings.controlToken }).then(
      () => {
        if (this.#socket !== socket) return;
        this.#attempts = 0;
        this.#up = true;
        this.#options.onEvent({ type: 'connection.changed', up: true });
      },
      () => socket.close(),
    );
  }

  #send(method: string, params: object): Promise<unknown> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const calledOff = this.#options.timing.after(REQUEST_MS, () => {
        this.#waiting.delete(id);
        reject(
          this.#error('timeout', `${method}: no answer from the sandbox PBX within ${REQUEST_MS / 1000} s.`),
        );
      });
      this.#waiting.set(id, { resolve, reject, calledOff });
      this.#socket?.send(JSON.stringify({ id, method, params }));
    });
  }

  #onMessage(data: unknown): void {
    const message = readJson(data);
    const answer = Answer.safeParse(message);
    if (answer.success) return this.#settle(answer.data);
    const event = Event.safeParse(message);
    // The wire leaves absent fields out, so that the parsed event is the contract's to the letter.
    if (event.success) this.#options.onEvent(event.data as PbxEvent);
    else this.#options.context.log.warn({ system: manifest.id }, 'the sandbox PBX sent something unknown');
  }

  #settle({ id, result, error }: z.infer<typeof Answer>): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    waiting?.calledOff();
    if (error) waiting?.reject(this.#error(error.code, error.message));
    else waiting?.resolve(result);
  }

  #down(code: number): void {
    this.#socket = undefined;
    for (const { reject, calledOff } of this.#waiting.values()) {
      calledOff();
      reject(this.#error('unavailable', 'The connection to the sandbox PBX was lost.'));
    }
    this.#waiting.clear();
    const wasUp = this.#up;
    this.#up = false;
    if (wasUp) this.#options.onEvent({ type: 'connection.changed', up: false });
    if (!this.#started) return;
    this.#explain(code);
    this.#stopReconnect = this.#options.timing.after(this.#backOff(code), () => this.#connect());
  }

  /** Full jitter: several gateways that lost the same PBX do not come back in step. */
  #backOff(code: number): number {
    if (code === CLOSE_REPLACED) return REPLACED_MS;
    const ceiling = Math.min(BACK_OFF_MAX_MS, BACK_OFF_FIRST_MS * 2 ** this.#attempts++);
    return this.#options.timing.random() * ceiling;
  }

  #explain(code: number): void {
    const { log } = this.#options.context;
    const fields = { system: manifest.id, url: this.#options.settings.controlUrl, code };
    if (code === CLOSE_UNAUTHORIZED) log.error(fields, 'the sandbox PBX refused the control token');
    else if (code === CLOSE_REPLACED) log.error(fields, 'another application has taken over the sandbox PBX');
    else log.warn(fields, 'no connection to the sandbox PBX, trying again');
  }

  #error(code: (typeof ERROR_CODES)[number], message: string): AdapterError {
    return new AdapterError(manifest.id, code, message);
  }
}

export function readSnapshot(result: unknown): PbxSnapshot {
  const parsed = Snapshot.safeParse(result);
  if (!parsed.success)
    throw new AdapterError(manifest.id, 'bug', 'The sandbox PBX sent a snapshot that cannot be read.');
  return parsed.data as PbxSnapshot;
}

function readJson(data: unknown): unknown {
  try {
    return JSON.parse(String(data));
  } catch {
    return undefined;
  }
}
