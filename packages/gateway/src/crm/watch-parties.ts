/** A party that was created or changed is known to the next call at once: the event log says so, whoever wrote it. */
import type { Store } from '../store/contract.ts';

const AT_ONCE = 100;

/** Calls `changed` after each commit that told of a party. Returns the way to stop. */
export function watchParties(store: Pick<Store, 'events'>, changed: () => void): () => void {
  let position: number | undefined;
  let reading = Promise.resolve();
  let stopped = false;

  async function read(): Promise<void> {
    position ??= await store.events.latestId();
    while (!stopped) {
      const { events, reset } = await store.events.since(position, AT_ONCE);
      if (reset) position = await store.events.latestId();
      if (reset || events.some(({ event }) => event.type.startsWith('party.'))) changed();
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
