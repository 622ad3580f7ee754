import type { Kysely } from 'kysely';

/** Lists of numbers that are called one after the other. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable('campaign')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('data', 'text', (c) => c.notNull())
    .execute();
  await schema
    .createTable('campaign_entry')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('campaign_id', 'text', (c) => c.notNull())
    .addColumn('position', 'integer', (c) => c.notNull())
    .addColumn('number', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('result', 'text')
    .addColumn('due_at', 'text', (c) => c.notNull())
    .addColumn('callback_id', 'text')
    .addColumn('data', 'text', (c) => c.notNull())
    .addUniqueConstraint('campaign_entry_once', ['campaign_id', 'number'])
    .execute();
  await schema
    .createIndex('campaign_entry_due')
    .on('campaign_entry')
    .columns(['campaign_id', 'state', 'due_at', 'position'])
    .execute();
  await schema.createIndex('campaign_entry_callback').on('campaign_entry').columns(['callback_id']).execute();
}
