/** What a snapshot of the PBX says about a stored call: what happened while nobody listened. Pure. */
import type { PbxSnapshot } from '@ringback/adapters';
import { joinCallback } from '../callbacks/decide.ts';
import type { LegRow } from '../store/contract.ts';
import { type Circumstances, decide, type Input } from './decide.ts';
import { join } from './decide-inbound.ts';
import { joinOutbound } from './decide-outbound.ts';
import type { Draft } from './draft.ts';

export interface Found {
  legs: ReadonlyMap<string, PbxSnapshot['legs'][number]>;
  /** Whether the leg belongs to a call that we know. */
  isOurs: (legId: string) => boolean;
}

/** Brings the call to where the PBX is. A call whose legs live goes on. */
export function catchUp(draft: Draft, found: Found, circumstances: Circumstances): void {
  for (const input of replaced(draft, found)) decide(draft, input, circumstances);
  const living = draft.legs.filter((leg) => leg.state !== 'ended');
  const lost = living.filter((leg) => !found.legs.has(leg.legId)).map(lostLeg);
  const isFar = (input: { legId: string }) => draft.leg(input.legId)?.role === 'far';
  const answered = living
    .filter((leg) => leg.state === 'ringing' && found.legs.get(leg.legId)?.answered)
    .map((leg): Input => ({ type: 'leg.answered', legId: leg.legId }));
  // A far side that is gone decides first: nobody is to be joined with it.
  const inputs = [...lost.filter(isFar), ...answered, ...lost.filter((input) => !isFar(input))];
  for (const input of inputs) decide(draft, input, circumstances);
  if (!draft.ended) joinAgain(draft, found);
}

const lostLeg = (leg: LegRow) =>
  ({ type: 'leg.ended', legId: leg.legId, cause: 'failed', lost: true }) as const;

/** An INVITE with Replaces that came while the connection was down: a stranger stands in our bridge where our leg stood. */
function replaced(draft: Draft, found: Found): Input[] {
  const gone = draft.legs.filter((leg) => leg.state === 'answered' && !found.legs.has(leg.legId));
  const strangers = [...found.legs.values()].filter(
    (leg) => leg.bridgeId === draft.bridgeId && leg.answered && !found.isOurs(leg.legId),
  );
  const [leg] = gone;
  const [stranger] = strangers;
  if (!leg || !stranger || gone.length !== 1 || strangers.length !== 1) return [];
  return [{ type: 'leg.replaced', legId: leg.legId, byLegId: stranger.legId }];
}

/** The commands are repeatable: a bridge that is there stays, a leg that stands in it stays. */
function joinAgain(draft: Draft, found: Found): void {
  if (draft.commands.some((command) => command.do === 'join')) return;
  const { far, agentLeg, call } = draft;
  if (!far || !agentLeg) return;
  if (call.connectedAt !== undefined) {
    const legIds = [agentLeg.legId, far.legId];
    if (legIds.every((legId) => found.legs.get(legId)?.bridgeId === draft.bridgeId)) return;
    draft.command({ do: 'join', bridgeId: draft.bridgeId, answer: undefined, legIds });
  } else if (draft.callback) {
    if (far.state === 'answered') joinCallback(draft);
  } else if (call.direction === 'in') {
    if (call.state === 'connecting') join(draft);
  } else if (far.state === 'answered') {
    joinOutbound(draft);
  }
}
