/** Tasks on contacts, companies and deals. */
import type { Page, Task, TaskInput, TaskPatch } from '@ringback/model';
import { AdapterError } from '../../error.ts';
import type { ReadOptions, TaskQuery, TasksGroup, WriteOptions } from '../contract.ts';
import { createOnce } from '../once.ts';
import { type Amocrm, LARGEST_PAGE } from './account.ts';
import type { Params } from './api.ts';
import { manifest } from './manifest.ts';
import { readPartyId, seconds, taskText, toTask } from './map.ts';
import { Changed, madeOf, pageOf, TaskRow } from './rows.ts';

const PAGE = 50;
/** “Follow up”: the first of amoCRM's own kinds. */
const FOLLOW_UP = 1;
/** amoCRM has no task without a date. */
const A_DAY = 86_400;

export function createTasks(account: Amocrm): TasksGroup {
  const once = createOnce(account.context.kept);
  return {
    list: (query, options = {}) => list(account, query, options),
    get: (id, options = {}) => get(account, id, options),
    create: (input, options) =>
      once({
        key: `task.create:${options.idempotencyKey}`,
        recall: (id) => existing(account, id, options),
        find: () => findMade(account, input, options),
        work: async () => {
          const task = await create(account, input, options);
          return { id: task.id, result: task };
        },
      }),
    update: (id, patch, options) =>
      once({
        key: `task.update:${id}:${options.idempotencyKey}`,
        recall: () => existing(account, id, options),
        find: async () => undefined,
        work: async () => ({ id, result: await update(account, id, patch, options) }),
      }),
  };
}

/** What the task is about; `undefined` = nothing can fit. */
function aboutOf({
  partyId,
  dealId,
}: {
  partyId?: string | undefined;
  dealId?: string | undefined;
}): { type: string; id: number } | undefined {
  if (dealId !== undefined)
    return /^\d{1,15}$/.test(dealId) ? { type: 'leads', id: Number(dealId) } : undefined;
  const party = readPartyId(partyId ?? '');
  return party && { type: party.kind, id: party.id };
}

async function list(account: Amocrm, query: TaskQuery, options: ReadOptions): Promise<Page<Task>> {
  const { responsibleId, open, cursor, limit = PAGE } = query;
  const page = cursor !== undefined && /^\d{1,9}$/.test(cursor) ? Number(cursor) : 1;
  const asked = query.partyId !== undefined || query.dealId !== undefined;
  const about = aboutOf(query);
  if (asked && !about) return { items: [] };
  const params: Params = {
    ...{ limit: Math.min(limit, LARGEST_PAGE), page, 'order[complete_till]': 'asc' },
    ...(about === undefined ? {} : { 'filter[entity_type]': about.type, 'filter[entity_id]': [about.id] }),
    ...(responsibleId === undefined ? {} : { 'filter[responsible_user_id]': [responsibleId] }),
    ...(open === true ? { 'filter[is_completed]': 0 } : {}),
  };
  const [answer, at] = await Promise.all([
    account.api.get('tasks', pageOf('tasks', TaskRow), params, options),
    account.mapping(options),
  ]);
  const items = (answer?._embedded.tasks ?? []).map((row) => toTask(row, at));
  return answer?._links?.next ? { items, next: String(page + 1) } : { items };
}

async function get(account: Amocrm, id: string, options: ReadOptions): Promise<Task | undefined> {
  if (!/^\d{1,15}$/.test(id)) return undefined;
  const row = await account.api.get(`tasks/${id}`, TaskRow, {}, options);
  return row && toTask(row, await account.mapping(options));
}

async function existing(account: Amocrm, id: string, options: ReadOptions): Promise<Task> {
  const task = await get(account, id, options);
  if (task) return task;
  throw new AdapterError(manifest.id, 'not-found', 'There is no such task in amoCRM.');
}

async function findMade(account: Amocrm, input: TaskInput, options: ReadOptions) {
  const { partyId, dealId } = input;
  const about = {
    ...(partyId === undefined ? {} : { partyId }),
    ...(dealId === undefined ? {} : { dealId }),
  };
  const { items } = await list(account, { ...about, open: true }, options);
  const made = items.find(
    ({ title, description }) => title === input.title && description === (input.description ?? ''),
  );
  return made && { id: made.id, result: made };
}

async function create(account: Amocrm, input: TaskInput, options: WriteOptions): Promise<Task> {
  const about = aboutOf(input);
  const user = input.responsibleId ?? options.userId;
  const body = {
    task_type_id: FOLLOW_UP,
    text: taskText(input.title, input.description ?? ''),
    complete_till:
      input.dueAt === undefined
        ? Math.floor(account.context.now().getTime() / 1000) + A_DAY
        : seconds(input.dueAt),
    ...(about === undefined ? {} : { entity_id: about.id, entity_type: about.type }),
    ...(user === undefined ? {} : { responsible_user_id: Number(user) }),
  };
  const made = await account.api.send('POST', 'tasks', [body], madeOf('tasks'), options);
  return existing(account, String(made._embedded.tasks[0]?.id ?? ''), options);
}

async function update(account: Amocrm, id: string, patch: TaskPatch, options: WriteOptions): Promise<Task> {
  const task = await existing(account, id, options);
  const { title = task.title, description = task.description, dueAt, responsibleId, state } = patch;
  const text =
    patch.title === undefined && patch.description === undefined
      ? {}
      : { text: taskText(title, description) };
  // amoCRM knows no cancelled task: it is closed, and its result says so.
  const closed = state === 'done' || state === 'cancelled';
  const body = {
    ...text,
    ...(dueAt === undefined ? {} : { complete_till: seconds(dueAt) }),
    ...(responsibleId === undefined ? {} : { responsible_user_id: Number(responsibleId) }),
    ...(state === undefined ? {} : { is_completed: closed }),
    ...(state === 'cancelled' ? { result: { text: '✕' } } : {}),
  };
  if (Object.keys(body).length > 0) await account.api.send('PATCH', `tasks/${id}`, body, Changed, options);
  return existing(account, id, options);
}
