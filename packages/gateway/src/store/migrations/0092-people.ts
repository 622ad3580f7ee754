import type { Kysely } from 'kysely';

/** People are managed at /admin: one may be out without being forgotten, and the PBX is told of it when it can be reached. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('agent').addColumn('deactivated_at', 'text').execute();
  await db.schema
    .createTable('credential_revocation')
    .addColumn('agent_id', 'text', (c) => c.notNull())
    .addColumn('endpoint', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('credential_revocation_key', ['agent_id', 'endpoint'])
    .execute();
}
