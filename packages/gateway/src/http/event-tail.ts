/**
 * The end of the event log, read once for all who follow it. Two thousand followers that each look for themselves would ask the store two
 * thousand times per event; here whoever has caught up is given what is his, and nobody else is woken.
 */
import { maskDeep } from '../security/masking.ts';
import type { Store, StoredEvent } from '../store/contract.ts';

const PAGE = 200;

export interface Follower {
  readonly agentId: string;
  /** Never waits: who cannot take it leaves, and reads on by himself. */
  hear(stored: StoredEvent): void;
}

export interface EventTail {
  /** All up to here has been told; undefined before the first look. */
  readonly position: number | undefined;
  /** Hears all that comes after `position`, from this moment on. */
  join(follower: Follower): void;
  leave(follower: Follower): void;
  /** Resolves when `position` is known. */
  ready(): Promise<void>;
  stop(): void;
}

export interface EventTailOptions {
  events: Pick<Store['events'], 'since' | 'latestId' | 'onAppend'>;
  failed: (error: unknown) => void;
}

export function createEventTail({ events, failed }: EventTailOptions): EventTail {
  const followers = new Map<string, Set<Follower>>();
  let position: number | undefined;
  let reading = false;
  let more = false;
  let stopped = false;
  let beginning: Promise<void> | undefined;

  async function readOn(): Promise<void> {
    await ready();
    do {
      more = false;
      const page = await events.since(position ?? 0, PAGE);
      if (stopped) return;
      if (page.reset) position = await events.latestId();
      for (const stored of page.events) {
        position = stored.event.id;
        tell(stored);
      }
      more ||= page.events.length === PAGE;
    } while (more && !stopped);
  }

  function tell(stored: StoredEvent): void {
    const { audience } = stored;
    if (audience === null)
      for (const one of [...followers.values()]) one.forEach((each) => each.hear(stored));
    else for (const id of new Set(audience)) followers.get(id)?.forEach((each) => each.hear(stored));
  }

  function wake(): void {
    more = true;
    if (reading || stopped) return;
    reading = true;
    readOn()
      .catch(failed)
      .finally(() => {
        reading = false;
        // Woken between the last look and here.
        if (more && !stopped) wake();
      });
  }

  function ready(): Promise<void> {
    beginning ??= events.latestId().then(
      (latest) => void (position ??= latest),
      (error: unknown) => {
        beginning = undefined;
        throw error;
      },
    );
    return beginning;
  }

  const stopListening = events.onAppend(wake);
  return {
    get position() {
      return position;
    },
    join(follower) {
      const same = followers.get(follower.agentId) ?? new Set();
      followers.set(follower.agentId, same.add(follower));
    },
    leave(follower) {
      const same = followers.get(follower.agentId);
      same?.delete(follower);
      if (same?.size === 0) followers.delete(follower.agentId);
    },
    ready,
    stop() {
      stopped = true;
      stopListening();
    },
  };
}

/** Made once for all who get the same event. */
const texts = new WeakMap<StoredEvent, { full?: string; masked?: string }>();

/** As it goes over the wire. */
export function textOf(stored: StoredEvent, masked: boolean): string {
  const known = texts.get(stored) ?? {};
  texts.set(stored, known);
  const { event } = stored;
  const write = (shown: unknown) => `id: ${event.id}\ndata: ${JSON.stringify(shown)}\n\n`;
  return masked ? (known.masked ??= write(maskDeep(event))) : (known.full ??= write(event));
}
