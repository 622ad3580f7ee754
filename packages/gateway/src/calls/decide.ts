/** What follows for a call from one thing that happened. Each kind of call has its own table; what is common stands here. */
import type { Agent, Settings } from '@ringback/model';
import type { DevicePhone, LegEndCause } from '@ringback/adapters';
import { decideCallback } from '../callbacks/decide.ts';
import type { RoutingNow } from '../routing/facts.ts';
import type { LegRow } from '../store/contract.ts';
import { decideGuest, dropFromConference, leaveConference, muteAgain } from './conference.ts';
import { decideInbound } from './decide-inbound.ts';
import { decideOutbound } from './decide-outbound.ts';
import { decideTransferred } from './decide-transferred.ts';
import type { Draft } from './draft.ts';
import { JOIN_ATTEMPTS, joinBoth, joinMany } from './join.ts';
import { recordByRule, recordingFailed } from '../recordings/decide.ts';
import { endFinale } from '../routing/spoken.ts';
import { ringAgain } from './ring-again.ts';

export type LegInput =
  | { type: 'leg.ringing'; legId: string }
  | { type: 'leg.answered'; legId: string; phone?: DevicePhone }
  /** `lost`: found gone after a restart or an outage; nobody knows why. */
  | { type: 'leg.ended'; legId: string; cause: LegEndCause; lost?: boolean };

export type Input =
  | LegInput
  | { type: 'leg.held'; legId: string }
  | { type: 'leg.resumed'; legId: string }
  /** What was said to this leg has been said. */
  | { type: 'said'; legId: string }
  | { type: 'leg.replaced'; legId: string; byLegId: string }
  | { type: 'leg.dtmf'; legId: string; digit: string }
  /** What the command `tell` began is over, or was refused. */
  | { type: 'told'; playId: string }
  /** One who waits is to be told his place again. */
  | { type: 'say.due'; at: string }
  /** The command `join` has been done. */
  | { type: 'joined' }
  /** The command `join` has been refused, and no leg's end explained why. */
  | { type: 'join.failed'; attempt: number; legIds: readonly string[] }
  /** A prepared dial whose INVITE has not come. */
  | { type: 'dial.expired' }
  /** The time of a routing step is over. */
  | { type: 'route.due'; until: string }
  /** Somebody may be free for a caller who waits. */
  | { type: 'route.wake' }
  /** `promisedUntil` of a callback has come. */
  | { type: 'promise.passed' }
  /** The PBX would not begin to record. */
  | { type: 'recording.failed'; recordingId: string }
  /** A phone of this agent has registered. */
  | { type: 'device.back'; agentId: string }
  /** The visitor does not want the callback any more. */
  | { type: 'cancelled' };

export interface Circumstances {
  settings: Settings;
  newId: () => string;
  pbxUp: boolean;
  /** Whether callers can be spoken to. */
  canSpeak: boolean;
  /** By id. */
  agents: ReadonlyMap<string, Agent>;
  /** Of a callback before anybody has taken it: who can be rung. */
  free?: readonly Agent[] | undefined;
  /** Of a call that is being routed. */
  routing?: RoutingNow | undefined;
}

/** Changes the draft by what follows from the input. Late and repeated inputs change nothing. */
export function decide(draft: Draft, input: Input, circumstances: Circumstances): void {
  if (input.type === 'recording.failed') {
    recordingFailed(draft, input.recordingId);
    // A message that cannot be recorded is not listened to.
    return draft.route?.state.speech?.finale ? endFinale(draft, circumstances) : undefined;
  }
  if (draft.ended) return;
  decideLive(draft, input, circumstances);
  recordByRule(draft, circumstances);
}

type LiveInput = Exclude<Input, { type: 'recording.failed' }>;

function decideLive(draft: Draft, input: LiveInput, circumstances: Circumstances): void {
  switch (input.type) {
    case 'leg.replaced':
      draft.renameLeg(input.legId, input.byLegId);
      draft.legAnswered(input.byLegId);
      comesByPage(draft, input.byLegId);
      if (waitsAlone(draft, input.byLegId)) draft.command({ do: 'ringback', legId: input.byLegId });
      return muteAgain(draft, input.byLegId);
    case 'said':
      if (waitsAlone(draft, input.legId)) draft.command({ do: 'ringback', legId: input.legId });
      return;
    case 'leg.held':
      if (talking(draft, input.legId) && draft.call.state === 'connected') draft.to('held');
      return;
    case 'leg.resumed':
      if (talking(draft, input.legId) && draft.call.state === 'held') draft.to('connected');
      return;
    case 'leg.ringing':
    case 'leg.answered':
    case 'leg.ended':
      return decideLeg(draft, input, circumstances);
    case 'device.back':
      return ringAgain(draft, input.agentId, circumstances);
    case 'join.failed':
      return decideJoinFailed(draft, input, circumstances);
    default:
      return decideByKind(draft, input, circumstances);
  }
}

/** Only a page takes a leg over: one that was loaded anew. */
function comesByPage(draft: Draft, legId: string): void {
  const leg = draft.leg(legId);
  if (leg?.agentId === undefined || leg.kind === 'soft') return;
  draft.recastLeg(legId, { kind: 'soft' });
  if (draft.call.connectedAt !== undefined) draft.change({});
}

/** He hears ringing until the other one answers. */
function waitsAlone({ call, callback, talking }: Draft, legId: string): boolean {
  const [only, other] = talking;
  if (other || only?.legId !== legId || call.connectedAt !== undefined) return false;
  return callback !== undefined || call.transferredBy !== undefined || call.direction !== 'in';
}

type JoinFailed = Extract<Input, { type: 'join.failed' }>;

function decideJoinFailed(draft: Draft, input: JoinFailed, circumstances: Circumstances): void {
  const { call } = draft;
  if (input.attempt < JOIN_ATTEMPTS)
    return call.participants
      ? joinMany(draft, input.legIds, input.attempt + 1)
      : joinBoth(draft, input.attempt + 1);
  if (call.connectedAt === undefined) return decideByKind(draft, input, circumstances);
  if (call.participants) return dropFromConference(draft, input.legIds);
  // They talked before the PBX lost their bridge.
  endOfTalk(draft, 'failed');
}

/**
 * Holding is told of agents' own phones; what a customer's phone does is not our state. In a conference only its agent holds
 * it: the others go on talking while somebody else is away.
 */
function talking(draft: Draft, legId: string): boolean {
  const { call } = draft;
  const leg = draft.leg(legId);
  if (leg?.state !== 'answered' || leg.agentId === undefined) return false;
  return call.participants === undefined || leg.agentId === call.agent?.id;
}

function decideLeg(draft: Draft, input: LegInput, circumstances: Circumstances): void {
  const leg = draft.leg(input.legId);
  if (!leg || leg.state === 'ended') return;
  if (input.type === 'leg.ended') {
    draft.legEnded(leg.legId, input.cause);
    if (leg.state === 'answered' && draft.call.connectedAt !== undefined)
      return decideEndOfTalk(draft, leg, input);
  } else if (leg.state === 'answered') {
    return;
  } else if (input.type === 'leg.answered' && input.phone) {
    draft.heardOn(leg.legId, input.phone);
  }
  if (leg.role === 'guest') return decideGuest(draft, input, leg);
  // A colleague's phone that rang too late.
  if (input.type === 'leg.ended' && draft.call.connectedAt !== undefined) return;
  decideByKind(draft, { ...input, leg }, circumstances);
}

type LegEnded = Extract<LegInput, { type: 'leg.ended' }>;

/**
 * Who hangs up ends it for both, and leaves more than two to themselves. A leg that failed was cut off, and nobody hung up; of one that is found gone
 * after an outage nobody knows.
 */
function decideEndOfTalk(draft: Draft, leg: LegRow, { cause, lost }: LegEnded): void {
  if (draft.call.participants && draft.talking.length > 1) return leaveConference(draft, leg);
  endOfTalk(draft, cause === 'failed' && !lost ? 'failed' : 'normal');
}

/** `failed`: the talk was cut off; somebody will want to call back. */
function endOfTalk(draft: Draft, cause: Extract<LegEndCause, 'normal' | 'failed'>): void {
  draft.end(cause === 'failed' ? 'failed' : 'completed', { far: cause, agent: cause });
  if (draft.callback) draft.moveCallback({ state: 'completed' });
}

/** `leg` is as it stood before the input. */
export type KindInput =
  | (LegInput & { leg: LegRow })
  | Extract<
      Input,
      {
        type:
          | 'leg.dtmf'
          | 'told'
          | 'say.due'
          | 'joined'
          | 'join.failed'
          | 'dial.expired'
          | 'route.due'
          | 'route.wake'
          | 'promise.passed'
          | 'cancelled';
      }
    >;

function decideByKind(draft: Draft, input: KindInput, circumstances: Circumstances): void {
  if (draft.callback) decideCallback(draft, input, circumstances);
  else if (draft.call.transferredBy) decideTransferred(draft, input, circumstances);
  else if (draft.call.direction === 'in') decideInbound(draft, input, circumstances);
  else decideOutbound(draft, input, circumstances);
}
