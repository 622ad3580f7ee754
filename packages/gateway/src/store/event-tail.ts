/** The newest events, kept in memory: those who follow the log as it grows need not ask the database for what was just written to it. */
import type { EventPage, StoredEvent } from './contract.ts';

/** At 200 a second, what came in the last ten: a page that is away for that long asks no database. */
const MOST = 2000;

export interface EventTail {
  /** Committed, in the order of ids. One that is not the next tells that others write, too: the tail begins anew with it. */
  add(stored: StoredEvent): void;
  /** As the store's `since`; undefined where the database knows more. */
  since(after: number, limit: number, reader?: string): EventPage | undefined;
  forget(): void;
}

export const isFor = ({ audience }: StoredEvent, reader: string | undefined): boolean =>
  reader === undefined || audience === null || audience.includes(reader);

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
    since(after, limit, reader) {
      const [first] = kept;
      if (!first || after < first.event.id - 1 || after > (last() ?? 0)) return undefined;
      const from = after - first.event.id + 1;
      const to = Math.min(from + limit, kept.length);
      const events: StoredEvent[] = [];
      for (let nth = from; nth < to; nth += 1) {
        const stored = kept[nth];
        if (stored && isFor(stored, reader)) events.push(stored);
      }
      return { events, through: first.event.id - 1 + to, reset: false };
    },
    forget() {
      kept = [];
    },
  };
}
