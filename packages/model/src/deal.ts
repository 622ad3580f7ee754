/** A deal goes through the stages of its pipeline until it is won or lost (S046–S050). */
import * as z from 'zod/mini';
import { Money } from './money.ts';
import { PartyRef, Responsible } from './party.ts';
import { Id, IsoTime } from './scalars.ts';
import { ProductLine } from './product.ts';

/** What a stage means, whatever the firm calls it. */
export const STAGE_OUTCOMES = ['open', 'won', 'lost'] as const;
export type StageOutcome = (typeof STAGE_OUTCOMES)[number];

/** Ids of pipelines and stages are the host's own: `C7:NEW`. */
export const HostId = z.string().check(z.minLength(1), z.maxLength(100));

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
  /** Why it fell through. */
  lostReason: z.optional(z.string()),
  /** Absent where the host does not tell them; the amount is their sum. */
  lines: z.optional(z.array(ProductLine)),
  leadId: z.optional(Id),
  /** Channel that brought it. */
  source: z.optional(z.string()),
  url: z.optional(z.string()),
  custom: z.optional(z.record(z.string(), z.string())),
  createdAt: IsoTime,
  updatedAt: IsoTime,
});
export type Deal = z.infer<typeof Deal>;

/** One step of a deal, as the host recorded it: imported, never guessed. */
export const StageChange = z.object({ dealId: Id, stage: Stage, at: IsoTime });
export type StageChange = z.infer<typeof StageChange>;
