/** A deal goes through the stages of its pipeline until it is won or lost (S046–S050). */
import * as z from 'zod/mini';
import { Money } from './money.ts';
import { PartyRef, Responsible } from './party.ts';
import { Id, IsoTime, line, text } from './scalars.ts';

/** What a stage means, whatever the firm calls it. */
export const STAGE_OUTCOMES = ['open', 'won', 'lost'] as const;
export type StageOutcome = (typeof STAGE_OUTCOMES)[number];

/** Ids of pipelines and stages are the host's own: `C7:NEW`. */
const HostId = z.string().check(z.minLength(1), z.maxLength(100));

export const Stage = z.object({ id: HostId, name: z.string(), outcome: z.enum(STAGE_OUTCOMES) });
export type Stage = z.infer<typeof Stage>;

export const Pipeline = z.object({
  id: HostId,
  name: z.string(),
  /** In the order in which a deal goes through them. */
  stages: z.array(Stage),
});
export type Pipeline = z.infer<typeof Pipeline>;

export const Deal = z.object({
  system: z.string(),
  id: Id,
  title: z.string(),
  pipeline: z.object({ id: HostId, name: z.string() }),
  stage: Stage,
  amount: z.optional(Money),
  /** 0..100 per cent. */
  probability: z.optional(z.number()),
  paid: z.optional(z.boolean()),
  party: z.optional(z.pick(PartyRef, { id: true, name: true })),
  responsible: z.optional(Responsible),
  /** When it is hoped to close, or was closed. */
  closesAt: z.optional(IsoTime),
  url: z.optional(z.string()),
  custom: z.optional(z.record(z.string(), z.string())),
  createdAt: IsoTime,
  updatedAt: IsoTime,
});
export type Deal = z.infer<typeof Deal>;

const AmountInput = z.strictObject({
  amount: z.number().check(z.minimum(0)),
  currency: z.string().check(z.regex(/^[A-Z]{3}$/)),
});

export const DealInput = z.strictObject({
  title: line(255),
  partyId: z.optional(Id),
  /** The host's first where absent. */
  pipelineId: z.optional(HostId),
  /** The pipeline's first where absent. */
  stageId: z.optional(HostId),
  amount: z.optional(AmountInput),
  responsibleId: z.optional(line(64)),
  comment: z.optional(text(10_000)),
});
export type DealInput = z.infer<typeof DealInput>;

export const DealPatch = z.strictObject({
  title: z.optional(line(255)),
  stageId: z.optional(HostId),
  amount: z.optional(AmountInput),
  responsibleId: z.optional(line(64)),
  closesAt: z.optional(IsoTime),
});
export type DealPatch = z.infer<typeof DealPatch>;

/** One step of a deal, as the host recorded it: imported, never guessed. */
export const StageChange = z.object({ dealId: Id, stage: Stage, at: IsoTime });
export type StageChange = z.infer<typeof StageChange>;
