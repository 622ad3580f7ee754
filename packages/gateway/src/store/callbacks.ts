import type { Callback } from '@ringback/model';
import { type CallbackRow, FINISHED_CALLBACKS, type Store } from './contract.ts';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

export function createCallbacks(db: Database): Store['callbacks'] {
  return {
    async insert(tx, row) {
      await db.on(tx).insertInto('callback').values(toColumns(row)).execute();
    },
    async update(tx, row) {
      await db.on(tx).updateTable('callback').set(toColumns(row)).where('id', '=', row.callback.id).execute();
    },
    async get(id, tx) {
      const row = await db.on(tx).selectFrom('callback').selectAll().where('id', '=', id).executeTakeFirst();
      return row && fromRow(row);
    },
    async byCall(callId) {
      const row = await db
        .on()
        .selectFrom('callback')
        .selectAll()
        .where('call_id', '=', callId)
        .executeTakeFirst();
      return row && fromRow(row);
    },
    async inStates(states) {
      if (states.length === 0) return [];
      const rows = await db
        .on()
        .selectFrom('callback')
        .selectAll()
        .where('state', 'in', states)
        .orderBy('requested_at')
        .execute();
      return rows.map(fromRow);
    },
    async ofVisit(visitId) {
      const rows = await db
        .on()
        .selectFrom('callback')
        .selectAll()
        .where('visit_id', '=', visitId)
        .orderBy('requested_at')
        .execute();
      return rows.map(fromRow);
    },
    async openForNumber(number, tx) {
      const row = await db
        .on(tx)
        .selectFrom('callback')
        .selectAll()
        .where('number', '=', number)
        .where('state', 'not in', FINISHED_CALLBACKS)
        .orderBy('requested_at')
        .executeTakeFirst();
      return row && fromRow(row);
    },
    async openOrSince(number, since) {
      const rows = await db
        .on()
        .selectFrom('callback')
        .selectAll()
        .where('number', '=', number)
        .where((eb) =>
          eb.or([eb('state', 'not in', FINISHED_CALLBACKS), eb('requested_at', '>', since.toISOString())]),
        )
        .orderBy('requested_at')
        .execute();
      return rows.map(fromRow);
    },
    async promises({ siteKeys, since, before }) {
      const rows = await db
        .on()
        .selectFrom('callback')
        .select(['kept', (eb) => eb.fn.countAll().as('count')])
        .where('site_key', 'in', [...siteKeys])
        .where('requested_at', '>=', since.toISOString())
        .where('requested_at', '<', before.toISOString())
        .where('kept', 'is not', null)
        .groupBy('kept')
        .execute();
      const of = (kept: number) => Number(rows.find((row) => row.kept === kept)?.count ?? 0);
      return { kept: of(1), broken: of(0) };
    },
    async countSince(siteKey, since) {
      const { count } = await db
        .on()
        .selectFrom('callback')
        .select((eb) => eb.fn.countAll().as('count'))
        .where('site_key', '=', siteKey)
        .where('requested_at', '>', since.toISOString())
        .executeTakeFirstOrThrow();
      return Number(count);
    },
  };
}

function toColumns({ callback, token }: CallbackRow): Tables['callback'] {
  return {
    id: callback.id,
    site_key: callback.siteKey,
    state: callback.state,
    number: callback.number,
    call_id: callback.callId ?? null,
    requested_at: callback.requestedAt,
    visit_id: callback.source?.visitId ?? null,
    variant: callback.variant ?? null,
    kept: callback.kept === undefined ? null : Number(callback.kept),
    token,
    data: JSON.stringify(callback),
  };
}

function fromRow(row: Tables['callback']): CallbackRow {
  // Rows of the first version had one attempt each, and did not say so.
  const callback = { attempts: 1, ...(JSON.parse(row.data) as Omit<Callback, 'attempts'>) };
  return { callback, token: row.token };
}
