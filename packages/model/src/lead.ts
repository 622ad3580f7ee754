/** A lead is a person who showed interest and is no client yet: an entity of its own (S031). */
import * as z from 'zod/mini';
import { PartyRef, Responsible } from './party.ts';
import { Id, IsoTime, line, text } from './scalars.ts';

export const LEAD_OUTCOMES = ['open', 'converted', 'rejected'] as const;
export type LeadOutcome = (typeof LEAD_OUTCOMES)[number];

const HostId = z.string().check(z.minLength(1), z.maxLength(100));

/** Statuses are the host's own list; the outcome says what each means. */
export const LeadStatus = z.object({ id: HostId, name: z.string(), outcome: z.enum(LEAD_OUTCOMES) });
export type LeadStatus = z.infer<typeof LeadStatus>;

export const Lead = z.object({
  system: z.string(),
  id: Id,
  title: z.string(),
  name: z.string(),
  phones: z.array(z.string()),
  email: z.optional(z.string()),
  status: LeadStatus,
  source: z.optional(z.string()),
  rejectReason: z.optional(z.string()),
  responsible: z.optional(Responsible),
  /** Whom it was converted to. */
  party: z.optional(z.pick(PartyRef, { id: true, name: true })),
  url: z.optional(z.string()),
  createdAt: IsoTime,
  updatedAt: IsoTime,
});
export type Lead = z.infer<typeof Lead>;

export const LeadInput = z.strictObject({
  title: line(255),
  name: line(200),
  phones: z.array(z.string().check(z.maxLength(40))).check(z.maxLength(20)),
  email: z.optional(z.string().check(z.maxLength(254))),
  source: z.optional(line(100)),
  responsibleId: z.optional(line(64)),
  comment: z.optional(text(10_000)),
});
export type LeadInput = z.infer<typeof LeadInput>;

export const LeadPatch = z.strictObject({
  title: z.optional(line(255)),
  statusId: z.optional(HostId),
  rejectReason: z.optional(line(255)),
  responsibleId: z.optional(line(64)),
});
export type LeadPatch = z.infer<typeof LeadPatch>;
