import { RingbackError, type Settings } from '@ringback/model';
import type { Store } from './contract.ts';
import type { Database } from './database.ts';

/** There is one row. */
const ID = 1;

export function createSettings(db: Database): Store['settings'] {
  return {
    async get() {
      const row = await db.on().selectFrom('settings').selectAll().where('id', '=', ID).executeTakeFirst();
      return row && { settings: JSON.parse(row.data) as Settings, version: row.version };
    },
    async put(tx, settings, version) {
      const on = db.on(tx);
      const stored = await on
        .selectFrom('settings')
        .select('version')
        .where('id', '=', ID)
        .executeTakeFirst();
      if (version !== (stored?.version ?? 0) + 1) {
        throw new RingbackError('conflict', 'The settings were changed by somebody else meanwhile.', {
          hint: 'Load them again and repeat your change.',
        });
      }
      const columns = { version, data: JSON.stringify(settings) };
      await on
        .insertInto('settings')
        .values({ id: ID, ...columns })
        .onConflict((c) => c.column('id').doUpdateSet(columns))
        .execute();
    },
  };
}
