import type { Kysely } from 'kysely';

/** What the gateway keeps for systems of record that are not its own: connections, small values, phone index, outbox. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable('crm_connection')
    .addColumn('system', 'text', (c) => c.primaryKey())
    .addColumn('settings', 'text', (c) => c.notNull())
    .addColumn('record_of', 'text', (c) => c.notNull())
    .addColumn('position', 'bigint', (c) => c.notNull())
    .execute();
  await schema
    .createTable('crm_kept')
    .addColumn('account', 'text', (c) => c.notNull())
    .addColumn('key', 'text', (c) => c.notNull())
    .addColumn('value', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('crm_kept_key', ['account', 'key'])
    .execute();
  await schema
    .createTable('crm_phone')
    .addColumn('account', 'text', (c) => c.notNull())
    .addColumn('record_id', 'text', (c) => c.notNull())
    .addColumn('number', 'text', (c) => c.notNull())
    .addColumn('position', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('crm_phone_key', ['account', 'record_id', 'number'])
    .execute();
  await schema
    .createIndex('crm_phone_number')
    .on('crm_phone')
    .columns(['account', 'number', 'position'])
    .execute();
  await schema
    .createTable('outbox')
    .addColumn('id', 'bigint', (c) => c.primaryKey())
    .addColumn('account', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('record', 'text', (c) => c.notNull())
    .addColumn('payload', 'text', (c) => c.notNull())
    .addColumn('actor', 'text', (c) => c.notNull())
    .addColumn('revision', 'integer', (c) => c.notNull())
    .addColumn('attempts', 'integer', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('next_at', 'text', (c) => c.notNull())
    .addColumn('last_error', 'text')
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addUniqueConstraint('outbox_record', ['account', 'kind', 'record'])
    .execute();
  await schema
    .createIndex('outbox_due')
    .on('outbox')
    .columns(['account', 'state', 'next_at', 'id'])
    .execute();
}
