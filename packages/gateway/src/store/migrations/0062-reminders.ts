import type { Kysely } from 'kysely';

/** When whom to remind of which task, whatever system keeps the task. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('reminder')
    .addColumn('system', 'text', (c) => c.notNull())
    .addColumn('task_id', 'text', (c) => c.notNull())
    .addColumn('at', 'text', (c) => c.notNull())
    .addColumn('agent_id', 'text')
    .addColumn('state', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('reminder_key', ['system', 'task_id'])
    .execute();
  await db.schema.createIndex('reminder_due').on('reminder').columns(['state', 'at']).execute();
  await db.schema.createIndex('reminder_agent').on('reminder').columns(['agent_id', 'state']).execute();
}
