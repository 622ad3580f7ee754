/** Pages of hosts that count rows: the cursor is the number of rows that were read. */
import type { Page } from '@ringback/model';

export function pageOf<T>(
  items: T[],
  { skip, limit, total }: { skip: number; limit: number; total?: number },
): Page<T> {
  const read = skip + items.length;
  const more = total === undefined ? items.length >= limit : read < total;
  return more && items.length > 0 ? { items, next: String(read) } : { items };
}

/** Rows to leave out, of a cursor that came back to us. */
export function rowsRead(cursor: string | undefined): number {
  return cursor !== undefined && /^\d{1,9}$/.test(cursor) ? Number(cursor) : 0;
}
