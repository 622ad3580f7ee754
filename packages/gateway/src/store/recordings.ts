import type { Recording } from '@ringback/model';
import type { Store } from './contract.ts';
import type { Database } from './database.ts';

export function createRecordings(db: Database): Store['recordings'] {
  const read = (row: { data: string }) => JSON.parse(row.data) as Recording;
  return {
    async put(tx, recording) {
      const { id, callId, state, startedAt } = recording;
      const data = JSON.stringify(recording);
      await db
        .on(tx)
        .insertInto('recording')
        .values({ id, call_id: callId, state, started_at: startedAt, data })
        .onConflict((c) => c.column('id').doUpdateSet({ state, data }))
        .execute();
    },
    async get(id) {
      const row = await db
        .on()
        .selectFrom('recording')
        .select('data')
        .where('id', '=', id)
        .executeTakeFirst();
      return row && read(row);
    },
    async inStates(states) {
      const rows = await db
        .on()
        .selectFrom('recording')
        .select('data')
        .where('state', 'in', [...states])
        .orderBy('started_at')
        .execute();
      return rows.map(read);
    },
    async storedBefore(date, limit) {
      const rows = await db
        .on()
        .selectFrom('recording')
        .select('data')
        .where('state', '=', 'stored')
        .where('started_at', '<', date.toISOString())
        .orderBy('started_at')
        .limit(limit)
        .execute();
      return rows.map(read);
    },
  };
}

export function createSecret(db: Database): Store['secret'] {
  return async (name, make) => {
    await db
      .on()
      .insertInto('secret')
      .values({ name, value: make() })
      .onConflict((c) => c.column('name').doNothing())
      .execute();
    const row = await db
      .on()
      .selectFrom('secret')
      .select('value')
      .where('name', '=', name)
      .executeTakeFirstOrThrow();
    return row.value;
  };
}
