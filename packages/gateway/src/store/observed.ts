import type { Fact } from '@ringback/adapters';
import type { Store } from './contract.ts';
import type { Database } from './database.ts';

export function createObserved(db: Database): Store['observed'] {
  return {
    async keep(tx, { conversation, mark, at, data }) {
      const on = db.on(tx);
      const updated_at = db.now().toISOString();
      await on
        .insertInto('observed_conversation')
        .values({ conversation, call_id: null, told: 0, done: 0, updated_at })
        .onConflict((c) => c.column('conversation').doNothing())
        .execute();
      const { numInsertedOrUpdatedRows } = await on
        .insertInto('observed_fact')
        .values({ conversation, mark, at, data: JSON.stringify(data) })
        .onConflict((c) => c.columns(['conversation', 'mark']).doNothing())
        .executeTakeFirstOrThrow();
      if (Number(numInsertedOrUpdatedRows ?? 0) === 0) return false;
      await on
        .updateTable('observed_conversation')
        .set((eb) => ({ told: eb('told', '+', 1), updated_at }))
        .where('conversation', '=', conversation)
        .execute();
      return true;
    },
    async get(conversation) {
      const on = db.on();
      const row = await on
        .selectFrom('observed_conversation')
        .selectAll()
        .where('conversation', '=', conversation)
        .executeTakeFirst();
      if (!row) return undefined;
      const facts = await on
        .selectFrom('observed_fact')
        .selectAll()
        .where('conversation', '=', conversation)
        .execute();
      return {
        conversation,
        callId: row.call_id ?? undefined,
        told: row.told,
        facts: facts.map((fact): Fact => ({ ...fact, data: JSON.parse(fact.data) as unknown })),
      };
    },
    async ofCall(callId) {
      const row = await db
        .on()
        .selectFrom('observed_conversation')
        .select('conversation')
        .where('call_id', '=', callId)
        .executeTakeFirst();
      return row?.conversation;
    },
    async settle(tx, { conversation, callId, told }) {
      await db
        .on(tx)
        .updateTable('observed_conversation')
        .set({ call_id: callId ?? null, done: told })
        .where('conversation', '=', conversation)
        .execute();
    },
    async behind() {
      const rows = await db
        .on()
        .selectFrom('observed_conversation')
        .select('conversation')
        .whereRef('done', '<', 'told')
        .execute();
      return rows.map(({ conversation }) => conversation);
    },
    async prune(before) {
      const on = db.on();
      const date = before.toISOString();
      await on
        .deleteFrom('observed_fact')
        .where('conversation', 'in', (eb) =>
          eb.selectFrom('observed_conversation').select('conversation').where('updated_at', '<', date),
        )
        .execute();
      await on.deleteFrom('observed_conversation').where('updated_at', '<', date).execute();
    },
  };
}

export function createPbxConnections(db: Database): Store['pbxConnections'] {
  return {
    async get(system) {
      const row = await db
        .on()
        .selectFrom('pbx_connection')
        .select('settings')
        .where('system', '=', system)
        .executeTakeFirst();
      return row && (JSON.parse(row.settings) as Record<string, unknown>);
    },
    async put(tx, system, settings) {
      const columns = { settings: JSON.stringify(settings) };
      await db
        .on(tx)
        .insertInto('pbx_connection')
        .values({ system, ...columns })
        .onConflict((c) => c.column('system').doUpdateSet(columns))
        .execute();
    },
  };
}
