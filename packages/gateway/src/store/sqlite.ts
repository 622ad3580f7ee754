/** The store in one SQLite file. Everything but the opening is plain Kysely, so that Postgres can take its place. */
import { Kysely, sql } from 'kysely';
import { createAgents } from './agents.ts';
import { createAudit } from './audit.ts';
import { createCallbacks } from './callbacks.ts';
import { createCalls } from './calls.ts';
import type { Store } from './contract.ts';
import { Database } from './database.ts';
import { createDialogs } from './dialogs.ts';
import { createEvents } from './events.ts';
import { createIdempotency } from './idempotency.ts';
import { createLegs } from './legs.ts';
import { migrate } from './migrations/index.ts';
import { openSqlite } from './open-sqlite.ts';
import { createMissed } from './missed.ts';
import { createCrmConnections } from './crm-connections.ts';
import { createCrmKept } from './crm-kept.ts';
import { createOutbox } from './outbox.ts';
import { createParties } from './parties.ts';
import { createRecords } from './records.ts';
import { createRoutes } from './routes.ts';
import { createRecordings, createSecret } from './recordings.ts';
import { createSelves } from './selves.ts';
import { createSessions } from './sessions.ts';
import { createSettings } from './settings.ts';
import { NodeSqliteDialect } from './sqlite-dialect.ts';
import type { Tables } from './tables.ts';

export interface StoreOptions {
  now: () => Date;
}

/** Opens the file (`':memory:'` for one that is forgotten), brings it to this version's shape, and answers the store. */
export async function createSqliteStore(path: string, { now }: StoreOptions): Promise<Store> {
  const kysely = new Kysely<Tables>({ dialect: new NodeSqliteDialect(openSqlite(path)) });
  const db = new Database({
    kysely,
    now,
    // With WAL, `normal` may lose the last commits when the power goes; `full` waits for the disk.
    setDurability: async (connection, durability) => {
      await sql.raw(`pragma synchronous = ${durability}`).execute(connection);
    },
  });
  try {
    await migrate(kysely);
  } catch (error) {
    await db.close();
    throw error;
  }
  return createStore(db);
}

export function createStore(db: Database): Store {
  return {
    transaction: (work, durability = 'normal') => db.transaction(work, durability),
    events: createEvents(db),
    calls: createCalls(db),
    legs: createLegs(db),
    missed: createMissed(db),
    routes: createRoutes(db),
    callbacks: createCallbacks(db),
    parties: createParties(db),
    records: createRecords(db),
    recordings: createRecordings(db),
    secret: createSecret(db),
    crmConnections: createCrmConnections(db),
    crmKept: createCrmKept(db),
    outbox: createOutbox(db),
    dialogs: createDialogs(db),
    agents: createAgents(db),
    selves: createSelves(db),
    sessions: createSessions(db),
    settings: createSettings(db),
    audit: createAudit(db),
    idempotency: createIdempotency(db),
    close: () => db.close(),
  };
}
