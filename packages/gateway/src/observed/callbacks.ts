/**
 * Callbacks at a PBX that leads its calls itself: it is asked for one call, a colleague first or the visitor, and what it tells of that call
 * is made the callback's steps.
 */
import type { ObservedCall, ObservedLeg } from '@ringback/adapters';
import { type Agent, type CallbackFailure, RingbackError, type Settings } from '@ringback/model';
import { failCallback, keepPromise, siteOf } from '../callbacks/decide.ts';
import type { Draft } from '../calls/draft.ts';
import type { Engine } from '../calls/engine.ts';
import type { Store } from '../store/contract.ts';
import type { ObservedDesk } from './desk.ts';
import type { Follow, ObservingPbx } from './follow.ts';

/** Who has not talked for longer than this is as idle as who never has. */
const IDLE_HORIZON_MS = 7 * 24 * 60 * 60_000;

export interface ObservedRingOptions {
  engine: Engine;
  store: Pick<Store, 'calls'>;
  settings: () => Settings;
  now: () => Date;
  begin: ObservedDesk['begin'];
  /** Whether the PBX can ring a visitor before our people. */
  farFirst: () => boolean;
  /** Rejects where a call to this number must not be made now. */
  check?: ((agentId: string, number: string) => Promise<void>) | undefined;
}

/** Rings the colleague who has been idle longest, for an attempt that is stored. In the lane of its call. */
export function createObservedRing(options: ObservedRingOptions) {
  const { engine, store, settings, now, begin, check, farFirst } = options;

  return async (callId: string): Promise<void> => {
    const at = now();
    const talks = await store.calls.talkStats({
      today: at,
      since: new Date(at.getTime() - IDLE_HORIZON_MS),
    });
    const lastTalk = ({ id }: Agent) => talks.get(id)?.lastEndedAt ?? '';
    let chosen: { agent: Agent; number: string; farFirst: boolean } | undefined;
    await engine.decideNow(callId, (draft, { free = [], pbxUp }) => {
      if (draft.ended || draft.callback?.callback.state !== 'requested') return;
      const [agent] = free.toSorted((one, other) => (lastTalk(one) < lastTalk(other) ? -1 : 1));
      if (!agent) return failCallback(draft, { failure: pbxUp ? 'no-agent' : 'pbx-down' }, settings());
      const visitorFirst = siteOf(draft, settings())?.firstLeg === 'visitor' && farFirst();
      draft.moveCallback({ state: visitorFirst ? 'visitor-ringing' : 'agent-ringing' });
      chosen = { agent, number: draft.call.number, farFirst: visitorFirst };
    });
    if (!chosen) return;
    const { agent, number } = chosen;
    const order = chosen.farFirst ? { farFirst: true } : {};
    const ringing = async (): Promise<void> => {
      const refused = await check?.(agent.id, number).then(
        () => false,
        () => true,
      );
      if (refused)
        return engine.change(callId, (draft) =>
          failCallback(draft, { failure: 'number-not-callable' }, settings()),
        );
      const { extension } = agent;
      await begin({ id: callId, extension, number, direction: 'out', anyone: true, ...order });
    };
    // Not waited for: what comes of it needs this call's lane. A refusal has failed the attempt already.
    ringing().catch(() => undefined);
  };
}

/** Before the call itself goes on: an attempt that came to nothing ends it, and says whether there is another. */
export function moveCallback(draft: Draft, seen: ObservedCall, settings: Settings): void {
  const callback = draft.callback?.callback;
  if (!callback) return;
  const talked = seen.connectedAt !== undefined;
  if (talked || seen.otherRung) keepPromise(draft);
  if (seen.phase === 'ended') {
    if (talked) return draft.moveCallback({ state: 'completed' });
    return failCallback(draft, { failure: failureOf(seen) }, settings);
  }
  // He has answered before any of us: then our phones ring for him.
  const waits = seen.otherAnswered ? 'agent-ringing' : 'visitor-ringing';
  const state = talked ? 'connected' : seen.otherRung ? waits : callback.state;
  if (state !== callback.state) draft.moveCallback({ state });
}

function failureOf({ end, otherRung, otherAnswered }: ObservedCall): CallbackFailure {
  if (end?.reason === 'failed') return 'pbx-down';
  if (!otherRung || otherAnswered || end?.reason === 'cancelled') return 'no-agent';
  return end?.reason === 'busy' || end?.reason === 'rejected' ? 'visitor-busy' : 'no-answer';
}

export interface EndingOptions {
  store: Pick<Store, 'observed'>;
  pbx: ObservingPbx;
  seen: Follow['seen'];
}

/** The PBX knows nothing of it: asked once more, that would be an invalid request. */
const isGone = (error: unknown): boolean =>
  error instanceof RingbackError && (error.code === 'not-found' || error.code === 'invalid');

/**
 * Ends a call, whoever talks in it: one leg, once, and the next only when the PBX has told of it: to ask for one that is gone would be an
 * invalid request. Rejects where that failed; asked again, it tries again.
 */
export function createEnding({ store, pbx, seen }: EndingOptions) {
  /** Legs that were asked for, by call. */
  const asked = new Map<string, Set<string>>();

  async function legsOf(callId: string): Promise<readonly ObservedLeg[]> {
    const conversation = await store.observed.ofCall(callId);
    return (conversation === undefined ? undefined : await seen(conversation))?.legs ?? [];
  }

  return async (callId: string): Promise<void> => {
    // Another node may have been told that a call is over.
    for (const known of asked.keys()) if ((await legsOf(known)).length === 0) asked.delete(known);
    const legs = await legsOf(callId);
    const leg = legs.find(({ place }) => place === 'answered') ?? legs[0];
    const before = asked.get(callId) ?? new Set();
    if (!leg || before.has(leg.legId)) return;
    asked.set(callId, before.add(leg.legId));
    try {
      await pbx.hangup?.leg(leg.legId);
    } catch (error) {
      if (!isGone(error)) before.delete(leg.legId);
      throw error;
    }
  };
}

/** Ends what still rings of an attempt that is over in the log: the visitor has taken it back, or the gateway had died. */
export function createRelease(store: Pick<Store, 'calls'>, end: ReturnType<typeof createEnding>) {
  return async (callId: string): Promise<void> => {
    const row = await store.calls.get(callId);
    if (row?.call.state === 'ended' && row.call.callback) await end(callId);
  };
}
