import type { Kysely } from 'kysely';

/** Visitors who have consented, numbers that are lent to them, and what they brought. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable('visit')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('site_key', 'text', (c) => c.notNull())
    .addColumn('token_hash', 'text', (c) => c.notNull())
    .addColumn('number', 'text')
    .addColumn('seen_at', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'text', (c) => c.notNull())
    .addColumn('data', 'text', (c) => c.notNull())
    .execute();
  await schema.createIndex('visit_number').on('visit').columns(['number', 'seen_at']).execute();
  await schema.createIndex('visit_expires').on('visit').column('expires_at').execute();
  await schema
    .createTable('number_lease')
    .addColumn('number', 'text', (c) => c.primaryKey())
    .addColumn('visit_id', 'text', (c) => c.notNull().references('visit.id').onDelete('cascade'))
    .addColumn('since', 'text', (c) => c.notNull())
    .addColumn('until', 'text', (c) => c.notNull())
    .execute();
  await schema.createIndex('number_lease_visit').on('number_lease').column('visit_id').execute();
  for (const table of ['call', 'callback']) {
    await schema.alterTable(table).addColumn('visit_id', 'text').execute();
    await schema.createIndex(`${table}_visit`).on(table).column('visit_id').execute();
  }
}
