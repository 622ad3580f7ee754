/** Leads: an entity of their own. */
import type { LeadFunnel, LeadFunnelQuery } from '../../lead-funnel.ts';
import type { Lead, LeadStatus } from '../../lead.ts';
import type {
  ConversionAnswer,
  ConversionInput,
  LeadInput,
  LeadPage,
  LeadQuery,
  LeadUpdate,
  UnattendedPage,
} from '../../lead-write.ts';
import type { PageQuery } from '../../page.ts';

/** What forms choose from. */
export interface LeadChoices {
  statuses: LeadStatus[];
  sources: string[];
  rejectReasons: string[];
}

export interface BackendLeads {
  choices(): Promise<LeadChoices>;
  /** Newest first. */
  list(query?: LeadQuery): Promise<LeadPage>;
  /** Open ones with no owner, no open task, or that nobody has touched for too long; oldest first. */
  unattended(query?: PageQuery): Promise<UnattendedPage>;
  get(id: string): Promise<Lead>;
  /** Numbers agree with `list`. Absent where the host cannot be asked for all of its leads. */
  funnel?(query?: LeadFunnelQuery): Promise<LeadFunnel>;
  create?(input: LeadInput): Promise<Lead>;
  /** `conflict` as with deals. */
  update?(id: string, patch: LeadUpdate): Promise<Lead>;
  /** Makes a party of it, or ties it to one. `conflict` when it was converted before. */
  convert?(id: string, into: ConversionInput): Promise<ConversionAnswer>;
  reject?(id: string, reason: string): Promise<Lead>;
}
