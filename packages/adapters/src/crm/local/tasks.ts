/** Tasks in Ringback's own store. */
import { Task, type TaskInput } from '@ringback/model';
import type { TasksGroup } from '../contract.ts';
import { type LocalOptions, person } from './base.ts';
import { createRecordsOf, given } from './records.ts';

const FIELDS = ['title', 'description', 'kind', 'state', 'dueAt', 'responsible'] as const;
/** After every time: what has no date comes last. */
const NEVER = '9999';

export function createTasks<Tx>(options: LocalOptions<Tx>): Required<TasksGroup> {
  const { store, now, newId } = options;
  const tasks = createRecordsOf<Tx, Task>(options, {
    kind: 'task',
    parse: (data) => Task.parse(data),
    fields: FIELDS,
    toRecord: ({ partyId, dealId, responsible, state, dueAt = NEVER, updatedAt, ...task }) => ({
      ...given({ partyId, dealId, responsibleId: responsible?.id, lookup: task.leadId }),
      open: state !== 'done' && state !== 'cancelled',
      place: state,
      area: task.kind ?? 'other',
      words: [task.title, task.description, task.partyName ?? ''].join(' '),
      position: dueAt,
      updatedAt,
    }),
    created: (tx, task) => store.events.append(tx, { type: 'task.created', data: { task }, audience: null }),
    updated: (tx, task) => store.events.append(tx, { type: 'task.updated', data: { task }, audience: null }),
  });

  /** Without anybody named it is his who makes it. */
  async function make(input: TaskInput, tx: Tx, actor: string): Promise<Task> {
    const { responsibleId = actor, description = '', ...fields } = input;
    const at = now().toISOString();
    const partyName =
      input.partyId === undefined ? undefined : (await store.parties.get(input.partyId, tx))?.name;
    return {
      ...{ system: 'local', id: newId(), description, state: 'open' as const },
      ...(given({ ...fields, partyName }) as Pick<Task, 'title'>),
      ...(await person(options, responsibleId)),
      createdAt: at,
      updatedAt: at,
    };
  }

  return {
    list: (query) => tasks.list({ ...query, newestFirst: false }),
    get: (id) => tasks.get(id),
    search({ from, to, states, kinds, leadId, ...query }) {
      const filter = given({ lookup: leadId, places: states, areas: kinds, from });
      // Within a range there is nothing that has no date.
      const end = to ?? (from === undefined ? undefined : NEVER);
      return tasks.list({ ...query, ...filter, ...given({ to: end }), newestFirst: false });
    },
    create: (input, write) => tasks.create(write, (tx) => make(input, tx, write.actor)),
    update: (id, { responsibleId, ...fields }, write) =>
      tasks.update(id, write, async (old) => ({
        ...old,
        ...given(fields),
        ...(await person(options, responsibleId)),
        updatedAt: now().toISOString(),
      })),
  };
}
