/** How often each method may be called (§1.4 of the API's description), by one product. */
import type { CrmContext } from '../../context.ts';
import { createSlidingWindow, type Limiter } from '../../http/limiter.ts';

/** Some margin: MANGO counts when a request arrives, we when it leaves. */
const MARGIN_MS = 100;

export const LIMITS: Record<string, { requests: number; perMs: number }> = {
  'commands/callback': { requests: 4, perMs: 1000 },
  'commands/callback_group': { requests: 4, perMs: 1000 },
  'commands/call/hangup': { requests: 4, perMs: 1000 },
  'commands/recording/start': { requests: 4, perMs: 1000 },
  'commands/transfer': { requests: 1, perMs: 2000 },
  'commands/route': { requests: 1, perMs: 2000 },
  'config/users/request': { requests: 1, perMs: 2000 },
  'stats/request': { requests: 1, perMs: 2000 },
  'account/balance': { requests: 2, perMs: 1000 },
};
export const DEFAULT_LIMIT = { requests: 10, perMs: 1000 };

export function createLimits(clock: Pick<CrmContext, 'now' | 'wait'>): (path: string) => Limiter {
  const limiters = new Map<string, Limiter>();
  return (path) => {
    const known = limiters.get(path);
    if (known) return known;
    const { requests, perMs } = LIMITS[path] ?? DEFAULT_LIMIT;
    const limiter = createSlidingWindow({ ...clock, requests, perMs: perMs + MARGIN_MS });
    limiters.set(path, limiter);
    return limiter;
  };
}
