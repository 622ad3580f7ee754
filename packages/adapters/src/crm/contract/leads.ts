import type { Lead, LeadChange, LeadInput, LeadPatch, LeadStatus, Page, PageQuery } from '@ringback/model';
import type { StepQuery } from './deals.ts';
import type { ReadOptions, WriteOptions } from './options.ts';

export interface LeadQuery extends PageQuery {
  responsibleId?: string;
  /** True = only those that are neither converted nor rejected. */
  open?: boolean;
}

export interface LeadSearch extends LeadQuery {
  statusIds?: readonly string[];
  source?: string;
  words?: string;
  from?: string;
  to?: string;
  oldestFirst?: boolean;
}

export interface Conversion {
  /** An existing party; a new one is made of the lead where it is absent. */
  partyId?: string;
  /** A deal of this title is made as well. */
  dealTitle?: string;
}

export interface LeadsGroup {
  statuses(options?: ReadOptions): Promise<LeadStatus[]>;
  /** Newest first. */
  list(query: LeadQuery, options?: ReadOptions): Promise<Page<Lead>>;
  get(id: string, options?: ReadOptions): Promise<Lead | undefined>;
  /** Where it is absent, the gateway picks from `list`. */
  search?(query: LeadSearch, options?: ReadOptions): Promise<Page<Lead>>;
  /** How all leads stood, oldest first, since `from`: one for each creation and each change of status or person. What a funnel is made of. */
  steps?(query: StepQuery, options?: ReadOptions): Promise<Page<LeadChange>>;
  create?(input: LeadInput, options: WriteOptions): Promise<Lead>;
  update?(id: string, patch: LeadPatch, options: WriteOptions): Promise<Lead>;
  /** `conflict` when it was converted before. */
  convert?(id: string, into: Conversion, options: WriteOptions): Promise<Lead>;
}
