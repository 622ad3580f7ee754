/** Look-ups of the last time, for when the gateway cannot be reached. */
import type { Backend, CallListQuery, CallPage, PartiesGroup, PartyMatch } from '@ringback/model';
import type { KeyValueStorage } from './storage.ts';

export interface CacheOptions {
  storage: KeyValueStorage;
  /** Names gateway and agent, e.g. `https://gw.example|agent-1`; undefined while nobody is signed in: nothing is kept then. */
  scope: () => string | undefined;
  /** Numbers whose answer is kept, the latest; 200 when absent. */
  numbers?: number;
  now?: () => number;
}

export interface CachedBackend extends Backend {
  /** Drops what is kept of this agent: at sign-out. */
  forgetCache(): Promise<void>;
}

interface Entry<T> {
  at: number;
  value: T;
}

const NUMBERS = 200;
/** Numbers may be dropped late: one sweep for this many new ones. */
const SWEEP_EVERY = 20;

export function withCache(backend: Backend, options: CacheOptions): CachedBackend {
  const { storage, scope } = options;
  const now = options.now ?? Date.now;
  let answers = 0;

  const prefix = (what: string): string | undefined => {
    const name = scope();
    return name && `cache|${name}|${what}`;
  };

  /** What is kept never stands in the way of an answer: a full or refused storage is left at that. */
  async function keep(key: string | undefined, value: unknown): Promise<void> {
    if (key) await storage.set(key, { at: now(), value }).catch(() => undefined);
  }

  async function orKept<T>(key: string | undefined, reason: unknown): Promise<T> {
    const entry = key && isAway(reason) ? await storage.get(key).catch(() => undefined) : undefined;
    if (!entry) throw reason;
    return (entry as Entry<T>).value;
  }

  async function sweep(): Promise<void> {
    const all = await storage.list(prefix('phone|') ?? 'cache|');
    const oldest = (all as [string, Entry<unknown>][])
      .sort(([, a], [, b]) => b.at - a.at)
      .slice(options.numbers ?? NUMBERS);
    for (const [key] of oldest) await storage.delete(key);
  }

  async function list(query: CallListQuery = {}): ReturnType<Backend['calls']['list']> {
    const key =
      query.cursor === undefined
        ? prefix(`calls|${JSON.stringify(query, Object.keys(query).sort())}`)
        : undefined;
    try {
      const answer = await backend.calls.list(query);
      if (!answer.stale) await keep(key, answer.value);
      return answer;
    } catch (reason) {
      return { value: await orKept<CallPage>(key, reason), stale: true };
    }
  }

  async function findByPhone(phone: string): Promise<PartyMatch[]> {
    const key = prefix(`phone|${phone}`);
    try {
      const matches = await backend.parties!.findByPhone(phone);
      await keep(key, matches);
      answers += 1;
      if (answers % SWEEP_EVERY === 0) await sweep().catch(() => undefined);
      return matches;
    } catch (reason) {
      return orKept<PartyMatch[]>(key, reason);
    }
  }

  const parties = (group: PartiesGroup): PartiesGroup =>
    Object.setPrototypeOf({ findByPhone }, group) as PartiesGroup;

  // Every other group is the backend's own.
  return Object.setPrototypeOf(
    {
      get state() {
        return backend.state;
      },
      subscribe: (listener) => backend.subscribe(listener),
      follow: (listener) => backend.follow(listener),
      calls: {
        list,
        get: (id) => backend.calls.get(id),
        update: (id, patch) => backend.calls.update(id, patch),
        ...(backend.calls.disown && { disown: backend.calls.disown }),
      },
      // Absent as a whole where the backend has none.
      get parties(): PartiesGroup {
        return (backend.parties && parties(backend.parties)) as PartiesGroup;
      },
      async forgetCache() {
        const all = prefix('');
        if (all) for (const [key] of await storage.list(all)) await storage.delete(key);
      },
    } satisfies Partial<CachedBackend>,
    backend,
  ) as CachedBackend;
}

/** The gateway is away; anything else is an answer. */
export function isAway(reason: unknown): boolean {
  const { code } = (reason ?? {}) as { code?: unknown };
  return code === 'unavailable' || code === 'timeout' || code === 'rate-limited';
}
