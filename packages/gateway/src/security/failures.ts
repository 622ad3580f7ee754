/** Counts what failed, by key, in a window that begins with the first of them. */

/** Keys kept at most; beyond it the oldest go, so that nobody fills the memory with addresses. */
const MAX_KEYS = 50_000;

export interface Failures {
  /** One more; answers how many there are now. */
  count(key: string, windowMs: number): number;
  forget(key: string): void;
}

export function createFailures(now: () => Date): Failures {
  const windows = new Map<string, { until: number; count: number }>();
  return {
    count(key, windowMs) {
      const time = now().getTime();
      const found = windows.get(key);
      if (found && found.until > time) return (found.count += 1);
      windows.delete(key);
      if (windows.size >= MAX_KEYS) windows.delete(windows.keys().next().value as string);
      windows.set(key, { until: time + windowMs, count: 1 });
      return 1;
    },
    forget: (key) => void windows.delete(key),
  };
}
