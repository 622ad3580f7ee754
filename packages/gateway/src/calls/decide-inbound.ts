/** A call from the world: its plan says who is rung, the first who answers gets it. */
import type { Agent, Call } from '@ringback/model';
import type { RoutingNow } from '../routing/facts.ts';
import { beginRoute, fellSilent, nextStep } from '../routing/next.ts';
import type { Plan } from '../routing/plan.ts';
import { beginLast, decideKey, decideSaid, endFinale, tellId, tellPlace } from '../routing/spoken.ts';
import { afterStep, agentsOf, ringTargets, silentAt, stepOn, whatRings } from '../routing/step-on.ts';
import type { LegRow, RouteRow } from '../store/contract.ts';
import type { Circumstances, KindInput } from './decide.ts';
import { Draft } from './draft.ts';
import { connected, joinBoth } from './join.ts';
import { stillRings, takeCall } from './ring.ts';

export interface Offered {
  call: Call;
  legId: string;
  now: Date;
  plan: Plan;
  routing: RoutingNow;
  /** Who hears of it when nobody can be rung: a missed call must have readers. */
  readers: readonly string[];
  /** Name from the customer's record, or what the network said. */
  name: string | undefined;
  circumstances: Circumstances;
}

export function offerInbound(offered: Offered): Draft {
  const { call, legId, now, plan, name, readers } = offered;
  const next = nextStep(plan, beginRoute(now), { ...offered.routing(call), at: now });
  const { action } = next;
  const rung = action.do === 'ring' ? agentsOf(action.targets) : [];
  const row = {
    call: action.do === 'end' ? call : { ...call, ...whatRings(action) },
    audience: rung.length > 0 ? rung : action.do === 'wait' ? [] : readers,
    bridgeId: call.id,
  };
  const draft = Draft.create(row, { now, tell: action.do === 'ring' });
  const route: RouteRow = { callId: call.id, plan, name, readers, state: beginRoute(now), decisions: [] };
  draft.setRoute(afterStep(route, next));
  draft.addLeg({ legId, role: 'far', agentId: undefined });
  if (action.do === 'end' && beginLast(draft, offered.circumstances)) return draft;
  if (action.do === 'end') {
    const cause = action.busy ? 'busy' : 'no-answer';
    draft.end(action.busy ? 'busy' : 'missed', { far: cause, agent: cause });
    return draft;
  }
  if (action.do === 'ring') ringTargets(draft, action, offered.circumstances);
  draft.command({ do: 'ring', legId });
  if (action.do === 'wait') tellPlace(draft, offered.circumstances);
  return draft;
}

export function decideInbound(draft: Draft, input: KindInput, circumstances: Circumstances): void {
  switch (input.type) {
    case 'leg.answered':
      if (input.leg.role === 'far') return draft.legAnswered(input.legId);
      return decideAnswered(draft, input.leg, circumstances.agents.get(input.leg.agentId ?? ''));
    case 'joined':
      return connected(draft);
    case 'join.failed':
      return draft.end('missed', { far: 'failed', agent: 'failed' });
    case 'leg.ended':
      return decideEnded(draft, input.leg, circumstances);
    case 'route.due':
      return decideDue(draft, input.until, circumstances);
    case 'route.wake':
      if (isWaiting(draft)) stepOn(draft, circumstances, { onlyNews: true });
      return;
    case 'leg.dtmf':
      if (draft.leg(input.legId)?.role === 'far') decideKey(draft, input.digit, circumstances);
      return;
    case 'told':
      return decideSaid(draft, input.playId, circumstances);
    case 'say.due':
      if (isWaiting(draft) && draft.route?.state.speech?.againAt === input.at)
        tellPlace(draft, circumstances);
      return;
    default:
      return;
  }
}

function decideAnswered(draft: Draft, leg: LegRow, agent: Agent | undefined): void {
  const stranger = leg.agentId !== undefined && !agent;
  if (draft.call.state !== 'ringing' || stranger) {
    return draft.command({ do: 'hangup', legId: leg.legId, cause: 'answered-elsewhere' });
  }
  takeCall(draft, leg, agent);
  joinBoth(draft);
}

function decideEnded(draft: Draft, leg: LegRow, circumstances: Circumstances): void {
  const finale = draft.route?.state.speech?.finale;
  if (leg.role === 'far' && finale && draft.call.state === 'ringing') return endFinale(draft, circumstances);
  if (leg.role === 'far')
    return draft.end('missed', { far: 'normal', agent: 'cancelled' }, { abandoned: true });
  // The one who had picked up is gone before the caller heard him.
  if (leg.state === 'answered') return draft.end('missed', { far: 'normal', agent: 'normal' });
  if (draft.call.state !== 'ringing') return;
  const { route } = draft;
  if (route && leg.agentId !== undefined)
    draft.setRoute({
      ...route,
      state: fellSilent(route.state, [leg.agentId], draft.now, silentAt(route, leg)),
    });
  if (!stillRings(draft)) stepOn(draft, circumstances);
}

/** The time of the step is over, and phones that should have fallen silent ring on; or the caller has waited long enough. */
function decideDue(draft: Draft, until: string, circumstances: Circumstances): void {
  if (draft.call.state !== 'ringing' || draft.route?.state.until !== until) return;
  if (draft.route.state.speech?.finale) return decideOverdue(draft, circumstances);
  for (const leg of draft.legs) {
    if (leg.role !== 'agent' || leg.state === 'ended') continue;
    draft.command({ do: 'hangup', legId: leg.legId, cause: 'no-answer' });
    draft.legEnded(leg.legId, 'no-answer');
  }
  stepOn(draft, circumstances);
}

/** The sentence has not ended in time, or the caller has said enough. */
function decideOverdue(draft: Draft, circumstances: Circumstances): void {
  const { speech } = draft.route?.state ?? {};
  if (speech?.finale?.kind === 'voicemail' && !draft.call.recordings)
    return decideSaid(draft, tellId(draft.call.id, speech.said), circumstances);
  endFinale(draft, circumstances);
}

function isWaiting({ call, route }: Draft): boolean {
  return call.state === 'ringing' && route?.state.waiting !== undefined;
}
