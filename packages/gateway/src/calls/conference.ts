/** Calls of more than two: who is in them, and who has left. Pure. */
import type { Agent, Call, Participant } from '@ringback/model';
import type { LegRow } from '../store/contract.ts';
import type { Draft } from './draft.ts';
import { joinMany } from './join.ts';

export interface Merge {
  /** The one who brings the two calls together; he has a leg in each. */
  by: Agent;
  agents: ReadonlyMap<string, Agent>;
}

/** Everybody of `other` comes into `host`, where they all talk together; `other` ends. */
export function mergeCalls(host: Draft, other: Draft, { by, agents }: Merge): void {
  const coming = other.talking.filter((leg) => leg.agentId !== by.id);
  const here = host.call.participants ?? seatAll(host, agents);
  const seats = coming.map((leg) => seatOf(other, leg, agents));
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
function seatAll(draft: Draft, agents: Merge['agents']): Participant[] {
  return draft.talking.map((leg) => {
    const seat = seatOf(draft, leg, agents);
    draft.recastLeg(leg.legId, { participantId: seat.id });
    return seat;
  });
}

function seatOf({ call }: Draft, leg: LegRow, agents: Merge['agents']): Participant {
  const known = call.participants?.find(({ id }) => id === leg.participantId);
  if (known) return known;
  const agent = agents.get(leg.agentId ?? '');
  if (!agent) return { id: leg.legId, state: 'joined', number: call.number, ...named(call) };
  const { id, name, extension } = agent;
  return { id: leg.legId, state: 'joined', number: extension, name, agent: { id, name } };
}

function named({ party, claimedName }: Call): { name?: string } {
  const name = party?.name ?? claimedName;
  return name === undefined ? {} : { name };
}

/** One has left, and at least two go on. When it was the agent, another of ours who is in it has the call now, or nobody. */
export function leaveConference(draft: Draft, leg: LegRow): void {
  const participants = (draft.call.participants ?? []).map((one) =>
    one.id === leg.participantId ? { ...one, state: 'left' as const } : one,
  );
  const { agent } = draft.call;
  const here = agent && draft.talkingLegOf(agent.id);
  const heir = participants.find((one) => one.agent && one.state === 'joined')?.agent;
  draft.change({ participants, agent: here ? agent : heir });
}

/** They could not be brought into the bridge. */
export function dropFromConference(draft: Draft, legIds: readonly string[]): void {
  for (const legId of legIds) draft.command({ do: 'hangup', legId, cause: 'failed' });
}
