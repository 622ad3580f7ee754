/** Tasks about a customer. */
import type { Page, Task, TaskInput, TaskPatch } from '@ringback/model';
import * as z from 'zod/mini';
import { AdapterError } from '../../error.ts';
import type { ReadOptions, TaskQuery, TasksGroup, WriteOptions } from '../contract.ts';
import { rowsRead } from '../kit/pages.ts';
import { toLocal } from '../local-time.ts';
import { createOnce } from '../once.ts';
import { LARGEST_PAGE, type Retailcrm } from './account.ts';
import type { Params } from './api.ts';
import { manifest } from './manifest.ts';
import { isId, toParty, toTask } from './map.ts';
import { Customer, Done, Made, TaskRow } from './rows.ts';

const One = z.object({ task: TaskRow });
const Owner = z.object({ customer: Customer });
/** Tasks come in no promised order: so many are read and sorted. */
const READ_AT_ONCE = LARGEST_PAGE;

export function createTasks(account: Retailcrm): TasksGroup {
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

async function list(account: Retailcrm, query: TaskQuery, options: ReadOptions): Promise<Page<Task>> {
  const { partyId, dealId, responsibleId, open, cursor, limit = READ_AT_ONCE } = query;
  if (dealId !== undefined) return { items: [] };
  const at = await account.mapping(options);
  const params: Params = {
    ...(responsibleId === undefined ? {} : { 'filter[performers]': [responsibleId] }),
    ...(open === true ? { 'filter[status]': 'performing' } : {}),
  };
  if (partyId !== undefined) {
    // The filter takes a name, and the answer says whose task it is.
    const owner = isId(partyId)
      ? await account.api.get(`customers/${partyId}`, Owner, { by: 'id' }, options)
      : undefined;
    if (!owner) return { items: [] };
    params['filter[customer]'] = toParty(owner.customer, at).name;
  }
  const range = { skip: rowsRead(cursor), limit: Math.min(limit, READ_AT_ONCE) };
  const page = await account.rows({ path: 'tasks', kind: 'tasks', row: TaskRow, params }, range, options);
  const items = page.items
    .map((row) => toTask(row, at))
    .filter((task) => partyId === undefined || task.partyId === partyId);
  return { ...page, items: items.sort(bySoonest) };
}

function bySoonest(one: Task, other: Task): number {
  if (one.dueAt === other.dueAt) return 0;
  if (one.dueAt === undefined || other.dueAt === undefined) return one.dueAt === undefined ? 1 : -1;
  return one.dueAt < other.dueAt ? -1 : 1;
}

async function get(account: Retailcrm, id: string, options: ReadOptions): Promise<Task | undefined> {
  const found = isId(id) ? await account.api.get(`tasks/${id}`, One, {}, options) : undefined;
  return found && toTask(found.task, await account.mapping(options));
}

async function existing(account: Retailcrm, id: string, options: ReadOptions): Promise<Task> {
  const task = await get(account, id, options);
  if (task) return task;
  throw new AdapterError(manifest.id, 'not-found', 'There is no such task in retailCRM.');
}

async function findMade(account: Retailcrm, { title, partyId }: TaskInput, options: ReadOptions) {
  const { items } = await list(
    account,
    { open: true, ...(partyId === undefined ? {} : { partyId }) },
    options,
  );
  const made = items.find((task) => task.title === title);
  return made && { id: made.id, result: made };
}

/** retailCRM's tasks are due to the minute. */
const minuteOf = (at: string, timeZone: string): string =>
  toLocal(at, timeZone).slice(0, 16).replace('T', ' ');

async function create(account: Retailcrm, input: TaskInput, options: WriteOptions): Promise<Task> {
  const users = await account.users.get(options.signal);
  const performer = input.responsibleId ?? options.userId ?? users.find(({ active }) => active)?.id;
  const task = {
    ...{ text: input.title, commentary: input.description ?? '' },
    ...(input.dueAt === undefined ? {} : { datetime: minuteOf(input.dueAt, account.settings.timeZone) }),
    ...(performer === undefined ? {} : { performerId: Number(performer) }),
    ...(input.partyId === undefined ? {} : { customer: { id: Number(input.partyId) } }),
  };
  const { id } = await account.api.post('tasks/create', { task }, Made, options);
  return existing(account, String(id ?? ''), options);
}

async function update(
  account: Retailcrm,
  id: string,
  patch: TaskPatch,
  options: WriteOptions,
): Promise<Task> {
  await existing(account, id, options);
  const { title, description, dueAt, responsibleId, state } = patch;
  const task = {
    ...(title === undefined ? {} : { text: title }),
    ...(description === undefined ? {} : { commentary: description }),
    ...(dueAt === undefined ? {} : { datetime: minuteOf(dueAt, account.settings.timeZone) }),
    ...(responsibleId === undefined ? {} : { performerId: Number(responsibleId) }),
    // A task is done or it is not.
    ...(state === undefined ? {} : { complete: state === 'done' || state === 'cancelled' }),
  };
  if (Object.keys(task).length > 0) {
    await account.api.post(`tasks/${id}/edit`, { task }, Done, { ...options, repeatable: true });
  }
  return existing(account, id, options);
}
