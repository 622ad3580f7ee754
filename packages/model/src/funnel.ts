/** The funnel of a pipeline, of its stage history: how many came how far, how long it took, and why others fell through (rank 1 of the complaints: S033, S055, S056, S125). */
import * as z from 'zod/mini';
import { HostId, Stage } from './deal.ts';
import { Money } from './money.ts';
import { IsoTime, line } from './scalars.ts';

export const FUNNEL_GROUPINGS = ['responsible', 'source', 'month'] as const;
export type FunnelGrouping = (typeof FUNNEL_GROUPINGS)[number];

/** `GET /deals/funnel`: of the deals that were begun within the time. */
export const FunnelQuery = z.strictObject({
  /** The first pipeline when absent. */
  pipelineId: z.optional(HostId),
  responsibleId: z.optional(line(64)),
  source: z.optional(line(100)),
  /** Time of creation; the end is not in it. */
  from: z.optional(IsoTime),
  to: z.optional(IsoTime),
  by: z.optional(z.enum(FUNNEL_GROUPINGS)),
});
export type FunnelQuery = z.infer<typeof FunnelQuery>;

export const FunnelStage = z.object({
  stage: Stage,
  /** How many have come to this stage, or past it. */
  reached: z.number(),
  /** How many stand in it now; over all stages they are all deals. */
  now: z.number(),
  /** What those come to, one for each currency. */
  amounts: z.array(Money),
  /** Median of the stays that have ended, in days; absent while none has. */
  medianDays: z.optional(z.number()),
});
export type FunnelStage = z.infer<typeof FunnelStage>;

/** One value of what is grouped by. */
export const FunnelGroup = z.object({
  /** Empty of those that have no such value; of a month `2026-11`. */
  id: z.string(),
  title: z.string(),
  total: z.number(),
  won: z.number(),
  lost: z.number(),
  /** Of the won ones. */
  amounts: z.array(Money),
});
export type FunnelGroup = z.infer<typeof FunnelGroup>;

export const Funnel = z.object({
  pipeline: z.object({ id: HostId, name: z.string() }),
  total: z.number(),
  /** In the order of the pipeline, without the one of those that fell through. */
  stages: z.array(FunnelStage),
  won: z.object({
    count: z.number(),
    amounts: z.array(Money),
    /** From its beginning to the end, in days. */
    medianDays: z.optional(z.number()),
  }),
  lost: z.object({
    count: z.number(),
    amounts: z.array(Money),
    /** Most frequent first; an empty reason is none. */
    reasons: z.array(z.object({ reason: z.string(), count: z.number() })),
    /** The stage from which they fell through. */
    from: z.array(z.object({ stageId: HostId, count: z.number() })),
  }),
  /** Most deals first; months in order. Absent where nothing is grouped by. */
  groups: z.optional(z.array(FunnelGroup)),
});
export type Funnel = z.infer<typeof Funnel>;
