/** Both sides into one bridge: the moment from which they hear each other. */
import { tellId } from '../routing/spoken.ts';
import type { Draft } from './draft.ts';

/** A leg may be replaced (a reload) just while it is being joined: the second attempt names the new one. */
export const JOIN_ATTEMPTS = 2;

/** Asks for it; what comes of it is the input `joined` or `join.failed`. Repeatable: what is done stays done. */
export function joinBoth(draft: Draft, attempt = 1): void {
  const { far, agentLeg } = draft;
  if (!far || !agentLeg || far.state === 'ended') return;
  const waiting = whoWaits(draft);
  draft.command({
    do: 'join',
    attempt,
    bridgeId: draft.bridgeId,
    answer: waiting?.state === 'ringing' ? waiting.legId : undefined,
    legIds: [agentLeg.legId, far.legId],
    waited:
      draft.callback !== undefined ||
      draft.call.transferredBy !== undefined ||
      (draft.call.direction !== 'in' && waiting?.state === 'answered'),
    ...stopped(draft),
  });
}

/** The same for legs that come to others who talk already. */
export function joinMany(draft: Draft, legIds: readonly string[], attempt = 1): void {
  const up = legIds.filter((legId) => draft.leg(legId)?.state === 'answered');
  if (up.length > 0)
    draft.command({
      ...{ do: 'join', attempt, bridgeId: draft.bridgeId },
      ...{ answer: undefined, legIds: up, waited: false },
    });
}

/** A caller who waited is told nothing any more. */
function stopped({ call, route }: Draft): { stop?: string } {
  const speech = route?.state.speech;
  return speech ? { stop: tellId(call.id, speech.said) } : {};
}

/** Who called us still hears ringing and is answered now; in a callback we called both. */
function whoWaits(draft: Draft) {
  if (draft.callback) return undefined;
  return draft.call.direction === 'in' ? draft.far : draft.agentLeg;
}

/** Both are in the bridge: the talk begins. */
export function connected(draft: Draft): void {
  if (draft.call.connectedAt !== undefined) return;
  for (const leg of [draft.far, draft.agentLeg]) if (leg) draft.legAnswered(leg.legId);
  draft.to('connected', { connectedAt: draft.now.toISOString() });
}
