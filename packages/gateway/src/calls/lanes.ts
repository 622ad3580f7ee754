/**
 * Serial queues by key: jobs of one call run one after another, different calls in parallel. `exclusive` is a barrier: it waits for
 * all that was asked before it, and all that is asked after it waits for it.
 *
 * A job must never await another job of these lanes: with a barrier between the two they would wait for each other.
 */
export interface Lanes {
  run<T>(key: string, job: () => Promise<T>): Promise<T>;
  /** The job stands in all these queues, and runs when it is first in each. */
  together<T>(keys: readonly string[], job: () => Promise<T>): Promise<T>;
  exclusive<T>(job: () => Promise<T>): Promise<T>;
  /** Resolves when nothing runs and nothing waits. */
  idle(): Promise<void>;
}

export function createLanes(): Lanes {
  const tails = new Map<string, Promise<unknown>>();
  let barrier: Promise<unknown> = Promise.resolve();
  const settled = (job: Promise<unknown>) => job.catch(() => undefined);

  return {
    run(key, job) {
      const done = (tails.get(key) ?? barrier).then(job);
      const tail = settled(done).then(() => {
        if (tails.get(key) === tail) tails.delete(key);
      });
      tails.set(key, tail);
      return done;
    },
    exclusive(job) {
      const before = Promise.all([barrier, ...tails.values()]);
      tails.clear();
      const done = before.then(job);
      barrier = settled(done);
      return done;
    },
    together(keys, job) {
      const done = Promise.all(keys.map((key) => tails.get(key) ?? barrier)).then(job);
      const tail = settled(done).then(() => {
        for (const key of keys) if (tails.get(key) === tail) tails.delete(key);
      });
      for (const key of keys) tails.set(key, tail);
      return done;
    },
    async idle() {
      for (;;) {
        const seen = barrier;
        await Promise.all([seen, ...tails.values()]);
        if (tails.size === 0 && barrier === seen) return;
      }
    },
  };
}
