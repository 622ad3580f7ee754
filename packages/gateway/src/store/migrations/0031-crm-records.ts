import type { Kysely } from 'kysely';

/** Deals, leads, tasks, orders and the like of the local system of record: what is searched by as columns, the record as JSON. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable('crm_record')
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('id', 'text', (c) => c.notNull())
    .addColumn('lookup', 'text')
    .addColumn('party_id', 'text')
    .addColumn('deal_id', 'text')
    .addColumn('responsible_id', 'text')
    .addColumn('open', 'integer', (c) => c.notNull())
    .addColumn('position', 'text', (c) => c.notNull())
    .addColumn('data', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('crm_record_key', ['kind', 'id'])
    .execute();
  const index = (name: string, columns: string[]) =>
    schema.createIndex(`crm_record_${name}`).on('crm_record').columns(columns).execute();
  await index('position', ['kind', 'position', 'id']);
  await index('party', ['party_id', 'kind', 'position']);
  await index('deal', ['deal_id', 'kind', 'position']);
  await index('lookup', ['kind', 'lookup']);
}
