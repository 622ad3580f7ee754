/**
 * The phone of the core frame. Before the engine is loaded it says what is known from the session; while this tab leads, it is
 * the engine. JsSIP is fetched only by the tab that leads and is signed in.
 */
import {
  type BackendState,
  type DevicePreferences,
  type LiveDialog,
  type Me,
  type Phone,
  type PhoneDevices,
  type PhoneError,
  type PhoneState,
  recoveringCall,
  RingbackError,
  type Session,
} from '@ringback/model';
import { createObservable } from '../observable.ts';

export interface Engine extends Phone {
  /** Registers with the PBX, and goes on doing so. */
  start(): void;
  /** Shows the calls at once as recovering, and takes them over. */
  recover(dialogs: readonly LiveDialog[]): Promise<void>;
  /** What a person has chosen before. Absent where devices cannot be chosen. */
  prefer?(preferences: DevicePreferences): void;
  /** The agent's own settings. */
  set?(settings: { callWaiting: boolean; autoAnswer: boolean }): void;
  /** What the gateway knows of the agent's calls, for a phone that has no SIP of its own. */
  live?(calls: BackendState['live']): void;
  /** Every two seconds while the page is awake, also in the background. */
  tick?(): void;
  /** The page may have slept, the network may be another: whatever is broken is found out and mended. */
  wake?(): void;
  /** The call ended as transferred; a leg of it that lives on is in the other one. */
  moved?(callId: string, toId: string): void;
  /** Leaves the PBX; calls are hung up unless they are kept for another page. */
  stop(options: { keepCalls: boolean }): Promise<void>;
}

export interface CorePhoneOptions {
  loadEngine: (session: Session) => Promise<Engine>;
}

export interface CorePhone extends Omit<Required<Phone>, 'signIn' | 'signOut' | 'devices'> {
  readonly devices: Required<PhoneDevices>;
  prefer(preferences: DevicePreferences): void;
  setMe(me: Me | undefined): void;
  /** What the gateway knows of the calls beyond what SIP tells. */
  setLive(live: LiveCalls): void;
  moved(callId: string, toId: string): void;
  /** Who wanted the call wants it no more: SIP tells that as a call that was missed. */
  cancelled(callId: string): void;
  tick(): void;
  wake(): void;
  /** The gateway's answer to who we are; undefined = nobody. */
  setSession(session: Session | undefined): void;
  /** Hangs up and leaves the PBX, before the session is given back. */
  signOut(): Promise<void>;
  /** The gateway does not answer. */
  setUnreachable(message: string): void;
  setLeading(leading: boolean): void;
}

export function createCorePhone({ loadEngine }: CorePhoneOptions): CorePhone {
  const state = createObservable<PhoneState>({ status: 'connecting', calls: [] });
  let live: LiveCalls = [];
  /** Those of the calls that are shown. */
  let cancelled: readonly string[] = [];
  let me: Me | undefined;
  let session: Session | undefined;
  let leading = false;
  let engine: Engine | undefined;
  let starting: Promise<Engine> | undefined;
  let unsubscribe = (): void => {};
  let preferences: DevicePreferences = {};

  async function begin(of: Session): Promise<Engine> {
    const loaded = await loadEngine(of);
    if (session?.agent.id !== of.agent.id || !leading) {
      throw new RingbackError('conflict', 'Another tab leads.');
    }
    engine = loaded;
    loaded.prefer?.(preferences);
    if (me) loaded.set?.(me);
    const show = (): void => state.set(withCancelled(withLive(withAgent(loaded.state, of), live), cancelled));
    unsubscribe = loaded.subscribe(show);
    void loaded.recover(of.dialogs);
    loaded.start();
    loaded.live?.(live);
    show();
    return loaded;
  }

  async function stop(keepCalls: boolean): Promise<void> {
    const stopped = engine;
    unsubscribe();
    unsubscribe = () => {};
    engine = undefined;
    starting = undefined;
    await stopped?.stop({ keepCalls });
  }

  function update(): void {
    if (!session || !leading) void stop(true);
    if (!session) return;
    if (engine) return;
    state.set({
      status: 'connecting',
      agent: shownAgent(session),
      calls: session.dialogs.map(recoveringCall),
    });
    if (!leading || starting) return;
    starting = begin(session);
    starting.catch((error: unknown) => {
      if (!leading || engine) return;
      starting = undefined;
      const message = error instanceof Error ? error.message : String(error);
      fail({ code: 'gateway-down', message: `The phone could not be loaded: ${message}` });
    });
  }

  function fail(error: PhoneError): void {
    state.set({ ...state.value, status: 'offline', error });
  }

  /** The engine, once it is there: a command that comes while it loads waits for it. */
  async function ready(): Promise<Engine> {
    if (!session) throw new RingbackError('unauthorized', 'Nobody is signed in.', { hint: 'Sign in first.' });
    if (!leading) throw new RingbackError('conflict', 'Another tab leads.');
    return (
      engine ?? starting ?? Promise.reject(new RingbackError('unavailable', 'The phone could not be loaded.'))
    );
  }

  async function able<K extends 'transfer' | 'consult' | 'completeTransfer' | 'cancelTransfer' | 'merge'>(
    what: K,
  ): Promise<NonNullable<Phone[K]>> {
    const can = (await ready())[what];
    if (!can) throw new RingbackError('unsupported', `This PBX cannot do it: ${what}.`);
    return can as NonNullable<Phone[K]>;
  }

  async function devices(): Promise<PhoneDevices> {
    const there = (await ready()).devices;
    if (!there) throw new RingbackError('unsupported', 'Devices cannot be chosen here.');
    return there;
  }

  return {
    get state() {
      return state.value;
    },
    subscribe: state.subscribe,
    call: async (target) => (await ready()).call(target),
    answer: async (callId) => (await ready()).answer(callId),
    hangup: async (callId) => (await ready()).hangup(callId),
    setMuted: async (callId, muted) => (await ready()).setMuted(callId, muted),
    setHeld: async (callId, held) => (await ready()).setHeld(callId, held),
    sendDtmf: async (callId, tones) => (await ready()).sendDtmf(callId, tones),
    transfer: async (callId, target) => (await able('transfer'))(callId, target),
    consult: async (callId, target) => (await able('consult'))(callId, target),
    completeTransfer: async (consultationId) => (await able('completeTransfer'))(consultationId),
    cancelTransfer: async (consultationId) => (await able('cancelTransfer'))(consultationId),
    merge: async (callIds) => (await able('merge'))(callIds),
    devices: {
      choose: async (kind, id) => (await devices()).choose(kind, id),
      setProcessing: async (processing) => (await devices()).setProcessing(processing),
      startTest: async () => (await devices()).startTest(),
      stopTest: async () => (await devices()).stopTest(),
      playSample: async (kind) => (await devices()).playSample(kind),
      async askForSpeaker(kind) {
        const { askForSpeaker } = await devices();
        if (!askForSpeaker) throw new RingbackError('unsupported', 'This browser asks for no speakers.');
        await askForSpeaker(kind);
      },
      followLevel: (listener) => engine?.devices?.followLevel(listener) ?? (() => {}),
    },
    setMe(next) {
      if (me === next) return;
      me = next;
      if (me) engine?.set?.(me);
    },
    setLive(next) {
      live = next;
      engine?.live?.(live);
      const shown = withLive(state.value, live);
      if (shown !== state.value) state.set(shown);
    },
    tick: () => engine?.tick?.(),
    wake: () => engine?.wake?.(),
    moved: (callId, toId) => engine?.moved?.(callId, toId),
    cancelled(callId) {
      const { calls } = state.value;
      cancelled = [...cancelled, callId].filter((id) => calls.some((call) => call.id === id));
      // The phone may hear of it before or after the gateway's word.
      state.set(withCancelled(state.value, cancelled));
    },
    prefer(chosen) {
      preferences = chosen;
      engine?.prefer?.(chosen);
    },
    async retry() {
      if (!engine) return update();
      await engine.retry?.();
    },
    setSession(next) {
      if (session?.agent.id !== next?.agent.id) void stop(true);
      session = next;
      if (!next) state.set({ status: 'signed-out', calls: [] });
      update();
    },
    async signOut() {
      session = undefined;
      await stop(false);
      state.set({ status: 'signed-out', calls: [] });
    },
    setUnreachable(message) {
      if (!engine) fail({ code: 'gateway-down', message });
    },
    setLeading(next) {
      leading = next;
      update();
    },
  };
}

type LiveCalls = BackendState['live'];

/** Conferences and consultations as the gateway has them. The same state when nothing is new. */
function withLive(state: PhoneState, live: LiveCalls): PhoneState {
  let changed = false;
  const calls = state.calls.map((call) => {
    const known = live.find((one) => one.call.id === call.id)?.call;
    if (!known || call.state === 'ended') return call;
    const { participants, agent, transferredBy } = known;
    // It is a consultation for who asks, and no longer when the far side was passed on.
    const asks = agent?.id === state.agent?.id && !transferredBy;
    const consultationOf = asks ? known.consultationOf : undefined;
    const same =
      JSON.stringify([participants, consultationOf]) ===
      JSON.stringify([call.participants, call.consultationOf]);
    if (same) return call;
    changed = true;
    const { participants: _, consultationOf: __, ...rest } = call;
    return {
      ...rest,
      ...(participants === undefined ? {} : { participants }),
      ...(consultationOf === undefined ? {} : { consultationOf }),
    };
  });
  return changed ? { ...state, calls } : state;
}

function withCancelled(state: PhoneState, cancelled: readonly string[]): PhoneState {
  if (cancelled.length === 0) return state;
  const calls = state.calls.map((call) =>
    call.endReason === 'missed' && cancelled.includes(call.id)
      ? { ...call, endReason: 'cancelled' as const }
      : call,
  );
  return { ...state, calls };
}

function shownAgent({ agent: { id, name, extension } }: Session): NonNullable<PhoneState['agent']> {
  return { id, name, extension };
}

function withAgent(state: PhoneState, session: Session): PhoneState {
  return state.agent ? state : { ...state, agent: shownAgent(session) };
}
