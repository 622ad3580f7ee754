import type { Call } from '@ringback/model';
import type { Kysely } from 'kysely';
import { searchable } from '../parties.ts';

/** Calls are found by words, and recordings by their call. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await schema
    .alterTable('call')
    .addColumn('search', 'text', (c) => c.notNull().defaultTo(''))
    .execute();
  await schema.createIndex('recording_call').on('recording').columns(['call_id', 'state']).execute();
  await fill(db as Kysely<Kept>);
}

interface Kept {
  call: { id: string; search: string; data: string };
}

const AT_ONCE = 500;

async function fill(db: Kysely<Kept>): Promise<void> {
  for (let after = ''; ;) {
    const rows = await db
      .selectFrom('call')
      .select(['id', 'data'])
      .where('id', '>', after)
      .orderBy('id')
      .limit(AT_ONCE)
      .execute();
    for (const { id, data } of rows) {
      const { number, claimedName, party, agent, comment } = JSON.parse(data) as Call;
      const texts = [number, claimedName, party?.name, agent?.name, comment];
      const search = searchable(texts.filter(Boolean).join(' '));
      await db.updateTable('call').set({ search }).where('id', '=', id).execute();
    }
    const last = rows.at(-1);
    if (!last) return;
    after = last.id;
  }
}
