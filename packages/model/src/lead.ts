/** A lead is a person who showed interest and is no client yet: an entity of its own (S031). */
import * as z from 'zod/mini';
import { HostId } from './deal.ts';
import { PartyRef, Responsible } from './party.ts';
import { Id, IsoTime } from './scalars.ts';

export const LEAD_OUTCOMES = ['open', 'converted', 'rejected'] as const;
export type LeadOutcome = (typeof LEAD_OUTCOMES)[number];

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
  /** When somebody last did something about it: a call, a letter, a change. */
  touchedAt: z.optional(IsoTime),
  custom: z.optional(z.record(z.string(), z.string())),
  /** Whom it was converted to. */
  party: z.optional(z.pick(PartyRef, { id: true, name: true })),
  url: z.optional(z.string()),
  createdAt: IsoTime,
  updatedAt: IsoTime,
});
export type Lead = z.infer<typeof Lead>;

/** How a lead stood since that moment, as the host recorded it: imported, never guessed. The first one is of its creation. */
export const LeadChange = z.object({
  leadId: Id,
  status: LeadStatus,
  responsible: z.optional(Responsible),
  at: IsoTime,
});
export type LeadChange = z.infer<typeof LeadChange>;
