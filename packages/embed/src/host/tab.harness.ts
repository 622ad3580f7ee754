/** Tabs of one browser, side by side: real Web Locks, real BroadcastChannels, and frames whose phone is played by hand. */
import { createMemoryStorage } from '@ringback/client/outbox';
import type { BackendState, PhoneState, RingbackEvent } from '@ringback/model';
import { callOf, createFakePhone, type FakePhone } from '@ringback/testing';
import { newId } from '../new-id.ts';
import type { Method } from '../protocol.ts';
import { type Answerer, createAnswerer, createCaller, type Handlers } from '../rpc.ts';
import type { Schedule } from '../timer.ts';
import { type BusMessage, createBus } from './bus.ts';
import { createTab, type Tab } from './tab.ts';

export interface FrameDouble {
  readonly phone: FakePhone;
  readonly requests: readonly (readonly [Method, ...unknown[]])[];
  readonly leads: boolean;
  readonly shown: boolean;
  tell: Answerer['tell'];
}

export interface OpenTab {
  readonly tab: Tab;
  readonly frame: FrameDouble;
  /** As a browser does it: nothing is said, the lock is free. */
  crash(): void;
  /** Nothing is said, what others say waits, and the lock stays held. */
  freeze(): void;
  thaw(): void;
  /** The next time that another tab says this. */
  heard(say: BusMessage['say']): Promise<void>;
}

export const ONLINE: BackendState = { status: 'online', waiting: 0, locale: 'uk', live: [] };

export function ringing(id: number): RingbackEvent {
  const time = '2026-11-23T09:00:00.000Z';
  return { id, type: 'call.ringing', time, v: 1, data: { call: callOf(), matches: [] } };
}

export function createBrowser({ schedule }: { schedule?: Schedule } = {}) {
  let passed = 0;
  const gateway = `http://gateway-${newId()}.example`;
  const storage = createMemoryStorage();
  const opened: OpenTab[] = [];

  function open(): OpenTab {
    const { port1, port2 } = new MessageChannel();
    const phone = createFakePhone({ status: 'connecting' });
    const requests: [Method, ...unknown[]][] = [];
    let leads = false;
    let shown = false;
    let crashed = false;
    let frozen = false;
    const queued: (() => void)[] = [];
    const hearers = new Set<(say: BusMessage['say']) => void>();
    const answer = async (method: Method, params: unknown[]): Promise<unknown> => {
      requests.push([method, ...params]);
      if (method === 'core.lead') {
        leads = params[0] as boolean;
        if (leads) phone.setStatus('registered');
      }
      if (!method.startsWith('phone.')) return undefined;
      const [, group, name] = method.split('.') as [string, 'call', 'choose'?];
      const command = name ? phone.devices![name] : phone[group];
      return (command as (...given: unknown[]) => Promise<unknown>)(...params);
    };
    const handlers = new Proxy({} as Handlers, {
      getOwnPropertyDescriptor: () => ({ configurable: true, enumerable: true, value: true }),
      get:
        (_, method: Method) =>
        (...params: unknown[]) =>
          answer(method, params),
    });
    const answerer = createAnswerer(Promise.resolve(port2), handlers);
    phone.subscribe((state: PhoneState) => answerer.tell('phone.state', state));

    const abort = new AbortController();
    const locks = {
      request: (name: string, { signal, steal }: LockOptions, lead: () => Promise<void>) =>
        navigator.locks.request(
          name,
          steal ? { steal } : { signal: AbortSignal.any([signal!, abort.signal]) },
          () =>
            Promise.race([
              lead(),
              new Promise<void>((resolve) => abort.signal.addEventListener('abort', () => resolve())),
            ]),
        ),
    } as unknown as LockManager;
    const bus = createBus(`ringback:${gateway}`);
    const tab = createTab({
      gateway,
      id: newId(),
      storage,
      locks,
      locale: 'uk',
      look: () => ({ locale: 'uk', scheme: 'light' }),
      ...(schedule ? { schedule } : {}),
      now: () => Date.now() + passed,
      bus: {
        ...bus,
        post: (message) => void (crashed || frozen || bus.post(message)),
        listen: (listener) =>
          bus.listen((message) => {
            const deliver = (): void => {
              listener(message);
              for (const hear of [...hearers]) hear(message.say);
            };
            if (frozen) queued.push(deliver);
            else deliver();
          }),
      },
      createFrame({ listeners, onJoined }) {
        const caller = createCaller(port1, listeners, schedule);
        queueMicrotask(() => {
          onJoined(caller);
          answerer.tell('session.state', { signedIn: true, agentId: 'agent-olena', partyKinds: ['lead'] });
          answerer.tell('backend.state', ONLINE);
        });
        return {
          caller: async () => caller,
          rejoin: async () => false,
          show: () => void (shown = true),
          hide: () => void (shown = false),
          destroy: () => caller.close(),
        };
      },
    });
    const one: OpenTab = {
      tab,
      frame: {
        phone,
        requests,
        get leads() {
          return leads;
        },
        get shown() {
          return shown;
        },
        tell: answerer.tell,
      },
      freeze: () => void (frozen = true),
      thaw() {
        frozen = false;
        for (const deliver of queued.splice(0)) deliver();
      },
      heard: (wanted) =>
        new Promise((resolve) => {
          const hear = (say: BusMessage['say']): void => {
            if (say !== wanted) return;
            hearers.delete(hear);
            resolve();
          };
          hearers.add(hear);
        }),
      crash() {
        crashed = true;
        bus.close();
        abort.abort();
      },
    };
    opened.push(one);
    return one;
  }

  return {
    gateway,
    open,
    /** Time goes on, in ms. */
    pass: (ms: number) => void (passed += ms),
    closeAll() {
      for (const { tab, crash } of opened) {
        crash();
        tab.destroy();
      }
    },
  };
}
