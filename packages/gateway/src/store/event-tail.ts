/** The newest events, kept in memory: those who follow the log as it grows need not ask the database for what was just written to it. */
import type { StoredEvent } from './contract.ts';

const MOST = 500;

export interface EventTail {
  /** Committed, in the order of ids. One that is not the next tells that others write, too: the tail begins anew with it. */
  add(stored: StoredEvent): void;
  /** The events after this one, at most `limit`; undefined where the database knows more. */
  after(id: number, limit: number): StoredEvent[] | undefined;
  forget(): void;
}

export function createEventTail(): EventTail {
  let kept: StoredEvent[] = [];
  const last = () => kept.at(-1)?.event.id;
  return {
    add(stored) {
      if (last() !== stored.event.id - 1) kept = [];
      kept.push(stored);
      // Half at a time: an array is not shifted with each event.
      if (kept.length >= 2 * MOST) kept = kept.slice(-MOST);
    },
    after(id, limit) {
      const [first] = kept;
      if (!first || id < first.event.id - 1 || id > (last() ?? 0)) return undefined;
      const from = id - first.event.id + 1;
      return kept.slice(from, from + limit);
    },
    forget() {
      kept = [];
    },
  };
}
