/** What a snapshot of the PBX says about a stored call: what happened while nobody listened. Pure. */
import type { PbxSnapshot } from '@ringback/adapters';
import type { LegRow } from '../store/contract.ts';
import { type Circumstances, decide, type Input } from './decide.ts';
import type { Draft } from './draft.ts';
import { joinBoth, joinMany } from './join.ts';

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

function joinAgain(draft: Draft, found: Found): void {
  if (draft.commands.some((command) => command.do === 'join')) return;
  if (draft.call.participants) return joinMany(draft, outside(draft, found));
  if (shouldBeJoined(draft) && !areJoined(draft, found)) joinBoth(draft);
}

/** Who should be in the conference's bridge, and is not. */
function outside({ talking, bridgeId }: Draft, found: Found): string[] {
  return talking.map(({ legId }) => legId).filter((legId) => found.legs.get(legId)?.bridgeId !== bridgeId);
}

function shouldBeJoined({ call, callback, far }: Draft): boolean {
  if (call.connectedAt !== undefined) return true;
  if (call.transferredBy) return call.state === 'connecting';
  if (call.direction === 'in' && !callback) return call.state === 'connecting';
  return far?.state === 'answered';
}

function areJoined({ call, far, agentLeg, bridgeId }: Draft, found: Found): boolean {
  if (call.connectedAt === undefined) return false;
  return [far, agentLeg].every((leg) => leg && found.legs.get(leg.legId)?.bridgeId === bridgeId);
}
