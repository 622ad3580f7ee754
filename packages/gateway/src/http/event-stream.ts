/**
 * One follower of the event log. The log itself is the buffer: a follower is a position in it.
 *
 * ```
 * catching up ──nothing is left──► live ──the client takes no more──► catching up
 * ```
 * While it catches up it reads pages, and waits for the client to take what was written before it reads on; live, it is given by the tail what
 * is its agent's. So nothing is lost or doubled between the two, and a slow client costs no memory; one that takes nothing at all is let go.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Agent, may, type Permission } from '@ringback/model';
import type { Store, StoredEvent } from '../store/contract.ts';
import { type EventTail, type Follower, textOf } from './event-tail.ts';

/** Events looked at before others have their turn. */
const PAGE = 1000;

/** The way to the client. */
export interface Sink {
  /** False when the client should be waited for before more is written. */
  write(text: string): boolean;
  /** Resolves when the client has taken what was written; rejects when it does not in time, or is gone. */
  drained(): Promise<void>;
  end(): void;
}

/** Whose stream it is. */
export interface Reader {
  agent: Agent;
  /** Of the session that he was let in with. */
  sessionHash: string;
  address: string;
}

/** What all streams share. */
export interface EventStreamOptions {
  events: Pick<Store['events'], 'since' | 'latestId'>;
  tail: EventTail;
  /** Whether this agent gets numbers masked now. */
  masked(agent: Agent): boolean;
  /** The reader was told that his session may be over. */
  accessChanged(stream: EventStream): void;
  failed(error: unknown, reader: Reader): void;
}

/** One object, and no closures: thousands of these come and go, and what each keeps is copied by the garbage collector while all others wait. */
export class EventStream implements Follower {
  readonly reader: Reader;
  readonly #options: EventStreamOptions;
  readonly #sink: Sink;
  /** All up to here has been written, or is for others. */
  #position: number;
  /** What the client knows of it. */
  #told: number;
  #live = false;
  #closed = false;

  /** Follows what comes `after` this position. */
  constructor(options: EventStreamOptions, reader: Reader, sink: Sink, after: number) {
    this.#options = options;
    this.reader = reader;
    this.#sink = sink;
    this.#position = this.#told = after;
    this.#run(this.#catchUp());
  }

  get agentId(): string {
    return this.reader.agent.id;
  }

  hear(stored: StoredEvent): void {
    if (stored.event.id <= this.#position || !maySee(this.reader.agent, stored)) return;
    if (!this.#sink.write(this.#take(stored))) this.#waitAndCatchUp();
    this.#lookAtAccess(stored);
  }

  missed(): void {
    this.#leaveTail();
    this.#run(this.#catchUp());
  }

  /** What was for others need not be looked through again when the client comes back. */
  heartbeat(): void {
    // While it catches up, the client is either being written to or waited for.
    if (this.#closed || !this.#live) return;
    this.#passOthers();
    this.#sink.write(this.#position > this.#told ? signalOf('position', this.#position) : ':\n\n');
    this.#told = this.#position;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#options.tail.leave(this);
    this.#sink.end();
  }

  async #catchUp(): Promise<void> {
    const { events, tail } = this.#options;
    const { agent } = this.reader;
    await tail.ready();
    for (;;) {
      const page = await events.since(this.#position, PAGE, agent.id);
      if (page.reset) {
        this.#position = this.#told = await events.latestId();
        await this.#send(signalOf('reset', this.#position));
      }
      for (const stored of page.events) {
        if (this.#closed) return;
        if (!maySee(agent, stored)) continue;
        await this.#send(this.#take(stored));
        this.#lookAtAccess(stored);
      }
      if (this.#closed) return;
      this.#position = Math.max(this.#position, page.through);
      // What the tail has told meanwhile is still to be read; nothing can come between this and the joining.
      if (this.#position >= (tail.position ?? 0)) return this.#goLive();
      await nextTurn();
    }
  }

  #goLive(): void {
    this.#live = true;
    this.#options.tail.join(this);
    this.heartbeat();
  }

  #leaveTail(): void {
    this.#live = false;
    this.#options.tail.leave(this);
  }

  /** All up to the event that is being told has been written, or was for others. */
  #waitAndCatchUp(): void {
    this.#leaveTail();
    this.#passOthers();
    this.#run(this.#sink.drained().then(() => this.#catchUp()));
  }

  #passOthers(): void {
    this.#position = Math.max(this.#position, this.#options.tail.position ?? 0);
  }

  #take(stored: StoredEvent): string {
    this.#position = this.#told = stored.event.id;
    return textOf(stored, this.#options.masked(this.reader.agent));
  }

  #lookAtAccess({ event }: StoredEvent): void {
    if (event.type === 'access.changed') this.#options.accessChanged(this);
  }

  async #send(text: string): Promise<void> {
    if (this.#closed || this.#sink.write(text)) return;
    await this.#sink.drained();
  }

  #run(work: Promise<void>): void {
    work.catch((error: unknown) => {
      if (!this.#closed) this.#options.failed(error, this.reader);
      this.close();
    });
  }
}

/** Concerns the stream itself, and is no fact of the log. */
const signalOf = (name: 'reset' | 'position', eventId: number): string =>
  `id: ${eventId}\nevent: ${name}\ndata: ${JSON.stringify({ eventId })}\n\n`;

/** What reading the same over HTTP needs, by the first word of the event's type. */
const READING: Readonly<Record<string, Permission>> = {
  ...{ party: 'parties.read', letter: 'mail.use' },
  ...{ deal: 'crm.read', lead: 'crm.read', task: 'crm.read', process: 'crm.read', timeline: 'crm.read' },
  // Who asked to be called, with which words: a part of his history.
  callback: 'crm.read',
};

/** Facts of calls go to those concerned; facts of customers, and of what is done for them, to whoever may read them. */
export function maySee(agent: Agent, { event, audience }: StoredEvent): boolean {
  const kind = event.type === 'record.removed' ? event.data.kind : event.type.split('.')[0]!;
  const permission = READING[kind];
  if (permission !== undefined && !may(agent, permission)) return false;
  return audience === null || audience.includes(agent.id);
}
