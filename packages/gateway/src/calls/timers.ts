/** Timers that a test can own. */
import { RingbackError } from '@ringback/model';

export interface Timers {
  /** Runs the work once after so many milliseconds; returns the way to call it off. */
  after(ms: number, work: () => void): () => void;
}

/** Longest delay that Node's timers keep: above it they fire at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** Node's own; they do not keep the process alive. */
export const systemTimers: Timers = {
  after(ms, work) {
    const timer = setTimeout(work, Math.min(Math.max(0, ms), LONGEST_MS));
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** Rejects with `timeout` when the answer takes longer: one that never comes must not hold up the rest. */
export async function withDeadline<T>(timers: Timers, ms: number, answer: Promise<T>): Promise<T> {
  let stop = () => {};
  const late = new Promise<never>((_resolve, reject) => {
    stop = timers.after(ms, () => reject(new RingbackError('timeout', `There was no answer in ${ms} ms.`)));
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    stop();
  }
}

/** Timers of one owner: one per key, all called off together. */
export interface TimerSet {
  set(key: string, ms: number, work: () => void): void;
  clear(key: string): void;
  clearAll(): void;
}

export function createTimerSet(timers: Timers): TimerSet {
  const pending = new Map<string, () => void>();
  const clear = (key: string) => {
    pending.get(key)?.();
    pending.delete(key);
  };
  return {
    set(key, ms, work) {
      clear(key);
      pending.set(
        key,
        timers.after(ms, () => {
          pending.delete(key);
          work();
        }),
      );
    },
    clear,
    clearAll() {
      for (const key of [...pending.keys()]) clear(key);
    },
  };
}
