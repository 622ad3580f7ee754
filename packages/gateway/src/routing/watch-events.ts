/** Follows the event log for facts of some types, whoever wrote them. */
import type { EventType } from '@ringback/model';
import type { Store } from '../store/contract.ts';

const AT_ONCE = 100;

/** Calls `happened` after each commit that told of such a fact. Returns the way to stop. */
export function watchEvents(
  store: Pick<Store, 'events'>,
  wanted: (type: EventType) => boolean,
  happened: () => void,
): () => void {
  let position: number | undefined;
  let reading = Promise.resolve();
  let stopped = false;

  async function read(): Promise<void> {
    position ??= await store.events.latestId();
    while (!stopped) {
      const { events, reset } = await store.events.since(position, AT_ONCE);
      if (reset) position = await store.events.latestId();
      if (reset || events.some(({ event }) => wanted(event.type))) happened();
      const last = events.at(-1);
      if (!last) return;
      position = last.event.id;
    }
  }

  const next = () => {
    // A store that is being closed is asked no more; a read that failed is made up for by the next.
    reading = reading.then(() => (stopped ? undefined : read())).catch(() => undefined);
  };
  next();
  const stopListening = store.events.onAppend(next);
  return () => {
    stopped = true;
    stopListening();
  };
}
