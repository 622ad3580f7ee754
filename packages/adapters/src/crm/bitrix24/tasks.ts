/** Tasks. */
import type { Page, Task, TaskInput, TaskPatch } from '@ringback/model';
import * as z from 'zod/mini';
import { AdapterError } from '../../error.ts';
import type { ReadOptions, TaskQuery, TasksGroup, WriteOptions } from '../contract.ts';
import { type Base, noSuch, resultOf, unreadable } from './base.ts';
import { manifest } from './manifest.ts';
import { BitrixTask, linkOf, readId, readPartyId, toTask } from './map.ts';
import type { Params } from './wire.ts';

const SELECT = [
  'ID',
  'TITLE',
  'DESCRIPTION',
  'DEADLINE',
  'STATUS',
  'RESPONSIBLE_ID',
  'UF_CRM_TASK',
  'CREATED_DATE',
  'CHANGED_DATE',
];
const PAGE = 50;
const DONE = 5;

const Tasks = z.object({ tasks: z.array(BitrixTask) });
const One = z.object({ task: z.union([BitrixTask, z.array(z.unknown())]) });

export function createTasks(base: Base): Omit<Required<TasksGroup>, 'search'> {
  const { api } = base;
  const map = (task: BitrixTask): Task => toTask(task, base.mapContext());

  async function get(id: string, options?: ReadOptions): Promise<Task | undefined> {
    if (readId(id) === undefined) return undefined;
    const params = { taskId: Number(id), select: SELECT };
    const answers = await api.readAll(
      { task: { method: 'tasks.task.get', params }, ...base.usersCommand() },
      options,
    );
    if (answers.users) base.noteUsers(answers);
    if (answers.task instanceof AdapterError && answers.task.code === 'not-found') return undefined;
    const parsed = One.safeParse(resultOf(answers.task));
    if (!parsed.success) throw unreadable('tasks.task.get');
    // A task that is not there, or not for our eyes, is an empty list.
    return Array.isArray(parsed.data.task) ? undefined : map(parsed.data.task);
  }
  const mustGet = async (id: string) => (await get(id)) ?? Promise.reject(noSuch('task'));

  return {
    list: (query, options) => list(base, query, map, options),
    get,
    create: (input, options) => create(base, input, options, mustGet),
    async update(id, patch, options) {
      await mustGet(id);
      return base.once({
        key: `task.update:${id}:${options.actor}:${options.idempotencyKey}`,
        async work() {
          for (const { method, params } of stepsOf(Number(id), patch))
            await api.write(method, params, { ...options, repeatable: true });
          return { id: '', result: await mustGet(id) };
        },
        find: async () => undefined,
        recall: () => mustGet(id),
      });
    },
  };
}

async function list(
  base: Base,
  { partyId, dealId, responsibleId, open, cursor, limit = PAGE }: TaskQuery,
  map: (task: BitrixTask) => Task,
  options?: ReadOptions,
): Promise<Page<Task>> {
  const party = partyId === undefined ? undefined : readPartyId(partyId);
  if (partyId !== undefined && !party) return { items: [] };
  const link = dealId === undefined ? party && linkOf(party) : `D_${dealId}`;
  const start = Number(cursor ?? 0);
  const from = Math.floor(start / PAGE) * PAGE;
  const params = {
    filter: {
      ...(link === undefined ? {} : { UF_CRM_TASK: link }),
      ...(responsibleId === undefined ? {} : { RESPONSIBLE_ID: responsibleId }),
      ...(open ? { '!REAL_STATUS': DONE } : {}),
    },
    // Those without a date come first in the portal's database: they are put last below, page by page.
    order: { DEADLINE: 'asc', ID: 'asc' },
    select: SELECT,
    start: from,
  };
  const answers = await base.api.readAll(
    { list: { method: 'tasks.task.list', params }, ...base.usersCommand() },
    options,
  );
  if (answers.users) base.noteUsers(answers);
  const parsed = Tasks.safeParse(resultOf(answers.list));
  if (!parsed.success) throw unreadable('tasks.task.list');
  const all = parsed.data.tasks.map(map).sort(byDate);
  const items = all.slice(start - from, start - from + limit);
  const end = start + items.length;
  const more =
    end < from + all.length || (answers.list && 'next' in answers.list && answers.list.next !== undefined);
  return { items, ...(more && items.length > 0 ? { next: String(end) } : {}) };
}

const NEVER = '9999';
const byDate = (one: Task, other: Task) => ((one.dueAt ?? NEVER) < (other.dueAt ?? NEVER) ? -1 : 1);

function create(
  base: Base,
  input: TaskInput,
  options: WriteOptions,
  mustGet: (id: string) => Promise<Task>,
): Promise<Task> {
  const party = input.partyId === undefined ? undefined : readPartyId(input.partyId);
  const links = [
    ...(party ? [linkOf(party)] : []),
    ...(input.dealId === undefined ? [] : [`D_${input.dealId}`]),
  ];
  const xmlId = `ringback:${options.actor}:${options.idempotencyKey}`;
  const fields = {
    TITLE: input.title,
    DESCRIPTION: input.description ?? '',
    RESPONSIBLE_ID: Number(input.responsibleId ?? base.userOf(options)),
    ...(input.dueAt === undefined ? {} : { DEADLINE: input.dueAt }),
    ...(links.length === 0 ? {} : { UF_CRM_TASK: links }),
    XML_ID: xmlId,
  };
  return base.once({
    key: `task.create:${xmlId}`,
    async work() {
      const answer = await base.api.write('tasks.task.add', { fields }, options);
      const { task } = z.object({ task: z.looseObject({ id: z.coerce.string() }) }).parse(answer);
      return { id: task.id, result: await mustGet(task.id) };
    },
    async find() {
      const { result } = await base.api.read('tasks.task.list', {
        filter: { XML_ID: xmlId },
        select: SELECT,
      });
      const [task] = Tasks.parse(result).tasks;
      return task && { id: task.id, result: toTask(task, base.mapContext()) };
    },
    recall: mustGet,
  });
}

/** Fields first, and then the state, which has methods of its own. */
function stepsOf(taskId: number, patch: TaskPatch): { method: string; params: Params }[] {
  const { title, description, dueAt, responsibleId, state } = patch;
  const fields = {
    ...(title === undefined ? {} : { TITLE: title }),
    ...(description === undefined ? {} : { DESCRIPTION: description }),
    ...(dueAt === undefined ? {} : { DEADLINE: dueAt }),
    ...(responsibleId === undefined ? {} : { RESPONSIBLE_ID: Number(responsibleId) }),
  };
  return [
    ...(Object.keys(fields).length === 0
      ? []
      : [{ method: 'tasks.task.update', params: { taskId, fields } }]),
    ...(state === undefined ? [] : [{ method: `tasks.task.${methodOf(state)}`, params: { taskId } }]),
  ];
}

function methodOf(state: NonNullable<TaskPatch['state']>): string {
  const methods = { open: 'renew', 'in-progress': 'start', done: 'complete', cancelled: undefined } as const;
  const method = methods[state];
  if (method !== undefined) return method;
  throw new AdapterError(manifest.id, 'unsupported', 'Bitrix24 knows no cancelled tasks.', {
    hint: 'Mark it as done, or remove it in Bitrix24.',
  });
}
