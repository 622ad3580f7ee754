import type { LocalRecord, LocalRecordKind } from '@ringback/adapters/local';
import type { Store } from './contract.ts';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

/** Between position and id of a cursor; positions are times and numbers. */
const SEPARATOR = ' ';

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
    async list({ kind, partyId, dealId, responsibleId, open, newestFirst, cursor, limit }) {
      const order = newestFirst ? 'desc' : 'asc';
      let query = db.on().selectFrom('crm_record').selectAll().where('kind', '=', kind);
      if (partyId !== undefined) query = query.where('party_id', '=', partyId);
      if (dealId !== undefined) query = query.where('deal_id', '=', dealId);
      if (responsibleId !== undefined) query = query.where('responsible_id', '=', responsibleId);
      if (open !== undefined) query = query.where('open', '=', open ? 1 : 0);
      if (cursor !== undefined) {
        const at = cursor.lastIndexOf(SEPARATOR);
        const [position, id] = [cursor.slice(0, at), cursor.slice(at + 1)];
        const beyond = newestFirst ? '<' : '>';
        query = query.where((eb) =>
          eb.or([
            eb('position', beyond, position),
            eb.and([eb('position', '=', position), eb('id', beyond, id)]),
          ]),
        );
      }
      const rows = await query
        .orderBy('position', order)
        .orderBy('id', order)
        .limit(limit + 1)
        .execute();
      const records = rows.slice(0, limit).map(fromRow);
      const last = records.at(-1);
      return {
        records,
        ...(last && rows.length > limit ? { next: `${last.position}${SEPARATOR}${last.id}` } : {}),
      };
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
    data: JSON.parse(row.data) as unknown,
  };
}
