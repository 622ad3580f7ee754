/** A party that was created or changed is known to the next call at once: the event log says so, whoever wrote it. */
import { watchEvents } from '../routing/watch-events.ts';
import type { Store } from '../store/contract.ts';

/** Calls `changed` for each fact of a party, and where some may have been missed. Returns the way to stop. */
export function watchParties(store: Pick<Store, 'events'>, changed: () => void): () => void {
  return watchEvents(store, (type) => type.startsWith('party.'), changed);
}
