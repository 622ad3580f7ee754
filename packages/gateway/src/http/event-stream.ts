/**
 * One follower of the event log. The log itself is the buffer: a follower is a position in it, reads in pages, and waits for the
 * client to take what was written before it reads on. So nothing is lost or doubled between catching up and following, and a slow
 * client costs no memory; one that takes nothing at all is let go.
 */
import { type Agent, may } from '@ringback/model';
import type { Store, StoredEvent } from '../store/contract.ts';

const PAGE = 200;

/** The way to the client. */
export interface Sink {
  /** False when the client should be waited for before more is written. */
  write(text: string): boolean;
  /** Resolves when the client has taken what was written; rejects when it does not in time, or is gone. */
  drained(): Promise<void>;
  end(): void;
}

export interface EventStream {
  /** Reads on if it is not reading already. */
  wake(): void;
  heartbeat(): void;
  close(): void;
}

export interface EventStreamOptions {
  events: Pick<Store['events'], 'since' | 'latestId'>;
  agent: Agent;
  /** Events after this position. */
  after: number;
  sink: Sink;
  /** What this agent gets of an event: numbers may be masked. */
  show?: (event: StoredEvent['event']) => unknown;
  failed: (error: unknown) => void;
}

export function openEventStream({
  events,
  agent,
  after,
  sink,
  failed,
  show = (event) => event,
}: EventStreamOptions): EventStream {
  let position = after;
  let reading = false;
  let more = false;
  let closed = false;

  async function readOn(): Promise<void> {
    do {
      more = false;
      const page = await events.since(position, PAGE);
      if (page.reset) {
        position = await events.latestId();
        await send(`id: ${position}\nevent: reset\ndata: ${JSON.stringify({ eventId: position })}\n\n`);
      }
      for (const stored of page.events) {
        if (closed) return;
        position = stored.event.id;
        if (maySee(agent, stored))
          await send(`id: ${position}\ndata: ${JSON.stringify(show(stored.event))}\n\n`);
      }
      more ||= page.events.length === PAGE;
    } while (more && !closed);
  }

  async function send(text: string): Promise<void> {
    if (closed || sink.write(text)) return;
    await sink.drained();
  }

  function close(): void {
    if (closed) return;
    closed = true;
    sink.end();
  }

  function wake(): void {
    more = true;
    if (reading || closed) return;
    reading = true;
    readOn()
      .catch((error: unknown) => {
        if (!closed) failed(error);
        close();
      })
      .finally(() => {
        reading = false;
        // Woken between the last look and here.
        if (more && !closed) wake();
      });
  }

  return {
    wake,
    heartbeat() {
      // While it reads, the client is either being written to or waited for.
      if (!closed && !reading) sink.write(':\n\n');
    },
    close,
  };
}

/** Facts of calls go to those concerned; facts of customers to whoever may read customers. */
export function maySee(agent: Agent, { event, audience }: StoredEvent): boolean {
  if (event.type.startsWith('party.') && !may(agent, 'parties.read')) return false;
  return audience === null || audience.includes(agent.id);
}
