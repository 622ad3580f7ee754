import type { Kysely } from 'kysely';

/** Which deal a call was about. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('call').addColumn('deal_id', 'text').execute();
  await db.schema.createIndex('call_deal').on('call').columns(['deal_id', 'started_at']).execute();
}
