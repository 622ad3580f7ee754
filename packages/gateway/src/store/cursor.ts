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
