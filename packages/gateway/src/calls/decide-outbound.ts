/** A call that an agent dials, to the world or to a colleague: the far side rings, its answer answers him. */
import type { EndReason } from '@ringback/model';
import type { LegEndCause, LegTarget, OriginateInput } from '@ringback/adapters';
import type { KindInput } from './decide.ts';
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
export function placeOutbound(draft: Draft, agentLegId: string, far: FarSide): void {
  draft.addLeg({ legId: agentLegId, role: 'agent', agentId: draft.call.agent?.id });
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

export function decideOutbound(draft: Draft, input: KindInput): void {
  switch (input.type) {
    case 'leg.ringing':
      if (input.leg.role !== 'far' || draft.call.state !== 'connecting') return;
      draft.to('ringing');
      if (draft.agentLeg) draft.command({ do: 'ring', legId: draft.agentLeg.legId });
      return;
    case 'leg.answered':
      draft.legAnswered(input.legId);
      if (input.leg.role === 'far') joinBoth(draft);
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
