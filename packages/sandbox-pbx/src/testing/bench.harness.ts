/** A PBX with an application at its control connection, as the tests need it. */
import { WebSocket } from 'ws';
import type { SandboxAccount } from '../accounts/accounts.ts';
import type { PbxEvent, PbxSnapshot } from '../control/protocol.ts';
import { createSandboxPbx, type SandboxPbx, type SandboxPbxOptions } from '../server.ts';
import { Inbox } from './inbox.harness.ts';
import { ManualClock } from './manual-clock.harness.ts';
import { type PhoneLogin, RawPhone } from './raw-phone.harness.ts';

export const TOKEN = 'a-token-for-tests';
export const OLENA: PhoneLogin = { user: '101', password: 'olena-secret' };
export const ANDRIY: PhoneLogin = { user: '102', password: 'andriy-secret' };
export const VISITOR: PhoneLogin = { user: 'visitor', password: 'visitor-secret' };

const ACCOUNTS: SandboxAccount[] = [
  { kind: 'device', username: OLENA.user, password: OLENA.password },
  { kind: 'device', username: ANDRIY.user, password: ANDRIY.password },
  { kind: 'trunk', username: VISITOR.user, password: VISITOR.password },
];

type Answer = { result?: unknown; error?: { code: string; message: string } };

/** The application's end of the control connection. */
export class RawControl {
  readonly events = new Inbox<PbxEvent>();
  readonly closed: Promise<number>;
  readonly #socket: WebSocket;
  readonly #answers = new Inbox<Answer & { id: unknown }>();
  #nextId = 1;

  static async connect(
    url: string,
    headers: Record<string, string> = { authorization: `Bearer ${TOKEN}` },
  ): Promise<RawControl> {
    const socket = new WebSocket(url, { headers });
    const control = new RawControl(socket);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    return control;
  }

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => socket.once('close', (code) => resolve(code)));
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as PbxEvent | (Answer & { id: unknown });
      if ('id' in message) this.#answers.push(message);
      else this.events.push(message);
    });
  }

  sendText(text: string): void {
    this.#socket.send(text);
  }

  answerTo(id: unknown): Promise<Answer> {
    return this.#answers.take(`an answer to ${JSON.stringify(id)}`, (one) => one.id === id);
  }

  ask(method: string, params: object = {}): Promise<Answer> {
    const id = this.#nextId++;
    this.sendText(JSON.stringify({ id, method, params }));
    return this.answerTo(id);
  }

  /** As `ask`, and fails the test when the PBX refuses. */
  async run(method: string, params: object = {}): Promise<unknown> {
    const { result, error } = await this.ask(method, params);
    if (error) throw new Error(`${method}: ${error.code} ${error.message}`);
    return result;
  }

  async snapshot(): Promise<PbxSnapshot> {
    return (await this.run('snapshot')) as PbxSnapshot;
  }

  event<T extends PbxEvent['type']>(type: T): Promise<Extract<PbxEvent, { type: T }>> {
    return this.events.take(`an event ${type}`, (one) => one.type === type) as Promise<
      Extract<PbxEvent, { type: T }>
    >;
  }

  close(): void {
    this.#socket.close();
  }
}

export interface TestBench {
  pbx: SandboxPbx;
  clock: ManualClock;
  control: RawControl;
  phone(login: PhoneLogin): Promise<RawPhone>;
  /** A phone that is registered. */
  registered(login: PhoneLogin, headers?: [string, string][]): Promise<RawPhone>;
  close(): Promise<void>;
}

export async function createBench(options: Partial<SandboxPbxOptions> = {}): Promise<TestBench> {
  const clock = new ManualClock();
  const pbx = await createSandboxPbx({
    port: 0,
    controlToken: TOKEN,
    accounts: ACCOUNTS,
    now: () => new Date(clock.now()),
    after: clock.after,
    ...options,
  });
  const control = await RawControl.connect(pbx.controlUrl);
  const phone = (login: PhoneLogin): Promise<RawPhone> => RawPhone.connect(pbx.sipUrl, login);
  return {
    pbx,
    clock,
    control,
    phone,
    registered: async (login, headers = []) => {
      const one = await phone(login);
      await one.register({ headers });
      return one;
    },
    close: () => pbx.close(),
  };
}
