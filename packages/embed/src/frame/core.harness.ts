/** A core whose gateway is played by hand, and the host's end of its port. */
import type { ClientBackend } from '@ringback/client';
import type { BackendState, LiveDialog, RingbackEvent, Session } from '@ringback/model';
import { AGENTS, createFakePhone, type FakePhone } from '@ringback/testing';
import type { Notice, Notices } from '../protocol.ts';
import { type Caller, createCaller, type NoticeListeners } from '../rpc.ts';
import type { Engine } from './core-phone.ts';
import { type CoreOptions, createCore } from './create-core.ts';

export const DIALOG: LiveDialog = {
  callId: 'call-1',
  target: '+380671234501',
  sipCallId: 'abc',
  localTag: 'l',
  remoteTag: 'r',
  direction: 'in',
  number: '+380671234501',
  connectedAt: '2026-11-23T09:00:00.000Z',
  held: false,
  muted: true,
};

export function sessionOf(more: Partial<Session> = {}): Session {
  return {
    agent: AGENTS.olena,
    permissions: ['calls.own', 'calls.dial', 'parties.read'],
    company: 'Shop',
    locale: 'uk',
    country: 'UA',
    partyKinds: ['lead', 'client'],
    eventId: 5,
    calls: [],
    dialogs: [],
    expiresAt: '2026-11-24T09:00:00.000Z',
    ...more,
  };
}

export interface EngineDouble extends FakePhone, Engine {
  readonly done: string[];
}

export function startCore(
  root: HTMLElement,
  first: Session | undefined | Error,
  more: Pick<CoreOptions, 'onWake' | 'ticker'> = {},
) {
  const { port1, port2 } = new MessageChannel();
  const notices: [Notice, unknown][] = [];
  const waiters = new Set<() => void>();
  const engines: EngineDouble[] = [];
  const ingested: RingbackEvent[] = [];
  const done: string[] = [];
  const states = new Set<(state: BackendState) => void>();
  let atGateway = first;
  let session: Session | undefined;
  let state: BackendState = { status: 'online', waiting: 0, locale: 'en', live: [] };
  let now = 0;

  const listeners = new Proxy({} as NoticeListeners, {
    getOwnPropertyDescriptor: () => ({ configurable: true, enumerable: true, value: true }),
    get: (_, notice: Notice) => (data: unknown) => {
      notices.push([notice, data]);
      for (const wake of [...waiters]) wake();
    },
  });

  function set(change: Partial<BackendState>): void {
    state = { ...state, ...change };
    for (const listener of states) listener(state);
  }

  const followers = new Set<(event: RingbackEvent) => void>();
  const backend = {
    http: {
      async login({ password }: { password: string }) {
        if (password !== 'ringback') throw Object.assign(new Error('no'), { code: 'unauthorized' });
        atGateway = sessionOf();
      },
    },
    get session() {
      return session;
    },
    get state() {
      return state;
    },
    subscribe: (listener: (state: BackendState) => void) => states.add(listener),
    follow(listener: (event: RingbackEvent) => void) {
      followers.add(listener);
      return () => followers.delete(listener);
    },
    async refresh() {
      done.push('refresh');
      await Promise.resolve();
      if (atGateway instanceof Error) {
        set({ status: 'offline' });
        throw atGateway;
      }
      session = atGateway;
      set({ status: session ? 'online' : 'signed-out' });
      return session;
    },
    lead: (leads: boolean) => void done.push(leads ? 'stream opened' : 'stream closed'),
    ingest: (event: RingbackEvent) => void ingested.push(event),
    async signOut() {
      done.push('signed out');
      session = undefined;
      atGateway = undefined;
      set({ status: 'signed-out' });
    },
    calls: { list: async () => ({ value: { items: [] }, stale: false }) },
    get parties() {
      return session?.permissions.includes('parties.read') ? { findByPhone: async () => [] } : undefined;
    },
  } as unknown as ClientBackend;

  createCore({
    port: Promise.resolve(port2),
    backend,
    root,
    now: () => now,
    ...more,
    async loadEngine() {
      const phone = createFakePhone({ status: 'connecting' });
      const engineDone: string[] = [];
      const engine = Object.assign(phone, {
        done: engineDone,
        start: () => phone.setStatus('registered'),
        wake: () => void engineDone.push('wake'),
        tick: () => void engineDone.push('tick'),
        recover: async (dialogs: readonly LiveDialog[]) => void engineDone.push(`recover ${dialogs.length}`),
        stop: async ({ keepCalls }: { keepCalls: boolean }) =>
          void engineDone.push(keepCalls ? 'stop, calls kept' : 'stop'),
      }) as EngineDouble;
      engines.push(engine);
      return engine;
    },
  });
  const caller: Caller = createCaller(port1, listeners);

  return {
    caller,
    notices,
    engines,
    ingested,
    done,
    setGateway: (next: Session | undefined | Error) => void (atGateway = next),
    tell: (event: RingbackEvent) => followers.forEach((listener) => listener(event)),
    pass: (ms: number) => void (now += ms),
    setState: set,
    latest: <N extends Notice>(name: N) =>
      notices.findLast(([notice]) => notice === name)?.[1] as Notices[N] | undefined,
    /** Resolves at the first notice, told already or not, that is as wanted. */
    async hears<N extends Notice>(
      name: N,
      wanted: (data: Notices[N]) => boolean = () => true,
    ): Promise<Notices[N]> {
      for (;;) {
        const found = notices.findLast(([notice, data]) => notice === name && wanted(data as Notices[N]));
        if (found) return found[1] as Notices[N];
        await new Promise<void>((resolve) => {
          const wake = (): void => {
            waiters.delete(wake);
            resolve();
          };
          waiters.add(wake);
        });
      }
    },
  };
}
