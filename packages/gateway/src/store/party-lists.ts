/** Lists of parties: filters, words and order. */
import type { LocalPartyQuery } from '@ringback/adapters/local';
import type { Party } from '@ringback/model';
import type { Kysely, SelectQueryBuilder } from 'kysely';
import { readPlace, writePlace } from './cursor.ts';
import { fromRow, like, searchable } from './parties.ts';
import type { Tables } from './tables.ts';

type PartyRows = SelectQueryBuilder<Tables, 'party', Tables['party']>;

const COLUMNS = { name: 'name_search', created: 'created_at', updated: 'updated_at' } as const;

export async function listParties(
  db: Kysely<Tables>,
  query: LocalPartyQuery,
): Promise<{ parties: Party[]; next?: string }> {
  const { sort, order, cursor, limit, organizationId } = query;
  const column = COLUMNS[sort];
  let rows = filtered(db, query);
  if (cursor !== undefined) {
    const { value, id } = readPlace(cursor);
    const beyond = order === 'asc' ? '>' : '<';
    rows = rows.where((eb) =>
      eb.or([eb(column, beyond, value), eb.and([eb(column, '=', value), eb('id', beyond, id)])]),
    );
  }
  // The people of one firm are few, and stand on one page: only there the main contact can come first.
  if (organizationId !== undefined) rows = rows.orderBy('is_main', 'desc');
  const found = await rows
    .orderBy(column, order)
    .orderBy('id', order)
    .limit(limit + 1)
    .execute();
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const parties = await Promise.all(page.map((row) => fromRow(db, row)));
  const more = last !== undefined && found.length > limit;
  return { parties, ...(more ? { next: writePlace({ value: last[column], id: last.id }) } : {}) };
}

function filtered(db: Kysely<Tables>, query: LocalPartyQuery): PartyRows {
  const { kind, segment, nature, responsibleId, organizationId, incomplete, draft, words } = query;
  let rows: PartyRows = db.selectFrom('party').selectAll();
  if (kind !== undefined) rows = rows.where('kind', '=', kind);
  if (nature !== undefined) rows = rows.where('nature', '=', nature);
  if (responsibleId !== undefined) rows = rows.where('responsible_id', '=', responsibleId);
  if (organizationId !== undefined) rows = rows.where('organization_id', '=', organizationId);
  if (draft !== undefined) rows = rows.where('draft', '=', draft ? 1 : 0);
  if (segment !== undefined)
    rows = rows.where('id', 'in', db.selectFrom('party_tag').select('party_id').where('tag', '=', segment));
  if (incomplete)
    rows = rows.where((eb) =>
      eb.or([eb('draft', '=', 1), eb.and([eb('organization_id', 'is', null), eb('nature', '=', 'person')])]),
    );
  return words === undefined ? rows : withWords(db, rows, words);
}

/** Each word is part of the name, of the address, or of a number, however the number was written. */
function withWords(db: Kysely<Tables>, rows: PartyRows, words: string): PartyRows {
  const digits = words.replace(/[\s()+.-]/g, '');
  const numbers = db.selectFrom('party_phone').select('party_id');
  if (/^\d{3,}$/.test(digits)) return rows.where('id', 'in', numbers.where('number', 'like', `%${digits}%`));
  let found = rows;
  for (const word of searchable(words).split(' ').filter(Boolean))
    found = found.where((eb) =>
      eb.or([eb('name_search', 'like', like(word)), eb('email_search', 'like', like(word))]),
    );
  return found;
}
