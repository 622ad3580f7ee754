import type { Kysely } from 'kysely';

/** Addresses that are kept out, alarms, and what calls to the world cost. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable('security_lock')
    .addColumn('address', 'text', (c) => c.primaryKey())
    .addColumn('until', 'text', (c) => c.notNull())
    .addColumn('data', 'text', (c) => c.notNull())
    .execute();
  await schema
    .createTable('security_alarm')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('last_at', 'text', (c) => c.notNull())
    .addColumn('data', 'text', (c) => c.notNull())
    .execute();
  await schema.createIndex('security_alarm_last').on('security_alarm').columns(['last_at']).execute();
  await schema
    .createTable('toll')
    .addColumn('leg_id', 'text', (c) => c.primaryKey())
    .addColumn('call_id', 'text', (c) => c.notNull())
    .addColumn('agent_id', 'text')
    .addColumn('country', 'text')
    .addColumn('per_minute', 'real', (c) => c.notNull())
    .addColumn('placed_at', 'text', (c) => c.notNull())
    .addColumn('answered_at', 'text')
    .addColumn('ended_at', 'text')
    .addColumn('cost', 'real', (c) => c.notNull())
    .execute();
  await schema.createIndex('toll_ended').on('toll').columns(['ended_at']).execute();
  await schema.createIndex('toll_country').on('toll').columns(['country', 'placed_at']).execute();
}
