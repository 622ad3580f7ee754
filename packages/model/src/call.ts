/**
 * A call is one conversation; a leg is one channel of it (see docs/glossary.md).
 *
 * ```
 * inbound    ringing ──answer──► connecting ──media──► connected ⇄ held ──► ended
 * outbound   connecting ──180──► ringing ──200──► connected ⇄ held ──► ended
 * callback   ringing (agents) ──answer──► connecting (the visitor is rung) ──200──► connected ⇄ held ──► ended
 * ```
 * A callback is outbound, because we call the visitor; it rings at the agents first.
 * Every state but `ended` may go to `ended`; nothing leaves `ended`.
 */
import * as z from 'zod/mini';
import { Id, IsoTime } from './scalars.ts';
import { PartyMatch, PartyRef } from './party.ts';

export const CALL_STATES = ['ringing', 'connecting', 'connected', 'held', 'ended'] as const;
export type CallState = (typeof CALL_STATES)[number];

export const CALL_DIRECTIONS = ['in', 'out', 'internal'] as const;
export type CallDirection = (typeof CALL_DIRECTIONS)[number];

export const END_REASONS = [
  'completed',
  'missed',
  'rejected',
  'busy',
  'no-answer',
  'cancelled',
  'failed',
  'answered-elsewhere',
  'transferred',
] as const;
export type EndReason = (typeof END_REASONS)[number];

const TRANSITIONS: Record<CallDirection, Record<CallState, readonly CallState[]>> = {
  in: {
    ringing: ['connecting', 'connected', 'ended'],
    connecting: ['connected', 'ended'],
    connected: ['held', 'ended'],
    held: ['connected', 'ended'],
    ended: [],
  },
  out: {
    connecting: ['ringing', 'connected', 'ended'],
    ringing: ['connecting', 'connected', 'ended'],
    connected: ['held', 'ended'],
    held: ['connected', 'ended'],
    ended: [],
  },
  internal: {
    connecting: ['ringing', 'connected', 'ended'],
    ringing: ['connecting', 'connected', 'ended'],
    connected: ['held', 'ended'],
    held: ['connected', 'ended'],
    ended: [],
  },
};

/** Whether a call of this direction may go from one state to the other. A state never follows itself. */
export function canTransition(direction: CallDirection, from: CallState, to: CallState): boolean {
  return TRANSITIONS[direction][from].includes(to);
}

/** Where the visitor was when the callback was asked for. */
export const PageRef = z.object({ url: z.string(), title: z.optional(z.string()) });
export type PageRef = z.infer<typeof PageRef>;

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
  /** The agent who talks or talked; absent while it only rings. */
  agent: z.optional(z.object({ id: Id, name: z.string() })),
  party: z.optional(PartyRef),
  callback: z.optional(z.object({ id: Id, page: z.optional(PageRef) })),
  startedAt: IsoTime,
  connectedAt: z.optional(IsoTime),
  endedAt: z.optional(IsoTime),
  /** Talk time in whole seconds: from connected to ended; 0 when nobody talked. */
  durationSeconds: z.number(),
  comment: z.string(),
  /** Grows by one with every change: the later of two copies is the one with the larger version. */
  version: z.number(),
});
export type Call = z.infer<typeof Call>;

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
