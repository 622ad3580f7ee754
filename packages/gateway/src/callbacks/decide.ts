/** A callback: agents ring first, then the visitor's number, or the other way round; the promise is decided on the way. */
import { type CallbackFailure, DEFAULT_ATTEMPTS, type Settings, type Site } from '@ringback/model';
import { nextOpening } from '@ringback/model/hours';
import type { LegEndCause } from '@ringback/adapters';
import type { Circumstances, KindInput } from '../calls/decide.ts';
import { farEnd } from '../calls/decide-outbound.ts';
import type { Draft } from '../calls/draft.ts';
import { connected, joinBoth } from '../calls/join.ts';
import type { LegRow } from '../store/contract.ts';
import {
  FAR_RING_SECONDS,
  ringNumber,
  ringPerson,
  stillRings,
  takeCall,
  whyNobodyAnswered,
} from '../calls/ring.ts';

/** Begins an attempt with the phones of whoever is rung first. `name`: of the customer, where he is known. */
export function ringForCallback(draft: Draft, name: string | undefined, circumstances: Circumstances): void {
  const { settings, pbxUp, free = [] } = circumstances;
  if (draft.ended || draft.callback?.callback.state !== 'requested') return;
  if (free.length === 0) return failCallback(draft, { failure: pbxUp ? 'no-agent' : 'pbx-down' }, settings);
  if (siteOf(draft, settings)?.firstLeg === 'visitor') return ringVisitor(draft, circumstances);
  ringColleagues(draft, name, circumstances);
}

export function siteOf(draft: Draft, { sites }: Settings): Site | undefined {
  return sites.find(({ key }) => key === draft.callback?.callback.siteKey);
}

/** Their phones show the visitor's number. */
function ringColleagues(draft: Draft, name: string | undefined, circumstances: Circumstances): void {
  const { settings, free = [] } = circumstances;
  const caller = { number: draft.call.number, name: name ?? draft.call.claimedName };
  const how = { role: 'agent', seconds: settings.ringSeconds, caller } as const;
  for (const agent of free) ringPerson(draft, { kind: 'agent', agent }, how, circumstances);
  draft.to('ringing');
  draft.moveCallback({ state: 'agent-ringing' });
}

export function decideCallback(draft: Draft, input: KindInput, circumstances: Circumstances): void {
  switch (input.type) {
    case 'leg.ringing':
      if (input.leg.role === 'far') keepPromise(draft);
      return;
    case 'leg.answered':
      return decideAnswered(draft, input.leg.role, input.legId, circumstances);
    case 'joined':
      if (draft.call.connectedAt !== undefined) return;
      connected(draft);
      draft.moveCallback({ state: 'connected' });
      return keepPromise(draft);
    case 'join.failed':
      return failCallback(draft, { failure: 'pbx-down' }, circumstances.settings);
    case 'dial.expired':
      if (draft.legs.length === 0) failCallback(draft, { failure: 'no-answer' }, circumstances.settings);
      return;
    case 'promise.passed':
      if (isPromised(draft)) draft.moveCallback({ kept: false });
      return;
    case 'cancelled':
      if (draft.call.connectedAt !== undefined) return;
      draft.end('cancelled', { far: 'cancelled', agent: 'cancelled' });
      return draft.moveCallback({ state: 'cancelled' });
    case 'leg.ended':
      return decideEnded(draft, input, circumstances);
    default:
      return;
  }
}

function decideAnswered(
  draft: Draft,
  role: LegRow['role'],
  legId: string,
  circumstances: Circumstances,
): void {
  const leg = draft.leg(legId);
  if (!leg) return;
  if (role === 'far') return visitorAnswered(draft, legId, circumstances);
  const agent = circumstances.agents.get(leg.agentId ?? '');
  if (draft.call.state !== 'ringing' || !agent) {
    return draft.command({ do: 'hangup', legId, cause: 'answered-elsewhere' });
  }
  takeCall(draft, leg, agent);
  if (draft.far) joinBoth(draft);
  else ringVisitor(draft, circumstances);
}

/** Where he was rung first, it is the colleagues' turn now, and he hears ringing. */
function visitorAnswered(draft: Draft, legId: string, circumstances: Circumstances): void {
  draft.legAnswered(legId);
  if (draft.agentLeg) return joinBoth(draft);
  keepPromise(draft);
  if (circumstances.free?.length === 0)
    return failCallback(draft, { failure: 'no-agent' }, circumstances.settings);
  draft.command({ do: 'ringback', legId });
  ringColleagues(draft, draft.call.party?.name, circumstances);
}

/** The one place from which a visitor is called: once per callback, because only one leg can ever be the far one. */
function ringVisitor(draft: Draft, circumstances: Circumstances): void {
  draft.moveCallback({ state: 'visitor-ringing' });
  ringNumber(draft, draft.call.number, { role: 'far', seconds: FAR_RING_SECONDS }, circumstances);
  const whisper = siteOf(draft, circumstances.settings)?.whisper !== undefined;
  if (draft.agentLeg) draft.command({ do: 'ringback', legId: draft.agentLeg.legId, whisper });
}

/** Something was promised, and it is not decided yet. Nobody has asked for a call of a campaign. */
function isPromised({ callback }: Draft): boolean {
  return callback?.callback.kept === undefined && callback?.callback.campaign === undefined;
}

/** Rule 14: the visitor's phone rings, or both talk, before `promisedUntil`. Decided once. */
export function keepPromise(draft: Draft): void {
  const callback = draft.callback?.callback;
  if (!callback || !isPromised(draft)) return;
  draft.moveCallback({ kept: draft.now.getTime() <= Date.parse(callback.promisedUntil) });
}

type EndedInput = Extract<KindInput, { type: 'leg.ended' }>;

function decideEnded(draft: Draft, input: EndedInput, { pbxUp, settings }: Circumstances): void {
  const restarted: CallbackFailure | undefined = input.lost ? 'restarted' : undefined;
  if (input.leg.role === 'far') {
    // He was rung first, waited for a colleague, and hung up: he is still owed a call.
    if (input.leg.state === 'answered' && !draft.agentLeg)
      return failCallback(draft, { failure: restarted ?? 'no-agent' }, settings);
    const failure = restarted ?? visitorFailure(input.cause);
    return failCallback(draft, { failure, cause: input.cause }, settings);
  }
  // The agent who had picked up is gone before the visitor answered.
  if (input.leg.state === 'answered')
    return failCallback(draft, { failure: restarted ?? 'no-agent' }, settings);
  if (draft.call.state !== 'ringing' || stillRings(draft)) return;
  failCallback(draft, { failure: restarted ?? (pbxUp ? 'no-agent' : 'pbx-down') }, settings);
}

function visitorFailure(cause: LegEndCause): CallbackFailure {
  if (cause === 'busy' || cause === 'rejected') return 'visitor-busy';
  if (cause === 'unreachable') return 'number-not-callable';
  if (cause === 'failed') return 'pbx-down';
  return 'no-answer';
}

export interface CallbackEnd {
  failure: CallbackFailure;
  cause?: LegEndCause;
}

/** Ends the attempt; a promise that is still open is broken by it. Where another attempt is left, the callback waits for it. */
export function failCallback(draft: Draft, end: CallbackEnd, settings: Settings): void {
  if (draft.ended) return;
  const far = draft.far;
  if (end.cause !== undefined) draft.end(farEnd(end.cause), { far: end.cause, agent: end.cause });
  else if (far && draft.call.agent) draft.end('cancelled', { far: 'cancelled', agent: 'normal' });
  else draft.end(whyNobodyAnswered(draft).reason, { far: 'cancelled', agent: 'cancelled' });
  const open = isPromised(draft);
  const dueAt = nextAttempt(draft, end.failure, settings);
  draft.moveCallback({
    ...(dueAt ? { state: 'scheduled', dueAt, dueBecause: 'retry' } : { state: 'failed' }),
    failure: end.failure,
    ...(open ? { kept: false } : {}),
  });
}

/** When it is tried again, within the owner's hours; a number that cannot be called is not. */
function nextAttempt(draft: Draft, failure: CallbackFailure, settings: Settings): string | undefined {
  const callback = draft.callback?.callback;
  const site = siteOf(draft, settings);
  const { most, pauseMinutes } = site?.attempts ?? DEFAULT_ATTEMPTS;
  if (
    !callback ||
    (!site && !callback.queue) ||
    callback.by === 'browser' ||
    failure === 'number-not-callable' ||
    callback.attempts >= most
  )
    return undefined;
  const rested = new Date(draft.now.getTime() + pauseMinutes * 60_000);
  return ((site?.callHours && nextOpening(site.callHours, rested)) ?? rested).toISOString();
}
