/** Whoever is renamed at /admin shows his new name at the phone that the PBX made for him. Done by the node that controls it. */
import type { AdapterLog, Pbx, PbxEvent } from '@ringback/adapters';
import { RingbackError } from '@ringback/model';
import { watchEvents } from '../routing/watch-events.ts';
import type { Store } from '../store/contract.ts';

export interface PhoneNamesOptions {
  store: Pick<Store, 'agents' | 'events'>;
  pbx: Pick<Pbx, 'devices' | 'events'>;
  log: AdapterLog;
}

/** Begins to watch. Returns the way to stop. */
export function watchPhoneNames({ store, pbx, log }: PhoneNamesOptions): () => void {
  const rename = pbx.devices?.rename?.bind(pbx.devices);
  if (!rename) return () => undefined;
  let up = false;
  let working: Promise<void> = Promise.resolve();
  /** What each phone is known to show. */
  const shown = new Map<string, string>();

  async function work(): Promise<void> {
    for (const { extension: endpoint, name: displayName } of up ? await store.agents.list() : []) {
      if (!up || shown.get(endpoint) === displayName) continue;
      try {
        await rename?.({ endpoint, displayName });
        shown.set(endpoint, displayName);
      } catch (error) {
        // It is looked at again when the PBX is back, or when anybody changes.
        const gone = error instanceof RingbackError && error.code === 'unavailable';
        log[gone ? 'debug' : 'warn']({ err: error, endpoint }, 'a phone still shows the name of before');
      }
    }
  }
  const look = (): void => {
    working = working
      .then(work)
      .catch((error: unknown) => log.warn({ err: error }, 'the names of phones could not be looked at'));
  };

  const stops = [
    pbx.events.follow((event: PbxEvent) => {
      if (event.type !== 'connection.changed') return;
      up = event.up;
      // Made anew, or another Asterisk: it may know nothing of what was told before.
      shown.clear();
      if (up) look();
    }),
    watchEvents(store, (type) => type === 'agent.updated', look),
  ];
  return () => {
    up = false;
    stops.forEach((stop) => stop());
  };
}
