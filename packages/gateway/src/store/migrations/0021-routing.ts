import type { Kysely } from 'kysely';

/** How far each call has come in its plan, and whose turn it is in each group. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const schema = db.schema;
  await schema
    .createTable('call_route')
    .addColumn('call_id', 'text', (c) => c.primaryKey().references('call.id').onDelete('cascade'))
    .addColumn('data', 'text', (c) => c.notNull())
    .execute();
  await schema
    .createTable('group_turn')
    .addColumn('group_key', 'text', (c) => c.primaryKey())
    .addColumn('agent_id', 'text', (c) => c.notNull())
    .execute();
  await schema.createIndex('call_agent').on('call').columns(['agent_id', 'ended_at']).execute();
}
