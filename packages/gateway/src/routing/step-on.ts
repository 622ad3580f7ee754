/** What a routing decision makes of a call: phones that ring, a place in the queue, or the end. */
import type { Call } from '@ringback/model';
import type { Circumstances } from '../calls/decide.ts';
import type { Draft } from '../calls/draft.ts';
import { MOBILE_RING_SECONDS, ringNumber, ringPerson, whyNobodyAnswered } from '../calls/ring.ts';
import type { LegRow, RouteRow } from '../store/contract.ts';
import { beginLast, tellPlace, tellRinging } from './spoken.ts';
import { type NextStep, nextStep, type RouteAction, type Target } from './next.ts';

/** The next step of the call's plan. `onlyNews`: nothing is written while it goes on waiting. */
export function stepOn(draft: Draft, circumstances: Circumstances, { onlyNews = false } = {}): void {
  const { route, call } = draft;
  const facts = circumstances.routing?.(call);
  if (!route || !facts) return endUnanswered(draft, false);
  const next = nextStep(route.plan, route.state, { ...facts, at: draft.now });
  if (onlyNews && next.action.do === 'wait') return;
  draft.setRoute(afterStep(route, next));
  const { action } = next;
  if (action.do === 'end') {
    if (!beginLast(draft, circumstances)) endUnanswered(draft, action.busy);
    return;
  }
  draft.change(whatRings(action));
  if (action.do === 'wait') return tellPlace(draft, circumstances);
  ringTargets(draft, action, circumstances);
  tellRinging(draft);
}

export function afterStep(route: RouteRow, { state, decisions }: NextStep): RouteRow {
  return { ...route, state, decisions: [...route.decisions, ...decisions] };
}

/** What the call says of itself at this step. */
export function whatRings(action: RouteAction): Pick<Call, 'routedBy' | 'rings'> {
  if (action.do !== 'ring') return { rings: [] };
  return { routedBy: action.by, rings: agentsOf(action.targets) };
}

export function agentsOf(targets: readonly Target[]): string[] {
  return targets.flatMap((one) => whose(one)?.id ?? []);
}

const whose = (target: Target) => (target.kind === 'number' ? target.for : target.agent);

/** When a phone that rings now falls silent by itself, ISO: a mobile before the step is over. */
export function silentAt({ state, decisions }: RouteRow, { kind }: Pick<LegRow, 'kind'>): string | undefined {
  const rung = decisions.at(-1);
  if (kind !== 'mobile' || rung === undefined) return state.until;
  const seconds = Math.min(rung.seconds ?? 0, MOBILE_RING_SECONDS);
  return new Date(Date.parse(rung.at) + seconds * 1000).toISOString();
}

export function ringTargets(
  draft: Draft,
  { targets, seconds, turn }: Pick<Extract<RouteAction, { do: 'ring' }>, 'targets' | 'seconds' | 'turn'>,
  around: Pick<Circumstances, 'newId' | 'settings'>,
): void {
  if (turn) draft.setTurn(turn.group, turn.agentId);
  const caller = { number: draft.call.number, name: draft.route?.name };
  for (const target of targets) {
    const how = { role: 'agent', seconds } as const;
    if (target.kind !== 'number') ringPerson(draft, target, { ...how, caller }, around);
    else ringNumber(draft, target.number, { ...how, agentId: target.for?.id, kind: 'mobile' }, around);
  }
}

/** Nobody took it: the caller is told, and those whom it concerned have it in their log. */
function endUnanswered(draft: Draft, busy: boolean): void {
  const { reason, cause } = busy ? ({ reason: 'busy', cause: 'busy' } as const) : whyNobodyAnswered(draft);
  if (draft.route) draft.tellAlso(draft.route.readers);
  draft.end(reason, { far: cause, agent: cause });
}
