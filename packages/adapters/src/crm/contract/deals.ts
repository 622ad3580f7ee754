import type { Deal, DealInput, DealPatch, Page, PageQuery, Pipeline, StageChange } from '@ringback/model';
import type { ReadOptions, WriteOptions } from './options.ts';

export interface DealQuery extends PageQuery {
  partyId?: string;
  responsibleId?: string;
  /** True = only those that are neither won nor lost. */
  open?: boolean;
}

export interface DealsGroup {
  /** In the host's order; the first is where a new deal goes. */
  pipelines(options?: ReadOptions): Promise<Pipeline[]>;
  /** Newest first. */
  list(query: DealQuery, options?: ReadOptions): Promise<Page<Deal>>;
  get(id: string, options?: ReadOptions): Promise<Deal | undefined>;
  create?(input: DealInput, options: WriteOptions): Promise<Deal>;
  /** `invalid` for a stage that the deal's pipeline does not have. */
  update?(id: string, patch: DealPatch, options: WriteOptions): Promise<Deal>;
  /** The steps of one deal as the host recorded them, oldest first. */
  history?(id: string, options?: ReadOptions): Promise<StageChange[]>;
}
