import type { Kysely } from 'kysely';

/** What lists of parties are filtered by. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  for (const column of ['nature', 'responsible_id'])
    await schema.alterTable('party').addColumn(column, 'text').execute();
  for (const column of ['draft', 'is_main'])
    await schema
      .alterTable('party')
      .addColumn(column, 'integer', (c) => c.notNull().defaultTo(0))
      .execute();
  await schema
    .createTable('party_tag')
    .addColumn('party_id', 'text', (c) => c.notNull().references('party.id').onDelete('cascade'))
    .addColumn('tag', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('party_tag_key', ['party_id', 'tag'])
    .execute();
  await schema.createIndex('party_tag_tag').on('party_tag').column('tag').execute();
  await schema.createIndex('party_list_name').on('party').columns(['name_search', 'id']).execute();
  await schema.createIndex('party_list_kind').on('party').columns(['kind', 'name_search', 'id']).execute();
  await fill(db as Kysely<Kept>);
}

interface Kept {
  party: {
    id: string;
    nature: string | null;
    responsible_id: string | null;
    draft: number;
    is_main: number;
    data: string | null;
  };
  party_tag: { party_id: string; tag: string };
}

async function fill(db: Kysely<Kept>): Promise<void> {
  const rows = await db.selectFrom('party').select(['id', 'data']).where('data', 'is not', null).execute();
  for (const { id, data } of rows) {
    const {
      nature,
      responsible,
      draft,
      main,
      tags = [],
    } = JSON.parse(data ?? '{}') as {
      nature?: string;
      responsible?: { id: string };
      draft?: object;
      main?: boolean;
      tags?: string[];
    };
    const own = { nature: nature ?? null, responsible_id: responsible?.id ?? null };
    const flags = { draft: draft ? 1 : 0, is_main: main ? 1 : 0 };
    await db
      .updateTable('party')
      .set({ ...own, ...flags })
      .where('id', '=', id)
      .execute();
    const values = [...new Set(tags)].map((tag) => ({ party_id: id, tag }));
    if (values.length > 0) await db.insertInto('party_tag').values(values).execute();
  }
}
