import type { Kysely } from 'kysely';

/** What lists of deals, leads, tasks and processes are filtered and ordered by, beside what they had. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  for (const column of ['place', 'area', 'words', 'currency'])
    await schema.alterTable('crm_record').addColumn(column, 'text').execute();
  for (const column of ['due', 'updated_at'])
    await schema
      .alterTable('crm_record')
      .addColumn(column, 'text', (c) => c.notNull().defaultTo(''))
      .execute();
  await schema
    .alterTable('crm_record')
    .addColumn('amount', 'double precision', (c) => c.notNull().defaultTo(0))
    .execute();
  const index = (name: string, columns: string[]) =>
    schema.createIndex(`crm_record_${name}`).on('crm_record').columns(columns).execute();
  await index('place', ['kind', 'area', 'place', 'position', 'id']);
  await index('responsible', ['kind', 'responsible_id', 'open', 'position']);
  await index('updated', ['kind', 'updated_at', 'id']);
  await fill(db as Kysely<Kept>);
}

interface Kept {
  crm_record: {
    kind: string;
    id: string;
    place: string | null;
    area: string | null;
    words: string | null;
    updated_at: string;
    data: string;
  };
}

/** Records of before stand where they stood. */
async function fill(db: Kysely<Kept>): Promise<void> {
  const kinds = ['deal', 'lead', 'task'];
  const rows = await db
    .selectFrom('crm_record')
    .select(['kind', 'id', 'data'])
    .where('kind', 'in', kinds)
    .execute();
  for (const { kind, id, data } of rows) {
    const record = JSON.parse(data) as {
      title: string;
      updatedAt: string;
      state?: string;
      stage?: { id: string };
      status?: { id: string };
      pipeline?: { id: string };
    };
    await db
      .updateTable('crm_record')
      .set({
        place: record.stage?.id ?? record.status?.id ?? record.state ?? null,
        area: record.pipeline?.id ?? null,
        words: record.title.toLowerCase(),
        updated_at: record.updatedAt,
      })
      .where('kind', '=', kind)
      .where('id', '=', id)
      .execute();
  }
}
