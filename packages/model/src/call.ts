/** A call with its schemas; its states are in `call-state.ts`. */
import * as z from 'zod/mini';
import { CALL_DIRECTIONS, CALL_STATES, END_REASONS } from './call-state.ts';
import { Id, IsoTime } from './scalars.ts';
import { PartyMatch, PartyRef } from './party.ts';

export * from './call-state.ts';

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
