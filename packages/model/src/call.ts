/** A call with its schemas; its states are in `call-state.ts`. */
import * as z from 'zod/mini';
import { CALL_DIRECTIONS, CALL_STATES, END_REASONS, LEG_KINDS, PARTICIPANT_STATES } from './call-state.ts';
import { Id, IsoTime } from './scalars.ts';
import { PartyMatch, PartyRef } from './party.ts';
import { RoutedBy } from './routing.ts';
import { QualitySummary } from './quality.ts';
import { Recording } from './recording.ts';
import { Attribution } from './visit.ts';

export * from './call-state.ts';

/** Where the visitor was when the callback was asked for. */
export const PageRef = z.object({ url: z.string(), title: z.optional(z.string()) });
export type PageRef = z.infer<typeof PageRef>;

/** Somebody in a call of more than two, or asked into it. Who has left stays on the list as `left`; who never came is taken off. */
export const Participant = z.object({
  /** Stays the same when a reload replaces his leg. */
  id: Id,
  /** E.164 or extension; empty when hidden. */
  number: z.string(),
  name: z.optional(z.string()),
  /** When he is one of ours. */
  agent: z.optional(z.object({ id: Id, name: z.string() })),
  state: z.enum(PARTICIPANT_STATES),
  /** Heard by nobody. */
  muted: z.optional(z.boolean()),
});
export type Participant = z.infer<typeof Participant>;

export const Call = z.object({
  id: Id,
  direction: z.enum(CALL_DIRECTIONS),
  state: z.enum(CALL_STATES),
  endReason: z.optional(z.enum(END_REASONS)),
  /** The far side: E.164 where it could be read as a number, else what the PBX said; empty when hidden. */
  number: z.string(),
  /** Name that the network or the visitor gave for himself: a claim, not a match. */
  claimedName: z.optional(z.string()),
  /** Our own number that was called or shown, E.164. */
  line: z.optional(z.string()),
  /** What the firm calls that line. */
  lineName: z.optional(z.string()),
  /** Where the far side's number is at home; `area` of fixed lines, where it is known. */
  place: z.optional(
    z.object({
      /** ISO 3166 alpha-2. */
      country: z.string(),
      area: z.optional(z.object({ en: z.string(), uk: z.string(), ru: z.string() })),
    }),
  ),
  /** The agent who talks or talked; absent while it only rings. */
  agent: z.optional(z.object({ id: Id, name: z.string() })),
  /** On what our side talks or talked; absent until it does, and where the PBX does not tell. */
  legKind: z.optional(z.enum(LEG_KINDS)),
  /** Whose extension `number` is, or whose mobile, in a call from the road: he forwards his calls to it. */
  colleague: z.optional(z.object({ id: Id, name: z.string() })),
  party: z.optional(PartyRef),
  callback: z.optional(
    z.object({
      id: Id,
      page: z.optional(PageRef),
      /** Nobody asked for it: the number is on a list. */
      campaign: z.optional(z.object({ id: Id, name: z.string(), group: z.string() })),
    }),
  ),
  /** What brought the far side, where that is known. */
  source: z.optional(Attribution),
  /** There from the moment in which more than two talk: such a call is a conference. */
  participants: z.optional(z.array(Participant)),
  /** The call that waits while its agent asks here. */
  consultationOf: z.optional(Id),
  /** Whom its agent asks while the far side waits, where that is no call of its own: the PBX leads both. */
  consultation: z.optional(
    z.object({
      /** E.164 or extension. */
      number: z.string(),
      agent: z.optional(z.object({ id: Id, name: z.string() })),
      answered: z.boolean(),
    }),
  ),
  /** Where the talk goes on, of a call that ended as `transferred`. */
  transferredTo: z.optional(
    z.object({ callId: Id, number: z.string(), agent: z.optional(z.object({ id: Id, name: z.string() })) }),
  ),
  /** Who gave the far side away, and of which call. `returned`: the target did not take it, and he is rung himself. */
  transferredBy: z.optional(
    z.object({ callId: Id, id: Id, name: z.string(), returned: z.optional(z.boolean()) }),
  ),
  /** Of an inbound call: why it rings, or rang last, where it does. */
  routedBy: z.optional(RoutedBy),
  /** The caller hung up before anybody had answered. */
  abandoned: z.optional(z.boolean()),
  /** At whose phones it rings now: of an inbound call, and of a talk that is being given away where the PBX leads it. */
  rings: z.optional(z.array(Id)),
  /** In order of their beginning. */
  recordings: z.optional(z.array(Recording)),
  /** How it sounded at our phones; absent until the call has ended, and where nothing was measured. */
  quality: z.optional(QualitySummary),
  startedAt: IsoTime,
  connectedAt: z.optional(IsoTime),
  endedAt: z.optional(IsoTime),
  /** Talk time in whole seconds: from connected to ended; 0 when nobody talked. */
  durationSeconds: z.number(),
  comment: z.string(),
  /** The deal that it was about, as its agent said. */
  deal: z.optional(z.object({ system: z.string(), id: Id, title: z.string() })),
  /** What came of it, by the firm's own list. */
  disposition: z.optional(z.object({ id: Id, name: z.string() })),
  /** Grows by one with every change: the later of two copies is the one with the larger version. */
  version: z.number(),
});
export type Call = z.infer<typeof Call>;

/** Whether this agent may have the call before him now: he talks, or is rung and nobody else has it. */
export function isLiveFor(call: Call, agentId: string | undefined): boolean {
  const { agent, participants, transferredBy } = call;
  if (call.state === 'ended') return false;
  if (participants) return participants.some((one) => one.agent?.id === agentId && one.state !== 'left');
  if (agent && agent.id === agentId) return true;
  if (agentId !== undefined && (call.consultation?.agent?.id === agentId || call.rings?.includes(agentId)))
    return true;
  // He has given it away, and hears of it again only when it comes back.
  if (transferredBy?.id === agentId && !transferredBy?.returned) return false;
  // It rings at others now: one group member after another.
  if (call.rings && agentId !== undefined && !call.rings.includes(agentId)) return false;
  return agent === undefined || call.direction === 'internal';
}

/** A call together with everybody who may be on the far side. */
export const CallWithMatches = z.object({ call: Call, matches: z.array(PartyMatch) });
export type CallWithMatches = z.infer<typeof CallWithMatches>;

/**
 * What must be kept to take a live SIP dialog over after a reload (RFC 3891). It is no secret by itself:
 * without the agent's credential nobody can send the INVITE.
 */
export const LiveDialog = z.object({
  callId: Id,
  /** Extension or number that the INVITE with Replaces goes to. */
  target: z.string(),
  sipCallId: z.string(),
  localTag: z.string(),
  remoteTag: z.string(),
  direction: z.enum(CALL_DIRECTIONS),
  number: z.string(),
  connectedAt: IsoTime,
  held: z.boolean(),
  muted: z.boolean(),
});
export type LiveDialog = z.infer<typeof LiveDialog>;
