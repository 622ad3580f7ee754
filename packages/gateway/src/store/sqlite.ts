/** The store in one SQLite file. Everything but the opening is plain Kysely, so that Postgres can take its place. */
import { Kysely, sql } from 'kysely';
import { createAgents } from './agents.ts';
import { createApiTokens } from './api-tokens.ts';
import { createAudit } from './audit.ts';
import { createCallbacks } from './callbacks.ts';
import { createCalls } from './calls.ts';
import { createCampaigns } from './campaigns.ts';
import type { Store } from './contract.ts';
import { Database } from './database.ts';
import { createDialogs } from './dialogs.ts';
import { createEvents } from './events.ts';
import { createIdempotency } from './idempotency.ts';
import { createLegs } from './legs.ts';
import { createLeases } from './leases.ts';
import { migrate } from './migrations/index.ts';
import { openReadOnly, openSqlite } from './open-sqlite.ts';
import { createMissed } from './missed.ts';
import { createCrmConnections } from './crm-connections.ts';
import { createCrmKept } from './crm-kept.ts';
import { createObserved, createPbxConnections } from './observed.ts';
import { createOutbox } from './outbox.ts';
import { createParties } from './parties.ts';
import { createRecords } from './records.ts';
import { createRevocations } from './revocations.ts';
import { createRoutes } from './routes.ts';
import { createQuality } from './quality.ts';
import { createRecordings, createSecret } from './recordings.ts';
import { createReminders } from './reminders.ts';
import { createSecurity, createTolls } from './security.ts';
import { createSelves } from './selves.ts';
import { createSessions } from './sessions.ts';
import { createSettings } from './settings.ts';
import { NodeSqliteDialect } from './sqlite-dialect.ts';
import type { Tables } from './tables.ts';
import { createVariants } from './variants.ts';
import { createVisits } from './visits.ts';
import { createWebhooks } from './webhooks.ts';

export interface StoreOptions {
  now: () => Date;
  /** Several processes stand on the file. */
  shared?: boolean;
}

/** How often a shared file is looked at for what others have written, in ms. */
const LOOK_EVERY_MS = 200;

/** Opens the file (`':memory:'` for one that is forgotten), brings it to this version's shape, and answers the store. */
export async function createSqliteStore(path: string, { now, shared = false }: StoreOptions): Promise<Store> {
  const kysely = new Kysely<Tables>({ dialect: new NodeSqliteDialect(openSqlite(path, { shared })) });
  const db = databaseOf(kysely, now);
  try {
    await migrate(kysely);
  } catch (error) {
    await db.close();
    throw error;
  }
  return shared ? hearOthers(db, kysely) : createStore(db);
}

/** What a file holds, of whatever version it is; nothing can be written. `conflict` where a gateway holds it alone. */
export function readSqliteStore(path: string, { now }: Pick<StoreOptions, 'now'>): Store {
  const kysely = new Kysely<Tables>({ dialect: new NodeSqliteDialect(openReadOnly(path)) });
  return createStore(databaseOf(kysely, now));
}

function databaseOf(kysely: Kysely<Tables>, now: () => Date): Database {
  return new Database({
    kysely,
    now,
    // With WAL, `normal` may lose the last commits when the power goes; `full` waits for the disk.
    setDurability: async (connection, durability) => {
      await sql.raw(`pragma synchronous = ${durability}`).execute(connection);
    },
  });
}

/** SQLite wakes nobody in another process: `data_version` changes with each commit that is not our own. */
async function hearOthers(db: Database, kysely: Kysely<Tables>): Promise<Store> {
  const store = createStore(db);
  const versionNow = async () => {
    const { rows } = await sql<{ data_version: number }>`pragma data_version`.execute(kysely);
    return rows[0]?.data_version;
  };
  let seen = await versionNow();
  const look = async () => {
    const version = await versionNow();
    if (version === seen) return;
    seen = version;
    db.wakeFollowers();
  };
  // A look that fails is followed by another; what is wrong with the file shows where it is used.
  const timer = setInterval(() => void look().catch(() => undefined), LOOK_EVERY_MS);
  timer.unref();
  return {
    ...store,
    close() {
      clearInterval(timer);
      return store.close();
    },
  };
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
    variants: createVariants(db),
    visits: createVisits(db),
    parties: createParties(db),
    records: createRecords(db),
    recordings: createRecordings(db),
    quality: createQuality(db),
    observed: createObserved(db),
    pbxConnections: createPbxConnections(db),
    reminders: createReminders(db),
    leases: createLeases(db),
    secret: createSecret(db),
    crmConnections: createCrmConnections(db),
    crmKept: createCrmKept(db),
    outbox: createOutbox(db),
    dialogs: createDialogs(db),
    agents: createAgents(db),
    revocations: createRevocations(db),
    selves: createSelves(db),
    sessions: createSessions(db),
    apiTokens: createApiTokens(db),
    webhooks: createWebhooks(db),
    campaigns: createCampaigns(db),
    security: createSecurity(db),
    settings: createSettings(db),
    tolls: createTolls(db),
    audit: createAudit(db),
    idempotency: createIdempotency(db),
    close: () => db.close(),
  };
}
