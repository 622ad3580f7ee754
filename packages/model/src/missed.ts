/** Calls that nobody answered, as work to be done: one entry for a number, however often it has called (S123, S155, S170). */
import * as z from 'zod/mini';
import { PartyRef } from './party.ts';
import { Id, IsoTime, line } from './scalars.ts';

export const MISSED_STATES = ['open', 'claimed', 'called-back', 'dismissed'] as const;
/**
 * ```
 * open ⇄ claimed ─► called-back | dismissed
 *   └─────────────► called-back | dismissed
 * ```
 * Any answered talk with the number is a call back. A claim that is not followed by a talk lapses.
 */
export type MissedState = (typeof MISSED_STATES)[number];

export const MISSED_HOW = ['unanswered', 'abandoned', 'busy'] as const;
/** `abandoned`: the caller hung up before anybody could answer · `unanswered`: nobody did in time · `busy`: all were talking. */
export type MissedHow = (typeof MISSED_HOW)[number];

/** How long a claim keeps others away, in minutes. */
export const CLAIM_MINUTES = 10;

const Person = z.object({ id: Id, name: z.string() });

export const MissedCall = z.object({
  id: Id,
  state: z.enum(MISSED_STATES),
  /** The last of the calls. */
  callId: Id,
  /** E.164; whatever the network said where it is hidden: then it can only be dismissed. */
  number: z.string(),
  line: z.optional(z.string()),
  party: z.optional(PartyRef),
  claimedName: z.optional(z.string()),
  how: z.enum(MISSED_HOW),
  /** Of the last call: how long the caller waited. */
  waitedSeconds: z.number(),
  /** How often the number has called since it was last spoken with. */
  times: z.number(),
  firstAt: IsoTime,
  lastAt: IsoTime,
  claimedBy: z.optional(Person),
  /** Until then nobody else can claim it. */
  claimedUntil: z.optional(IsoTime),
  resolvedAt: z.optional(IsoTime),
  resolvedBy: z.optional(Person),
  /** The talk that settled it. */
  resolvedByCall: z.optional(Id),
  /** Why it was dismissed. */
  reason: z.optional(z.string()),
  /** Grows by one with every change. */
  version: z.number(),
});
export type MissedCall = z.infer<typeof MissedCall>;

export const MissedQuery = z.strictObject({
  /** Open and claimed ones when absent. */
  state: z.optional(z.enum(MISSED_STATES)),
  /** Opaque, from `next` of the page before. */
  cursor: z.optional(z.string().check(z.maxLength(200))),
  limit: z.optional(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(200))),
});
export type MissedQuery = z.infer<typeof MissedQuery>;

export const MissedPage = z.object({ items: z.array(MissedCall), next: z.optional(z.string()) });
export type MissedPage = z.infer<typeof MissedPage>;

export const MissedCounts = z.object({
  /** Nobody's yet. */
  open: z.number(),
  /** Claimed by the one who asks. */
  mine: z.number(),
  /** Claimed by others. */
  others: z.number(),
});
export type MissedCounts = z.infer<typeof MissedCounts>;

export const DismissInput = z.strictObject({ reason: line(300) });
