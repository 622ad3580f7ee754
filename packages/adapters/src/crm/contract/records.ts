import type { RecordRef } from './options.ts';

export interface RecordsGroup {
  /** Page that opens the record in the host; `undefined` for kinds that have none. Needs no request. */
  url(ref: RecordRef): string | undefined;
}
