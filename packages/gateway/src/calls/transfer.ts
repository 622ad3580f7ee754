/**
 * Giving a call away. The agent's own call ends as `transferred`; its far side goes on in another one: a new one whose target is rung now,
 * or the consultation in which the target talks already. Pure.
 */
import type { Agent, Call, Settings } from '@ringback/model';
import type { LegRow } from '../store/contract.ts';
import { Draft } from './draft.ts';
import { joinBoth } from './join.ts';
import type { Reached } from './reach.ts';
import { FAR_RING_SECONDS, ringNumber, ringPerson } from './ring.ts';

export interface Handover {
  by: Agent;
  agents: ReadonlyMap<string, Agent>;
  settings: Settings;
}

/** The far side as it is known in the call that it comes from. */
type FarSide = Pick<Call, 'direction' | 'number'> &
  Partial<Pick<Call, 'claimedName' | 'colleague' | 'line' | 'party' | 'source'>>;

/** Lets the agent go, and rings the target for the one who stays. Returns the call that goes on. */
export function beginTransfer(
  draft: Draft,
  staying: LegRow,
  input: Handover & { to: Reached; id: string; newId: () => string },
): Draft {
  const { by, agents, to, id, settings } = input;
  const waits = agents.get(staying.agentId ?? '');
  // A colleague who is put through to the world is the agent of that call.
  const dials = waits && !to.colleague ? waits : undefined;
  const side = dials
    ? { direction: 'out' as const, number: to.number, line: settings.line }
    : farSideOf(draft, staying, agents);
  const call: Call = {
    ...side,
    id,
    state: 'ringing',
    ...(dials ? { agent: { id: dials.id, name: dials.name } } : {}),
    transferredBy: { callId: draft.call.id, id: by.id, name: by.name },
    startedAt: draft.now.toISOString(),
    durationSeconds: 0,
    comment: '',
    version: 1,
  };
  const audience = [by.id, to.colleague?.id, dials?.id].filter((one) => one !== undefined);
  const next = Draft.create({ call, audience, bridgeId: id }, { now: draft.now, tell: true });
  next.takeLeg(draft.releaseLeg(staying.legId), { role: dials ? 'agent' : 'far' });
  const role = dials ? 'far' : 'agent';
  if (to.phone)
    ringPerson(next, to.phone, { role, seconds: settings.ringSeconds, caller: shown(call, waits) }, input);
  else ringNumber(next, to.number, { role, seconds: FAR_RING_SECONDS }, input);
  next.command({ do: 'ringback', legId: staying.legId });
  giveAway(draft, { callId: id, number: to.number, colleague: to.colleague });
  return next;
}

/** The one who stays comes to the one who was asked; the agent leaves both calls. */
export function completeTransfer(
  draft: Draft,
  staying: LegRow,
  { consultation, target, by, agents }: Handover & { consultation: Draft; target: LegRow },
): void {
  const [waits, asked] = [agents.get(staying.agentId ?? ''), agents.get(target.agentId ?? '')];
  const own = consultation.talkingLegOf(by.id);
  const before = consultation.call;
  const dials = waits && !asked ? waits : undefined;
  const agent = dials ?? asked;
  consultation.takeLeg(draft.releaseLeg(staying.legId), { role: dials ? 'agent' : 'far' });
  consultation.recastLeg(target.legId, { role: dials ? 'far' : 'agent' });
  if (own) {
    consultation.command({ do: 'hangup', legId: own.legId, cause: 'normal' });
    consultation.legEnded(own.legId, 'normal');
  }
  consultation.change({
    ...(dials
      ? {}
      : {
          claimedName: undefined,
          colleague: undefined,
          line: undefined,
          party: undefined,
          source: undefined,
          ...farSideOf(draft, staying, agents),
        }),
    agent: agent && { id: agent.id, name: agent.name },
    transferredBy: { callId: draft.call.id, id: by.id, name: by.name },
  });
  joinBoth(consultation);
  giveAway(draft, { callId: before.id, number: asked?.extension ?? before.number, colleague: asked });
}

function giveAway(draft: Draft, to: { callId: string; number: string; colleague: Agent | undefined }): void {
  const { callId, number, colleague } = to;
  const agent = colleague && { agent: { id: colleague.id, name: colleague.name } };
  draft.end(
    'transferred',
    { far: 'normal', agent: 'normal' },
    { transferredTo: { callId, number, ...agent } },
  );
  if (draft.callback) draft.moveCallback({ state: 'completed' });
}

function farSideOf({ call }: Draft, { agentId }: LegRow, agents: Handover['agents']): FarSide {
  const waits = agents.get(agentId ?? '');
  if (waits) {
    const { id, name, extension } = waits;
    return { direction: 'internal', number: extension, colleague: { id, name } };
  }
  const { direction, number, claimedName, line, party, source } = call;
  return {
    direction,
    number,
    ...(claimedName === undefined ? {} : { claimedName }),
    ...(line === undefined ? {} : { line }),
    ...(party === undefined ? {} : { party }),
    ...(source === undefined ? {} : { source }),
  };
}

function shown({ number, party, claimedName }: Call, colleague: Agent | undefined) {
  return { number, name: colleague?.name ?? party?.name ?? claimedName };
}
