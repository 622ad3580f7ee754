/** A clock that stands until it is told to go on, shared by an adapter and its simulator: an hour of waiting takes no time. */
export interface TestClock {
  now(): Date;
  wait(ms: number, signal?: AbortSignal): Promise<void>;
  /** Runs the work, and moves the time on to whatever is waited for next as long as it is not done. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Moves the time on; whoever waits for a moment on the way is woken in order. */
  pass(ms: number): Promise<void>;
}

interface Waiting {
  at: number;
  wake(): void;
}

/** Rounds of Node's event loop in which everything that waits for no clock comes to rest. */
const ROUNDS = 8;

export function createVirtualClock(start = '2026-11-24T09:00:00.000Z'): TestClock {
  let time = Date.parse(start);
  const waiting = new Set<Waiting>();

  const next = (): Waiting | undefined => {
    let first: Waiting | undefined;
    for (const one of waiting) if (!first || one.at < first.at) first = one;
    return first;
  };
  const wake = (one: Waiting) => {
    waiting.delete(one);
    time = Math.max(time, one.at);
    one.wake();
  };
  const rest = async () => {
    for (let round = 0; round < ROUNDS; round += 1) await new Promise((resolve) => setImmediate(resolve));
  };

  return {
    now: () => new Date(time),
    wait: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason as Error);
        const one: Waiting = { at: time + Math.max(0, ms), wake: () => finish(resolve) };
        const abort = () => finish(() => reject(signal?.reason as Error));
        const finish = (end: () => void) => {
          waiting.delete(one);
          signal?.removeEventListener('abort', abort);
          end();
        };
        signal?.addEventListener('abort', abort, { once: true });
        waiting.add(one);
      }),
    async run(work) {
      let settled = false;
      const result = work().finally(() => (settled = true));
      result.catch(() => undefined);
      for (;;) {
        await rest();
        if (settled) return result;
        const one = next();
        if (one) wake(one);
      }
    },
    async pass(ms) {
      const until = time + ms;
      await rest();
      for (let one = next(); one && one.at <= until; one = next()) {
        wake(one);
        await rest();
      }
      time = until;
    },
  };
}

/** For systems that really run beside the test: time passes by itself. */
export function createRealClock(): TestClock {
  const wait = (ms: number, signal?: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error);
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', abort);
        resolve();
      }, ms);
      const abort = () => {
        clearTimeout(timer);
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', abort, { once: true });
    });
  return { now: () => new Date(), wait, run: (work) => work(), pass: (ms) => wait(ms) };
}
