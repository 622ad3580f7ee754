/**
 * One host as the gateway sees it: equal reads that are asked for at once are one, answers are kept as long as the manifest says, a stale
 * one is shown while a new one is fetched, and a host that is down is left alone for a while instead of being waited for by every call.
 */
import { AdapterError, CAPABILITY_METHODS, type Crm, type CrmGroup } from '@ringback/adapters';

/** Methods that change nothing. */
const READS = new Set([
  'findByPhone',
  'findByName',
  'get',
  'duplicates',
  'list',
  'pipelines',
  'history',
  'statuses',
  'orders',
  'order',
  'cart',
  'viewed',
  'lookup',
  'search',
  'totals',
  'products',
]);
/** Never kept: who is about to be created must be looked for in earnest, and changes are asked for once. */
const NEVER_KEPT = new Set(['duplicates', 'poll', 'receive']);

/** So many failures in a row, and the host is left alone for so long, in milliseconds. */
export const BREAKER = { failures: 5, restMs: 30_000 } as const;
/** Answers of one host that are kept at once. */
const MOST_KEPT = 5000;

export interface CrmClient extends Crm {
  /** Drops what is kept of a group, or of all. */
  forget(group?: CrmGroup): void;
  /** Whether the host is left alone at this moment. */
  readonly resting: boolean;
}

export interface CrmClientOptions {
  crm: Crm;
  now: () => Date;
  /** A refresh in the background failed: the stale answer stays. */
  failed: (error: unknown) => void;
}

interface Kept {
  value: unknown;
  freshUntil: number;
  staleUntil: number;
}

type Method = (...args: unknown[]) => Promise<unknown>;

export function createCrmClient({ crm, now, failed }: CrmClientOptions): CrmClient {
  const kept = new Map<string, Kept>();
  const running = new Map<string, Promise<unknown>>();
  const breaker = createBreaker(crm.manifest.id, now);

  function ask(
    key: string,
    work: () => Promise<unknown>,
    rule: { ttlMs: number; staleMs: number } | undefined,
  ) {
    const already = running.get(key);
    if (already) return already;
    const mine = breaker
      .run(work)
      .then((value) => {
        if (rule) keep(key, value, rule);
        return value;
      })
      .finally(() => running.delete(key));
    running.set(key, mine);
    return mine;
  }

  function keep(key: string, value: unknown, { ttlMs, staleMs }: { ttlMs: number; staleMs: number }): void {
    const time = now().getTime();
    kept.delete(key);
    kept.set(key, { value, freshUntil: time + ttlMs, staleUntil: time + ttlMs + staleMs });
    // The oldest goes first.
    for (const oldest of kept.keys()) {
      if (kept.size <= MOST_KEPT) break;
      kept.delete(oldest);
    }
  }

  function read(group: CrmGroup, name: string, method: Method): Method {
    const rule = NEVER_KEPT.has(name) ? undefined : crm.manifest.cache[group];
    return (...args) => {
      // The last argument may be `{ signal }`: one caller's hanging up must not take the answer from the others.
      const given = args.filter((one) => !isSignal(one));
      const key = `${group}.${name} ${JSON.stringify(given)}`;
      const work = () => method(...given);
      const known = kept.get(key);
      const time = now().getTime();
      if (known && known.freshUntil > time) return Promise.resolve(known.value);
      const answer = ask(key, work, rule);
      if (!known || known.staleUntil <= time) return answer;
      answer.catch(failed);
      return Promise.resolve(known.value);
    };
  }

  function forget(group?: CrmGroup): void {
    for (const key of kept.keys()) if (group === undefined || key.startsWith(`${group}.`)) kept.delete(key);
  }

  /** What was written is read anew. A lead that is converted changes customers and deals as well, and so do two who become one. */
  function write(group: CrmGroup, name: string, method: Method): Method {
    const all = group === 'leads' || name === 'merge' || name === 'unmerge';
    return (...args) => breaker.run(() => method(...args)).finally(() => forget(all ? undefined : group));
  }

  const groups: Partial<Record<CrmGroup, Record<string, Method>>> = {};
  for (const [group, ...methods] of Object.values(CAPABILITY_METHODS)) {
    for (const name of methods) {
      const own = crm[group] as unknown as Record<string, Method> | undefined;
      const method = own?.[name]?.bind(own) as Method | undefined;
      // Needs no request, or comes from the host itself.
      const plain = name === 'url' || name === 'receive';
      if (method)
        (groups[group] ??= {})[name] = plain
          ? method
          : READS.has(name)
            ? read(group, name, method)
            : write(group, name, method);
    }
  }
  return {
    ...(groups as unknown as Omit<Crm, 'manifest' | 'checkConnection'>),
    manifest: crm.manifest,
    checkConnection: (options) => crm.checkConnection(options),
    forget,
    get resting() {
      return breaker.open();
    },
  };
}

const isSignal = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).join() === 'signal';

/** Closed → open after so many failures in a row → one try after the rest → closed, or open again. */
function createBreaker(system: string, now: () => Date) {
  let failures = 0;
  let openUntil = 0;
  let trying = false;
  const open = () => openUntil > now().getTime();

  return {
    open,
    async run<T>(work: () => Promise<T>): Promise<T> {
      if (open() || (failures >= BREAKER.failures && trying)) {
        throw new AdapterError(
          system,
          'unavailable',
          `${system} does not answer and is left alone for a moment.`,
          {
            retryAfterMs: Math.max(1000, openUntil - now().getTime()),
          },
        );
      }
      trying = failures >= BREAKER.failures;
      try {
        const result = await work();
        failures = 0;
        return result;
      } catch (error) {
        const down =
          error instanceof AdapterError && (error.code === 'unavailable' || error.code === 'timeout');
        failures = down ? failures + 1 : 0;
        if (failures >= BREAKER.failures) openUntil = now().getTime() + BREAKER.restMs;
        throw error;
      } finally {
        trying = false;
      }
    },
  };
}
