import type { Store } from './contract.ts';
import { type Database, nextOf } from './database.ts';

export function createCrmConnections(db: Database): Store['crmConnections'] {
  return {
    async list() {
      const rows = await db.on().selectFrom('crm_connection').selectAll().orderBy('position').execute();
      return rows.map(({ system, settings, record_of, fields }) => ({
        system,
        settings: JSON.parse(settings) as Record<string, unknown>,
        recordOf: JSON.parse(record_of) as string[],
        ...(fields === null ? {} : { fields: JSON.parse(fields) as Record<string, Record<string, string>> }),
      }));
    },
    async put(tx, { system, settings, recordOf, fields }) {
      const on = db.on(tx);
      const columns = {
        settings: JSON.stringify(settings),
        record_of: JSON.stringify(recordOf),
        fields: fields === undefined ? null : JSON.stringify(fields),
      };
      await on
        .insertInto('crm_connection')
        .values({ system, position: await nextOf(on, 'crm_connection'), ...columns })
        .onConflict((c) => c.column('system').doUpdateSet(columns))
        .execute();
    },
    async remove(tx, system) {
      await db.on(tx).deleteFrom('crm_connection').where('system', '=', system).execute();
    },
  };
}
