/** A call from the world: all agents ring, the first who answers gets it. */
import type { Agent, Call, Settings } from '@ringback/model';
import type { LegRow } from '../store/contract.ts';
import type { Circumstances, KindInput } from './decide.ts';
import { Draft } from './draft.ts';
import { connected, joinBoth } from './join.ts';
import { ringAgents, stillRings, takeCall, whyNobodyAnswered } from './ring.ts';

export interface Offered {
  call: Call;
  legId: string;
  now: Date;
  /** Who can be rung now. */
  agents: readonly Agent[];
  /** Who hears of it when nobody can be rung: a missed call must have readers. */
  group: readonly Agent[];
  /** All who are there are talking. */
  allBusy: boolean;
  /** Name from the customer's record, or what the network said. */
  name: string | undefined;
  settings: Settings;
  newId: () => string;
}

export function offerInbound(offered: Offered): Draft {
  const { call, agents } = offered;
  if (agents.length === 0) return turnAway(offered);
  const row = { call, audience: agents.map((agent) => agent.id), bridgeId: call.id };
  const draft = Draft.create(row, { now: offered.now, tell: true });
  draft.addLeg({ legId: offered.legId, role: 'far', agentId: undefined });
  ringAgents(draft, {
    agents,
    newId: offered.newId,
    caller: { number: call.number, name: offered.name },
    timeoutSeconds: offered.settings.ringSeconds,
  });
  draft.command({ do: 'ring', legId: offered.legId });
  return draft;
}

/** Nobody can be rung: the caller is told at once, and the call is in the log. */
function turnAway(offered: Offered): Draft {
  const row = {
    call: offered.call,
    audience: offered.group.map((agent) => agent.id),
    bridgeId: offered.call.id,
  };
  const draft = Draft.create(row, { now: offered.now, tell: false });
  draft.addLeg({ legId: offered.legId, role: 'far', agentId: undefined });
  const cause = offered.allBusy ? 'busy' : 'no-answer';
  draft.end(offered.allBusy ? 'busy' : 'missed', { far: cause, agent: cause });
  return draft;
}

export function decideInbound(draft: Draft, input: KindInput, { agents }: Circumstances): void {
  switch (input.type) {
    case 'leg.answered':
      if (input.leg.role === 'far') return draft.legAnswered(input.legId);
      return decideAnswered(draft, input.leg, agents.get(input.leg.agentId ?? ''));
    case 'joined':
      return connected(draft);
    case 'join.failed':
      return draft.end('missed', { far: 'failed', agent: 'failed' });
    case 'leg.ended':
      return decideEnded(draft, input.leg);
    default:
      return;
  }
}

function decideAnswered(draft: Draft, leg: LegRow, agent: Agent | undefined): void {
  if (draft.call.state !== 'ringing' || !agent) {
    return draft.command({ do: 'hangup', legId: leg.legId, cause: 'answered-elsewhere' });
  }
  takeCall(draft, leg, agent);
  joinBoth(draft);
}

function decideEnded(draft: Draft, leg: LegRow): void {
  if (leg.role === 'far') return draft.end('missed', { far: 'normal', agent: 'cancelled' });
  // The one who had picked up is gone before the caller heard him.
  if (leg.state === 'answered') return draft.end('missed', { far: 'normal', agent: 'normal' });
  if (draft.call.state !== 'ringing' || stillRings(draft)) return;
  const { reason, cause } = whyNobodyAnswered(draft);
  draft.end(reason, { far: cause, agent: cause });
}
