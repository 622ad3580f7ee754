/** What is asked for once and kept for a while, whoever waits for it: a caller who gives up does not take it from the others. */
export interface Memo<T> {
  get(signal?: AbortSignal): Promise<T>;
  /** What was loaded last; asks nobody. */
  last(): T | undefined;
  /** The next one asks anew. */
  forget(): void;
}

export function createMemo<T>(load: () => Promise<T>, ttlMs: number, now: () => Date): Memo<T> {
  let last: T | undefined;
  let kept: { until: number; value: Promise<T> } | undefined;
  return {
    get(signal) {
      if (!kept || kept.until <= now().getTime()) {
        const entry = { until: now().getTime() + ttlMs, value: load() };
        kept = entry;
        entry.value.then(
          (value) => (last = value),
          () => {
            if (kept === entry) kept = undefined;
          },
        );
      }
      return signal ? until(kept.value, signal) : kept.value;
    },
    last: () => last,
    forget: () => (kept = undefined),
  };
}

function until<T>(value: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason as Error);
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    value.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
