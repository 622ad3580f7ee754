import type { Kysely } from 'kysely';

/** A person's own mobile. `mobile_rings`: his calls go there while no phone of his is registered. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('agent').addColumn('mobile', 'text').execute();
  await db.schema
    .alterTable('agent')
    .addColumn('mobile_rings', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
}
