import type { CrmCapability } from './manifest.ts';

export const FINDING_KINDS = ['address', 'credential', 'right', 'field', 'module', 'version'] as const;

export interface ConnectionFinding {
  /** A problem makes `ok` false; a warning takes some capability away. */
  level: 'problem' | 'warning';
  kind: (typeof FINDING_KINDS)[number];
  /** The missing right, field or module in the host's own words: `telephony`, `Catalog_КонтактныеЛица.Телефон`. */
  name: string;
  /** One sentence: what is missing and what does not work without it. */
  message: string;
  /** One sentence: where in the host it is given. */
  hint: string;
  /** What cannot be used until it is mended; absent = nothing can. */
  capabilities?: readonly CrmCapability[];
}

export interface ConnectionReport {
  ok: boolean;
  /** Whom we are connected to, for the administrator's eyes: `shop.bitrix24.ua, user Olena Bondar`. */
  account?: string;
  findings: readonly ConnectionFinding[];
}
