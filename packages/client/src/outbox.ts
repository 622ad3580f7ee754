/**
 * Writes that survive: a comment typed while the gateway is away, or right before the page is left, arrives exactly once and in
 * order. Runs in the host page's origin, because the core frame can store nothing; without zod, because it is part of
 * the host's script.
 *
 * Each write is stored before it is sent, under a key that grows with time, and leaves the storage when the gateway has answered. It
 * carries its own Idempotency-Key: the same write sent twice, by two tabs or after a crash, is one write.
 */
import type {
  Backend,
  BackendState,
  Call,
  CallPatch,
  TimelineEntry,
  TimelineGroup,
  TimelineInput,
  TimelineQuery,
} from '@ringback/model';
import type { KeyedBackend } from './keyed.ts';
import type { KeyValueStorage } from './storage.ts';

export { type CrmGroups, groupsOf } from './groups.ts';
export { type CachedBackend, type CacheOptions, withCache } from './cache.ts';
export type { KeyedBackend as KeyedWrites } from './keyed.ts';
export { createIdbStorage, createMemoryStorage, type KeyValueStorage } from './storage.ts';

export interface OutboxOptions {
  storage: KeyValueStorage;
  /** Names gateway and agent, e.g. `https://gw.example|agent-1`; undefined while nobody is signed in. */
  scope: () => string | undefined;
  newId: () => string;
  /**
   * Runs the work of one tab at a time. `navigator.locks` when absent; without that only within this page, which is enough for the
   * promise, because a replayed key does no harm.
   */
  lock?: <T>(work: () => Promise<T>) => Promise<T>;
  /** The gateway will never take this write (`invalid`, `forbidden`, `not-found`, …). It is out of the box. */
  onRefused?: (write: Waiting, reason: unknown) => void;
  /** Something was put in or taken out: other tabs call `recount`. */
  onChange?: () => void;
  now?: () => number;
  /** Pause before what waits is tried again while the gateway seems to be there, in ms, doubled each time; 5,000 when absent. */
  retryMs?: number;
}

/** One write in the box, under its Idempotency-Key: what was written to a call, or an entry of the history. */
export type Waiting = CallWrite | EntryWrite;
interface CallWrite {
  key: string;
  callId: string;
  patch: CallPatch;
}
interface EntryWrite {
  key: string;
  entry: TimelineInput & { at: string };
}
type Answer = Call | TimelineEntry | undefined;

export interface Outbox extends Backend {
  /** Sends what waits. Resolves when the box is empty or the gateway away. */
  flush(): Promise<void>;
  /** Counts anew, after another tab changed the box. */
  recount(): Promise<void>;
  /** Drops what waits of this agent: at sign-out. */
  forgetWrites(): Promise<void>;
  stopOutbox(): void;
}

const RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 5 * 60_000;
/** Answers that stay the same however often one asks. */
const REFUSALS = ['invalid', 'forbidden', 'not-found', 'conflict', 'unsupported'];

export function withOutbox(backend: KeyedBackend, options: OutboxOptions): Outbox {
  const { storage, scope, newId } = options;
  const now = options.now ?? Date.now;
  const lock = options.lock ?? webLock(() => `ringback:outbox:${scope() ?? ''}`);
  const listeners = new Set<(state: BackendState) => void>();
  const outcomes = new Map<
    string,
    { resolve: (answer: Answer) => void; reject: (reason: unknown) => void }
  >();
  let waiting: readonly (readonly [string, Waiting])[] = [];
  let sending: string | undefined;
  let counter = 0;
  let counted: Promise<void> = Promise.resolve();
  let retries = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let before = backend.state;
  let state = merged();

  function merged(): BackendState {
    return { ...backend.state, waiting: backend.state.waiting + waiting.length };
  }

  function changed(): void {
    state = merged();
    for (const listener of [...listeners]) listener(state);
  }

  const prefix = (): string | undefined => {
    const name = scope();
    return name && `outbox|${name}|`;
  };

  /** One count after the other: a slow one must not undo a later one. */
  function recount(): Promise<void> {
    counted = counted.then(count, count);
    return counted;
  }

  async function count(): Promise<void> {
    const all = prefix();
    const found = all ? ((await storage.list(all)) as [string, Waiting][]) : [];
    const differs = found.length !== waiting.length;
    waiting = found;
    if (differs) changed();
  }

  async function put(all: string, write: Waiting): Promise<void> {
    const place = `${all}${String(now()).padStart(15, '0')}-${String((counter += 1)).padStart(6, '0')}-${write.key}`;
    const last = waiting.findLast(([, other]) => laneOf(other) === laneOf(write));
    await storage.set(place, write);
    // Of comments that wait one behind the other only the last counts. First stored, then dropped: a crash between leaves both.
    if (last && last[1].key !== sending && isComment(last[1]) && isComment(write)) {
      await storage.delete(last[0]);
      settle(last[1].key, (outcome) => outcome.resolve(undefined));
    }
    await recount();
    options.onChange?.();
  }

  function settle(key: string, how: (outcome: NonNullable<ReturnType<typeof outcomes.get>>) => void): void {
    const outcome = outcomes.get(key);
    outcomes.delete(key);
    if (outcome) how(outcome);
  }

  /** Sends one; false when it must wait. */
  async function send(place: string, write: Waiting): Promise<boolean> {
    sending = write.key;
    try {
      const answer =
        'entry' in write
          ? ((await backend.askCrm('timeline.create', [write.entry], write.key)) as TimelineEntry)
          : await backend.calls.update(write.callId, write.patch, write.key);
      await storage.delete(place);
      settle(write.key, (outcome) => outcome.resolve(answer));
    } catch (reason) {
      if (!isRefusal(reason)) return false;
      await storage.delete(place);
      options.onRefused?.(write, reason);
      settle(write.key, (outcome) => outcome.reject(reason));
    } finally {
      sending = undefined;
    }
    await recount();
    options.onChange?.();
    return true;
  }

  async function sendAll(): Promise<void> {
    clearTimeout(timer);
    await recount();
    const stuck = new Set<string>();
    for (;;) {
      // In order per call: what is behind a write that waits, waits with it.
      const next = waiting.find(([, write]) => !stuck.has(laneOf(write)));
      if (!next) break;
      if (await send(...next)) continue;
      stuck.add(laneOf(next[1]));
      if (backend.state.status !== 'online') break;
    }
    if (stuck.size === 0) {
      retries = 0;
    } else if (backend.state.status === 'online') {
      const pause = Math.min((options.retryMs ?? RETRY_MS) * 2 ** retries, LONGEST_RETRY_MS);
      retries += 1;
      timer = setTimeout(() => void flush().catch(() => undefined), pause);
    }
  }

  async function flush(): Promise<void> {
    if (!prefix()) return;
    if (backend.state.status === 'online') await lock(sendAll);
    else await recount();
  }

  /** Stored, and sent as soon as that is possible; without storage `directly` or not at all. */
  async function write<W extends Waiting>(one: W, directly: (one: W) => Promise<Answer>): Promise<Answer> {
    const all = prefix();
    if (!all) return directly(one);
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    // Before it is stored: a sending that is under way may take it at once.
    outcomes.set(one.key, { resolve, reject });
    try {
      await put(all, one);
    } catch {
      // A browser without storage, or a full one.
      outcomes.delete(one.key);
      return directly(one);
    }
    // What has no outcome by then is safely in the box, or was sent by another tab.
    const kept = (): void => settle(one.key, (outcome) => outcome.resolve(undefined));
    void flush().then(kept, kept);
    return promise;
  }

  async function update(id: string, patch: CallPatch): Promise<Call | undefined> {
    const one = { key: newId(), callId: id, patch };
    return (await write(one, ({ key }) => backend.calls.update(id, patch, key))) as Call | undefined;
  }

  /** Written now, whenever it arrives. */
  async function create(input: TimelineInput): Promise<TimelineEntry> {
    const at = input.at ?? new Date(now()).toISOString();
    const one: EntryWrite = { key: newId(), entry: { ...input, at } };
    const directly = ({ key, entry }: EntryWrite) =>
      backend.askCrm('timeline.create', [entry], key) as Promise<TimelineEntry>;
    return ((await write(one, directly)) as TimelineEntry | undefined) ?? entryOf(one);
  }

  /** What waits stands before what the gateway has: it was written by this agent, and is not lost. */
  async function history(group: TimelineGroup, query: TimelineQuery = {}): ReturnType<TimelineGroup['list']> {
    const page = await group.list(query);
    if (query.cursor !== undefined) return page;
    const kinds = query.kinds === undefined ? undefined : [query.kinds].flat();
    const mine = waiting
      .flatMap(([, one]) => ('entry' in one ? entryOf(one) : []))
      .filter((entry) =>
        (['partyId', 'dealId', 'leadId'] as const).every(
          (key) => query[key] === undefined || query[key] === entry[key],
        ),
      )
      .filter(({ kind }) => kinds?.includes(kind) ?? true);
    return { ...page, items: [...mine.reverse(), ...page.items] };
  }

  let kept: { of: TimelineGroup; group: TimelineGroup } | undefined;
  /** The backend's own, whose entries survive; the same object as long as his is. */
  function timeline(): TimelineGroup | undefined {
    const of = backend.timeline;
    if (!of?.create) return of;
    if (kept?.of !== of) kept = { of, group: { ...of, create, list: (query) => history(of, query) } };
    return kept.group;
  }

  /** What the agent wrote is what he sees, also while it waits. */
  function overlay(call: Call): Call {
    const patches = waiting.flatMap(([, one]) => ('patch' in one && one.callId === call.id ? one.patch : []));
    const { comment } = patches.findLast((patch) => patch.comment !== undefined) ?? {};
    return comment === undefined ? call : { ...call, comment };
  }

  const calls: Backend['calls'] = {
    update,
    ...(backend.calls.disown && { disown: backend.calls.disown }),
    async get(id) {
      const found = await backend.calls.get(id);
      return { ...found, call: overlay(found.call) };
    },
    async list(query) {
      const { value, stale } = await backend.calls.list(query);
      return { value: { ...value, items: value.items.map(overlay) }, stale };
    },
  };

  const stop = backend.subscribe((next) => {
    const back = next.status === 'online' && before.status !== 'online';
    before = next;
    changed();
    if (back) void flush().catch(() => undefined);
  });
  // What the page before this one left.
  void flush().catch(() => undefined);

  // Every other group is the backend's own, also one that comes with a later sign-in.
  return Object.setPrototypeOf(
    {
      get state() {
        return state;
      },
      subscribe(listener) {
        const mine = (next: BackendState): void => listener(next);
        listeners.add(mine);
        return () => void listeners.delete(mine);
      },
      follow: (listener) => backend.follow(listener),
      calls,
      get timeline(): TimelineGroup {
        // Absent as a whole where the backend has none.
        return timeline() as TimelineGroup;
      },
      flush,
      recount,
      async forgetWrites() {
        for (const [place] of waiting) await storage.delete(place);
        await recount();
      },
      stopOutbox() {
        clearTimeout(timer);
        stop();
      },
    } satisfies Partial<Outbox>,
    backend,
  ) as Outbox;
}

/** In order per call; entries of the history stand for themselves. */
const laneOf = (write: Waiting): string => ('entry' in write ? write.key : write.callId);

function isComment(write: Waiting): boolean {
  return 'patch' in write && write.patch.comment !== undefined && write.patch.party === undefined;
}

function entryOf({ key, entry }: EntryWrite): TimelineEntry {
  return { system: 'outbox', id: key, ...entry, waiting: true };
}

/** A session that ended is no refusal: the agent signs in again, and what he wrote goes its way. */
function isRefusal(reason: unknown): boolean {
  return REFUSALS.includes(String((reason as { code?: unknown } | null)?.code));
}

function webLock(name: () => string): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(work: () => Promise<T>): Promise<T> => {
    const locks = globalThis.navigator?.locks;
    if (locks) return locks.request(name(), work) as Promise<T>;
    const mine = last.then(work, work);
    last = mine.catch(() => undefined);
    return mine;
  };
}
