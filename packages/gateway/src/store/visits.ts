import type { Visit } from '@ringback/model';
import type { Store, VisitRow } from './contract.ts';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

/** More than these visits of one caller are not looked at. */
const MOST_OF_NUMBERS = 10;

export function createVisits(db: Database): Store['visits'] {
  return {
    async put(tx, row) {
      const columns = toColumns(row);
      await db
        .on(tx)
        .insertInto('visit')
        .values(columns)
        .onConflict((c) => c.column('id').doUpdateSet(columns))
        .execute();
    },
    async get(id, tx) {
      const row = await db.on(tx).selectFrom('visit').selectAll().where('id', '=', id).executeTakeFirst();
      return row && fromRow(row);
    },
    async ofNumbers(numbers) {
      if (numbers.length === 0) return [];
      const rows = await db
        .on()
        .selectFrom('visit')
        .selectAll()
        .where('number', 'in', numbers)
        .orderBy('seen_at', 'desc')
        .limit(MOST_OF_NUMBERS)
        .execute();
      return rows.map(fromRow);
    },
    async remove(tx, id) {
      await db.on(tx).deleteFrom('visit').where('id', '=', id).execute();
    },
    async prune(before) {
      const { numDeletedRows } = await db
        .on()
        .deleteFrom('visit')
        .where('expires_at', '<=', before.toISOString())
        .executeTakeFirstOrThrow();
      return Number(numDeletedRows);
    },
    async leases(numbers, tx) {
      if (numbers.length === 0) return [];
      const rows = db.on(tx).selectFrom('number_lease').selectAll().where('number', 'in', numbers);
      return (await rows.execute()).map(({ visit_id, ...lease }) => ({ ...lease, visitId: visit_id }));
    },
    async putLease(tx, { visitId, ...lease }) {
      const columns = { ...lease, visit_id: visitId };
      await db
        .on(tx)
        .insertInto('number_lease')
        .values(columns)
        .onConflict((c) => c.column('number').doUpdateSet(columns))
        .execute();
    },
  };
}

function toColumns(row: VisitRow): Tables['visit'] {
  return {
    id: row.id,
    site_key: row.siteKey,
    token_hash: row.tokenHash,
    number: row.number ?? null,
    seen_at: row.seenAt,
    expires_at: row.expiresAt,
    data: JSON.stringify(row.visit),
  };
}

function fromRow(row: Tables['visit']): VisitRow {
  return {
    id: row.id,
    siteKey: row.site_key,
    tokenHash: row.token_hash,
    number: row.number ?? undefined,
    seenAt: row.seen_at,
    expiresAt: row.expires_at,
    visit: JSON.parse(row.data) as Visit,
  };
}
