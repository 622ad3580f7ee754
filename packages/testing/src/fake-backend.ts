/**
 * `Backend` without a gateway, kept in memory. Tests tell it to be offline, slow or unwilling; the demo without a server
 * shows its sample data.
 */
import {
  type Backend,
  type BackendState,
  type BackendStatus,
  type Call,
  type CallPatch,
  type CallWithMatches,
  callEventType,
  type ColleaguePresence,
  type CrmBackendGroup,
  type EventData,
  type EventType,
  type Locale,
  type Me,
  type MePatch,
  type MissedCall,
  type Party,
  type PartyMatch,
  RingbackError,
  type RingbackEvent,
} from '@ringback/model';
import { createFakeCrm, type FakeCrmData, fakeCrmData } from './fake-crm/index.ts';
import { says } from './fake-crm/kit.ts';
import { createFakeMissed } from './fake-missed.ts';
import { createFakeParties, matchesIn } from './fake-parties.ts';
import { CALL_LOG, COLLEAGUES, matchOf, ME, MISSED, PARTIES, PARTY_KINDS } from './fixtures.ts';
import { createNotifier } from './notifier.ts';

export type BackendRequest =
  | 'calls.list'
  | 'calls.get'
  | 'calls.disown'
  | 'calls.update'
  | 'parties.findByPhone'
  | 'parties.findByName'
  | 'parties.create'
  | 'parties.update'
  | 'me.update'
  | 'colleagues.list'
  | 'missed.list'
  | 'missed.counts'
  | 'missed.claim'
  | 'missed.release'
  | 'missed.dismiss'
  | `parties.${'get' | 'list' | 'duplicates' | 'merge' | 'undoMerge' | 'history'}`
  | `${CrmBackendGroup}.${string}`;

export interface FakeBackendOptions {
  /** The log, in any order; `CALL_LOG` when absent. */
  calls?: readonly Call[];
  live?: readonly CallWithMatches[];
  parties?: readonly Party[];
  kinds?: readonly string[];
  locale?: Locale;
  status?: BackendStatus;
  waiting?: number;
  /** False for an agent who may not read parties: the group is absent. */
  withParties?: boolean;
  /** `ME` when absent; null before anybody is known. */
  me?: Me | null;
  /** `MISSED` when absent; null for an agent who does not look after them: the group is absent. */
  missed?: readonly MissedCall[] | null;
  /** `COLLEAGUES` when absent. */
  colleagues?: readonly ColleaguePresence[];
  /** What differs from the sample data of deals, leads, tasks and so on. */
  crm?: Partial<FakeCrmData>;
  /** Groups that this agent, or his host, lacks. */
  without?: readonly CrmBackendGroup[];
  /** The host takes no writes: `create`, `update` and the like are absent. */
  readOnly?: boolean;
  now?: () => number;
}

export interface FakeBackend extends Backend {
  /** Every request that was made, in order: `['calls.update', 'call-1', { comment }]`. */
  readonly requests: readonly (readonly [BackendRequest, ...unknown[]])[];
  goOffline(): void;
  /** Comes back, and sends what waited. */
  goOnline(): void;
  /** Nobody is known any more while `signed-out`; afterwards it is the same person again. */
  setStatus(status: BackendStatus): void;
  /** Somebody else signs in, where nobody is signed in or another still is. */
  signInAs(me: Me): void;
  setLocale(locale: Locale): void;
  /** Requests hang until the returned function is called. */
  beSlow(): () => void;
  /** The next such request is refused with this error. */
  failNext(request: BackendRequest, error: RingbackError): void;
  /** Stores the call, and tells of it by the event of its change; `matches` stay as they were when absent. */
  putCall(call: Call, matches?: readonly PartyMatch[]): void;
  /** The time of a task's reminder has come. */
  remind(taskId: string): void;
  /** What the groups of customers stand on, to be looked at and changed. */
  readonly crm: FakeCrmData;
  /** Tells any fact to the followers. */
  emit<T extends EventType>(type: T, data: EventData<T>): void;
}

const PAGE = 50;

export function createFakeBackend(options: FakeBackendOptions = {}): FakeBackend {
  const now = options.now ?? Date.now;
  const iso = (): string => new Date(now()).toISOString();
  const calls = new Map((options.calls ?? CALL_LOG).map((call) => [call.id, call]));
  const matches = new Map<string, readonly PartyMatch[]>();
  const parties = new Map((options.parties ?? Object.values(PARTIES)).map((party) => [party.id, party]));
  for (const item of options.live ?? []) {
    calls.set(item.call.id, item.call);
    matches.set(item.call.id, item.matches);
  }
  const store = createNotifier<BackendState>({
    status: options.status ?? 'online',
    waiting: options.waiting ?? 0,
    locale: options.locale ?? 'uk',
    live: options.live ?? [],
    ...(options.me === null ? {} : { me: options.me ?? ME }),
  });
  const followers = new Set<(event: RingbackEvent) => void>();
  const requests: (readonly [BackendRequest, ...unknown[]])[] = [];
  const failures = new Map<BackendRequest, RingbackError>();
  const outbox: (() => void)[] = [];
  let gate: Promise<void> | undefined;
  let lastEvent = 0;
  /** Who signs in again after a session has ended. */
  let person = options.me === null ? undefined : (options.me ?? ME);

  const patchState = (change: Partial<BackendState>): void => store.set({ ...store.state, ...change });
  const offline = (): boolean => store.state.status === 'offline';

  async function begin(request: BackendRequest, ...args: unknown[]): Promise<void> {
    requests.push([request, ...args]);
    await gate;
    if (store.state.status === 'signed-out') throw new RingbackError('unauthorized', 'Nobody is signed in.');
    const failure = failures.get(request);
    if (!failure) return;
    failures.delete(request);
    throw failure;
  }

  function needOnline(): void {
    if (offline())
      throw new RingbackError('unavailable', 'The gateway cannot be reached.', {
        hint: 'Check the connection.',
      });
  }

  function emit<T extends EventType>(type: T, data: EventData<T>): void {
    const event = { id: (lastEvent += 1), type, time: iso(), v: 1, data } as RingbackEvent;
    for (const follower of [...followers]) follower(event);
  }

  function putCall(call: Call, found?: readonly PartyMatch[]): void {
    const before = calls.get(call.id);
    const item = { call, matches: [...(found ?? matches.get(call.id) ?? matchesOf(call.number))] };
    calls.set(call.id, call);
    matches.set(call.id, item.matches);
    const others = store.state.live.filter((other) => other.call.id !== call.id);
    const known = store.state.live.some((other) => other.call.id === call.id);
    if (call.state === 'ended') patchState({ live: others });
    else if (known)
      patchState({ live: store.state.live.map((other) => (other.call.id === call.id ? item : other)) });
    else patchState({ live: [...store.state.live, item] });
    emit(before?.state === call.state ? 'call.updated' : callEventType(before?.state, call.state), item);
  }

  const matchesOf = (phone: string): PartyMatch[] => matchesIn(parties, phone);

  function write(id: string, patch: CallPatch): Call {
    const call = calls.get(id);
    if (!call) throw new RingbackError('not-found', 'There is no such call.');
    const party = patch.party && parties.get(patch.party.id);
    const disposition = crm.settings.dispositions.find((one) => one.id === patch.dispositionId);
    const deal = crm.deals.find(({ id: one }) => one === patch.dealId);
    if (patch.party && !party) throw new RingbackError('not-found', 'There is no such record.');
    const { deal: dealBefore, ...others } = call;
    const kept =
      patch.dealId === undefined && (!party || party.id === call.party?.id) ? dealBefore : undefined;
    const about = deal ? { system: deal.system, id: deal.id, title: deal.title } : kept;
    const next: Call = {
      ...others,
      ...(patch.comment === undefined ? {} : { comment: patch.comment }),
      ...(about ? { deal: about } : {}),
      ...(disposition ? { disposition: { id: disposition.id, name: disposition.name } } : {}),
      ...(party ? { party: { system: party.system, id: party.id, name: party.name, kind: party.kind } } : {}),
      version: call.version + 1,
    };
    putCall(
      next,
      party && !matches.get(id)?.some((match) => match.party.id === party.id) ? [matchOf(party)] : undefined,
    );
    return next;
  }

  function wait(send: () => void): void {
    outbox.push(send);
    patchState({ waiting: outbox.length });
  }

  function putParty(party: Party, type: 'party.created' | 'party.updated'): Party {
    parties.set(party.id, party);
    emit(type, { party });
    return party;
  }

  const crm: FakeCrmData = { ...fakeCrmData(), ...options.crm };
  let lastMade = 0;
  const kit = {
    data: crm,
    async begin(request: string, ...args: unknown[]): Promise<void> {
      await begin(request as BackendRequest, ...args);
      needOnline();
    },
    emit,
    now: iso,
    newId: (what: string) => `fake-${what}-${(lastMade += 1)}`,
    me: () => store.state.me?.agent ?? ME.agent,
    party: (id: string) => parties.get(id),
    calls: () => [...calls.values()],
    putCall,
    waits(send: () => void): boolean {
      if (offline()) wait(send);
      return offline();
    },
    putParty,
    readOnly: options.readOnly ?? false,
  };
  const { groups, remind } = createFakeCrm(kit, options.without ?? []);

  function writeMe(patch: MePatch): Me {
    const before = store.state.me;
    if (!before) throw new RingbackError('unauthorized', 'Nobody is signed in.');
    const entries = Object.entries({ ...before, ...patch, version: before.version + 1 });
    // As the gateway does it: `null` takes away, and a new status ends the old one's time.
    const kept = entries.filter(([key, value]) => {
      const stale = key === 'statusUntil' && patch.status !== undefined && patch.statusUntil === undefined;
      return value !== null && value !== undefined && !stale;
    });
    const me = Object.fromEntries(kept) as Me;
    patchState({ me });
    emit('me.updated', { me });
    return me;
  }

  const backend: FakeBackend = {
    get state() {
      return store.state;
    },
    subscribe: store.subscribe,
    follow(listener) {
      const mine = (event: RingbackEvent): void => listener(event);
      followers.add(mine);
      return () => void followers.delete(mine);
    },
    calls: {
      async list(query = {}) {
        await begin('calls.list', query);
        const all = [...calls.values()]
          .filter((call) => query.direction === undefined || call.direction === query.direction)
          .filter((call) => query.missed === undefined || (call.endReason === 'missed') === query.missed)
          .filter((call) => query.agentId === undefined || call.agent?.id === query.agentId)
          .filter((call) => query.partyId === undefined || call.party?.id === query.partyId)
          .filter(({ startedAt }) => (query.from ?? '') <= startedAt && startedAt < (query.to ?? '9'))
          .filter(({ recordings = [] }) => {
            const stored = recordings.some(({ state }) => state === 'stored');
            return query.recorded === undefined || stored === query.recorded;
          })
          .filter(({ number, party, comment }) => says(query.words, number, party?.name, comment))
          .sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
        const from = Number(query.cursor ?? 0);
        const to = from + (query.limit ?? PAGE);
        const value = { items: all.slice(from, to), ...(to < all.length ? { next: String(to) } : {}) };
        return { value, stale: offline() };
      },
      async get(id) {
        await begin('calls.get', id);
        needOnline();
        const call = calls.get(id);
        if (!call) throw new RingbackError('not-found', 'There is no such call.');
        return { call, matches: [...(matches.get(id) ?? matchesOf(call.number))] };
      },
      async disown(id) {
        await begin('calls.disown', id);
        needOnline();
      },
      async update(id, patch) {
        await begin('calls.update', id, patch);
        if (!offline()) return write(id, patch);
        wait(() => write(id, patch));
        return undefined;
      },
    },
    me: {
      async update(patch) {
        await begin('me.update', patch);
        needOnline();
        return writeMe(patch);
      },
    },
    colleagues: {
      async list() {
        await begin('colleagues.list');
        needOnline();
        return [...(options.colleagues ?? COLLEAGUES)];
      },
    },
    ...(options.missed === null
      ? {}
      : {
          missed: createFakeMissed({
            all: options.missed ?? MISSED,
            me: () => store.state.me?.agent ?? ME.agent,
            async begin(request, ...args) {
              await begin(request, ...args);
              needOnline();
            },
            changed: (missed) => emit('missed.changed', { missed }),
            now,
          }),
        }),
    ...(options.withParties === false
      ? {}
      : { parties: createFakeParties(kit, parties, options.kinds ?? PARTY_KINDS) }),
    ...groups,
    crm,
    remind,
    requests,
    goOffline: () => patchState({ status: 'offline' }),
    goOnline() {
      const waiting = outbox.splice(0);
      patchState({ status: 'online', waiting: 0 });
      for (const send of waiting) send();
    },
    setStatus(status) {
      const { me = person, ...others } = store.state;
      person = me;
      store.set({ ...others, status, ...(me && status !== 'signed-out' ? { me } : {}) });
    },
    signInAs(me) {
      person = me;
      patchState({ status: 'online', me });
    },
    setLocale: (locale) => patchState({ locale }),
    beSlow() {
      let release = (): void => {};
      gate = new Promise((resolve) => (release = resolve));
      return () => {
        gate = undefined;
        release();
      };
    },
    failNext: (request, error) => void failures.set(request, error),
    putCall,
    emit,
  };
  return backend;
}
