import type { Kysely } from 'kysely';

/** How often each of a site's texts was shown, and what came of it. Callbacks of before count for no text. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable('variant_shown')
    .addColumn('site_key', 'text', (c) => c.notNull())
    .addColumn('variant', 'text', (c) => c.notNull())
    .addColumn('shown', 'integer', (c) => c.notNull())
    .addPrimaryKeyConstraint('variant_shown_key', ['site_key', 'variant'])
    .execute();
  await schema.alterTable('callback').addColumn('variant', 'text').execute();
  await schema.alterTable('callback').addColumn('kept', 'integer').execute();
  await schema.createIndex('callback_variant').on('callback').columns(['site_key', 'variant']).execute();
}
