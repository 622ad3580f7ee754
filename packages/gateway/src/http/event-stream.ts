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

export interface EventStream {
  heartbeat(): void;
  close(): void;
}

export interface EventStreamOptions {
  events: Pick<Store['events'], 'since' | 'latestId'>;
  tail: EventTail;
  agent: Agent;
  /** Events after this position. */
  after: number;
  sink: Sink;
  /** Whether this agent gets numbers masked now. */
  masked?: () => boolean;
  /** He was told that his session may be over. */
  accessChanged?: () => void;
  failed: (error: unknown) => void;
}

export function openEventStream(options: EventStreamOptions): EventStream {
  const { events, tail, agent, sink, masked = () => false } = options;
  /** All up to here has been written, or is for others. */
  let position = options.after;
  /** What the client knows of it. */
  let told = options.after;
  let live = false;
  let closed = false;

  const follower: Follower = {
    agentId: agent.id,
    hear(stored) {
      if (stored.event.id <= position || !maySee(agent, stored)) return;
      position = told = stored.event.id;
      if (!sink.write(textOf(stored, masked()))) waitAndCatchUp();
      if (stored.event.type === 'access.changed') options.accessChanged?.();
    },
  };

  async function catchUp(): Promise<void> {
    await tail.ready();
    for (;;) {
      const page = await events.since(position, PAGE, agent.id);
      if (page.reset) {
        position = told = await events.latestId();
        await send(signalOf('reset', position));
      }
      for (const stored of page.events) {
        if (closed) return;
        if (!maySee(agent, stored)) continue;
        position = told = stored.event.id;
        await send(textOf(stored, masked()));
        if (stored.event.type === 'access.changed') options.accessChanged?.();
      }
      if (closed) return;
      position = Math.max(position, page.through);
      // What the tail has told meanwhile is still to be read; nothing can come between this and the joining.
      if (position >= (tail.position ?? 0)) return goLive();
      await nextTurn();
    }
  }

  function goLive(): void {
    live = true;
    tail.join(follower);
    heartbeat();
  }

  /** What was for others need not be looked through again when the client comes back. */
  function heartbeat(): void {
    // While it catches up, the client is either being written to or waited for.
    if (closed || !live) return;
    position = Math.max(position, tail.position ?? 0);
    sink.write(position > told ? signalOf('position', position) : ':\n\n');
    told = position;
  }

  /** All up to the event that is being told has been written, or was for others. */
  function waitAndCatchUp(): void {
    live = false;
    tail.leave(follower);
    position = Math.max(position, tail.position ?? 0);
    run(sink.drained().then(catchUp));
  }

  async function send(text: string): Promise<void> {
    if (closed || sink.write(text)) return;
    await sink.drained();
  }

  function close(): void {
    if (closed) return;
    closed = true;
    tail.leave(follower);
    sink.end();
  }

  function run(work: Promise<void>): void {
    work.catch((error: unknown) => {
      if (!closed) options.failed(error);
      close();
    });
  }

  run(catchUp());
  return { heartbeat, close };
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
