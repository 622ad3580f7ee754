import { crmGroups, type KeyedWrites } from '@ringback/client/outbox';
import type { Backend, BackendState, Locale, RingbackEvent } from '@ringback/model';
import { newId } from '../new-id.ts';
import { createObservable } from '../observable.ts';
import type { Method, Methods, SessionNotice } from '../protocol.ts';

/** Asks the tab's own frame; waits for the join where it has to. */
export type Ask = <M extends Method>(
  method: M,
  ...params: Parameters<Methods[M]>
) => Promise<Awaited<ReturnType<Methods[M]>>>;

/** What the frame tells goes in here, what elements see comes out of `backend`. */
export interface FramedBackend {
  readonly backend: KeyedWrites;
  /** Undefined while nobody is signed in. */
  readonly agentId: string | undefined;
  told(state: BackendState): void;
  toldEvent(event: RingbackEvent): void;
  toldSession(session: SessionNotice): void;
}

/** `Backend` of the host page: everything is asked of the frame, state and facts come as its notices. */
export function createFramedBackend(ask: Ask, locale: Locale): FramedBackend {
  const state = createObservable<BackendState>({ status: 'offline', waiting: 0, locale, live: [] });
  const followers = new Set<(event: RingbackEvent) => void>();
  let session: SessionNotice = { signedIn: false };
  const own: string[] = [];
  const parties: NonNullable<Backend['parties']> = {
    findByPhone: (phone) => ask('parties.findByPhone', phone),
    findByName: (name) => ask('parties.findByName', name),
    create: (input, form) => ask('parties.create', input, form),
    update: (id, patch) => ask('parties.update', id, patch),
    get kinds() {
      return session.partyKinds ?? [];
    },
  };
  const missed: NonNullable<Backend['missed']> = {
    list: (query) => ask('missed.list', query),
    counts: () => ask('missed.counts'),
    claim: (id) => ask('missed.claim', id),
    release: (id) => ask('missed.release', id),
    dismiss: (id, reason) => ask('missed.dismiss', id, reason),
  };
  const shop: NonNullable<Backend['shop']> = {
    orders: (query) => ask('shop.orders', query),
    cart: (of) => ask('shop.cart', of),
    viewed: (of) => ask('shop.viewed', of),
  };
  const backend: KeyedWrites = {
    get state() {
      return state.value;
    },
    subscribe: state.subscribe,
    follow(listener) {
      const mine = (event: RingbackEvent): void => listener(event);
      followers.add(mine);
      return () => void followers.delete(mine);
    },
    calls: {
      list: (query) => ask('calls.list', query),
      get: (id) => ask('calls.get', id),
      disown: (id) => ask('calls.disown', id),
      update: (id, patch, key: string = newId()) => ask('calls.update', id, patch, key),
    },
    askCrm: (method, args, key) => ask('crm.ask', method, args, key),
    me: { update: (patch) => ask('me.update', patch) },
    colleagues: { list: () => ask('colleagues.list') },
  };
  Object.defineProperty(backend, 'missed', {
    enumerable: true,
    get: () => (session.missed ? missed : undefined),
  });
  // Absent as a whole for an agent who may not read parties, and before we know who he is.
  const ifReader = <T>(group: T) => ({ enumerable: true, get: () => session.partyKinds && group });
  Object.defineProperties(backend, { parties: ifReader(parties), shop: ifReader(shop) });
  // Groups of customers by the names of what he has. They stay the same objects until that changes.
  function setGroups(methods: readonly string[] = []): void {
    const groups = crmGroups(methods, (method, args) => backend.askCrm(method, args, newId()));
    for (const name of own.splice(0)) delete (backend as unknown as Record<string, unknown>)[name];
    for (const [name, group] of Object.entries(groups)) {
      const known = { parties, shop }[name];
      if (known) Object.assign(known, group);
      else {
        Object.assign(backend, { [name]: group });
        own.push(name);
      }
    }
  }
  return {
    backend,
    get agentId() {
      return session.agentId;
    },
    told: state.set,
    toldEvent(event) {
      for (const follower of [...followers]) follower(event);
    },
    toldSession(next) {
      if (String(next.crm) !== String(session.crm)) setGroups(next.crm);
      session = next;
    },
  };
}
