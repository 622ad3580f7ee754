import type {
  Deal,
  DealInput,
  DealPatch,
  Money,
  Page,
  PageQuery,
  Pipeline,
  StageChange,
} from '@ringback/model';
import type { ReadOptions, WriteOptions } from './options.ts';

export interface DealQuery extends PageQuery {
  partyId?: string;
  responsibleId?: string;
  /** True = only those that are neither won nor lost. */
  open?: boolean;
}

/** Every filter and order that the panel has. */
export interface DealSearch extends DealQuery {
  pipelineId?: string;
  stageIds?: readonly string[];
  leadId?: string;
  words?: string;
  /** Time of creation. */
  from?: string;
  to?: string;
  /** Was to close before this moment. */
  closesBefore?: string;
  sort?: 'created' | 'updated' | 'closes' | 'amount';
  order?: 'asc' | 'desc';
}

/** Of one stage and, where amounts are of several, one currency. */
export interface StageTotal {
  stageId: string;
  count: number;
  amount?: Money;
}

export interface StepQuery extends PageQuery {
  from?: string;
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
  /** Where it is absent, the gateway picks from `list`. */
  search?(query: DealSearch, options?: ReadOptions): Promise<Page<Deal>>;
  totals?(
    query: Pick<DealSearch, 'pipelineId' | 'responsibleId' | 'words'>,
    options?: ReadOptions,
  ): Promise<StageTotal[]>;
  /** The steps of one deal as the host recorded them, oldest first. */
  history?(id: string, options?: ReadOptions): Promise<StageChange[]>;
  /** The steps of all deals, oldest first, since `from`: what a funnel is made of. */
  steps?(query: StepQuery, options?: ReadOptions): Promise<Page<StageChange>>;
}
