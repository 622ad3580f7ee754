import { type Kysely, sql } from 'kysely';

interface Kept {
  event: { id: number; type: string; time: string; data: string; audience: string | null };
  counter: { name: string };
}

/**
 * An event was written in four places: itself, two indexes and the number it got. Its number is its place now, and nothing else is written.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const kept = db as Kysely<Kept>;
  await kept.schema.alterTable('event').renameTo('event_before').execute();
  await kept.schema.dropIndex('event_time').execute();
  await kept.schema
    .createTable('event')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('type', 'text', (c) => c.notNull())
    .addColumn('time', 'text', (c) => c.notNull())
    .addColumn('data', 'text', (c) => c.notNull())
    .addColumn('audience', 'text')
    .execute();
  await sql`insert into event select id, type, time, data, audience from event_before order by id`.execute(
    kept,
  );
  await kept.schema.dropTable('event_before').execute();
  await kept.deleteFrom('counter').where('name', '=', 'event').execute();
}
