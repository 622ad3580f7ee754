/** MANGO OFFICE as its description has it: what it refuses, what it allows how often, what it tells, and when. No sound. */
import {
  createSimulatedHttp,
  type SimulatedAnswer,
  type SimulatedRequest,
  type Wire,
} from '../../../testing/simulated-http.ts';
import type { TestClock } from '../../../testing/virtual-clock.ts';
import type { Delivery } from '../../observed.ts';
import { MangoSettings } from '../manifest.ts';
import { signedForm } from '../sign.ts';
import { Conversation } from './conversation.ts';
import { answer, createGate, type Gate } from './gate.ts';
import { METHODS } from './methods.ts';

export { Conversation } from './conversation.ts';

/** How often the statistics are asked for before they are ready. */
const POLLS = 2;

export interface SimulatorOptions {
  clock: Pick<TestClock, 'now' | 'wait'>;
  /** Where the API is reached; MANGO's own address when absent. */
  apiUrl?: string;
}

export class Simulated {
  readonly settings: MangoSettings;
  readonly line = '74951234567';
  readonly employees = [
    { extension: '101', name: 'Olena Bondar', email: 'olena@firm.example' },
    { extension: '102', name: 'Andriy Koval', email: 'andriy@firm.example' },
  ];
  /** Members of each group, by its short number. */
  readonly groups = new Map<string, string[]>([['303', ['101', '102']]]);
  /** Whose phone is a mobile, by extension: rung and calling with its number. */
  readonly mobiles = new Map<string, string>();
  readonly conversations: Conversation[] = [];
  /** By recording id. */
  readonly audio = new Map<string, Uint8Array>();
  /** What call tracking knows, by number. */
  readonly visitors = new Map<string, object>();
  /** What its visitor has looked at in this session, by number; the oldest first. */
  readonly pages = new Map<string, { url: string; date: string; title?: string }[]>();
  /** Requests that were let through, in order. */
  readonly asked: { path: string; json: Record<string, unknown> }[] = [];
  /** Short messages that were sent. */
  readonly messages: { from: string; to: string; text: string; sender?: string }[] = [];
  /** Numbers that no message reaches. */
  readonly unreachable = new Set<string>();
  /** Everything that was posted to the webhook, in order. */
  readonly deliveries: Delivery[] = [];
  /** How far MANGO's clock is ahead of the test's, in hours. */
  clockAheadHours = 0;
  readonly gate: Gate;
  readonly http: typeof fetch;
  readonly wire: Wire;
  #deliver: ((delivery: Delivery) => Promise<unknown>) | undefined;
  #sent: Promise<unknown> = Promise.resolve();
  readonly #clock: SimulatorOptions['clock'];
  readonly #reports = new Map<string, { polls: number; csv: string }>();

  constructor({ clock, apiUrl }: SimulatorOptions) {
    this.#clock = clock;
    const secrets = { apiKey: 'the-key-of-the-firm', apiSalt: 'the-salt-of-the-firm' };
    this.settings = MangoSettings.parse({ ...secrets, ...(apiUrl === undefined ? {} : { apiUrl }) });
    this.gate = createGate({ clock, secrets: () => secrets });
    const { http, wire } = createSimulatedHttp({
      clock,
      handle: (request) => this.#handle(request),
      refusals: {
        'rate-limited': () => answer({ name: 'Service Unavailable', code: 0, status: 429 }),
        unavailable: () => ({ status: 503, body: '' }),
        invalid: () => answer({ code: 3100 }),
      },
    });
    this.http = http;
    this.wire = wire;
  }

  /** Where events and results go; without it they are only kept in `deliveries`. */
  deliverTo(deliver: (delivery: Delivery) => Promise<unknown>): void {
    this.#deliver = deliver;
  }

  /** A call from the world. */
  incoming({
    from = '79161234567',
    line = this.line,
    tracked,
  }: { from?: string; line?: string; tracked?: string } = {}): Conversation {
    return this.#open({
      ...{ direction: 1, from: { number: from }, to: { number: line }, line },
      ...(tracked === undefined ? {} : { tracked }),
    });
  }

  /** A colleague dials on his own phone; a short number is another colleague's. */
  outgoing(extension: string, number: string): Conversation {
    const phone = (at: string) => ({ extension: at, number: `sip:user${at}@firm.mangosip.ru` });
    const from = phone(extension);
    if (number.length <= 4)
      return this.#open({ direction: 0, from, to: phone(number), line: this.line }).dial(extension, number);
    return this.#open({ direction: 2, from, to: { number }, line: this.line }).dial(extension, number);
  }

  /** Our people are rung, and the world when one of them has picked up. */
  callback({
    extensions,
    group,
    number,
    line,
    commandId,
  }: {
    extensions: readonly string[];
    group?: string;
    number: string;
    line: string;
    commandId: string;
  }): void {
    const [first = ''] = extensions;
    const from = group === undefined ? { extension: first } : { number: group };
    const one = this.#open({ direction: 2, from, to: { number }, line });
    for (const extension of extensions) one.ring(extension, { commandId });
  }

  /** The world is rung, and this group when it has picked up. */
  callbackFarFirst(call: { group: string; number: string; line: string; commandId: string }): void {
    const { group, number, line, commandId } = call;
    const from = { number };
    this.#open({ direction: 2, from, to: { number: group }, line }).ringFar(number, { commandId });
  }

  /** One after another, as they happened. */
  tell(path: string, json: object): void {
    const delivery = { path, body: signedForm(this.settings, JSON.stringify(json)).toString() };
    this.deliveries.push(delivery);
    this.#sent = this.#sent.then(() => this.#deliver?.(delivery)).catch(() => undefined);
  }

  later(work: () => Promise<void>): void {
    void this.#clock.wait(this.wire.latencyMs + 1).then(work);
  }

  /** Resolves when all that was told has been taken. */
  async told(): Promise<void> {
    for (let seen: unknown; seen !== this.#sent;) {
      seen = this.#sent;
      await this.#sent;
    }
  }

  keepStatistics(from: number, to: number, fields: string): string {
    if (!fields.includes('entry_id')) throw new Error('The simulator gives no statistics without entry_id.');
    const key = `key-${this.#reports.size + 1}`;
    const lines = this.conversations.filter(({ ended }) => ended).flatMap((one) => one.rows());
    const csv = lines.filter((line) => {
      const start = Number(line.split(';')[1]);
      return start >= from && start <= to;
    });
    this.#reports.set(key, { polls: 0, csv: csv.map((line) => `${line}\r\n`).join('') });
    return key;
  }

  statistics(key: string): SimulatedAnswer {
    const report = this.#reports.get(key);
    if (!report) return { status: 404, body: '' };
    report.polls += 1;
    return report.polls <= POLLS
      ? { status: 204 }
      : { status: 200, body: report.csv, headers: { 'content-type': 'text/csv' } };
  }

  fileAddress(recordingId: string): string {
    return `${this.settings.apiUrl}files/${encodeURIComponent(recordingId)}`;
  }

  #open(
    call: Pick<
      ConstructorParameters<typeof Conversation>[0],
      'direction' | 'from' | 'to' | 'line' | 'tracked'
    >,
  ): Conversation {
    const seconds = () => Math.floor(this.#clock.now().getTime() / 1000) + this.clockAheadHours * 3600;
    const tell = (path: string, json: object) => this.tell(path, json);
    const one = new Conversation({ ...call, seconds, tell, mobiles: this.mobiles });
    this.conversations.push(one);
    return one;
  }

  #handle(request: SimulatedRequest): SimulatedAnswer {
    const base = new URL(this.settings.apiUrl).pathname;
    const path = decodeURIComponent(request.url.pathname).slice(base.length);
    if (path.startsWith('files/')) {
      const file = this.audio.get(path.slice('files/'.length));
      return file ? { status: 200, body: file, headers: { 'content-type': 'audio/mpeg' } } : { status: 404 };
    }
    const refused = this.gate.refuse(path, request);
    if (refused) return refused;
    const method = METHODS[path];
    if (!method) return this.gate.spoil(answer({ code: 3000 }));
    const json = JSON.parse(request.form().get('json') ?? '{}') as Record<string, unknown>;
    this.asked.push({ path, json });
    return this.gate.spoil(method(json, this));
  }
}

export const createMangoSimulator = (options: SimulatorOptions): Simulated => new Simulated(options);
