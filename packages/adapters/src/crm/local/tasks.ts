/** Tasks in Ringback's own store. */
import { Task, type TaskInput } from '@ringback/model';
import type { TasksGroup } from '../contract.ts';
import type { LocalOptions } from './base.ts';
import { createRecordsOf, given } from './records.ts';

const FIELDS = ['title', 'description', 'state', 'dueAt', 'responsible'] as const;
/** After every time: what has no date comes last. */
const NEVER = '9999';

export function createTasks<Tx>(options: LocalOptions<Tx>): Required<TasksGroup> {
  const { store, now, newId } = options;
  const tasks = createRecordsOf<Tx, Task>(options, {
    kind: 'task',
    parse: (data) => Task.parse(data),
    fields: FIELDS,
    toRecord: ({ partyId, dealId, responsible, state, dueAt = NEVER }) => ({
      ...given({ partyId, dealId, responsibleId: responsible?.id }),
      open: state !== 'done' && state !== 'cancelled',
      position: dueAt,
    }),
    created: (tx, task) => store.events.append(tx, { type: 'task.created', data: { task }, audience: null }),
    updated: (tx, task) => store.events.append(tx, { type: 'task.updated', data: { task }, audience: null }),
  });

  function make({ responsibleId, description = '', ...input }: TaskInput): Task {
    const at = now().toISOString();
    return {
      ...{ system: 'local', id: newId(), description, state: 'open' as const },
      ...(given(input) as Pick<Task, 'title'>),
      ...(responsibleId === undefined ? {} : { responsible: { id: responsibleId } }),
      createdAt: at,
      updatedAt: at,
    };
  }

  return {
    list: (query) => tasks.list({ ...query, newestFirst: false }),
    get: (id) => tasks.get(id),
    create: (input, write) => tasks.create(write, async () => make(input)),
    update: (id, { responsibleId, ...fields }, write) =>
      tasks.update(id, write, async (old) => ({
        ...old,
        ...given(fields),
        ...(responsibleId === undefined ? {} : { responsible: { id: responsibleId } }),
        updatedAt: now().toISOString(),
      })),
  };
}
