/** What a report is made of: deals, or leads. */
import type { Backend, FunnelGrouping, FunnelQuery, Locale, RingbackEvent } from '@ringback/model';
import type { Catalogue } from '@ringback/ui';
import type { TemplateResult } from 'lit';

export interface ReportChoices {
  pipelines?: readonly { id: string; name: string }[];
  sources?: readonly string[];
}

export type ReportWords = {
  region: string;
  /** Where the connected system has nothing that it could be made of. */
  missing: string;
  empty: string;
  changed: string;
  /** Label of the time. */
  period: string;
};

export interface ReportKind<R extends { total: number }> {
  words: Catalogue<ReportWords>;
  present(backend: Backend): boolean;
  /** What one may ask for, beside person and time. */
  choices(backend: Backend): Promise<ReportChoices>;
  read(backend: Backend, query: FunnelQuery): Promise<R | undefined>;
  /** Whether something that was reckoned has changed. */
  hears(event: RingbackEvent, report: R): boolean;
  view(report: R, by: FunnelGrouping, locale: Locale): TemplateResult;
}
