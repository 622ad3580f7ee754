/** A party is a person or a legal entity on the far side of a call. */
import * as z from 'zod/mini';
import { Id, IsoTime, line } from './scalars.ts';

/** Kinds that a new store begins with; the list is a setting (S030, S037). */
export const DEFAULT_PARTY_KINDS = ['lead', 'client', 'supplier', 'partner', 'other'] as const;

export const PartyRef = z.object({
  /** System of record, e.g. `local`. */
  system: z.string(),
  id: Id,
  name: z.string(),
  kind: z.string(),
});
export type PartyRef = z.infer<typeof PartyRef>;

export const Party = z.extend(PartyRef, {
  /** E.164 numbers, main one first. */
  phones: z.array(z.string()),
  email: z.optional(z.string()),
  /** Page of the record in its own system, for "open record". */
  url: z.optional(z.string()),
  createdAt: IsoTime,
  updatedAt: IsoTime,
});
export type Party = z.infer<typeof Party>;

export const MATCH_REASONS = ['phone', 'company-phone', 'order', 'remembered'] as const;

export const PartyMatch = z.object({
  party: Party,
  /** 0..1; 1 = the party's own number, digit by digit. */
  score: z.number(),
  why: z.enum(MATCH_REASONS),
  /** Last finished call with this party. */
  lastCall: z.optional(z.object({ at: IsoTime, agentName: z.optional(z.string()), comment: z.string() })),
});
export type PartyMatch = z.infer<typeof PartyMatch>;

export const PartyInput = z.strictObject({
  name: line(200),
  kind: line(40),
  phones: z.array(z.string().check(z.maxLength(40))).check(z.minLength(1), z.maxLength(20)),
});
export type PartyInput = z.infer<typeof PartyInput>;
