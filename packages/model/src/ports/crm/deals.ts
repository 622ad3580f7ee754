/** Deals: a list and a board for each pipeline. */
import type { Deal, Pipeline, StageChange } from '../../deal.ts';
import type { Funnel, FunnelQuery } from '../../funnel.ts';
import type { BoardQuery, DealBoard, DealInput, DealPage, DealQuery, DealUpdate } from '../../deal-write.ts';

/** What forms choose from. */
export interface DealChoices {
  pipelines: Pipeline[];
  lostReasons: string[];
  /** ISO 4217, of new amounts. */
  currency: string;
}

export interface BackendDeals {
  choices(): Promise<DealChoices>;
  list(query?: DealQuery): Promise<DealPage>;
  /** One pipeline, column by column. The rest of a column: `list` with its `stageId` and the column's `next`. */
  board(query?: BoardQuery): Promise<DealBoard>;
  /** Rejects with `not-found`. */
  get(id: string): Promise<Deal>;
  /** The steps as they were recorded, oldest first. Absent where the host keeps none. */
  history?(id: string): Promise<StageChange[]>;
  /** Of the stage history; numbers agree with `list`. Absent where the host keeps no history that can be read as a whole. */
  funnel?(query?: FunnelQuery): Promise<Funnel>;
  /**
   * Rejects with `invalid`, and names the fields, when a required one is missing or the host cannot keep one. Absent where the host takes
   * no writes, or the agent may not.
   */
  create?(input: DealInput): Promise<Deal>;
  /** Rejects with `conflict` and, in the error's `current`, the present deal, when it was changed since `ifUnmodifiedSince`. */
  update?(id: string, patch: DealUpdate): Promise<Deal>;
}
