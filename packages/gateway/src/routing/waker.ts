/** Looks after callers who wait whenever somebody may have come free: the one who has waited longest first. */
import type { AdapterLog } from '@ringback/adapters';
import type { Engine } from '../calls/engine.ts';
import type { Store } from '../store/contract.ts';
import type { Occupancy } from './occupancy.ts';
import type { Presence } from './presence.ts';
import { watchEvents } from './watch-events.ts';

export interface WakerOptions {
  engine: Pick<Engine, 'waiting' | 'happen'>;
  store: Pick<Store, 'events'>;
  occupancy: Occupancy;
  presence: Presence;
  log: AdapterLog;
}

/** Begins; returns the way to stop. */
export function createWaker({ engine, store, occupancy, presence, log }: WakerOptions): () => () => void {
  let stopped = false;
  let again = false;
  let running = false;

  /** One after another, so that who came first is served first. */
  async function serve(): Promise<void> {
    do {
      again = false;
      for (const callId of engine.waiting())
        if (!stopped) await engine.happen(callId, { type: 'route.wake' });
    } while (again && !stopped);
  }

  function wake(): void {
    again = true;
    if (running || stopped || engine.waiting().length === 0) return;
    running = true;
    // In its own turn: whoever frees an agent is in the middle of a decision.
    queueMicrotask(() => {
      serve()
        .catch((error: unknown) => log.error({ err: error }, 'callers who wait could not be looked after'))
        .finally(() => (running = false));
    });
  }

  return () => {
    stopped = false;
    const stops = [
      occupancy.onFreed(wake),
      presence.onChange(wake),
      watchEvents(store, (type) => type === 'me.updated' || type === 'settings.updated', wake),
    ];
    return () => {
      stopped = true;
      stops.forEach((stop) => stop());
    };
  };
}
