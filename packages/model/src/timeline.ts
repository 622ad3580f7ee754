/** One list of everything that happened with a party or about a deal (S063): whatever its kind, and wherever it is kept. */
import * as z from 'zod/mini';
import { CALL_DIRECTIONS } from './call-state.ts';
import { COMMUNICATION_KINDS, Communication } from './communication.ts';
import { oneOrMore, PAGE_QUERY, pageOf, Words } from './page-query.ts';
import { Recording } from './recording.ts';
import { Id, IsoTime, line, text } from './scalars.ts';

export const TIMELINE_KINDS = [...COMMUNICATION_KINDS, 'order', 'visit'] as const;
export type TimelineKind = (typeof TIMELINE_KINDS)[number];

export const TimelineEntry = z.extend(Communication, {
  kind: z.enum(TIMELINE_KINDS),
  /** E.164, of a call. */
  number: z.optional(z.string()),
  recordings: z.optional(z.array(Recording)),
  /** Nobody answered. */
  missed: z.optional(z.boolean()),
  threadId: z.optional(z.string()),
  /** Kept on this machine until the gateway can be reached. */
  waiting: z.optional(z.literal(true)),
});
export type TimelineEntry = z.infer<typeof TimelineEntry>;

export const TimelineQuery = z.strictObject({
  ...PAGE_QUERY,
  partyId: z.optional(Id),
  dealId: z.optional(Id),
  leadId: z.optional(Id),
  kinds: oneOrMore(TIMELINE_KINDS),
  words: Words,
  from: z.optional(IsoTime),
  to: z.optional(IsoTime),
});
export type TimelineQuery = z.input<typeof TimelineQuery>;
export const TimelinePage = pageOf(TimelineEntry);
export type TimelinePage = z.infer<typeof TimelinePage>;

/** `POST /timeline`: by hand. Every kind may be chosen, from wherever it is written (S064). */
export const TimelineInput = z.strictObject({
  kind: z.enum(COMMUNICATION_KINDS),
  direction: z.optional(z.enum(CALL_DIRECTIONS)),
  partyId: z.optional(Id),
  dealId: z.optional(Id),
  leadId: z.optional(Id),
  /** Now when absent. */
  at: z.optional(IsoTime),
  title: z.optional(line(255)),
  text: text(10_000),
});
export type TimelineInput = z.infer<typeof TimelineInput>;

/** `PATCH /timeline/:id`: of an entry that was written by hand. */
export const TimelinePatch = z.strictObject({
  kind: z.optional(z.enum(COMMUNICATION_KINDS)),
  direction: z.optional(z.enum(CALL_DIRECTIONS)),
  at: z.optional(IsoTime),
  title: z.optional(line(255)),
  text: z.optional(text(10_000)),
});
export type TimelinePatch = z.infer<typeof TimelinePatch>;
