/** What is asked of deals and written into them. */
import * as z from 'zod/mini';
import { Deal, HostId, Pipeline, Stage, STAGE_OUTCOMES } from './deal.ts';
import { Money } from './money.ts';
import { PAGE_QUERY, pageOf, Words } from './page-query.ts';
import { Id, IsoTime, line, text } from './scalars.ts';

const Currency = z.string().check(z.regex(/^[A-Z]{3}$/));
const AmountInput = z.strictObject({ amount: z.number().check(z.minimum(0)), currency: Currency });
const Probability = z.number().check(z.minimum(0), z.maximum(100));
const Custom = z.record(z.string().check(z.maxLength(100)), z.string().check(z.maxLength(2000)));

/** One row of goods. All rows of a deal are in one currency. */
export const DealLineInput = z.strictObject({
  productId: z.optional(z.string().check(z.maxLength(100))),
  sku: z.optional(z.string().check(z.maxLength(100))),
  name: line(300),
  quantity: z.number().check(z.gt(0), z.maximum(1_000_000)),
  price: z.optional(AmountInput),
});
export type DealLineInput = z.infer<typeof DealLineInput>;
const Lines = z.array(DealLineInput).check(z.maxLength(200));

export const DealInput = z.strictObject({
  title: line(255),
  partyId: z.optional(Id),
  leadId: z.optional(Id),
  /** The host's first where absent. */
  pipelineId: z.optional(HostId),
  /** The pipeline's first where absent. */
  stageId: z.optional(HostId),
  /** Not together with `lines`, whose sum it is. */
  amount: z.optional(AmountInput),
  lines: z.optional(Lines),
  probability: z.optional(Probability),
  paid: z.optional(z.boolean()),
  closesAt: z.optional(IsoTime),
  source: z.optional(line(100)),
  responsibleId: z.optional(line(64)),
  comment: z.optional(text(10_000)),
  custom: z.optional(Custom),
});
export type DealInput = z.infer<typeof DealInput>;

export const DealPatch = z.strictObject({
  title: z.optional(line(255)),
  stageId: z.optional(HostId),
  amount: z.optional(AmountInput),
  lines: z.optional(Lines),
  probability: z.optional(Probability),
  paid: z.optional(z.boolean()),
  closesAt: z.optional(IsoTime),
  /** Goes with a stage whose outcome is `lost`. */
  lostReason: z.optional(line(255)),
  responsibleId: z.optional(line(64)),
  custom: z.optional(Custom),
});
export type DealPatch = z.infer<typeof DealPatch>;

/** `PATCH /deals/:id`. */
export const DealUpdate = z.extend(DealPatch, {
  /** `updatedAt` of the copy that was looked at: `conflict`, with the present deal, when it was changed since. */
  ifUnmodifiedSince: z.optional(IsoTime),
});
export type DealUpdate = z.infer<typeof DealUpdate>;

export const DEAL_SORTS = ['created', 'updated', 'closes', 'amount'] as const;

export const DealQuery = z.strictObject({
  ...PAGE_QUERY,
  pipelineId: z.optional(HostId),
  stageId: z.optional(HostId),
  outcome: z.optional(z.enum(STAGE_OUTCOMES)),
  partyId: z.optional(Id),
  leadId: z.optional(Id),
  responsibleId: z.optional(line(64)),
  words: Words,
  /** Time of creation. */
  from: z.optional(IsoTime),
  to: z.optional(IsoTime),
  /** Those that should have closed by now, and are open. */
  overdue: z.optional(z.stringbool()),
  sort: z.optional(z.enum(DEAL_SORTS)),
  /** `desc` when absent: newest, largest first. */
  order: z.optional(z.enum(['asc', 'desc'])),
});
export type DealQuery = z.input<typeof DealQuery>;

export const DealPage = pageOf(Deal);
export type DealPage = z.infer<typeof DealPage>;

/** `GET /deals/board`: a pipeline, column by column; further cards of a column by `list` with its `stageId` and `next`. */
export const DealBoard = z.object({
  pipeline: Pipeline,
  columns: z.array(
    z.object({
      stage: Stage,
      /** Absent where the host does not count. */
      count: z.optional(z.number()),
      /** Sum of all cards of the column, one for each currency. */
      amounts: z.optional(z.array(Money)),
      items: z.array(Deal),
      next: z.optional(z.string()),
    }),
  ),
});
export type DealBoard = z.infer<typeof DealBoard>;

export const BoardQuery = z.strictObject({
  pipelineId: z.optional(HostId),
  responsibleId: z.optional(line(64)),
  words: Words,
  /** Cards of each column; 20 when absent. */
  limit: PAGE_QUERY.limit,
});
export type BoardQuery = z.input<typeof BoardQuery>;
