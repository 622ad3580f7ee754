import type { Kysely } from 'kysely';

/** Which of the host's fields stands for which of the firm's own. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('crm_connection').addColumn('fields', 'text').execute();
}
