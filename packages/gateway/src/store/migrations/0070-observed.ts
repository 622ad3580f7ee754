import type { Kysely } from 'kysely';

/** What a PBX that leads its calls itself has told, and how the gateway is connected with it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable('observed_conversation')
    .addColumn('conversation', 'text', (c) => c.primaryKey())
    .addColumn('call_id', 'text')
    .addColumn('told', 'integer', (c) => c.notNull())
    .addColumn('done', 'integer', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .execute();
  await schema
    .createIndex('observed_conversation_call')
    .on('observed_conversation')
    .column('call_id')
    .execute();
  await schema
    .createIndex('observed_conversation_updated')
    .on('observed_conversation')
    .column('updated_at')
    .execute();
  await schema
    .createTable('observed_fact')
    .addColumn('conversation', 'text', (c) =>
      c.notNull().references('observed_conversation.conversation').onDelete('cascade'),
    )
    .addColumn('mark', 'text', (c) => c.notNull())
    .addColumn('at', 'text', (c) => c.notNull())
    .addColumn('data', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('observed_fact_mark', ['conversation', 'mark'])
    .execute();
  await schema
    .createTable('pbx_connection')
    .addColumn('system', 'text', (c) => c.primaryKey())
    .addColumn('settings', 'text', (c) => c.notNull())
    .execute();
}
