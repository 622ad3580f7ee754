import type { KeptValues, PhoneIndex } from '@ringback/adapters';
import { compiledOnce } from './compiled-once.ts';
import type { Store } from './contract.ts';
import { type Database, nextOf } from './database.ts';

/** Marks of writes, `write:party.create:…`, and results of commands that another node may wait for. */
const PASSING = ['write:%', 'result:%'] as const;

const valueOf = compiledOnce((on, { account, key }: { account: string; key: string }) =>
  on.selectFrom('crm_kept').select('value').where('account', '=', account).where('key', '=', key),
);

export function createCrmKept(db: Database): Store['crmKept'] {
  return {
    of: (account) => keptOf(db, account),
    phonesOf: (account) => phonesOf(db, account),
    async prune(before) {
      await db
        .on()
        .deleteFrom('crm_kept')
        .where((eb) => eb.or(PASSING.map((pattern) => eb('key', 'like', pattern))))
        .where('updated_at', '<', before.toISOString())
        .execute();
    },
  };
}

function keptOf(db: Database, account: string): KeptValues {
  return {
    async get(key) {
      const [row] = await valueOf(db.on(), { account, key });
      return row?.value;
    },
    async replace(key, before, next) {
      const updated_at = db.now().toISOString();
      if (before === undefined) {
        const { numInsertedOrUpdatedRows } = await db
          .on()
          .insertInto('crm_kept')
          .values({ account, key, value: next, updated_at })
          .onConflict((c) => c.columns(['account', 'key']).doNothing())
          .executeTakeFirst();
        return Number(numInsertedOrUpdatedRows ?? 0) > 0;
      }
      const { numUpdatedRows } = await db
        .on()
        .updateTable('crm_kept')
        .set({ value: next, updated_at })
        .where('account', '=', account)
        .where('key', '=', key)
        .where('value', '=', before)
        .executeTakeFirst();
      return Number(numUpdatedRows) > 0;
    },
  };
}

function phonesOf(db: Database, account: string): PhoneIndex {
  return {
    async find(number) {
      const rows = await db
        .on()
        .selectFrom('crm_phone')
        .select('record_id')
        .where('account', '=', account)
        .where('number', '=', number)
        .orderBy('position')
        .execute();
      return rows.map((row) => row.record_id);
    },
    put(recordId, numbers) {
      return db.atomically(async (tx) => {
        const on = db.on(tx);
        await on
          .deleteFrom('crm_phone')
          .where('account', '=', account)
          .where('record_id', '=', recordId)
          .execute();
        const values = [];
        for (const number of new Set(numbers))
          values.push({ account, record_id: recordId, number, position: await nextOf(on, 'crm_phone') });
        if (values.length > 0) await on.insertInto('crm_phone').values(values).execute();
      });
    },
  };
}
