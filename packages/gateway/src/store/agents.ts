import type { Agent, Role } from '@ringback/model';
import type { Store } from './contract.ts';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

export function createAgents(db: Database): Store['agents'] {
  return {
    async upsert(tx, { passwordHash, ...agent }) {
      const columns = {
        login: agent.login,
        name: agent.name,
        role: agent.role,
        extension: agent.extension,
        password_hash: passwordHash,
      };
      await db
        .on(tx)
        .insertInto('agent')
        .values({ id: agent.id, ...columns })
        .onConflict((c) => c.column('id').doUpdateSet(columns))
        .execute();
    },
    async get(id) {
      const row = await db.on().selectFrom('agent').selectAll().where('id', '=', id).executeTakeFirst();
      return row && fromRow(row);
    },
    async byLogin(login) {
      const row = await db.on().selectFrom('agent').selectAll().where('login', '=', login).executeTakeFirst();
      return row && { ...fromRow(row), passwordHash: row.password_hash };
    },
    async byExtension(extension) {
      const row = await db
        .on()
        .selectFrom('agent')
        .selectAll()
        .where('extension', '=', extension)
        .executeTakeFirst();
      return row && fromRow(row);
    },
    async list() {
      const rows = await db.on().selectFrom('agent').selectAll().orderBy('extension').execute();
      return rows.map(fromRow);
    },
    async remove(tx, id) {
      await db.on(tx).deleteFrom('agent').where('id', '=', id).execute();
    },
  };
}

/** The hash stays behind unless it was asked for by login. */
function fromRow(row: Tables['agent']): Agent {
  return { id: row.id, login: row.login, name: row.name, role: row.role as Role, extension: row.extension };
}
