import { groupsOf, type KeyedWrites } from '@ringback/client/outbox';
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

/** What the frame is asked for as it stands; `calls.update` and groups of customers carry a key. */
const OWN = [
  ...(['calls.list', 'calls.get', 'calls.disown'] as const),
  ...(['parties.findByPhone', 'parties.findByName', 'parties.create', 'parties.update'] as const),
  ...(['missed.list', 'missed.counts', 'missed.claim', 'missed.release', 'missed.dismiss'] as const),
  ...(['shop.orders', 'shop.cart', 'shop.viewed', 'me.update', 'colleagues.list'] as const),
] satisfies Method[];
type OwnGroups = {
  [G in 'calls' | 'parties' | 'missed' | 'shop' | 'me' | 'colleagues']-?: NonNullable<Backend[G]>;
};

/** `Backend` of the host page: everything is asked of the frame, state and facts come as its notices. */
export function createFramedBackend(ask: Ask, locale: Locale): FramedBackend {
  const state = createObservable<BackendState>({ status: 'offline', waiting: 0, locale, live: [] });
  const followers = new Set<(event: RingbackEvent) => void>();
  let session: SessionNotice = { signedIn: false };
  const named: [object, string][] = [];
  const { calls, parties, missed, shop, me, colleagues } = groupsOf<OwnGroups>(OWN, (method, args) =>
    ask(method as Method, ...(args as never)),
  );
  Object.defineProperty(parties, 'kinds', { get: () => session.partyKinds ?? [] });
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
      ...calls,
      update: (id, patch, key: string = newId()) => ask('calls.update', id, patch, key),
    },
    askCrm: (method, args, key) => ask('crm.ask', method, args, key),
    me,
    colleagues,
  };
  // Absent as a whole for an agent who may not have them, and before we know who he is.
  const present = <T>(group: T, may: () => unknown) => ({
    enumerable: true,
    get: () => (may() ? group : undefined),
  });
  const mayRead = (): unknown => session.partyKinds;
  const mayWrite = (): unknown => session.writesParties;
  Object.defineProperties(parties, {
    create: present(parties.create, mayWrite),
    update: present(parties.update, mayWrite),
  });
  Object.defineProperties(backend, {
    parties: present(parties, mayRead),
    shop: present(shop, mayRead),
    missed: present(missed, () => session.missed),
  });
  // Groups of customers by the names of what he has. They stay the same objects until that changes.
  function setGroups(methods: readonly string[] = []): void {
    const groups = groupsOf(methods, (method, args) => backend.askCrm(method, args, newId()));
    for (const [of, name] of named.splice(0)) delete (of as Record<string, unknown>)[name];
    for (const [name, group] of Object.entries(groups)) {
      const known = { parties, shop }[name];
      const added = known ? group : { [name]: group };
      Object.assign(known ?? backend, added);
      for (const key of Object.keys(added)) named.push([known ?? backend, key]);
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
