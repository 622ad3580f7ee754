import type { Kysely } from 'kysely';

/**
 * The host whose page opened a session: such a one administers nothing. Who is signed in already may have come in by either way, and signs in
 * again.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('session').addColumn('host', 'text').execute();
  await (db as Kysely<{ session: object }>).deleteFrom('session').execute();
}
