import type { ReminderRow, Store } from './contract.ts';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

export function createReminders(db: Database): Store['reminders'] {
  return {
    async put(tx, row) {
      const values = toRow(row);
      await db
        .on(tx)
        .insertInto('reminder')
        .values(values)
        .onConflict((c) => c.columns(['system', 'task_id']).doUpdateSet(values))
        .execute();
    },
    async remove(tx, { system, taskId }) {
      await db
        .on(tx)
        .deleteFrom('reminder')
        .where('system', '=', system)
        .where('task_id', '=', taskId)
        .execute();
    },
    async of(tasks) {
      if (tasks.length === 0) return [];
      const ids = tasks.map(({ taskId }) => taskId);
      const rows = await db.on().selectFrom('reminder').selectAll().where('task_id', 'in', ids).execute();
      const wanted = new Set(tasks.map(({ system, taskId }) => `${system} ${taskId}`));
      return rows.map(fromRow).filter(({ system, taskId }) => wanted.has(`${system} ${taskId}`));
    },
    async due(now, limit) {
      const rows = await db
        .on()
        .selectFrom('reminder')
        .selectAll()
        .where('state', '=', 'planned')
        .where('at', '<=', now.toISOString())
        .orderBy('at')
        .limit(limit)
        .execute();
      return rows.map(fromRow);
    },
    async nextAt() {
      const row = await db
        .on()
        .selectFrom('reminder')
        .select((eb) => eb.fn.min('at').as('at'))
        .where('state', '=', 'planned')
        .executeTakeFirst();
      return row?.at ?? undefined;
    },
    async told(agentId) {
      const rows = await db
        .on()
        .selectFrom('reminder')
        .selectAll()
        .where('agent_id', '=', agentId)
        .where('state', '=', 'told')
        .orderBy('at')
        .execute();
      return rows.map(fromRow);
    },
  };
}

function toRow({ system, taskId, at, agentId, state }: ReminderRow): Tables['reminder'] {
  return { system, task_id: taskId, at, agent_id: agentId ?? null, state };
}

function fromRow(row: Tables['reminder']): ReminderRow {
  return {
    ...{ system: row.system, taskId: row.task_id, at: row.at },
    agentId: row.agent_id ?? undefined,
    state: row.state === 'told' ? 'told' : 'planned',
  };
}
