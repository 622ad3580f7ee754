import type { Kysely } from 'kysely';

/** Missed calls as work: one row for a number until it has been spoken with. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const schema = db.schema;
  await schema
    .createTable('missed')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('number', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('call_id', 'text', (c) => c.notNull())
    .addColumn('claimed_by', 'text')
    .addColumn('last_at', 'text', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('data', 'text', (c) => c.notNull())
    .execute();
  await schema.createIndex('missed_number').on('missed').columns(['number', 'state']).execute();
  await schema.createIndex('missed_state').on('missed').columns(['state', 'last_at', 'id']).execute();
}
