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
  /** The same by whom they are for: who comes back looks at his own, and not at everybody's. */
  const forEach = new Map<string, StoredEvent[]>();
  let forAll: StoredEvent[] = [];

  function begin(events: StoredEvent[]): void {
    kept = [];
    forAll = [];
    forEach.clear();
    events.forEach(put);
  }

  function put(stored: StoredEvent): void {
    kept.push(stored);
    if (stored.audience === null) return void forAll.push(stored);
    for (const reader of new Set(stored.audience)) {
      const own = forEach.get(reader);
      if (own) own.push(stored);
      else forEach.set(reader, [stored]);
    }
  }

  return {
    add(stored) {
      if (kept.at(-1)?.event.id !== stored.event.id - 1) begin([]);
      put(stored);
      // Half at a time: what is kept is not put in order anew with each event.
      if (kept.length >= 2 * MOST) begin(kept.slice(-MOST));
    },
    since(after, limit, reader) {
      const [first, last] = [kept[0]?.event.id, kept.at(-1)?.event.id];
      if (first === undefined || last === undefined || after < first - 1 || after > last) return undefined;
      const through = Math.min(after + limit, last);
      const between = (events: readonly StoredEvent[]) => {
        const from = events.findLastIndex(({ event }) => event.id <= after) + 1;
        return events.slice(from).filter(({ event }) => event.id <= through);
      };
      if (reader === undefined) return { events: between(kept), through, reset: false };
      const events = [...between(forAll), ...between(forEach.get(reader) ?? [])];
      return { events: events.sort((one, other) => one.event.id - other.event.id), through, reset: false };
    },
    forget: () => begin([]),
  };
}
