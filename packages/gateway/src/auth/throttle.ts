/** Counts what must not happen too often, by key, in a window that begins with the first of them. */
import { RingbackError } from '@ringback/model';

export interface Throttle {
  /** Throws `rate-limited` when the key has used up its window. */
  check(key: string): void;
  count(key: string): void;
  /** Takes one back: it was no failure after all. */
  forgive(key: string): void;
  clear(key: string): void;
}

export interface ThrottleOptions {
  limit: number;
  windowMs: number;
  now: () => Date;
  /** Sentence for the one who is refused. */
  message: string;
}

/** Keys kept at most; beyond it the oldest go, so that nobody fills the memory with addresses. */
const MAX_KEYS = 50_000;

export function createThrottle({ limit, windowMs, now, message }: ThrottleOptions): Throttle {
  const windows = new Map<string, { until: number; count: number }>();
  const current = (key: string) => {
    const found = windows.get(key);
    if (!found || found.until > now().getTime()) return found;
    windows.delete(key);
    return undefined;
  };
  return {
    check(key) {
      const found = current(key);
      if (!found || found.count < limit) return;
      const retryAfterMs = found.until - now().getTime();
      throw new RingbackError('rate-limited', message, {
        retryAfterMs,
        hint: `Try again in ${Math.ceil(retryAfterMs / 1000)} seconds.`,
      });
    },
    count(key) {
      const found = current(key);
      if (found) {
        found.count++;
        return;
      }
      if (windows.size >= MAX_KEYS) windows.delete(windows.keys().next().value as string);
      windows.set(key, { until: now().getTime() + windowMs, count: 1 });
    },
    forgive(key) {
      const found = current(key);
      if (found) found.count--;
    },
    clear(key) {
      windows.delete(key);
    },
  };
}

/** One key per household: an IPv6 subscriber has a whole /64 to choose addresses from. */
export function addressKey(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped) return mapped[1] as string;
  if (!address.includes(':')) return address;
  const [head = '', tail = ''] = address.split('::');
  const groups = head.split(':').filter(Boolean);
  const missing = 8 - groups.length - tail.split(':').filter(Boolean).length;
  while (groups.length < 4 && missing > 0) groups.push('0');
  return `${groups.slice(0, 4).join(':')}::/64`;
}
