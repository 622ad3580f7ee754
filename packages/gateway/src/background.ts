/** What one node alone does in the background: telling hosts and receivers, asking hosts. Another takes it over when that node dies. */
import type { AdapterLog } from '@ringback/adapters';
import { createLease } from './calls/lease.ts';
import { createTimerSet, type Timers } from './calls/timers.ts';
import type { Store } from './store/contract.ts';

export interface Job {
  start(): void;
  stop(): Promise<void>;
}

export interface BackgroundOptions {
  store: Pick<Store, 'leases'>;
  /** Of this node, and the same after its restart. */
  holder: () => string;
  now: () => Date;
  timers: Timers;
  log: AdapterLog;
  jobs: readonly Job[];
}

export function createBackground({ jobs, timers, ...options }: BackgroundOptions) {
  const stopJobs = async () => void (await Promise.all(jobs.map((job) => job.stop())));
  const lease = createLease({
    ...options,
    name: 'background',
    timers: createTimerSet(timers),
    onHeld: () => {
      for (const job of jobs) job.start();
      return Promise.resolve();
    },
    onLost: stopJobs,
  });
  return {
    start: () => lease.start(),
    async stop() {
      await stopJobs();
      await lease.stop();
    },
  };
}
