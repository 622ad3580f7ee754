/** A call that an agent dials, to the world or to a colleague: the far side rings, its answer answers him. */
import type { Agent, EndReason, LegKind } from '@ringback/model';
import type { LegEndCause } from '@ringback/adapters';
import { type Phone, reachOf } from '../routing/people.ts';
import type { Circumstances, KindInput } from './decide.ts';
import type { Draft } from './draft.ts';
import { connected, joinBoth } from './join.ts';
import { FAR_RING_SECONDS, ringNumber, ringPerson } from './ring.ts';

type Around = Pick<Circumstances, 'newId' | 'settings'>;

export interface Dialler {
  /** Who calls. */
  agent: Agent;
  /** Where the colleague is rung, in an internal call. */
  phone: Phone | undefined;
}

/** The agent's INVITE has come: the far side is rung. */
export function placeOutbound(
  draft: Draft,
  own: { legId: string; kind: LegKind },
  dialler: Dialler,
  around: Around,
): void {
  draft.addLeg({ ...own, role: 'agent', agentId: draft.call.agent?.id });
  ringFar(draft, dialler, around);
}

function ringFar(draft: Draft, { agent, phone }: Dialler, around: Around): void {
  const ring = { role: 'far', seconds: FAR_RING_SECONDS } as const;
  const caller = { number: agent.extension, name: agent.name };
  if (phone) ringPerson(draft, phone, { ...ring, caller }, around);
  else ringNumber(draft, draft.call.number, ring, around);
}

/** He has picked up: now the far side is rung, and he hears it ring. */
function ringFarSide(draft: Draft, agentLegId: string, circumstances: Circumstances): void {
  const { call, now } = draft;
  const { agents, routing } = circumstances;
  const agent = agents.get(call.agent?.id ?? '');
  const internal = call.direction === 'internal';
  const colleague = internal
    ? [...agents.values()].find(({ extension }) => extension === call.number)
    : undefined;
  if (!agent || (internal && !colleague)) return draft.end('failed', { far: 'failed', agent: 'failed' });
  const phone = colleague && phoneIn(colleague, reachOf(routing?.(call).people.get(colleague.id), now));
  ringFar(draft, { agent, phone }, circumstances);
  draft.command({ do: 'ringback', legId: agentLegId });
}

/** Whom nothing reaches is called at his phone all the same: the PBX says why it cannot be reached. */
export function phoneIn(colleague: Agent, reached: Phone | undefined): Phone {
  return reached ?? { kind: 'agent', agent: colleague };
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
