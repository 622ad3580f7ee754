import { type BackendTasks, type Task, type TaskReminder, taskOfStep } from '@ringback/model';
import { asked, type FakeCrmKit, given, later, need, pageOf, replace, says, unchanged } from './kit.ts';

export interface FakeTasks extends BackendTasks {
  /** As the gateway does it when the time has come. */
  remind(id: string): void;
}

export function createFakeTasks(kit: FakeCrmKit): FakeTasks {
  const { data, begin, emit, now, newId, me, party, readOnly } = kit;
  const { tasks, users } = data;
  const due = new Set<string>();
  const person = (id: string | undefined) => {
    const name = users.find((one) => one.id === id)?.name;
    return id === undefined ? {} : { responsible: { id, ...(name === undefined ? {} : { name }) } };
  };
  const reminderOf = (task: Task): TaskReminder => {
    const phone = task.partyId === undefined ? undefined : party(task.partyId)?.phones[0];
    return { task, at: task.remindAt ?? now(), ...(phone === undefined ? {} : { phone }) };
  };

  function write(before: Task, fields: Partial<Task>): Task {
    const { remindAt, ...rest } = { ...before, ...fields };
    const kept = { ...rest, ...(remindAt ? { remindAt } : {}), updatedAt: later(before, now()) };
    const task = replace(tasks, kept);
    emit('task.updated', { task });
    goOn(task);
    return task;
  }

  /** A task of a process that is done, or open again, is so there too. */
  function goOn({ processId, id, state }: Task): void {
    const before = data.processes.find((one) => one.id === processId);
    if (!before) return;
    const deed = { at: now(), by: { id: me().id, name: me().name } };
    const process = taskOfStep(before, id, state === 'done', deed);
    if (process !== before) emit('process.updated', { process: replace(data.processes, process) });
  }

  const reads: FakeTasks = {
    async list(query = {}) {
      await begin('tasks.list', query);
      const found = tasks
        .filter(({ dueAt }) => query.from === undefined || (dueAt !== undefined && dueAt >= query.from))
        .filter(({ dueAt }) => query.to === undefined || (dueAt !== undefined && dueAt < query.to))
        .filter(({ state, kind = 'other' }) => asked(query.states, state) && asked(query.kinds, kind))
        .filter((task) => query.responsibleId === undefined || task.responsible?.id === query.responsibleId)
        .filter((task) => query.partyId === undefined || task.partyId === query.partyId)
        .filter((task) => query.dealId === undefined || task.dealId === query.dealId)
        .filter((task) => query.leadId === undefined || task.leadId === query.leadId)
        .filter((task) => says(query.words, task.title, task.description, task.partyName))
        .sort((one, other) => ((one.dueAt ?? '9') < (other.dueAt ?? '9') ? -1 : 1));
      return pageOf(found, query);
    },
    async get(id) {
      await begin('tasks.get', id);
      return need(tasks, id);
    },
    async reminders() {
      await begin('tasks.reminders');
      return [...due].map((id) => reminderOf(need(tasks, id)));
    },
    async snooze(id, until) {
      await begin('tasks.snooze', id, until);
      due.delete(id);
      return write(need(tasks, id), { remindAt: until });
    },
    async acknowledge(id) {
      await begin('tasks.acknowledge', id);
      due.delete(id);
      return write(need(tasks, id), { remindAt: undefined } as never);
    },
    remind(id) {
      due.add(id);
      emit('task.reminder', { reminder: reminderOf(need(tasks, id)) });
    },
  };
  if (readOnly) return reads;
  return {
    ...reads,
    async create({ responsibleId = me().id, description = '', ...fields }) {
      await begin('tasks.create', { responsibleId, description, ...fields });
      const name = fields.partyId === undefined ? undefined : party(fields.partyId)?.name;
      const place = { system: 'local', id: newId('task'), state: 'open', description };
      const times = { createdAt: now(), updatedAt: now() };
      const task = {
        ...place,
        ...given({ ...fields, partyName: name }),
        ...person(responsibleId),
        ...times,
      } as Task;
      tasks.push(task);
      emit('task.created', { task });
      return task;
    },
    async update(id, { ifUnmodifiedSince, responsibleId, remindAt, ...fields }) {
      await begin('tasks.update', id, { ifUnmodifiedSince, responsibleId, remindAt, ...fields });
      const before = need(tasks, id);
      unchanged(before, ifUnmodifiedSince);
      const reminder = remindAt === undefined ? {} : { remindAt: remindAt ?? undefined };
      return write(before, { ...given(fields), ...person(responsibleId), ...reminder } as Partial<Task>);
    },
  };
}
