/**
 * The phone where the PBX leads its calls itself: no sound and no SIP in the page. It shows what the gateway tells of the agent's calls,
 * and asks the gateway to dial, to hang up, to let wait and to pass on; what only a receiver can do is done at the agent's own phone.
 */
import type { HttpBackend } from '@ringback/client';
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
  control: Pick<
    HttpBackend,
    'hangUpCall' | 'holdCall' | 'transferCall' | 'consultCall' | 'completeTransfer' | 'cancelTransfer'
  >;
}

/** How long an ended call is still shown, in ms. */
const KEEP_ENDED_MS = 10_000;

/** A consultation is a call of its own for the one who asks, and a part of one call for the PBX. */
const ASKING = /-consultation$/;
const consultationIdOf = (callId: string): string => `${callId}-consultation`;
const askingOf = (consultationId: string): string => consultationId.replace(ASKING, '');

export function createObservedEngine({ agent, dial, control }: ObservedEngineOptions): Engine {
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
        put([shownCall(call, id), ...state.value.calls]);
      return call.id;
    },
    async hangup(callId) {
      await (ASKING.test(callId) ? control.cancelTransfer(askingOf(callId)) : control.hangUpCall(callId));
    },
    transfer: async (callId, target) => void (await control.transferCall(callId, target)),
    async consult(callId, target) {
      await control.consultCall(callId, target);
      return consultationIdOf(callId);
    },
    completeTransfer: async (consultationId) =>
      void (await control.completeTransfer(askingOf(consultationId))),
    cancelTransfer: async (consultationId) => void (await control.cancelTransfer(askingOf(consultationId))),
    answer: atYourPhone('Answering'),
    setMuted: atYourPhone('Muting'),
    async setHeld(callId, held) {
      if (!held || ASKING.test(callId)) return atYourPhone('Taking a call back')();
      await control.holdCall(callId);
    },
    sendDtmf: atYourPhone('Pressing keys'),
    start: () => state.set({ ...state.value, status: 'registered' }),
    recover: () => Promise.resolve(),
    live(known) {
      const shown = known.flatMap(({ call }) => [shownCall(call, id), ...consultationOf(call, id)]);
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

/** Whoever is asked, or is being given the talk, is rung by a call that others talk in already. */
function shownCall(call: Call, agentId: string): PhoneCall {
  const { id, number, startedAt, claimedName, party, endReason } = call;
  const name = party?.name ?? claimedName;
  const base = { id, number, startedAt, muted: false, recovering: false, handset: true };
  const asked = call.consultation?.agent?.id === agentId ? call.consultation : undefined;
  const isRung = asked ? !asked.answered : (call.rings?.includes(agentId) ?? false);
  const isAside = call.agent !== undefined && call.agent.id !== agentId && (asked !== undefined || isRung);
  const { direction, state, connectedAt } = isAside
    ? {
        direction: 'in' as const,
        state: isRung ? ('ringing' as const) : ('connected' as const),
        connectedAt: undefined,
      }
    : call;
  return {
    ...{ ...base, direction, state },
    ...(name === undefined ? {} : { name }),
    ...(connectedAt === undefined ? {} : { connectedAt }),
    ...(endReason === undefined ? {} : { endReason }),
  };
}

/** For the one who asks. */
function consultationOf(call: Call, agentId: string): PhoneCall[] {
  const { id, consultation, agent, startedAt } = call;
  if (!consultation || agent?.id !== agentId) return [];
  const { number, agent: asked, answered } = consultation;
  return [
    {
      ...{
        id: consultationIdOf(id),
        consultationOf: id,
        direction: asked ? 'internal' : 'out',
        number,
        startedAt,
      },
      ...{ state: answered ? 'connected' : 'ringing', muted: false, recovering: false, handset: true },
      ...(asked ? { name: asked.name } : {}),
    },
  ];
}
