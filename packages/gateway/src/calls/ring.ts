/** Rings people and numbers, and what is common to calls that ring several at once: inbound calls and callbacks. */
import { type Agent, type EndReason, isFirmNumber, type Settings } from '@ringback/model';
import type { LegEndCause, OriginateInput } from '@ringback/adapters';
import type { Phone } from '../routing/people.ts';
import type { LegRow } from '../store/contract.ts';
import type { Circumstances } from './decide.ts';
import type { Draft } from './draft.ts';

/** Before a mobile's own mailbox answers, in seconds. */
export const MOBILE_RING_SECONDS = 25;

/** How long a number in the world may ring; networks give up after one to two minutes. */
export const FAR_RING_SECONDS = 60;

type Around = Pick<Circumstances, 'newId' | 'settings'>;

interface Ring {
  role: LegRow['role'];
  /** How long at most. */
  seconds: number;
}

/**
 * One leg to one of ours, at his phones or at his mobile. `caller`: whom his phones show; a mobile sees the firm. Returns the leg's id.
 */
export function ringPerson(
  draft: Draft,
  phone: Phone,
  { caller, ...ring }: Ring & { caller: { number: string; name: string | undefined } },
  around: Around,
): string {
  const { id: agentId, extension } = phone.agent;
  if (phone.kind === 'mobile') {
    const seconds = Math.min(ring.seconds, MOBILE_RING_SECONDS);
    return ringNumber(draft, phone.number, { role: ring.role, seconds, agentId, kind: 'mobile' }, around);
  }
  const { number, name } = caller;
  const shown = name === undefined ? { number } : { number, name };
  const to = { kind: 'device', endpoint: extension } as const;
  return ringLeg(draft, { ...ring, agentId, to, caller: shown }, around);
}

/** One leg to a number of the world, which sees the firm. `agentId`: whose it is. Returns the leg's id. */
export function ringNumber(
  draft: Draft,
  number: string,
  ring: Ring & Partial<Pick<LegRow, 'agentId' | 'kind'>>,
  around: Around,
): string {
  const to = { kind: 'trunk', number } as const;
  return ringLeg(draft, { ...ring, to, caller: firmOf(draft, around.settings) }, around);
}

/** A network lets us show our own numbers, not those of our callers. */
function firmOf({ call }: Draft, settings: Settings): OriginateInput['caller'] {
  const { line } = call;
  const ours = line !== undefined && isFirmNumber(line, settings);
  return { number: ours ? line : settings.line, name: settings.company };
}

type Leg = Ring & Partial<Pick<LegRow, 'agentId' | 'kind'>> & Pick<OriginateInput, 'to' | 'caller'>;

function ringLeg(draft: Draft, { role, agentId, kind, seconds, to, caller }: Leg, { newId }: Around): string {
  const legId = newId();
  // Whoever is invited into a conference has his seat from now on.
  const participantId = role === 'guest' ? legId : undefined;
  draft.addLeg({ legId, role, agentId, kind, participantId });
  draft.command({
    do: 'originate',
    input: { legId, to, caller, callId: draft.call.id, timeoutSeconds: seconds },
  });
  return legId;
}

/** The first who answers gets the call; the others are told that somebody else has it. A number of the world is nobody's phone. */
export function takeCall(draft: Draft, leg: LegRow, agent: Agent | undefined): void {
  draft.legAnswered(leg.legId);
  draft.to('connecting', agent ? { agent: { id: agent.id, name: agent.name } } : {});
  draft.hangUpLegs('answered-elsewhere', { role: 'agent', except: leg.legId });
}

/** Whether anybody can still answer. */
export function stillRings(draft: Draft): boolean {
  return draft.legs.some((leg) => leg.role === 'agent' && leg.state !== 'ended');
}

/** How a call ended that no agent took: `missed`, unless all of them said the same. */
export function whyNobodyAnswered(draft: Draft): { reason: EndReason; cause: LegEndCause } {
  const causes = draft.legs.filter((leg) => leg.role === 'agent').map((leg) => leg.cause);
  if (causes.length > 0 && causes.every((cause) => cause === 'rejected'))
    return { reason: 'rejected', cause: 'rejected' };
  if (causes.length > 0 && causes.every((cause) => cause === 'busy'))
    return { reason: 'busy', cause: 'busy' };
  return { reason: 'missed', cause: 'no-answer' };
}
