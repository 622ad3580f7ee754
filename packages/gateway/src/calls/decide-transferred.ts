/**
 * A far side that was given away: it waits while the target rings.
 *
 * ```
 * ringing (the target) ──answer──► connecting ──► connected
 *    └─ refused ──► ringing (the one who gave it away) ──answer──► connecting ──► connected
 *                       └─ refused ──► ended
 * ```
 */
import type { EndReason } from '@ringback/model';
import type { LegEndCause } from '@ringback/adapters';
import { phoneOf } from '../routing/people.ts';
import type { LegRow } from '../store/contract.ts';
import type { Circumstances, KindInput } from './decide.ts';
import { farEnd } from './decide-outbound.ts';
import type { Draft } from './draft.ts';
import { connected, joinBoth } from './join.ts';
import { ringPerson } from './ring.ts';

export function decideTransferred(draft: Draft, input: KindInput, circumstances: Circumstances): void {
  switch (input.type) {
    case 'leg.answered':
      return decideAnswered(draft, input.leg, circumstances);
    case 'joined':
      return connected(draft);
    case 'join.failed':
      return draft.end('failed', { far: 'failed', agent: 'failed' });
    case 'leg.ended':
      if (input.leg.state === 'answered')
        return draft.end(givenUp(draft), { far: 'normal', agent: 'cancelled' });
      return decideRefused(draft, input.cause, circumstances);
    default:
      return;
  }
}

function decideAnswered(draft: Draft, leg: LegRow, { agents }: Circumstances): void {
  const agent = agents.get(leg.agentId ?? '');
  if (draft.call.state !== 'ringing' || (leg.agentId !== undefined && !agent)) {
    return draft.command({ do: 'hangup', legId: leg.legId, cause: 'answered-elsewhere' });
  }
  draft.legAnswered(leg.legId);
  draft.to('connecting', agent ? { agent: { id: agent.id, name: agent.name } } : {});
  joinBoth(draft);
}

/** The call comes back to the one who gave it away, once. */
function decideRefused(draft: Draft, cause: LegEndCause, circumstances: Circumstances): void {
  const { agents, settings, routing } = circumstances;
  const { call } = draft;
  if (call.state !== 'ringing' || draft.legs.some(({ state }) => state === 'ringing')) return;
  const [waiting] = draft.talking;
  const by = call.transferredBy && agents.get(call.transferredBy.id);
  if (!waiting || !by || call.transferredBy?.returned) {
    const reason = call.direction === 'in' ? 'missed' : farEnd(cause);
    return draft.end(reason, { far: cause, agent: cause });
  }
  const colleague = agents.get(waiting.agentId ?? '');
  const number = colleague?.extension ?? call.number;
  draft.recastLeg(waiting.legId, { role: 'far' });
  // On the road he is rung where he has talked.
  const person = routing?.(call).people.get(by.id);
  const phone = person ? phoneOf(person) : ({ kind: 'agent', agent: by } as const);
  const caller = { number, name: colleague?.name ?? call.party?.name ?? call.claimedName };
  ringPerson(draft, phone, { role: 'agent', seconds: settings.ringSeconds, caller }, circumstances);
  draft.change({
    transferredBy: { ...call.transferredBy, returned: true } as typeof call.transferredBy,
    // A colleague who was being put through to the world is a colleague's call again.
    ...(colleague
      ? {
          ...{ number, direction: 'internal', agent: undefined, line: undefined },
          colleague: { id: colleague.id, name: colleague.name },
        }
      : {}),
  });
}

/** The one who waited has hung up, or the one who had answered is gone before they heard each other. */
function givenUp({ call }: Draft): EndReason {
  return call.direction === 'in' ? 'missed' : 'cancelled';
}
