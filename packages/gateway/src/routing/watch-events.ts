/** Follows the event log for facts of some types, whoever wrote them. */
import type { EventType } from '@ringback/model';
import type { Store } from '../store/contract.ts';
import { tailLog } from '../tail-log.ts';

/** Calls `happened` for each such fact, and where some may have been missed. Returns the way to stop. */
export function watchEvents(
  { events }: Pick<Store, 'events'>,
  wanted: (type: EventType) => boolean,
  happened: () => void,
): () => void {
  const { ready, stop } = tailLog({
    events,
    each: ({ event }) => wanted(event.type) && happened(),
    reset: happened,
    // What could not be read is read with the next.
    failed: () => undefined,
  });
  ready().catch(() => undefined);
  return stop;
}
