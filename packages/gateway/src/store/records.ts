import type { LocalRecord, LocalRecordKind, RecordFilter, RecordSort } from '@ringback/adapters/local';
import type { SelectQueryBuilder } from 'kysely';
import type { Store } from './contract.ts';
import { readAnyPlace, writePlace } from './cursor.ts';
import type { Database } from './database.ts';
import { like, searchable } from './parties.ts';
import type { Tables } from './tables.ts';

const SORT_COLUMNS = {
  position: 'position',
  updatedAt: 'updated_at',
  due: 'due',
  amount: 'amount',
} as const satisfies Record<RecordSort, keyof Tables['crm_record']>;

export function createRecords(db: Database): Store['records'] {
  return {
    async put(tx, record) {
      const row = toRow(record);
      await db
        .on(tx)
        .insertInto('crm_record')
        .values(row)
        .onConflict((c) => c.columns(['kind', 'id']).doUpdateSet(row))
        .execute();
    },
    async get(kind, id, tx) {
      const query = db.on(tx).selectFrom('crm_record').selectAll();
      const row = await query.where('kind', '=', kind).where('id', '=', id).executeTakeFirst();
      return row && fromRow(row);
    },
    async byLookup(kind, lookup, tx) {
      const query = db.on(tx).selectFrom('crm_record').selectAll().where('kind', '=', kind);
      const rows = await query.where('lookup', '=', lookup).orderBy('position').orderBy('id').execute();
      return rows.map(fromRow);
    },
    async list({ newestFirst, cursor, limit, sort = 'position', ...filter }) {
      const order = newestFirst ? 'desc' : 'asc';
      const column = SORT_COLUMNS[sort];
      let query = filtered(db.on().selectFrom('crm_record').selectAll(), filter);
      if (cursor !== undefined) {
        const { value, id } = readAnyPlace(cursor);
        const beyond = newestFirst ? '<' : '>';
        query = query.where((eb) =>
          eb.or([eb(column, beyond, value), eb.and([eb(column, '=', value), eb('id', beyond, id)])]),
        );
      }
      const rows = await query
        .orderBy(column, order)
        .orderBy('id', order)
        .limit(limit + 1)
        .execute();
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      const more = last !== undefined && rows.length > limit;
      return {
        records: page.map(fromRow),
        ...(more ? { next: writePlace({ value: last[column], id: last.id }) } : {}),
      };
    },
    async totals(filter) {
      const rows = await filtered(db.on().selectFrom('crm_record').selectAll(), filter)
        .clearSelect()
        .select((eb) => ['place', 'currency', eb.fn.countAll().as('count'), eb.fn.sum('amount').as('amount')])
        .groupBy(['place', 'currency'])
        .execute();
      return rows.map(({ place, currency, count, amount }) => ({
        place: place ?? '',
        currency: currency ?? undefined,
        count: Number(count),
        amount: Number(amount),
      }));
    },
    async remove(tx, kind, id) {
      await db.on(tx).deleteFrom('crm_record').where('kind', '=', kind).where('id', '=', id).execute();
    },
    async ofParty(tx, partyId) {
      const rows = await db
        .on(tx)
        .selectFrom('crm_record')
        .selectAll()
        .where('party_id', '=', partyId)
        .execute();
      return rows.map(fromRow);
    },
  };
}

type Rows = SelectQueryBuilder<Tables, 'crm_record', Tables['crm_record']>;

function filtered(rows: Rows, filter: RecordFilter): Rows {
  const { kind, partyId, dealId, responsibleId, open, lookup, places, areas, from, to, dueBefore } = filter;
  let query = rows.where('kind', '=', kind);
  if (partyId !== undefined) query = query.where('party_id', '=', partyId);
  if (dealId !== undefined) query = query.where('deal_id', '=', dealId);
  if (responsibleId !== undefined) query = query.where('responsible_id', '=', responsibleId);
  if (open !== undefined) query = query.where('open', '=', open ? 1 : 0);
  if (lookup !== undefined) query = query.where('lookup', '=', lookup);
  if (places) query = query.where('place', 'in', [...places]);
  if (areas) query = query.where('area', 'in', [...areas]);
  if (from !== undefined) query = query.where('position', '>=', from);
  if (to !== undefined) query = query.where('position', '<', to);
  if (dueBefore !== undefined) query = query.where('due', '<', dueBefore).where('due', '!=', '');
  for (const word of searchable(filter.words ?? '')
    .split(' ')
    .filter(Boolean))
    query = query.where('words', 'like', like(word));
  return query;
}

function toRow(record: LocalRecord): Tables['crm_record'] {
  return {
    kind: record.kind,
    id: record.id,
    lookup: record.lookup ?? null,
    party_id: record.partyId ?? null,
    deal_id: record.dealId ?? null,
    responsible_id: record.responsibleId ?? null,
    open: record.open ? 1 : 0,
    position: record.position,
    place: record.place ?? null,
    area: record.area ?? null,
    words: record.words === undefined ? null : searchable(record.words),
    due: record.due ?? '',
    updated_at: record.updatedAt ?? '',
    amount: record.amount?.amount ?? 0,
    currency: record.amount?.currency ?? null,
    data: JSON.stringify(record.data),
  };
}

function fromRow(row: Tables['crm_record']): LocalRecord {
  return {
    kind: row.kind as LocalRecordKind,
    id: row.id,
    ...(row.lookup !== null && { lookup: row.lookup }),
    ...(row.party_id !== null && { partyId: row.party_id }),
    ...(row.deal_id !== null && { dealId: row.deal_id }),
    ...(row.responsible_id !== null && { responsibleId: row.responsible_id }),
    open: row.open === 1,
    position: row.position,
    ...(row.place !== null && { place: row.place }),
    ...(row.area !== null && { area: row.area }),
    ...(row.words !== null && { words: row.words }),
    ...(row.due !== '' && { due: row.due }),
    ...(row.updated_at !== '' && { updatedAt: row.updated_at }),
    ...(row.currency !== null && { amount: { amount: row.amount, currency: row.currency } }),
    data: JSON.parse(row.data) as unknown,
  };
}
