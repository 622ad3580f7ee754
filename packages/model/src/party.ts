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

/** A person or a legal entity (S023). */
export const PARTY_NATURES = ['person', 'organization'] as const;
export type PartyNature = (typeof PARTY_NATURES)[number];

/** Who of the firm looks after a record: a user of the host, not an agent of ours; the gateway maps one to the other. */
export const Responsible = z.object({
  /** The host's own id of the user. */
  id: z.string(),
  name: z.optional(z.string()),
  email: z.optional(z.string()),
  /** Internal short number, where the host knows it. */
  extension: z.optional(z.string()),
  /** Whether the host says that he works now; absent where it does not say. */
  available: z.optional(z.boolean()),
});
export type Responsible = z.infer<typeof Responsible>;

export const Party = z.extend(PartyRef, {
  /** E.164 numbers, main one first. */
  phones: z.array(z.string()),
  email: z.optional(z.string()),
  nature: z.optional(z.enum(PARTY_NATURES)),
  /** INN, EDRPOU, VAT number: as the host keeps it. */
  taxId: z.optional(z.string()),
  address: z.optional(z.string()),
  responsible: z.optional(Responsible),
  /** The organization that this person belongs to (S040–S045). */
  organization: z.optional(z.object({ id: Id, name: z.string() })),
  /** The organization's main contact; exactly one of its people is. */
  main: z.optional(z.boolean()),
  /** Made from a directory and not confirmed by a person yet: no client until then (S136). */
  draft: z.optional(z.object({ source: z.string(), url: z.optional(z.string()) })),
  tags: z.optional(z.array(z.string())),
  /** Fields of the firm's own, by the key that the field mapping gives them. */
  custom: z.optional(z.record(z.string(), z.string())),
  /** Page of the record in its own system, for "open record". */
  url: z.optional(z.string()),
  createdAt: IsoTime,
  updatedAt: IsoTime,
});
export type Party = z.infer<typeof Party>;

export const MATCH_REASONS = [
  'phone',
  'company-phone',
  'order',
  'remembered',
  'email',
  'tax-id',
  'name',
] as const;
export type MatchReason = (typeof MATCH_REASONS)[number];

/** The record that a match was made through, where it is not the party itself: "recipient of order 1042". */
export const MatchVia = z.object({
  kind: z.enum(['order', 'organization', 'contact', 'lead']),
  id: Id,
  /** As people know it: the order's number, the firm's name. */
  label: z.string(),
});
export type MatchVia = z.infer<typeof MatchVia>;

export const PartyMatch = z.object({
  party: Party,
  /** 0..1; 1 = the party's own number, digit by digit. */
  score: z.number(),
  why: z.enum(MATCH_REASONS),
  via: z.optional(MatchVia),
  /** Last finished call with this party. */
  lastCall: z.optional(z.object({ at: IsoTime, agentName: z.optional(z.string()), comment: z.string() })),
});
export type PartyMatch = z.infer<typeof PartyMatch>;

export const PartyInput = z.strictObject({
  name: line(200),
  kind: line(40),
  phones: z.array(z.string().check(z.maxLength(40))).check(z.minLength(1), z.maxLength(20)),
  email: z.optional(z.string().check(z.maxLength(254))),
  nature: z.optional(z.enum(PARTY_NATURES)),
  taxId: z.optional(line(40)),
  address: z.optional(line(500)),
  /** The host's id of the user who is to look after it. */
  responsibleId: z.optional(line(64)),
  /** The organization that the person belongs to; its first person is its main contact. */
  organizationId: z.optional(Id),
  draft: z.optional(z.strictObject({ source: line(100), url: z.optional(line(2000)) })),
  tags: z.optional(z.array(line(60)).check(z.maxLength(50))),
  custom: z.optional(z.record(z.string().check(z.maxLength(100)), z.string().check(z.maxLength(2000)))),
});
export type PartyInput = z.infer<typeof PartyInput>;
