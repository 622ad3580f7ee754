/**
 * MANGO bears one invalid request in two minutes; the second shuts the API for everything, until two minutes after the first. So after one
 * nothing is sent until that time is over, whoever asks and on whatever node: it is kept in the store.
 */
import type { CrmContext } from '../../context.ts';
import { AdapterError } from '../../error.ts';
import { manifest } from './manifest.ts';

/** Two minutes, and a second for clocks that differ. */
export const HELD_MS = 121_000;
const KEY = 'held';

export interface Breaker {
  /** Rejects with `unavailable` while nothing may be sent. */
  check(): Promise<void>;
  /** An invalid request was answered. */
  trip(why: string): Promise<void>;
}

export function createBreaker({ kept, now, log }: Pick<CrmContext, 'kept' | 'now' | 'log'>): Breaker {
  async function held(): Promise<{ until: number; why: string } | undefined> {
    const [until = '', ...why] = (await kept.get(KEY))?.split(' ') ?? [];
    const left = Number(until) - now().getTime();
    return left > 0 && left <= HELD_MS ? { until: Number(until), why: why.join(' ') } : undefined;
  }

  return {
    async check() {
      const stop = await held();
      if (!stop) return;
      const retryAfterMs = stop.until - now().getTime();
      throw new AdapterError(manifest.id, 'unavailable', `MANGO is asked nothing for now: ${stop.why}`, {
        hint: `A second invalid request within two minutes would shut its API. Try again in ${Math.ceil(retryAfterMs / 1000)} s.`,
        retryAfterMs,
      });
    },
    async trip(why) {
      if (await held()) return;
      log.warn(
        { system: manifest.id, why },
        'MANGO found a request invalid; nothing is sent for two minutes',
      );
      const until = now().getTime() + HELD_MS;
      await kept.replace(KEY, await kept.get(KEY), `${until} ${why}`);
    },
  };
}
