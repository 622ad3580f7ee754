import { compiledOnce } from './compiled-once.ts';
import type { LegRow, Store } from './contract.ts';
import { type Database, nextOf } from './database.ts';
import type { Tables } from './tables.ts';

const ofCall = compiledOnce((on, { callId }: { callId: string }) =>
  on.selectFrom('leg').selectAll().where('call_id', '=', callId).orderBy('position'),
);

export function createLegs(db: Database): Store['legs'] {
  return {
    async insert(tx, leg) {
      const on = db.on(tx);
      await on
        .insertInto('leg')
        .values({ ...toColumns(leg), position: await nextOf(on, 'leg') })
        .execute();
    },
    async update(tx, leg) {
      await db.on(tx).updateTable('leg').set(toColumns(leg)).where('leg_id', '=', leg.legId).execute();
    },
    async rename(tx, legId, byLegId) {
      await db.on(tx).updateTable('leg').set({ leg_id: byLegId }).where('leg_id', '=', legId).execute();
    },
    async get(legId, tx) {
      const row = await db
        .on(tx)
        .selectFrom('leg')
        .selectAll()
        .where('leg_id', '=', legId)
        .executeTakeFirst();
      return row && fromRow(row);
    },
    async ofCall(callId, tx) {
      return (await ofCall(db.on(tx), { callId })).map(fromRow);
    },
    async living(agentId, lastLeg = Number.MAX_SAFE_INTEGER) {
      const rows = await db
        .on()
        .selectFrom('leg')
        .innerJoin('call', 'call.id', 'leg.call_id')
        .select('leg.leg_id')
        .where('leg.agent_id', '=', agentId)
        .where('leg.state', '!=', 'ended')
        .where('call.state', '!=', 'ended')
        .where('leg.position', '<=', lastLeg)
        .orderBy('leg.position')
        .execute();
      return rows.map((row) => row.leg_id);
    },
  };
}

function toColumns(leg: LegRow): Omit<Tables['leg'], 'position'> {
  return {
    leg_id: leg.legId,
    call_id: leg.callId,
    role: leg.role,
    agent_id: leg.agentId ?? null,
    kind: leg.kind ?? null,
    participant_id: leg.participantId ?? null,
    state: leg.state,
    cause: leg.cause ?? null,
  };
}

function fromRow(row: Tables['leg']): LegRow {
  return {
    legId: row.leg_id,
    callId: row.call_id,
    role: row.role as LegRow['role'],
    agentId: row.agent_id ?? undefined,
    kind: (row.kind ?? undefined) as LegRow['kind'],
    participantId: row.participant_id ?? undefined,
    state: row.state as LegRow['state'],
    cause: (row.cause ?? undefined) as LegRow['cause'],
  };
}
