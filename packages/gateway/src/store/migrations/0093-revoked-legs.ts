import type { Kysely } from 'kysely';

/** Whoever has signed in again keeps the calls that he has begun since. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('credential_revocation')
    .addColumn('last_leg', 'integer', (c) => c.notNull().defaultTo(0))
    .execute();
}
