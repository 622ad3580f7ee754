/** What calls are counted by, and the counting itself. */
import type { Call, CallDirection } from '@ringback/model';
import type { Kysely } from 'kysely';
import type { CallColumn, CallCount, Store } from './contract.ts';
import type { Tables } from './tables.ts';

const COLUMNS = {
  line: 'line',
  source: 'source',
  campaign: 'campaign',
  group: 'group_name',
  agent: 'agent_id',
  kind: 'leg_kind',
} as const satisfies Record<CallColumn, keyof Tables['call']>;

type Counted = Pick<
  Tables['call'],
  'waited_seconds' | 'abandoned' | 'taken_over' | 'group_name' | 'source' | 'campaign' | 'leg_kind'
>;

export function toCounted(call: Call): Counted {
  const { startedAt, connectedAt, source } = call;
  const waitedMs = connectedAt === undefined ? undefined : Date.parse(connectedAt) - Date.parse(startedAt);
  return {
    waited_seconds: waitedMs === undefined ? null : Math.max(0, Math.round(waitedMs / 1000)),
    abandoned: Number(call.abandoned ?? false),
    taken_over: Number(call.transferredBy !== undefined),
    group_name: call.routedBy?.group ?? null,
    source: source ? `${source.last.source} / ${source.last.medium}` : null,
    campaign: source?.last.campaign ?? null,
    leg_kind: call.legKind ?? null,
  };
}

/** Walks along the index of beginnings and reads the calls of that time, no others. */
export async function countCalls(
  db: Kysely<Tables>,
  { since, before, by, agentIds }: Parameters<Store['calls']['counts']>[0],
): Promise<CallCount[]> {
  if (agentIds?.length === 0) return [];
  let query = db
    .selectFrom('call')
    .select(['call.direction', 'call.abandoned', 'call.taken_over'])
    .select(({ fn }) => [
      fn.countAll().as('calls'),
      // It is there in those that were answered alone.
      fn.count('call.waited_seconds').as('answered'),
      fn.sum('call.waited_seconds').as('waited'),
      fn.sum('call.duration_seconds').as('talked'),
    ])
    .where('call.started_at', '>=', since.toISOString())
    .where('call.started_at', '<', before.toISOString())
    .where('call.ended_at', 'is not', null)
    .groupBy(['call.direction', 'call.abandoned', 'call.taken_over']);
  if (agentIds)
    query = query.where((eb) =>
      eb.exists(
        eb
          .selectFrom('call_audience as heard')
          .select('heard.call_id')
          .whereRef('heard.call_id', '=', 'call.id')
          .where('heard.agent_id', 'in', [...agentIds]),
      ),
    );
  const column = by && (`call.${COLUMNS[by]}` as const);
  if (column) query = query.groupBy(column);
  const rows = await query
    .$if(column !== undefined, (grouped) => grouped.select(`${column!} as value`))
    .execute();
  return rows.map((row) => ({
    value: row.value ?? undefined,
    direction: row.direction as CallDirection,
    abandoned: row.abandoned === 1,
    takenOver: row.taken_over === 1,
    calls: Number(row.calls),
    answered: Number(row.answered),
    waitedSeconds: Number(row.waited),
    talkedSeconds: Number(row.talked),
  }));
}
