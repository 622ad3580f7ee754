/**
 * What is removed in a host without a word is found here: records that were handed out lately are looked up again, a few at a time, behind
 * everything that somebody waits for. Each gateway watches what it has handed out itself.
 */
import type { AdapterLog } from '@ringback/adapters';
import type { Timers } from '../calls/timers.ts';
import type { CrmClient } from './client.ts';
import { type HostChangesOptions, takeHostChanges } from './host-changes.ts';
import type { CrmHub } from './hub.ts';

/** Between two rounds, in milliseconds. */
export const LOOK_MS = 60_000;
/** Records of one host that are looked up in one round: one batch where there are batches. */
export const LOOKS = 20;

export interface ShownWatchOptions extends Pick<HostChangesOptions, 'requests' | 'store'> {
  hub: Pick<CrmHub, 'systems'>;
  now: () => Date;
  timers: Timers;
  log: AdapterLog;
}

/** Begins at once; returns the way to stop, which waits for no host: what it answers after that is told to nobody. */
export function watchShown({ store, hub, requests, now, timers, log }: ShownWatchOptions): () => void {
  let stopped = false;
  let stopTimer = () => {};

  async function look(client: CrmClient): Promise<void> {
    if (client.resting) return;
    const gone = await client.gone(LOOKS);
    if (stopped) return;
    const at = now().toISOString();
    const changes = gone.map(({ kind, id }) => ({
      ...{ id: `${kind}:${id}:gone:${at}`, type: `${kind}.removed` as const, recordId: id },
    }));
    await takeHostChanges({ store, requests, log }, client, changes);
  }

  async function lookAround(): Promise<void> {
    for (const client of hub.systems()) {
      if (stopped) return;
      await look(client).catch((error: unknown) =>
        log.debug({ err: error, system: client.manifest.id }, 'what is shown could not be looked up'),
      );
    }
    if (!stopped) plan();
  }

  const plan = () => void (stopTimer = timers.after(LOOK_MS, () => void lookAround()));
  plan();
  return () => {
    stopped = true;
    stopTimer();
  };
}
