/** What a routing decision makes of a call: phones that ring, a place in the queue, or the end. */
import type { Call } from '@ringback/model';
import type { Circumstances } from '../calls/decide.ts';
import type { Draft } from '../calls/draft.ts';
import { ringAgents, whyNobodyAnswered } from '../calls/ring.ts';
import type { LegRow, RouteRow } from '../store/contract.ts';
import { beginLast, tellPlace, tellRinging } from './spoken.ts';
import { type NextStep, nextStep, type RouteAction, type Target } from './next.ts';

/** The next step of the call's plan. `onlyNews`: nothing is written while it goes on waiting. */
export function stepOn(draft: Draft, circumstances: Circumstances, { onlyNews = false } = {}): void {
  const { route, call } = draft;
  const facts = circumstances.routing?.(call.id);
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

/** Before a mobile's own mailbox answers, in seconds. */
const MOBILE_RING_SECONDS = 25;

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
  { newId, settings }: Pick<Circumstances, 'newId' | 'settings'>,
): void {
  const { call } = draft;
  if (turn) draft.setTurn(turn.group, turn.agentId);
  ringAgents(draft, {
    agents: targets.flatMap((one) => (one.kind === 'agent' ? [one.agent] : [])),
    newId,
    caller: { number: call.number, name: draft.route?.name },
    timeoutSeconds: seconds,
  });
  for (const target of targets) {
    if (target.kind === 'agent') continue;
    const legId = newId();
    draft.addLeg({ legId, role: 'agent', agentId: whose(target)?.id, kind: 'mobile' });
    draft.command({
      do: 'originate',
      input: {
        legId,
        to: { kind: 'trunk', number: target.number },
        // A network lets us show our own numbers, not those of our callers.
        caller: { number: call.line ?? settings.line, name: settings.company },
        callId: call.id,
        timeoutSeconds: target.kind === 'mobile' ? Math.min(seconds, MOBILE_RING_SECONDS) : seconds,
      },
    });
  }
}

/** Nobody took it: the caller is told, and those whom it concerned have it in their log. */
function endUnanswered(draft: Draft, busy: boolean): void {
  const { reason, cause } = busy ? ({ reason: 'busy', cause: 'busy' } as const) : whyNobodyAnswered(draft);
  if (draft.route) draft.tellAlso(draft.route.readers);
  draft.end(reason, { far: cause, agent: cause });
}
