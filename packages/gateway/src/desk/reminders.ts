/** Tells of a task when its time has come: once, to its person, also when the gateway was down at that moment. */
import type { AdapterLog } from '@ringback/adapters';
import type { Timers } from '../calls/timers.ts';
import type { ReminderRow } from '../store/contract.ts';
import { createWorker, type Worker } from '../worker.ts';
import type { DeskDeps } from './base.ts';
import type { Tasks } from './tasks.ts';

const AT_ONCE = 50;

export interface RemindersOptions extends Pick<DeskDeps, 'store' | 'crm' | 'now'> {
  tasks: Pick<Tasks, 'reminderOf'>;
  timers: Timers;
  log: AdapterLog;
}

export function createReminders({ store, crm, now, tasks, timers, log }: RemindersOptions): Worker {
  /** A task that is gone or done is forgotten; a host that is down is told of later, and not in the way of others. */
  async function tell(row: ReminderRow): Promise<void> {
    const task = await crm.tasks?.get(row.taskId);
    const over = !task || task.state === 'done' || task.state === 'cancelled';
    const reminder = over ? undefined : await tasks.reminderOf({ ...task, remindAt: row.at }, row.at);
    await store.transaction(async (tx) => {
      if (!reminder) return store.reminders.remove(tx, row);
      await store.reminders.put(tx, { ...row, state: 'told' });
      const audience = row.agentId === undefined ? null : [row.agentId];
      await store.events.append(tx, { type: 'task.reminder', data: { reminder }, audience });
    }, 'full');
  }

  return createWorker({
    ...{ store, now, timers, log, name: 'the reminders' },
    async round(stopped) {
      let failed = false;
      for (const row of await store.reminders.due(now(), AT_ONCE)) {
        if (stopped()) return undefined;
        try {
          await tell(row);
        } catch (error) {
          failed = true;
          log.warn({ err: error, task: row.taskId }, 'a reminder could not be told; it is tried again');
        }
      }
      return failed ? new Date(now().getTime() + 30_000).toISOString() : store.reminders.nextAt();
    },
  });
}
