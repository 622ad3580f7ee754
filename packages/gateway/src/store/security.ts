import type { SecurityAlarm, SecurityLock } from '@ringback/model';
import type { Store } from './contract.ts';
import type { Database } from './database.ts';

export function createSecurity(db: Database): Store['security'] {
  return {
    locks: {
      async put(tx, lock) {
        const columns = { until: lock.until, data: JSON.stringify(lock) };
        await db
          .on(tx)
          .insertInto('security_lock')
          .values({ address: lock.address, ...columns })
          .onConflict((c) => c.column('address').doUpdateSet(columns))
          .execute();
      },
      async remove(tx, address) {
        const row = await db
          .on(tx)
          .deleteFrom('security_lock')
          .where('address', '=', address)
          .returning('data')
          .executeTakeFirst();
        return row && (JSON.parse(row.data) as SecurityLock);
      },
      async list(at) {
        const rows = await db
          .on()
          .selectFrom('security_lock')
          .select('data')
          .where('until', '>', at.toISOString())
          .orderBy('until', 'desc')
          .execute();
        return rows.map((row) => JSON.parse(row.data) as SecurityLock);
      },
    },
    alarms: {
      async put(tx, alarm) {
        const { id, kind, subject, lastAt } = alarm;
        const columns = { kind, subject, last_at: lastAt, data: JSON.stringify(alarm) };
        await db
          .on(tx)
          .insertInto('security_alarm')
          .values({ id, ...columns })
          .onConflict((c) => c.column('id').doUpdateSet(columns))
          .execute();
      },
      async get(id, tx) {
        const row = await db
          .on(tx)
          .selectFrom('security_alarm')
          .select('data')
          .where('id', '=', id)
          .executeTakeFirst();
        return row && (JSON.parse(row.data) as SecurityAlarm);
      },
      async latest(tx, { kind, subject, since }) {
        const row = await db
          .on(tx)
          .selectFrom('security_alarm')
          .select('data')
          .where('kind', '=', kind)
          .where('subject', '=', subject)
          .where('last_at', '>', since.toISOString())
          .orderBy('last_at', 'desc')
          .executeTakeFirst();
        return row && (JSON.parse(row.data) as SecurityAlarm);
      },
      async list(limit) {
        const rows = await db
          .on()
          .selectFrom('security_alarm')
          .select('data')
          .orderBy('last_at', 'desc')
          .orderBy('id')
          .limit(limit)
          .execute();
        return rows.map((row) => JSON.parse(row.data) as SecurityAlarm);
      },
    },
    async prune(before) {
      const time = before.toISOString();
      await db.on().deleteFrom('security_lock').where('until', '<', time).execute();
      await db.on().deleteFrom('security_alarm').where('last_at', '<', time).execute();
      await db.on().deleteFrom('toll').where('ended_at', '<', time).execute();
    },
  };
}

export function createTolls(db: Database): Store['tolls'] {
  return {
    async put(tx, toll) {
      await db
        .on(tx)
        .insertInto('toll')
        .values({
          leg_id: toll.legId,
          call_id: toll.callId,
          agent_id: toll.agentId ?? null,
          country: toll.country ?? null,
          per_minute: toll.perMinute,
          placed_at: toll.placedAt,
          answered_at: null,
          ended_at: null,
          cost: 0,
        })
        .onConflict((c) => c.column('leg_id').doNothing())
        .execute();
    },
    async answered(legId, at) {
      await db
        .on()
        .updateTable('toll')
        .set({ answered_at: at })
        .where('leg_id', '=', legId)
        .where('answered_at', 'is', null)
        .execute();
    },
    async ended(legId, at, cost) {
      const { numUpdatedRows } = await db
        .on()
        .updateTable('toll')
        .set({ ended_at: at, cost })
        .where('leg_id', '=', legId)
        .where('ended_at', 'is', null)
        .executeTakeFirst();
      return Number(numUpdatedRows) > 0;
    },
    async running(tx) {
      const rows = await db.on(tx).selectFrom('toll').selectAll().where('ended_at', 'is', null).execute();
      return rows.map((row) => ({
        legId: row.leg_id,
        callId: row.call_id,
        agentId: row.agent_id ?? undefined,
        country: row.country ?? undefined,
        perMinute: row.per_minute,
        placedAt: row.placed_at,
        answeredAt: row.answered_at ?? undefined,
      }));
    },
    async spent({ since, agentId }, tx) {
      let rows = db
        .on(tx)
        .selectFrom('toll')
        .select((eb) => eb.fn.sum<number | string | null>('cost').as('cost'))
        .where('ended_at', '>=', since.toISOString());
      if (agentId !== undefined) rows = rows.where('agent_id', '=', agentId);
      return Number((await rows.executeTakeFirstOrThrow()).cost ?? 0);
    },
    async spentBy({ since, before }) {
      const rows = await db
        .on()
        .selectFrom('toll')
        .select(['agent_id', (eb) => eb.fn.sum('cost').as('cost')])
        .where('ended_at', '>=', since.toISOString())
        .where('ended_at', '<', before.toISOString())
        .groupBy('agent_id')
        .execute();
      return rows.map(({ agent_id, cost }) => ({ agentId: agent_id ?? undefined, cost: Number(cost) }));
    },
    async called(country, since) {
      const row = await db
        .on()
        .selectFrom('toll')
        .select('leg_id')
        .where('country', '=', country)
        .where('placed_at', '>', since.toISOString())
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}
