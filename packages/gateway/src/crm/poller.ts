/** Hosts that tell nothing by themselves are asked what changed since the last time; that also fills the phone index of those that cannot search. */
import type { AdapterLog } from '@ringback/adapters';
import type { Timers } from '../calls/timers.ts';
import type { Store } from '../store/contract.ts';
import type { CrmClient } from './client.ts';
import { type HostChangesOptions, takeHostChanges } from './host-changes.ts';
import type { CrmHub } from './hub.ts';

/** Between two rounds, in milliseconds. */
export const POLL_MS = 60_000;
const MARKER = 'poll-marker';

export interface PollerOptions extends Pick<HostChangesOptions, 'requests'> {
  store: Store;
  hub: Pick<CrmHub, 'systems'>;
  timers: Timers;
  log: AdapterLog;
}

export interface Poller {
  start(): void;
  stop(): Promise<void>;
}

export function createPoller({ store, hub, requests, timers, log }: PollerOptions): Poller {
  let stopped = true;
  let round: Promise<void> = Promise.resolve();
  let stopTimer = () => {};

  async function pollAll(): Promise<void> {
    const polled = hub.systems().filter(({ changes }) => changes?.poll !== undefined);
    await Promise.all(
      polled.map((client) =>
        poll(client).catch((error: unknown) =>
          log.warn({ err: error, system: client.manifest.id }, 'a host was not polled; it is tried again'),
        ),
      ),
    );
    if (!stopped) stopTimer = timers.after(POLL_MS, begin);
  }

  /** The marker moves on when what it leads past has been taken: a gateway that dies asks for the same again. */
  async function poll(client: CrmClient): Promise<void> {
    const kept = store.crmKept.of(client.manifest.id);
    for (let more = true; more && !stopped;) {
      const before = await kept.get(MARKER);
      const step = await client.changes?.poll?.(before, { background: true });
      if (!step) return;
      // Without a marker everything is told: nobody has to hear of what was there already.
      if (before !== undefined) await takeHostChanges({ store, requests, log }, client, step.changes);
      await kept.replace(MARKER, before, step.marker);
      more = step.more;
    }
  }

  const begin = () => void (round = pollAll());

  return {
    start() {
      stopped = false;
      begin();
    },
    async stop() {
      stopped = true;
      stopTimer();
      await round;
    },
  };
}
