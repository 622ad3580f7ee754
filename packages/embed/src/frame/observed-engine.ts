/**
 * The phone where the PBX leads its calls itself: no sound and no SIP in the page. It shows what the gateway tells of the agent's calls,
 * and asks the gateway to dial, to hang up and to pass on; what only a receiver can do is done at the agent's own phone.
 */
import {
  type Call,
  type DialAnswer,
  type PhoneCall,
  type PhoneState,
  RingbackError,
  type Session,
} from '@ringback/model';
import { createObservable } from '../observable.ts';
import type { Engine } from './core-phone.ts';

export interface ObservedEngineOptions {
  agent: Session['agent'];
  dial: (number: string) => Promise<DialAnswer>;
  hangUp: (callId: string) => Promise<unknown>;
  transfer: (callId: string, target: string) => Promise<unknown>;
}

/** How long an ended call is still shown, in ms. */
const KEEP_ENDED_MS = 10_000;

export function createObservedEngine({ agent, dial, hangUp, transfer }: ObservedEngineOptions): Engine {
  const { id, name, extension } = agent;
  const state = createObservable<PhoneState>({
    ...{ status: 'connecting', calls: [], agent: { id, name, extension } },
  });
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const put = (calls: readonly PhoneCall[]): void => state.set({ ...state.value, calls });
  const without = (callId: string): PhoneCall[] => state.value.calls.filter((call) => call.id !== callId);

  function forgetLater(callId: string): void {
    timers.set(
      callId,
      setTimeout(() => {
        timers.delete(callId);
        put(without(callId));
      }, KEEP_ENDED_MS),
    );
  }

  function clear(): void {
    for (const timer of timers.values()) clearTimeout(timer);
    timers.clear();
  }

  const atYourPhone = (what: string) => () =>
    Promise.reject(
      new RingbackError('unsupported', `${what} is done at your own phone.`, {
        hint: 'The PBX leads this call, and this page has no sound of it.',
      }),
    );

  return {
    get state() {
      return state.value;
    },
    subscribe: state.subscribe,
    async call(target) {
      const { call } = await dial(target);
      if (!state.value.calls.some((shown) => shown.id === call.id))
        put([shownCall(call), ...state.value.calls]);
      return call.id;
    },
    hangup: async (callId) => void (await hangUp(callId)),
    transfer: async (callId, target) => void (await transfer(callId, target)),
    answer: atYourPhone('Answering'),
    setMuted: atYourPhone('Muting'),
    setHeld: atYourPhone('Holding'),
    sendDtmf: atYourPhone('Pressing keys'),
    start: () => state.set({ ...state.value, status: 'registered' }),
    recover: () => Promise.resolve(),
    live(known) {
      const shown = known.map(({ call }) => shownCall(call));
      const gone = state.value.calls
        .filter((call) => !shown.some((one) => one.id === call.id))
        .map((call): PhoneCall => ({ ...call, state: 'ended' }));
      for (const { id: callId } of gone) if (!timers.has(callId)) forgetLater(callId);
      for (const { id: callId } of shown) clearTimeout(timers.get(callId));
      put([...shown, ...gone]);
    },
    stop() {
      clear();
      state.set({ ...state.value, status: 'signed-out', calls: [] });
      return Promise.resolve();
    },
  };
}

function shownCall(call: Call): PhoneCall {
  const { id, direction, state, number, startedAt, connectedAt, claimedName, party, endReason } = call;
  const name = party?.name ?? claimedName;
  return {
    ...{ id, direction, state, number, startedAt, muted: false, recovering: false },
    ...(name === undefined ? {} : { name }),
    ...(connectedAt === undefined ? {} : { connectedAt }),
    ...(endReason === undefined ? {} : { endReason }),
  };
}
