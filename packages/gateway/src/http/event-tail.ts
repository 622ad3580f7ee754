/**
 * The end of the event log, read once for all who follow it. Two thousand followers that each look for themselves would ask the store two
 * thousand times per event; here whoever has caught up is given what is his, and nobody else is woken.
 */
import { maskDeep } from '../security/masking.ts';
import type { StoredEvent } from '../store/contract.ts';
import { type LogTail, tailLog, type TailLogOptions } from '../tail-log.ts';

export interface Follower {
  readonly agentId: string;
  /** Never waits: who cannot take it leaves, and reads on by himself. */
  hear(stored: StoredEvent): void;
  /** Some that came after its position were told to nobody: it reads on by itself. */
  missed(): void;
}

export interface EventTail extends LogTail {
  /** Hears all that comes after `position`, from this moment on. */
  join(follower: Follower): void;
  leave(follower: Follower): void;
}

export function createEventTail(options: Pick<TailLogOptions, 'events' | 'failed'>): EventTail {
  const followers = new Map<string, Set<Follower>>();

  function tell(stored: StoredEvent): void {
    const { audience } = stored;
    if (audience === null)
      for (const one of [...followers.values()]) one.forEach((each) => each.hear(stored));
    else for (const id of new Set(audience)) followers.get(id)?.forEach((each) => each.hear(stored));
  }

  const missed = () => [...followers.values()].forEach((same) => same.forEach((each) => each.missed()));

  return Object.assign(tailLog({ ...options, each: tell, reset: missed }), {
    join(follower: Follower) {
      const same = followers.get(follower.agentId) ?? new Set();
      followers.set(follower.agentId, same.add(follower));
    },
    leave(follower: Follower) {
      const same = followers.get(follower.agentId);
      same?.delete(follower);
      if (same?.size === 0) followers.delete(follower.agentId);
    },
  });
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
