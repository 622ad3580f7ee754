/** The `Backend` port over HTTP and the event stream: what the core frame, or a developer's own page, gives to elements. */
import {
  type Backend,
  type BackendState,
  type ColleaguesGroup,
  CRM_BACKEND_GROUPS,
  type Me,
  type MeGroup,
  RingbackError,
  type RingbackEvent,
  type Session,
} from '@ringback/model';
import { type CrmGroups, groupsOf } from './groups.ts';
import { createEventStream, type EventStream, type EventStreamOptions } from './event-stream.ts';
import { createHttpBackend, type HttpBackend, type HttpBackendOptions } from './http-backend.ts';
import type { KeyedBackend } from './keyed.ts';
import { applyEvent } from './live-calls.ts';
import { jitteredPause } from './pause.ts';

export interface ClientOptions extends Omit<HttpBackendOptions, 'onReach' | 'onSignedOut'> {
  newId?: () => string;
  /** As for `createEventStream`. */
  stream?: Pick<EventStreamOptions, 'fetch' | 'silenceMs'>;
  /** The session is renewed at half its life, but not more often than this, in ms; 30,000 when absent. */
  shortestRenewalMs?: number;
}

export interface ClientBackend extends KeyedBackend {
  readonly me: MeGroup;
  readonly colleagues: ColleaguesGroup;
  readonly http: HttpBackend;
  /** Undefined while nobody is signed in. */
  readonly session: Session | undefined;
  /**
   * Reads `GET /session`: at the beginning, after a sign-in or sign-out in another tab. Undefined when nobody is signed in; rejects
   * when the gateway cannot be reached, and goes on trying then.
   */
  refresh(): Promise<Session | undefined>;
  /** Begin or stop to hold the event stream. */
  lead(lead: boolean): void;
  /** A fact that another tab's stream told. What is known already is not told again. */
  ingest(event: RingbackEvent): void;
  /** Ends the session at the gateway. */
  signOut(): Promise<void>;
  stop(): void;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
const SHORTEST_RENEWAL_MS = 30_000;
/** Longest delay that `setTimeout` keeps, in ms. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export function createBackend(options: ClientOptions): ClientBackend {
  const newId = options.newId ?? (() => crypto.randomUUID());
  const random = options.random ?? Math.random;
  const now = options.now ?? Date.now;
  const listeners = new Set<(state: BackendState) => void>();
  const followers = new Set<(event: RingbackEvent) => void>();
  let state: BackendState = { status: 'online', waiting: 0, locale: 'en', live: [] };
  let session: Session | undefined;
  let position: number | undefined;
  let leading = false;
  let stopped = false;
  let stream: EventStream | undefined;
  let asking: Promise<unknown> | undefined;
  let probe: ReturnType<typeof setTimeout> | undefined;
  let renewal: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;

  const http = createHttpBackend({
    ...options,
    onReach: (reached, url) => (url === '/session' ? reach(reached) : hint(reached)),
    onSignedOut: () => signedOut(),
  });

  function set(change: Partial<BackendState>): void {
    const keys = Object.keys(change) as (keyof BackendState)[];
    if (keys.every((key) => state[key] === change[key])) return;
    state = { ...state, ...change };
    for (const listener of [...listeners]) listener(state);
  }

  /** What a single request met with may be its own trouble: whether the gateway is there, only the session and the stream say. */
  function hint(reached: boolean): void {
    if (stopped || state.status !== (reached ? 'offline' : 'online')) return;
    asking ??= refresh()
      .catch(() => undefined)
      .finally(() => (asking = undefined));
  }

  function reach(reached: boolean): void {
    if (state.status === 'signed-out' || stopped) return;
    set({ status: reached ? 'online' : 'offline' });
    clearTimeout(probe);
    if (reached) {
      // An answer that gives no session is no reason to ask faster.
      if (session) attempt = 0;
    } else {
      probe = setTimeout(
        () => void refresh().catch(() => undefined),
        jitteredPause((attempt += 1), { firstMs: FIRST_PAUSE_MS, longestMs: LONGEST_PAUSE_MS, random }),
      );
    }
  }

  function signedOut(): void {
    session = undefined;
    position = undefined;
    clearTimeout(probe);
    clearTimeout(renewal);
    closeStream();
    // Not even the name of the one who has left stays in the page.
    const { me: _, ...rest } = state;
    state = rest;
    set({ status: 'signed-out', live: [] });
  }

  /** The later of two copies counts, whichever way it came. */
  function takeMe(me: Me): void {
    if (me.agent.id !== session?.agent.id || (state.me && state.me.version > me.version)) return;
    set({ me });
  }

  async function refresh(): Promise<Session | undefined> {
    try {
      const answer = await http.session();
      if (stopped) return undefined;
      // Somebody else has signed in by another tab: nothing of the one before stays for him.
      if (session && session.agent.id !== answer.agent.id) {
        signedOut();
        return await refresh();
      }
      session = answer;
      attempt = 0;
      // Facts between our position and the snapshot's still come by the stream, and are told then.
      if (position === undefined) {
        position = answer.eventId;
        closeStream();
      }
      set({
        status: 'online',
        locale: answer.locale,
        // An answer that was on its way for longer than the stream's next facts would bring back what has ended since.
        ...(answer.eventId < position ? {} : { live: answer.calls }),
        ...(answer.me ? { me: answer.me } : {}),
      });
      if (leading) openStream();
      planRenewal(answer.expiresAt);
      return answer;
    } catch (reason) {
      if (reason instanceof RingbackError && reason.code === 'unauthorized') return undefined;
      // Nobody is known to be signed out: whoever it is, is read as soon as the gateway is back.
      if (!session && !stopped && state.status !== 'offline') {
        set({ status: 'offline' });
        reach(false);
      }
      throw reason;
    }
  }

  /** A session lives on while somebody works. One tab is enough; a token is renewed by the page that gave it. */
  function planRenewal(expiresAt: string): void {
    clearTimeout(renewal);
    const life = Date.parse(expiresAt) - now();
    renewal = setTimeout(
      () =>
        void (leading && !options.getToken ? http.refresh() : Promise.resolve())
          .then(() => refresh())
          .catch(() => planRenewal(expiresAt)),
      Math.min(Math.max(life / 2, options.shortestRenewalMs ?? SHORTEST_RENEWAL_MS), LONGEST_TIMER_MS),
    );
  }

  function online(): void {
    if (stream) stream.wake();
    else if (state.status === 'offline') void refresh().catch(() => undefined);
  }

  function take(event: RingbackEvent): void {
    if (position === undefined || event.id <= position) return;
    position = event.id;
    set({ live: applyEvent(state.live, event, session?.agent.id) });
    if (event.type === 'me.updated') takeMe(event.data.me);
    // Whoever is out hears it now, and not at his next click.
    if (event.type === 'access.changed') void refresh().catch(() => undefined);
    for (const follower of [...followers]) follower(event);
  }

  function openStream(): void {
    if (stream || stopped || position === undefined) return;
    const mine = createEventStream({
      url: `${options.baseUrl}/api/v1/events`,
      after: position,
      random,
      ...options.stream,
      ...(options.getToken ? { getToken: options.getToken } : {}),
      onEvent: take,
      onReset() {
        if (stream !== mine) return;
        stream = undefined;
        position = undefined;
        void refresh().catch(() => undefined);
      },
      onStatus(status) {
        if (stream !== mine) return;
        if (status === 'signed-out') signedOut();
        else if (status === 'open') reach(true);
        // It finds out by itself when the gateway is back.
        else set({ status: 'offline' });
      },
    });
    stream = mine;
  }

  function closeStream(): void {
    stream?.stop();
    stream = undefined;
  }

  const { findByPhone, findByName } = http.parties;
  const parties: Backend['parties'] = {
    ...{ findByPhone, findByName },
    get kinds() {
      return session?.partyKinds ?? [];
    },
  };
  const writes: Pick<NonNullable<Backend['parties']>, 'create' | 'update'> = {
    create: (input, form) => http.parties.create(input, newId(), form),
    update: (id, patch) => http.parties.update(id, patch, newId()),
  };

  const withKinds = (): Backend['parties'] => {
    const may = session?.writesParties ? writes : {};
    return Object.assign(Object.create(parties) as NonNullable<typeof parties>, groups().parties, may);
  };

  /** By what the session says that he may, and the hosts can; made anew when that changes. */
  let made: { of: readonly string[] | undefined; groups: CrmGroups } = { of: undefined, groups: {} };
  function groups(): CrmGroups {
    const methods = session?.crm;
    if (made.of !== methods)
      made = {
        of: methods,
        groups: groupsOf(methods ?? [], (method, args) => http.askCrm(method, args, newId())),
      };
    return made.groups;
  }

  const backend: ClientBackend = {
    http,
    get state() {
      return state;
    },
    get session() {
      return session;
    },
    subscribe(listener) {
      const mine = (next: BackendState): void => listener(next);
      listeners.add(mine);
      return () => void listeners.delete(mine);
    },
    follow(listener) {
      const mine = (event: RingbackEvent): void => listener(event);
      followers.add(mine);
      return () => void followers.delete(mine);
    },
    calls: {
      list: async (query) => ({ value: await http.calls.list(query), stale: false }),
      get: http.calls.get,
      update: (id, patch, key = newId()) => http.calls.update(id, patch, key),
      disown: http.calls.disown,
    },
    me: {
      async update(patch) {
        const me = await http.me.update(patch);
        takeMe(me);
        return me;
      },
    },
    colleagues: http.colleagues,
    askCrm: http.askCrm,
    refresh,
    lead(lead) {
      leading = lead;
      if (lead) openStream();
      else closeStream();
    },
    ingest: take,
    async signOut() {
      await http.logout();
      signedOut();
    },
    stop() {
      stopped = true;
      clearTimeout(probe);
      clearTimeout(renewal);
      globalThis.removeEventListener?.('online', online);
      closeStream();
    },
  };
  // Absent as a whole for an agent who may not, also when he signs in later.
  Object.defineProperty(backend, 'missed', {
    enumerable: true,
    get: () => (session?.permissions.includes('missed.handle') ? http.missed : undefined),
  });
  const ifReader = <T>(group: () => T) => ({
    enumerable: true,
    get: () => (session?.permissions.includes('parties.read') ? group() : undefined),
  });
  for (const name of CRM_BACKEND_GROUPS)
    Object.defineProperty(backend, name, { configurable: true, enumerable: true, get: () => groups()[name] });
  Object.defineProperties(backend, {
    parties: ifReader(withKinds),
    shop: ifReader(() => ({ ...http.shop, ...groups().shop })),
  });
  globalThis.addEventListener?.('online', online);
  return backend;
}
