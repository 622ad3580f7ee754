import {
  Id,
  SnoozeInput,
  Task,
  TaskDraft,
  TaskPage,
  TaskQuery,
  TaskReminder,
  TaskUpdate,
} from '@ringback/model';
import * as z from 'zod/mini';
import type { HttpDeps } from '../deps.ts';
import type { Guards } from '../guards.ts';
import { createRouter } from '../route.ts';
import type { App } from '../types.ts';

const params = z.object({ id: Id });

export function taskRoutes(app: App, { desk: { tasks }, newId }: HttpDeps, guards: Guards): void {
  const route = createRouter(app, { guards, newId, tag: 'Tasks' });
  const read = { method: 'GET', permission: 'crm.read' } as const;
  const write = { method: 'POST', permission: 'crm.write' } as const;
  route({
    ...{ ...read, url: '/tasks', query: TaskQuery, answer: TaskPage },
    summary: 'Tasks, what is due first comes first; with `from` and `to` those of a range',
    handle: ({ query }) => tasks.list(query),
  });
  route({
    ...{
      ...read,
      url: '/tasks/reminders',
      summary: 'Own reminders that have come due and were not seen yet',
    },
    answer: z.array(TaskReminder),
    handle: ({ agent }) => tasks.reminders(agent),
  });
  route({
    ...{ ...read, url: '/tasks/:id', summary: 'A task', params, answer: Task },
    handle: (asked) => tasks.get(asked.params.id),
  });
  route({
    ...{ ...write, url: '/tasks', summary: 'Create a task', body: TaskDraft, answer: Task, status: 201 },
    handle: ({ body, doing }) => tasks.create(body, doing),
  });
  route({
    ...{ ...write, method: 'PATCH', url: '/tasks/:id', summary: 'Change a task', params, body: TaskUpdate },
    answer: Task,
    handle: (asked) => tasks.update(asked.params.id, asked.body, asked.doing),
  });
  // A reminder is one's own: who may read a task may put it off.
  route({
    ...{ ...read, method: 'POST', url: '/tasks/:id/snooze', summary: 'Remind again then', params },
    ...{ body: SnoozeInput, answer: Task },
    handle: (asked) => tasks.snooze(asked.params.id, asked.body.until, asked.doing),
  });
  route({
    ...{ ...read, method: 'POST', url: '/tasks/:id/acknowledge', summary: 'The reminder was seen', params },
    answer: Task,
    handle: (asked) => tasks.acknowledge(asked.params.id, asked.doing),
  });
}
