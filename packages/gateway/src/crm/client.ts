/**
 * One host as the gateway sees it: equal reads that are asked for at once are one, answers are kept as long as the manifest says, a stale
 * one is shown while a new one is fetched, and a host that is down is left alone for a while instead of being waited for by every call.
 */
import { CAPABILITY_METHODS, type Crm, type CrmGroup, type ReadOptions } from '@ringback/adapters';
import { createBreaker, type Trouble } from './breaker.ts';
import { createShown, type Gone } from './shown.ts';

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

/** Answers of one host that are kept at once. */
const MOST_KEPT = 5000;

export interface CrmClient extends Crm {
  /** Drops what is kept of a group, or of all. */
  forget(group?: CrmGroup): void;
  /** Whether the host is left alone at this moment. */
  readonly resting: boolean;
  /** What the host has failed with since it last answered. */
  readonly trouble: Trouble | undefined;
  /** Whether the record was handed out lately, and may be on somebody's screen. */
  shows(kind: string, id: string): boolean;
  /** Everybody has been told that the record is there no more. */
  drop(kind: string, id: string): void;
  /** Looks up so many of those, past what is kept, and answers which the host has no more, until they are dropped. */
  gone(count: number): Promise<readonly Gone[]>;
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

interface Question {
  group: CrmGroup;
  name: string;
  /** The same for the same question. */
  key: string;
  given: unknown[];
  method: Method;
}

export function createCrmClient({ crm, now, failed }: CrmClientOptions): CrmClient {
  const kept = new Map<string, Kept>();
  const running = new Map<string, Promise<unknown>>();
  const breaker = createBreaker(crm.manifest, now);
  const shown = createShown(now);

  function ask({ group, name, key, given, method }: Question): Promise<unknown> {
    const already = running.get(key);
    if (already) return already;
    const rule = NEVER_KEPT.has(name) ? undefined : crm.manifest.cache[group];
    const mine: Promise<unknown> = breaker
      .run(() => method(...given), { background: given.some(isBackground) })
      .then((value) => {
        shown.note(group, name, value);
        // What was written meanwhile is not in it: nobody else shall have this answer.
        if (rule && running.get(key) === mine) keep(key, value, rule);
        return value;
      })
      .finally(() => {
        if (running.get(key) === mine) running.delete(key);
      });
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
    return (...args) => {
      // The last argument may be `{ signal }`: one caller's hanging up must not take the answer from the others.
      const given = args.filter((one) => !isSignal(one));
      const key = `${group}.${name} ${JSON.stringify(given)}`;
      const known = kept.get(key);
      const time = now().getTime();
      if (known && known.freshUntil > time) return Promise.resolve(known.value);
      const answer = ask({ group, name, key, given, method });
      if (!known || known.staleUntil <= time) return answer;
      answer.catch(failed);
      return Promise.resolve(known.value);
    };
  }

  function forget(group?: CrmGroup): void {
    for (const answers of [kept, running]) {
      for (const key of answers.keys())
        if (group === undefined || key.startsWith(`${group}.`)) answers.delete(key);
    }
  }

  /** What was written is read anew. A lead that is converted changes customers and deals as well, and so do two who become one. */
  function write(group: CrmGroup, name: string, method: Method): Method {
    const all = group === 'leads' || name === 'merge' || name === 'unmerge';
    return (...args) =>
      breaker
        .run(() => method(...args), { background: args.some(isBackground) })
        .finally(() => forget(all ? undefined : group));
  }

  const groups: Partial<Record<CrmGroup, Record<string, Method>>> = {};
  for (const [group, ...methods] of Object.values(CAPABILITY_METHODS)) {
    for (const name of methods) {
      const own = crm[group] as unknown as Record<string, Method> | undefined;
      const method = own?.[name]?.bind(own) as Method | undefined;
      // Needs no request, or is about a credential that somebody else has sent.
      const plain = name === 'url' || name === 'receive' || name === 'whoIs';
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
    shows: shown.has,
    drop: shown.drop,
    gone: async (count) =>
      shown.isEmpty() ? [] : breaker.run(() => shown.gone(crm, count), { background: true }),
    get resting() {
      return breaker.open();
    },
    get trouble() {
      return breaker.trouble();
    },
  };
}

const isBackground = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && (value as ReadOptions).background === true;

const isSignal = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).join() === 'signal';
