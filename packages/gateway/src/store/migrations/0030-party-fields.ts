import type { Kysely } from 'kysely';

/** What a party has beside name, kind and numbers: columns for what is searched by, the whole record as JSON. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  // One column at a time: SQLite takes no more.
  for (const column of ['email_search', 'tax_id', 'organization_id', 'data'])
    await schema.alterTable('party').addColumn(column, 'text').execute();
  await schema.createIndex('party_email').on('party').column('email_search').execute();
  await schema.createIndex('party_tax_id').on('party').column('tax_id').execute();
  await schema.createIndex('party_organization').on('party').column('organization_id').execute();
}
