/** Work that goes on in the background: one round after the other, when something has happened or when the next thing is due. */
import type { AdapterLog } from '@ringback/adapters';
import type { Timers } from './calls/timers.ts';
import type { Store } from './store/contract.ts';

/** Two rounds are at least this far apart when only time has passed, in ms. */
const SHORTEST_SLEEP_MS = 1000;
/** Where much happens, rounds that it calls for are at least this far apart, in ms: one for many commits. */
const BREATH_MS = 250;

export interface WorkerOptions {
  store: Pick<Store, 'events'>;
  now: () => Date;
  timers: Timers;
  log: AdapterLog;
  /** For the log. */
  name: string;
  /** One round; answers when the next thing is due, if any is. */
  round(stopped: () => boolean): Promise<string | undefined>;
}

export interface Worker {
  start(): void;
  stop(): Promise<void>;
  /** Begins a round, or one more after the one that runs. */
  wake(): void;
  /** Resolves when all that can be done now has been done. */
  idle(): Promise<void>;
}

export function createWorker({ store, now, timers, log, name, round }: WorkerOptions): Worker {
  let stopped = true;
  let working: Promise<void> = Promise.resolve();
  let again = false;
  let stopTimer = () => {};
  let stopListening = () => {};
  let breathing = false;
  /** Something has happened while it was taking breath. */
  let missed = false;

  function wake(): void {
    if (stopped || again) return;
    again = true;
    working = working.then(once).catch((error: unknown) => log.error({ err: error }, `${name} stumbled`));
  }

  function happened(): void {
    if (breathing) {
      missed = true;
      return;
    }
    breathing = true;
    timers.after(BREATH_MS, () => {
      breathing = false;
      if (missed) happened();
    });
    missed = false;
    wake();
  }

  async function once(): Promise<void> {
    again = false;
    if (stopped) return;
    const next = await round(() => stopped);
    stopTimer();
    if (stopped || next === undefined) return;
    stopTimer = timers.after(Math.max(SHORTEST_SLEEP_MS, Date.parse(next) - now().getTime()), wake);
  }

  return {
    start() {
      stopped = false;
      stopListening = store.events.onAppend(happened);
      wake();
    },
    async stop() {
      stopped = true;
      stopListening();
      stopTimer();
      await working;
    },
    wake,
    async idle() {
      for (let last; missed || last !== working;) {
        if (missed) wake();
        missed = false;
        last = working;
        await last;
      }
    },
  };
}

const FIRST_PAUSE_MS = 2000;

/** Full jitter, doubling. `attempts` that have failed so far; milliseconds. */
export function jitteredPause(
  attempts: number,
  { most, random }: { most: number; random: () => number },
): number {
  return Math.ceil(random() * Math.min(most, FIRST_PAUSE_MS * 2 ** Math.min(attempts, 20)));
}
