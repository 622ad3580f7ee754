import { type Call, RingbackError, type Talk } from '@ringback/model';
import type { Kysely } from 'kysely';
import { countCalls, toCounted } from './call-counts.ts';
import { compiledOnce } from './compiled-once.ts';
import type { CallRow, Store } from './contract.ts';
import { readCursor, writeCursor } from './cursor.ts';
import type { Database } from './database.ts';
import { like, searchable } from './parties.ts';
import type { Tables } from './tables.ts';

const DEFAULT_PAGE = 50;
/** A database takes so many values in one question, and more. */
const NUMBERS_AT_ONCE = 500;

const byId = compiledOnce((on, { id }: { id: string }) =>
  on.selectFrom('call').select(['data', 'bridge_id']).where('id', '=', id),
);

const audienceOf = compiledOnce((on, { id }: { id: string }) =>
  on.selectFrom('call_audience').select('agent_id').where('call_id', '=', id).orderBy('agent_id'),
);

export function createCalls(db: Database): Store['calls'] {
  return {
    counts: (query) => countCalls(db.on(), query),
    async insert(tx, row) {
      const on = db.on(tx);
      await on.insertInto('call').values(toColumns(row)).execute();
      await writeAudience(on, row);
    },
    async update(tx, row) {
      const on = db.on(tx);
      const { call } = row;
      const { numUpdatedRows } = await on
        .updateTable('call')
        .set(toColumns(row))
        .where('id', '=', call.id)
        .where('version', '=', call.version - 1)
        .executeTakeFirstOrThrow();
      if (Number(numUpdatedRows) === 0) {
        throw new RingbackError('conflict', `The call ${call.id} was changed by somebody else meanwhile.`, {
          retryable: true,
        });
      }
      await writeAudience(on, row);
    },
    async get(id, tx) {
      const on = db.on(tx);
      const [row] = await byId(on, { id });
      return row && withAudience(on, row);
    },
    list: (query) => list(db.on(), query),
    async live() {
      const on = db.on();
      const rows = await on
        .selectFrom('call')
        .select(['data', 'bridge_id'])
        .where('state', '!=', 'ended')
        .orderBy('started_at')
        .orderBy('id')
        .execute();
      return Promise.all(rows.map((row) => withAudience(on, row)));
    },
    async talkStats({ today, since }) {
      const rows = await db
        .on()
        .selectFrom('call')
        .select(['agent_id', (eb) => eb.fn.max('ended_at').as('last')])
        .select((eb) =>
          eb.fn
            .sum<number>(eb.case().when('ended_at', '>=', today.toISOString()).then(1).else(0).end())
            .as('today'),
        )
        .where('agent_id', 'is not', null)
        .where('connected_at', 'is not', null)
        .where('ended_at', '>=', since.toISOString())
        .groupBy('agent_id')
        .execute();
      return new Map(
        rows.map(({ agent_id, last, today: count }) => [
          agent_id as string,
          { today: Number(count), lastEndedAt: last as string },
        ]),
      );
    },
    async latestTalks({ agentIds, since, most }) {
      if (agentIds.length === 0) return [];
      const rows = await db
        .on()
        .selectFrom('call')
        .select('duration_seconds')
        .where('agent_id', 'in', [...agentIds])
        .where('connected_at', 'is not', null)
        .where('ended_at', '>=', since.toISOString())
        .orderBy('ended_at', 'desc')
        .limit(most)
        .execute();
      return rows.map((row) => row.duration_seconds);
    },
    async lastTalk({ number, since, before }) {
      const row = await db
        .on()
        .selectFrom('call')
        .select(['agent_id', 'ended_at'])
        .where('number', '=', number)
        .where('ended_at', '>=', since.toISOString())
        .where('ended_at', '<=', before.toISOString())
        .where('connected_at', 'is not', null)
        .where('agent_id', 'is not', null)
        .orderBy('ended_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row && { agentId: row.agent_id as string, endedAt: row.ended_at as string };
    },
    async talksWith(numbers, since) {
      const all = [...new Set(numbers)];
      const talks: Talk[] = [];
      for (let at = 0; at < all.length; at += NUMBERS_AT_ONCE) {
        const rows = await db
          .on()
          .selectFrom('call')
          .select(['number', 'connected_at', 'ended_at'])
          .where('number', 'in', all.slice(at, at + NUMBERS_AT_ONCE))
          .where('ended_at', '>=', since)
          .where('connected_at', 'is not', null)
          .execute();
        for (const { number, connected_at, ended_at } of rows)
          talks.push({ number, connectedAt: connected_at as string, endedAt: ended_at as string });
      }
      return talks;
    },
    async ofVisit(visitId) {
      const rows = await db
        .on()
        .selectFrom('call')
        .select('data')
        .where('visit_id', '=', visitId)
        .orderBy('started_at')
        .execute();
      return rows.map(({ data }) => JSON.parse(data) as Call);
    },
    async last({ partyId, number, exceptId }) {
      let query = db.on().selectFrom('call').select('data').where('state', '=', 'ended');
      if (partyId !== undefined) query = query.where('party_id', '=', partyId);
      else query = query.where('number', '=', number ?? '');
      if (exceptId !== undefined) query = query.where('id', '!=', exceptId);
      const row = await query.orderBy('ended_at', 'desc').limit(1).executeTakeFirst();
      return row && (JSON.parse(row.data) as Call);
    },
  };
}

async function list(db: Kysely<Tables>, query: Parameters<Store['calls']['list']>[0]) {
  const limit = query.limit ?? DEFAULT_PAGE;
  if (query.agentIds?.length === 0) return { items: [] };
  let rows = db.selectFrom('call').select('call.data');
  const [agentId, another] = query.agentIds ?? [];
  if (agentId !== undefined && another === undefined) {
    rows = rows
      .innerJoin('call_audience as seen', 'seen.call_id', 'call.id')
      .where('seen.agent_id', '=', agentId)
      .orderBy('seen.started_at', 'desc')
      .orderBy('seen.call_id', 'desc');
  } else {
    rows = rows.orderBy('call.started_at', 'desc').orderBy('call.id', 'desc');
  }
  const { agentIds } = query;
  if (agentIds && another !== undefined) {
    rows = rows.where((eb) =>
      eb.exists(
        eb
          .selectFrom('call_audience as heard')
          .select('heard.call_id')
          .whereRef('heard.call_id', '=', 'call.id')
          .where('heard.agent_id', 'in', [...agentIds]),
      ),
    );
  }
  if (query.from !== undefined) rows = rows.where('call.started_at', '>=', query.from);
  if (query.partyId !== undefined) rows = rows.where('call.party_id', '=', query.partyId);
  if (query.dealId !== undefined) rows = rows.where('call.deal_id', '=', query.dealId);
  if (query.numbers) rows = rows.where('call.number', 'in', [...query.numbers]);
  if (query.agentId !== undefined) rows = rows.where('call.agent_id', '=', query.agentId);
  for (const word of searchable(query.words ?? '')
    .split(' ')
    .filter(Boolean))
    rows = rows.where('call.search', 'like', like(word));
  const { recorded } = query;
  if (recorded !== undefined)
    rows = rows.where((eb) => {
      const stored = eb.exists(
        eb
          .selectFrom('recording')
          .select('recording.id')
          .whereRef('recording.call_id', '=', 'call.id')
          .where('recording.state', '=', 'stored'),
      );
      return recorded ? stored : eb.not(stored);
    });
  if (query.to !== undefined) rows = rows.where('call.started_at', '<', query.to);
  if (query.direction) rows = rows.where('call.direction', '=', query.direction);
  if (query.missed === true) rows = rows.where('call.end_reason', '=', 'missed');
  if (query.missed === false)
    rows = rows.where((eb) =>
      eb.or([eb('call.end_reason', 'is', null), eb('call.end_reason', '!=', 'missed')]),
    );
  if (query.cursor !== undefined) {
    const { at, id } = readCursor(query.cursor);
    rows = rows.where((eb) =>
      eb.or([
        eb('call.started_at', '<', at),
        eb.and([eb('call.started_at', '=', at), eb('call.id', '<', id)]),
      ]),
    );
  }
  const found = (await rows.limit(limit + 1).execute()).map((row) => JSON.parse(row.data) as Call);
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return found.length > limit && last
    ? { items, next: writeCursor({ at: last.startedAt, id: last.id }) }
    : { items };
}

function toColumns({ call, bridgeId }: CallRow): Tables['call'] {
  return {
    id: call.id,
    direction: call.direction,
    state: call.state,
    end_reason: call.endReason ?? null,
    number: call.number,
    line: call.line ?? null,
    agent_id: call.agent?.id ?? null,
    party_id: call.party?.id ?? null,
    deal_id: call.deal?.id ?? null,
    callback_id: call.callback?.id ?? null,
    visit_id: call.source?.visitId ?? null,
    started_at: call.startedAt,
    connected_at: call.connectedAt ?? null,
    ended_at: call.endedAt ?? null,
    duration_seconds: call.durationSeconds,
    bridge_id: bridgeId ?? null,
    version: call.version,
    ...toCounted(call),
    search: callSearch(call),
    data: JSON.stringify(call),
  };
}

/** A number is found however it is typed: with its plus, or by some of its digits. */
export function callSearch({ number, claimedName, party, agent, colleague, comment }: Call): string {
  const said = [number, claimedName, party?.name, agent?.name, colleague?.name, comment];
  return searchable(said.filter(Boolean).join(' '));
}

/** Agents are only ever added: who has once seen a call has it in his log. */
async function writeAudience(db: Kysely<Tables>, { call, audience }: CallRow): Promise<void> {
  if (audience.length === 0) return;
  await db
    .insertInto('call_audience')
    .values(audience.map((agentId) => ({ call_id: call.id, agent_id: agentId, started_at: call.startedAt })))
    .onConflict((c) =>
      c
        .columns(['call_id', 'agent_id'])
        .doUpdateSet({ started_at: call.startedAt })
        // A PBX that leads its calls itself may tell later that one began earlier.
        .where('call_audience.started_at', '!=', call.startedAt),
    )
    .execute();
}

async function withAudience(
  db: Kysely<Tables>,
  row: { data: string; bridge_id: string | null },
): Promise<CallRow> {
  const call = JSON.parse(row.data) as Call;
  const seen = await audienceOf(db, { id: call.id });
  return { call, audience: seen.map((one) => one.agent_id), bridgeId: row.bridge_id ?? undefined };
}
