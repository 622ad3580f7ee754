/** Where a page of a list that is ordered by time ended. */
import { RingbackError } from '@ringback/model';

export function writeCursor({ at, id }: { at: string; id: string }): string {
  return Buffer.from(`${at} ${id}`).toString('base64url');
}

export function readCursor(cursor: string): { at: string; id: string } {
  const read = /^(\d{4}-\d\d-\d\dT[\d:.]+Z) ([\w-]{1,64})$/.exec(
    Buffer.from(cursor, 'base64url').toString('utf8'),
  );
  if (!read) {
    throw new RingbackError('invalid', 'The cursor is not one that this gateway gave.', {
      fields: { cursor: 'take it from `next` of the page before, unchanged' },
    });
  }
  return { at: read[1] as string, id: read[2] as string };
}

/** Where a page of a list that is ordered by any value ended. */
export function writePlace({ value, id }: { value: string | number; id: string }): string {
  return Buffer.from(JSON.stringify([value, id])).toString('base64url');
}

export function readPlace(cursor: string): { value: string; id: string } {
  const [value, id] = partsOf(cursor);
  if (typeof value === 'string' && typeof id === 'string') return { value, id };
  throw notOurs();
}

/** The value as it was: text or number. */
export function readAnyPlace(cursor: string): { value: string | number; id: string } {
  const [value, id] = partsOf(cursor);
  if ((typeof value === 'string' || typeof value === 'number') && typeof id === 'string')
    return { value, id };
  throw notOurs();
}

function partsOf(cursor: string): unknown[] {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(read) && read.length === 2) return read;
  } catch {
    // Not ours, as is said below.
  }
  throw notOurs();
}

const notOurs = (): RingbackError =>
  new RingbackError('invalid', 'The cursor is not one that this gateway gave.', {
    fields: { cursor: 'take it from `next` of the page before, unchanged' },
  });
