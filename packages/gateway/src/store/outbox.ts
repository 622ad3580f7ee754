import type { OutboxEntry, Store } from './contract.ts';
import { type Database, nextOf } from './database.ts';
import type { Tables } from './tables.ts';

export function createOutbox(db: Database): Store['outbox'] {
  const get = async (id: number) => {
    const row = await db.on().selectFrom('outbox').selectAll().where('id', '=', id).executeTakeFirst();
    return row && fromRow(row);
  };
  return {
    async put(tx, { account, kind, record, payload, actor }) {
      const on = db.on(tx);
      const now = db.now().toISOString();
      const told = { payload: JSON.stringify(payload), actor };
      const row = { id: await nextOf(on, 'outbox'), account, kind, record, ...told, revision: 1 };
      await on
        .insertInto('outbox')
        .values({ ...row, attempts: 0, state: 'waiting', next_at: now, last_error: null, created_at: now })
        .onConflict((c) =>
          // What waits keeps its place and its pause: a host that is down is not asked more often because more happens.
          c
            .columns(['account', 'kind', 'record'])
            .doUpdateSet((eb) => ({ ...told, state: 'waiting', revision: eb('outbox.revision', '+', 1) })),
        )
        .execute();
    },
    async due(account, now, limit) {
      const rows = await db
        .on()
        .selectFrom('outbox')
        .selectAll()
        .where('account', '=', account)
        .where('state', '=', 'waiting')
        .where('next_at', '<=', now.toISOString())
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(fromRow);
    },
    async nextAt(account) {
      const row = await db
        .on()
        .selectFrom('outbox')
        .select('next_at')
        .where('account', '=', account)
        .where('state', '=', 'waiting')
        .orderBy('next_at')
        .executeTakeFirst();
      return row?.next_at;
    },
    async done({ id, revision }) {
      await db.on().deleteFrom('outbox').where('id', '=', id).where('revision', '=', revision).execute();
    },
    async failed({ id, revision }, { message, retryAt }) {
      await db
        .on()
        .updateTable('outbox')
        .set((eb) => ({
          attempts: eb('attempts', '+', 1),
          last_error: message,
          ...(retryAt ? { next_at: retryAt.toISOString() } : {}),
        }))
        .where('id', '=', id)
        .execute();
      if (retryAt) return;
      // A change that came meanwhile may be what was wanting: then it is tried once more.
      await db
        .on()
        .updateTable('outbox')
        .set({ state: 'stuck' })
        .where('id', '=', id)
        .where('revision', '=', revision)
        .execute();
    },
    async list(limit) {
      const rows = await db.on().selectFrom('outbox').selectAll().orderBy('id').limit(limit).execute();
      return rows.map(fromRow);
    },
    async retry(tx, id) {
      await db
        .on(tx)
        .updateTable('outbox')
        .set({ state: 'waiting', next_at: db.now().toISOString() })
        .where('id', '=', id)
        .execute();
      return get(id);
    },
    async retryAll(tx, account) {
      await db
        .on(tx)
        .updateTable('outbox')
        .set({ state: 'waiting', next_at: db.now().toISOString() })
        .where('account', '=', account)
        .execute();
    },
    async remove(tx, id) {
      const entry = await get(id);
      await db.on(tx).deleteFrom('outbox').where('id', '=', id).execute();
      return entry;
    },
  };
}

function fromRow(row: Tables['outbox']): OutboxEntry {
  return {
    id: Number(row.id),
    account: row.account,
    kind: row.kind as OutboxEntry['kind'],
    record: row.record,
    payload: JSON.parse(row.payload) as Record<string, unknown>,
    actor: row.actor,
    revision: row.revision,
    attempts: row.attempts,
    state: row.state as OutboxEntry['state'],
    nextAt: row.next_at,
    lastError: row.last_error ?? undefined,
    createdAt: row.created_at,
  };
}
