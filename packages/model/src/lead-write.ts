/** What is asked of leads and written into them. */
import * as z from 'zod/mini';
import { Deal, HostId } from './deal.ts';
import { Lead, LEAD_OUTCOMES } from './lead.ts';
import { PAGE_QUERY, pageOf, Words } from './page-query.ts';
import { Party } from './party.ts';
import { Id, IsoTime, line, text } from './scalars.ts';

const Custom = z.record(z.string().check(z.maxLength(100)), z.string().check(z.maxLength(2000)));

export const LeadInput = z.strictObject({
  title: line(255),
  name: line(200),
  phones: z.array(z.string().check(z.maxLength(40))).check(z.maxLength(20)),
  email: z.optional(z.string().check(z.maxLength(254))),
  source: z.optional(line(100)),
  responsibleId: z.optional(line(64)),
  comment: z.optional(text(10_000)),
  custom: z.optional(Custom),
});
export type LeadInput = z.infer<typeof LeadInput>;

export const LeadPatch = z.strictObject({
  title: z.optional(line(255)),
  name: z.optional(line(200)),
  email: z.optional(z.string().check(z.maxLength(254))),
  source: z.optional(line(100)),
  statusId: z.optional(HostId),
  rejectReason: z.optional(line(255)),
  responsibleId: z.optional(line(64)),
  custom: z.optional(Custom),
});
export type LeadPatch = z.infer<typeof LeadPatch>;

/** `PATCH /leads/:id`. */
export const LeadUpdate = z.extend(LeadPatch, {
  /** As with `DealUpdate`. */
  ifUnmodifiedSince: z.optional(IsoTime),
});
export type LeadUpdate = z.infer<typeof LeadUpdate>;

export const LeadQuery = z.strictObject({
  ...PAGE_QUERY,
  statusId: z.optional(HostId),
  outcome: z.optional(z.enum(LEAD_OUTCOMES)),
  source: z.optional(line(100)),
  responsibleId: z.optional(line(64)),
  words: Words,
  from: z.optional(IsoTime),
  to: z.optional(IsoTime),
});
export type LeadQuery = z.input<typeof LeadQuery>;
export const LeadPage = pageOf(Lead);
export type LeadPage = z.infer<typeof LeadPage>;

/** `POST /leads/:id/convert`. */
export const ConversionInput = z.strictObject({
  /** An existing party; a new one is made of the lead where it is absent. */
  partyId: z.optional(Id),
  /** A deal of this title is made as well. */
  dealTitle: z.optional(line(255)),
});
export type ConversionInput = z.infer<typeof ConversionInput>;
export const ConversionAnswer = z.object({ lead: Lead, party: z.optional(Party), deal: z.optional(Deal) });
export type ConversionAnswer = z.infer<typeof ConversionAnswer>;

export const RejectionInput = z.strictObject({ reason: line(255) });

/** Why a lead would be lost without anybody noticing (S032). */
export const UNATTENDED_REASONS = ['no-owner', 'no-task', 'untouched'] as const;
export type UnattendedReason = (typeof UNATTENDED_REASONS)[number];
export const UnattendedLead = z.object({
  lead: Lead,
  /** `untouched`: nobody did anything for as many hours as the settings allow. */
  why: z.array(z.enum(UNATTENDED_REASONS)),
});
export type UnattendedLead = z.infer<typeof UnattendedLead>;
export const UnattendedPage = pageOf(UnattendedLead);
export type UnattendedPage = z.infer<typeof UnattendedPage>;
