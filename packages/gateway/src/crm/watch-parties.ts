/** A party that was created or changed is known to the next call at once: the event log says so, whoever wrote it. */
import { watchEvents } from '../routing/watch-events.ts';
import type { Store } from '../store/contract.ts';

/** Calls `changed` after each commit that told of a party. Returns the way to stop. */
export function watchParties(store: Pick<Store, 'events'>, changed: () => void): () => void {
  return watchEvents(store, (type) => type.startsWith('party.'), changed);
}
