import type { Agent, Role } from '@ringback/model';
import type { Store } from './contract.ts';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

export function createAgents(db: Database): Store['agents'] {
  /** Asked for at every step of every call, and hardly ever changed. */
  let known: Promise<readonly Agent[]> | undefined;
  const forget = (): void => void (known = undefined);
  db.onForeignCommit(forget);
  /** Now, for whoever reads on in the transaction; and once more for what was read until its end. */
  const changed = (): void => {
    forget();
    db.afterCommit(forget);
  };

  async function read(): Promise<readonly Agent[]> {
    const rows = await db.on().selectFrom('agent').selectAll().orderBy('extension').execute();
    return rows.map(fromRow);
  }

  function all(): Promise<readonly Agent[]> {
    if (db.inTransaction) return read();
    if (known) return known;
    const reading = read();
    known = reading;
    reading.catch(() => {
      if (known === reading) forget();
    });
    return reading;
  }

  return {
    async upsert(tx, { passwordHash, ...agent }) {
      changed();
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
    get: async (id) => (await all()).find((agent) => agent.id === id),
    async byLogin(login) {
      const row = await db.on().selectFrom('agent').selectAll().where('login', '=', login).executeTakeFirst();
      return row && { ...fromRow(row), passwordHash: row.password_hash };
    },
    byExtension: async (extension) => (await all()).find((agent) => agent.extension === extension),
    list: async () => [...(await all())],
    async remove(tx, id) {
      changed();
      await db.on(tx).deleteFrom('agent').where('id', '=', id).execute();
    },
  };
}

/** The hash stays behind unless it was asked for by login. */
function fromRow(row: Tables['agent']): Agent {
  return { id: row.id, login: row.login, name: row.name, role: row.role as Role, extension: row.extension };
}
