import type { Kysely } from 'kysely';

/** What each page has measured of the sound of a call. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('call_quality')
    .addColumn('call_id', 'text', (c) => c.notNull().references('call.id').onDelete('cascade'))
    .addColumn('agent_id', 'text', (c) => c.notNull())
    .addColumn('part', 'text', (c) => c.notNull())
    .addColumn('data', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('call_quality_key', ['call_id', 'agent_id', 'part'])
    .execute();
}
