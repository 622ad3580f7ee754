import type { Agent, Mobile, Role } from '@ringback/model';
import type { AgentRow, Store } from './contract.ts';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

interface Known {
  everybody: readonly AgentRow[];
  active: readonly Agent[];
  byId: ReadonlyMap<string, Agent>;
  byExtension: ReadonlyMap<string, Agent>;
  byMobile: ReadonlyMap<string, Agent>;
  mobiles: ReadonlyMap<string, Mobile>;
}

export function createAgents(db: Database): Store['agents'] {
  /** Asked for at every step of every call, and hardly ever changed. */
  let known: Promise<Known> | undefined;
  const forget = (): void => void (known = undefined);
  db.onForeignCommit(forget);
  /** Now, for whoever reads on in the transaction; and once more for what was read until its end. */
  const changed = (): void => {
    forget();
    db.afterCommit(forget);
  };

  async function read(): Promise<Known> {
    const rows = await db.on().selectFrom('agent').selectAll().orderBy('extension').execute();
    const everybody = rows.map((row) => ({
      ...fromRow(row),
      ...(row.deactivated_at === null ? {} : { deactivatedAt: row.deactivated_at }),
      ...(row.mobile === null ? {} : { mobile: { number: row.mobile, rings: row.mobile_rings === 1 } }),
    }));
    const active = rows.filter(isActive).map(fromRow);
    const byId = new Map(active.map((agent) => [agent.id, agent]));
    const byExtension = new Map(active.map((agent) => [agent.extension, agent]));
    const mobiles = new Map<string, Mobile>();
    const byMobile = new Map<string, Agent>();
    for (const { id, mobile } of everybody) {
      const agent = byId.get(id);
      if (!agent || !mobile) continue;
      mobiles.set(id, mobile);
      byMobile.set(mobile.number, agent);
    }
    return { everybody, active, byId, byExtension, byMobile, mobiles };
  }

  function all(): Promise<Known> {
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
        .values({ id: agent.id, ...columns, deactivated_at: null, mobile: null, mobile_rings: 0 })
        .onConflict((c) => c.column('id').doUpdateSet(columns))
        .execute();
    },
    async change(tx, id, { passwordHash, deactivatedAt, mobile, ...fields }) {
      changed();
      await db
        .on(tx)
        .updateTable('agent')
        .set({
          ...fields,
          ...(passwordHash === undefined ? {} : { password_hash: passwordHash }),
          ...(deactivatedAt === undefined ? {} : { deactivated_at: deactivatedAt }),
          ...(mobile === undefined
            ? {}
            : { mobile: mobile?.number ?? null, mobile_rings: Number(mobile?.rings ?? false) }),
        })
        .where('id', '=', id)
        .execute();
    },
    everybody: async () => [...(await all()).everybody],
    get: async (id) => (await all()).byId.get(id),
    async byLogin(login) {
      const row = await db.on().selectFrom('agent').selectAll().where('login', '=', login).executeTakeFirst();
      return row && isActive(row) ? { ...fromRow(row), passwordHash: row.password_hash } : undefined;
    },
    byExtension: async (extension) => (await all()).byExtension.get(extension),
    byMobile: async (number) => (await all()).byMobile.get(number),
    list: async () => [...(await all()).active],
    mobiles: async () => (await all()).mobiles,
  };
}

const isActive = (row: Tables['agent']): boolean => row.deactivated_at === null;

/** The hash stays behind unless it was asked for by login. */
function fromRow(row: Tables['agent']): Agent {
  return { id: row.id, login: row.login, name: row.name, role: row.role as Role, extension: row.extension };
}
