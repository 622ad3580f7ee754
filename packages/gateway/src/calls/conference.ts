/** Calls of more than two: who is in them, and who has left. Pure. */
import type { Agent, Call, Participant } from '@ringback/model';
import type { LegRow } from '../store/contract.ts';
import type { Circumstances, LegInput } from './decide.ts';
import type { Draft } from './draft.ts';
import { joinMany } from './join.ts';
import type { Reached } from './reach.ts';
import { FAR_RING_SECONDS, ringNumber, ringPerson } from './ring.ts';

type Around = Pick<Merge, 'agents' | 'newId'>;

export interface Merge {
  /** The one who brings the two calls together; he has a leg in each. */
  by: Agent;
  agents: ReadonlyMap<string, Agent>;
  newId: () => string;
}

/** Everybody of `other` comes into `host`, where they all talk together; `other` ends. */
export function mergeCalls(host: Draft, other: Draft, { by, ...around }: Merge): void {
  const coming = other.talking.filter((leg) => leg.agentId !== by.id);
  const here = host.call.participants ?? seatAll(host, around);
  const seats = coming.map((leg) => seatOf(other, leg, around));
  coming.forEach((leg, index) =>
    host.takeLeg(other.releaseLeg(leg.legId), { role: 'guest', participantId: seats[index]?.id }),
  );
  host.change({ participants: [...here, ...seats] });
  joinMany(
    host,
    coming.map(({ legId }) => legId),
  );
  const { id: callId, number, agent } = host.call;
  const transferredTo = { callId, number, ...(agent ? { agent } : {}) };
  other.end('transferred', { far: 'normal', agent: 'normal' }, { transferredTo });
}

/** The two who talked become the first participants. */
function seatAll(draft: Draft, around: Around): Participant[] {
  return draft.talking.map((leg) => {
    const seat = seatOf(draft, leg, around);
    draft.recastLeg(leg.legId, { participantId: seat.id });
    return seat;
  });
}

/** A seat has an id of its own: those of legs are the PBX's to shape, and change with a reload. */
function seatOf({ call }: Draft, leg: LegRow, { agents, newId }: Around): Participant {
  const known = call.participants?.find(({ id }) => id === leg.participantId);
  if (known) return known;
  const agent = agents.get(leg.agentId ?? '');
  const seat = newId();
  if (!agent) return { id: seat, state: 'joined', number: call.number, ...named(call) };
  const { id, name, extension } = agent;
  return { id: seat, state: 'joined', number: extension, name, agent: { id, name } };
}

function named({ party, claimedName }: Call): { name?: string } {
  const name = party?.name ?? claimedName;
  return name === undefined ? {} : { name };
}

/** Rings somebody who comes into the call when he answers. */
export function invite(
  draft: Draft,
  to: Reached,
  around: Pick<Circumstances, 'agents' | 'newId' | 'settings'>,
): void {
  const { call } = draft;
  const here = call.participants ?? seatAll(draft, around);
  const { colleague, number, phone } = to;
  const who = colleague && { name: colleague.name, agent: { id: colleague.id, name: colleague.name } };
  const caller = { number: call.number, name: call.party?.name ?? call.claimedName };
  const id = phone
    ? ringPerson(draft, phone, { role: 'guest', seconds: around.settings.ringSeconds, caller }, around)
    : ringNumber(draft, number, { role: 'guest', seconds: FAR_RING_SECONDS }, around);
  draft.change({ participants: [...here, { id, number, state: 'ringing', ...who }] });
}

/** `leg` is as it stood before. */
export function decideGuest(draft: Draft, input: LegInput, leg: LegRow): void {
  if (input.type === 'leg.answered') {
    draft.legAnswered(leg.legId);
    draft.change({ participants: withState(draft, leg, 'joined') });
    joinMany(draft, [leg.legId]);
  }
  if (input.type === 'leg.ended') neverCame(draft, leg);
}

/** An invitation that nobody took leaves no trace; when two are left who were there before, it is an ordinary talk again. */
function neverCame(draft: Draft, leg: LegRow): void {
  const left = (draft.call.participants ?? []).filter(({ id }) => id !== leg.participantId);
  draft.change({ participants: left.length > 2 ? left : undefined });
}

function withState({ call }: Draft, leg: LegRow, state: Participant['state']): Participant[] {
  return (call.participants ?? []).map((one) => (one.id === leg.participantId ? { ...one, state } : one));
}

/** The leg of a participant who is here, or is being rung. */
export function legOfParticipant(draft: Draft, participantId: string): LegRow | undefined {
  return draft.legs.find((leg) => leg.participantId === participantId && leg.state !== 'ended');
}

export function muteParticipant(draft: Draft, leg: LegRow, muted: boolean): void {
  draft.command({ do: 'mute', legId: leg.legId, muted });
  const participants = (draft.call.participants ?? []).map((one) =>
    one.id === leg.participantId ? { ...one, muted } : one,
  );
  draft.change({ participants });
}

/** A reload gave him a new leg, which the PBX lets be heard. */
export function muteAgain(draft: Draft, legId: string): void {
  const leg = draft.leg(legId);
  const seat = draft.call.participants?.find(({ id }) => id === leg?.participantId);
  if (seat?.muted) draft.command({ do: 'mute', legId, muted: true });
}

/** One has left, and at least two go on. When it was the agent, another of ours who is in it has the call now, or nobody. */
export function leaveConference(draft: Draft, leg: LegRow): void {
  const participants = withState(draft, leg, 'left');
  const { agent } = draft.call;
  const here = agent && draft.talkingLegOf(agent.id);
  const heir = participants.find((one) => one.agent && one.state === 'joined')?.agent;
  draft.change({ participants, agent: here ? agent : heir });
}

/** They could not be brought into the bridge. */
export function dropFromConference(draft: Draft, legIds: readonly string[]): void {
  for (const legId of legIds) draft.command({ do: 'hangup', legId, cause: 'failed' });
}
