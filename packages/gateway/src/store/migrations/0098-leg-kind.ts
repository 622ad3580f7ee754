import type { Kysely } from 'kysely';

/** A leg may be given to somebody, or be answered by another run of the gateway than the one that rang it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('leg').addColumn('kind', 'text').execute();
}
