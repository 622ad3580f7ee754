import type { Call } from '@ringback/model';
import type { Kysely } from 'kysely';

/** What calls are counted by. No index: they are read by their beginning, which has one, and each further one would cost every write of a call. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const column of ['abandoned', 'taken_over'])
    await db.schema
      .alterTable('call')
      .addColumn(column, 'integer', (c) => c.notNull().defaultTo(0))
      .execute();
  await db.schema.alterTable('call').addColumn('waited_seconds', 'integer').execute();
  for (const column of ['group_name', 'source', 'campaign', 'leg_kind'])
    await db.schema.alterTable('call').addColumn(column, 'text').execute();
  await fill(db as Kysely<Kept>);
}

interface Kept {
  call: {
    id: string;
    data: string;
    waited_seconds: number | null;
    abandoned: number;
    taken_over: number;
    group_name: string | null;
    source: string | null;
    campaign: string | null;
  };
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
    for (const { id, data } of rows)
      await db
        .updateTable('call')
        .set(columnsOf(JSON.parse(data) as Call))
        .where('id', '=', id)
        .execute();
    const last = rows.at(-1);
    if (!last) return;
    after = last.id;
  }
}

function columnsOf(call: Call): Omit<Kept['call'], 'id' | 'data'> {
  const { startedAt, connectedAt, source } = call;
  const waitedMs = connectedAt === undefined ? undefined : Date.parse(connectedAt) - Date.parse(startedAt);
  return {
    waited_seconds: waitedMs === undefined ? null : Math.max(0, Math.round(waitedMs / 1000)),
    abandoned: Number(call.abandoned ?? false),
    taken_over: Number(call.transferredBy !== undefined),
    group_name: call.routedBy?.group ?? null,
    source: source ? `${source.last.source} / ${source.last.medium}` : null,
    campaign: source?.last.campaign ?? null,
  };
}
