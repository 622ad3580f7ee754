/** The control connection: one application at a time, proved by a token, commanding by JSON (see `PROTOCOL.md`). */
import { ERROR_CODES, type ErrorCode, RingbackError } from '@ringback/model';
import type { WebSocket } from 'ws';
import type { Accounts } from '../accounts/accounts.ts';
import type { Admission } from '../accounts/admission.ts';
import type { Clock } from '../clock.ts';
import { describeFaults } from '../faults.ts';
import { ha1Of, sameText } from '../sip/digest.ts';
import type { Switch } from '../switch/switch.ts';
import type { Trouble } from '../switch/trouble.ts';
import { Authenticate, Envelope, type Method, METHODS, type Params, type PbxEvent } from './protocol.ts';

export const CLOSE_REPLACED = 4001;
export const CLOSE_UNAUTHORIZED = 4003;
/** A client that does not say who it is goes. */
const AUTHENTICATE_SECONDS = 5;

type Handlers = { [M in Method]: (params: Params<M>) => unknown };

export interface ControlOptions {
  token: string;
  accounts: Accounts;
  admission: Admission;
  clock: Clock;
  log(message: string): void;
}

export class Control {
  readonly #options: ControlOptions;
  #handlers: Handlers | undefined;
  #client: WebSocket | undefined;

  constructor(options: ControlOptions) {
    this.#options = options;
  }

  get connected(): boolean {
    return this.#client !== undefined;
  }

  serve(exchange: Switch, trouble: Trouble): void {
    const { accounts, admission } = this.#options;
    this.#handlers = {
      snapshot: () => exchange.snapshot(),
      originate: (params) => exchange.originate(params),
      ring: (params) => exchange.ring(params),
      answer: (params) => exchange.answer(params),
      hangup: (params) => exchange.hangup(params),
      'bridge.create': (params) => exchange.createBridge(params),
      'bridge.add': (params) => exchange.addToBridge(params),
      'bridge.destroy': (params) => exchange.destroyBridge(params),
      mute: ({ legId, muted }) => void (exchange.leg(legId).muted = muted),
      'play.start': (params) => exchange.playbacks.start(params),
      'play.stop': ({ playId }) => exchange.playbacks.stop(playId),
      'record.start': (params) => exchange.recordings.start(params),
      'record.pause': ({ recordingId }) => exchange.recordings.pause(recordingId, true),
      'record.resume': ({ recordingId }) => exchange.recordings.pause(recordingId, false),
      'record.stop': ({ recordingId }) => exchange.recordings.stop(recordingId),
      'record.state': ({ recordingId }) => ({ state: exchange.recordings.state(recordingId) }),
      'record.remove': ({ recordingId }) => exchange.recordings.remove(recordingId),
      'trouble.send': ({ endpoint, text }) => trouble.send(endpoint, text),
      'trouble.refuse': (params) => trouble.refuse(params),
      admit: (params) => admission.set(params),
      'credential.set': (params) => this.#setCredential(params),
      'credential.revoke': ({ endpoint }) => exchange.registrar.forgetUsers(accounts.revoke(endpoint)),
    };
  }

  tell(event: PbxEvent): void {
    this.#client?.send(JSON.stringify(event));
  }

  /** A new WebSocket on `/control`. `authorization` is the header's value, if there was one. */
  accept(socket: WebSocket, authorization: string | undefined): void {
    let trusted = authorization !== undefined && this.isToken(authorization.replace(/^Bearer\s+/i, ''));
    if (authorization !== undefined && !trusted) return this.#refuse(socket);
    const stop = this.#options.clock.after(
      AUTHENTICATE_SECONDS * 1000,
      () => trusted || this.#refuse(socket),
    );
    if (trusted) this.#take(socket);
    socket.on('message', (data, binary) => {
      const message = binary ? undefined : readJson(String(data));
      if (trusted) return void this.#onMessage(socket, message);
      const hello = Authenticate.safeParse(message);
      if (!hello.success || !this.isToken(hello.data.params.token)) return this.#refuse(socket);
      trusted = true;
      socket.send(JSON.stringify({ id: hello.data.id, result: {} }));
      this.#take(socket);
    });
    socket.on('close', () => {
      stop();
      if (this.#client === socket) this.#client = undefined;
    });
  }

  close(): void {
    this.#client?.close(1001, 'shutting down');
  }

  isToken(text: string): boolean {
    return sameText(text, this.#options.token);
  }

  #refuse(socket: WebSocket): void {
    this.#options.log('control connection refused: wrong or missing token');
    socket.close(CLOSE_UNAUTHORIZED, 'unauthorized');
  }

  #take(socket: WebSocket): void {
    const older = this.#client;
    this.#client = socket;
    older?.close(CLOSE_REPLACED, 'replaced');
  }

  async #onMessage(socket: WebSocket, message: unknown): Promise<void> {
    if (socket !== this.#client) return;
    const envelope = Envelope.safeParse(message);
    if (!envelope.success)
      return this.#answer(socket, null, {
        error: { code: 'invalid', message: 'A command needs id and method.' },
      });
    const { id, method, params } = envelope.data;
    try {
      this.#answer(socket, id, { result: (await this.#run(method, params ?? {})) ?? {} });
    } catch (error) {
      this.#answer(socket, id, { error: this.#describe(error, method) });
    }
  }

  #run(method: string, params: unknown): unknown {
    if (!this.#handlers || !Object.hasOwn(METHODS, method)) {
      throw new RingbackError('unsupported', `There is no method ${method.slice(0, 60)}.`);
    }
    const parsed = METHODS[method as Method].safeParse(params);
    if (!parsed.success) {
      throw new RingbackError('invalid', `${method}: ${describeFaults(parsed.error.issues)}`);
    }
    return (this.#handlers[method as Method] as (params: unknown) => unknown)(parsed.data);
  }

  #answer(socket: WebSocket, id: string | number | null, body: object): void {
    socket.send(JSON.stringify({ id, ...body }));
  }

  #describe(error: unknown, method: string): { code: ErrorCode; message: string } {
    if (error instanceof RingbackError && ERROR_CODES.includes(error.code))
      return { code: error.code, message: error.message };
    this.#options.log(`command ${method} failed: ${error instanceof Error ? error.stack : String(error)}`);
    return { code: 'bug', message: `${method} failed inside the sandbox PBX.` };
  }

  #setCredential({ endpoint, username, password, ha1, expiresAt }: Params<'credential.set'>): void {
    const hash = ha1 ?? (password === undefined ? undefined : ha1Of(username, password));
    if (hash === undefined) throw new RingbackError('invalid', 'credential.set: password or ha1 is needed.');
    const issued = this.#options.accounts.issue({
      endpoint,
      username,
      ha1: hash,
      expiresAt: Date.parse(expiresAt),
    });
    if (!issued) throw new RingbackError('conflict', `The name ${username} belongs to another account.`);
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
