/** The funnel of leads: how many were taken, answered and converted, how soon, and why others were given up (S031, S032, S125). */
import * as z from 'zod/mini';
import { FUNNEL_GROUPINGS } from './funnel.ts';
import { LeadStatus } from './lead.ts';
import { IsoTime, line } from './scalars.ts';

/** `GET /leads/funnel`: of the leads that came in within the time. */
export const LeadFunnelQuery = z.strictObject({
  responsibleId: z.optional(line(64)),
  source: z.optional(line(100)),
  /** Time of creation; the end is not in it. */
  from: z.optional(IsoTime),
  to: z.optional(IsoTime),
  by: z.optional(z.enum(FUNNEL_GROUPINGS)),
});
export type LeadFunnelQuery = z.infer<typeof LeadFunnelQuery>;

export const LeadFunnelStep = z.object({
  /** How many have come this far, or further. */
  count: z.number(),
  /** Median of the time since they came in, in hours, of those of which it is known; absent where it is of none. */
  medianHours: z.optional(z.number()),
});
export type LeadFunnelStep = z.infer<typeof LeadFunnelStep>;

/** One value of what is grouped by. */
export const LeadFunnelGroup = z.object({
  /** Empty of those that have no such value; of a month `2026-11`. */
  id: z.string(),
  title: z.string(),
  total: z.number(),
  /** Taken by somebody. */
  taken: z.number(),
  answered: LeadFunnelStep,
  converted: z.number(),
  rejected: z.number(),
});
export type LeadFunnelGroup = z.infer<typeof LeadFunnelGroup>;

export const LeadFunnel = z.object({
  total: z.number(),
  /** Where they stand now; over all statuses they are all leads. In the host's order. */
  statuses: z.array(z.object({ status: LeadStatus, count: z.number() })),
  /** Somebody was made responsible, or did something about it. */
  taken: LeadFunnelStep,
  /** Somebody talked with him, or moved the lead from its first status: whichever came first. */
  answered: LeadFunnelStep,
  converted: LeadFunnelStep,
  rejected: z.object({
    count: z.number(),
    /** Most frequent first; an empty reason is none. */
    reasons: z.array(z.object({ reason: z.string(), count: z.number() })),
  }),
  /** Most leads first; months in order. Absent where nothing is grouped by. */
  groups: z.optional(z.array(LeadFunnelGroup)),
});
export type LeadFunnel = z.infer<typeof LeadFunnel>;
