/** A call that an agent dials, to the world or to a colleague: the far side rings, its answer answers him. */
import type { Agent, EndReason, LegKind, Settings } from '@ringback/model';
import type { LegEndCause, LegTarget, OriginateInput } from '@ringback/adapters';
import type { Circumstances, KindInput } from './decide.ts';
import type { Draft } from './draft.ts';
import { connected, joinBoth } from './join.ts';

/** How long a number in the world may ring; networks give up after one to two minutes. */
export const FAR_RING_SECONDS = 60;

export interface FarSide {
  legId: string;
  to: LegTarget;
  /** The colleague, in an internal call. */
  agentId: string | undefined;
  caller: OriginateInput['caller'];
}

/** The agent's INVITE has come: the far side is rung. */
export function placeOutbound(draft: Draft, own: { legId: string; kind: LegKind }, far: FarSide): void {
  draft.addLeg({ ...own, role: 'agent', agentId: draft.call.agent?.id });
  ringFar(draft, far);
}

function ringFar(draft: Draft, far: FarSide): void {
  draft.addLeg({ legId: far.legId, role: 'far', agentId: far.agentId });
  draft.command({
    do: 'originate',
    input: {
      legId: far.legId,
      to: far.to,
      caller: far.caller,
      callId: draft.call.id,
      timeoutSeconds: FAR_RING_SECONDS,
    },
  });
}

interface OwnPhone {
  legId: string;
  /** Whom it will call. */
  caller: OriginateInput['caller'];
  /** Rung in place of his phones; like any number of the world it sees the firm alone. */
  mobile: string | undefined;
  settings: Settings;
}

/** Click-to-call: his own phones ring first, and show whom they will call. */
export function ringOwnPhone(
  draft: Draft,
  agent: Agent,
  { legId, caller, mobile, settings }: OwnPhone,
): void {
  const kind = mobile === undefined ? undefined : 'mobile';
  draft.addLeg({ legId, role: 'agent', agentId: agent.id, kind });
  draft.command({
    do: 'originate',
    input: {
      ...{ legId, callId: draft.call.id },
      ...(mobile === undefined
        ? { caller, to: { kind: 'device', endpoint: agent.extension } }
        : { caller: firmOf(draft, settings), to: { kind: 'trunk', number: mobile } }),
      timeoutSeconds: settings.ringSeconds,
    },
  });
}

/** What is shown to the world. */
const firmOf = ({ call }: Pick<Draft, 'call'>, { line, company }: Settings): OriginateInput['caller'] => ({
  number: call.line ?? line,
  name: company,
});

/** Whom an outbound call rings, and what is shown there. */
export function farSideOf(
  { call }: Pick<Draft, 'call'>,
  {
    legId,
    agent,
    colleague,
    settings,
  }: { legId: string; agent: Agent; colleague: Agent | undefined; settings: Settings },
): FarSide {
  return {
    legId,
    to: colleague
      ? { kind: 'device', endpoint: colleague.extension }
      : { kind: 'trunk', number: call.number },
    agentId: colleague?.id,
    caller: colleague ? { number: agent.extension, name: agent.name } : firmOf({ call }, settings),
  };
}

/** He has picked up: now the far side is rung, and he hears it ring. */
function ringFarSide(draft: Draft, agentLegId: string, circumstances: Circumstances): void {
  const { agents, newId, settings } = circumstances;
  const agent = agents.get(draft.call.agent?.id ?? '');
  const internal = draft.call.direction === 'internal';
  const colleague = internal
    ? [...agents.values()].find(({ extension }) => extension === draft.call.number)
    : undefined;
  if (!agent || (internal && !colleague)) return draft.end('failed', { far: 'failed', agent: 'failed' });
  ringFar(draft, farSideOf(draft, { legId: newId(), agent, colleague, settings }));
  draft.command({ do: 'ringback', legId: agentLegId });
}

export function decideOutbound(draft: Draft, input: KindInput, circumstances: Circumstances): void {
  switch (input.type) {
    case 'leg.ringing':
      if (input.leg.role !== 'far' || draft.call.state !== 'connecting') return;
      draft.to('ringing');
      if (draft.agentLeg?.state === 'ringing') draft.command({ do: 'ring', legId: draft.agentLeg.legId });
      return;
    case 'leg.answered':
      draft.legAnswered(input.legId);
      if (input.leg.role === 'far') joinBoth(draft);
      else if (!draft.far) ringFarSide(draft, input.legId, circumstances);
      return;
    case 'joined':
      return connected(draft);
    case 'join.failed':
      return draft.end('failed', { far: 'failed', agent: 'failed' });
    case 'dial.expired':
      if (draft.legs.length === 0) draft.end('failed', { far: 'failed', agent: 'failed' });
      return;
    case 'leg.ended':
      if (input.leg.role === 'far')
        return draft.end(farEnd(input.cause), { far: input.cause, agent: input.cause });
      // His own phone did not answer; the number was never rung.
      if (!draft.far && !input.lost)
        return draft.end(farEnd(input.cause), { far: input.cause, agent: input.cause });
      return draft.end(input.lost ? 'failed' : 'cancelled', { far: 'cancelled', agent: 'cancelled' });
    default:
      return;
  }
}

/** How the log calls the end of a far side that never talked. */
export function farEnd(cause: LegEndCause): EndReason {
  if (cause === 'busy' || cause === 'no-answer' || cause === 'rejected') return cause;
  return 'failed';
}
