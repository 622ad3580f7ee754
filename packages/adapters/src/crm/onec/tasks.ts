/** Tasks of the library of standard subsystems: made by starting a business process, done by executing the task. */
import type { Page, Task, TaskInput, TaskPatch } from '@ringback/model';
import { AdapterError } from '../../error.ts';
import type { ReadOptions, TaskQuery, TasksGroup, WriteOptions } from '../contract.ts';
import { pageOf, rowsRead } from '../kit/pages.ts';
import { createOnce } from '../once.ts';
import type { Base } from './base.ts';
import { peopleSets, PROCESS, TASK, USERS } from './layout.ts';
import { find } from './people-read.ts';
import { type MapContext, toTask } from './map.ts';
import { manifest } from './manifest.ts';
import { toLocal } from '../local-time.ts';
import { and, isGuid, NO_DATE, NO_REF, or, ref, text, typeOf } from './odata.ts';
import { atHand } from './at-hand.ts';
import { Named, TaskRow } from './rows.ts';
import { requireWritten, rewrite } from './write.ts';

const PAGE = 50;

export function createTasks(base: Base): TasksGroup {
  const once = createOnce(base.context.kept);
  return {
    list: (query, options = {}) => list(base, query, options),
    get: (id, options = {}) => get(base, id, options),
    create: (input, options) =>
      once({
        key: `task.create:${options.idempotencyKey}`,
        recall: (id) => existing(base, id, options),
        find: () => findMade(base, input, options),
        work: async () => {
          const task = await create(base, input, options);
          return { id: task.id, result: task };
        },
      }),
    update: (id, patch, options) =>
      once({
        key: `task.update:${id}:${options.idempotencyKey}`,
        recall: () => existing(base, id, options),
        find: async () => undefined,
        work: async () => ({ id, result: await update(base, id, patch, options) }),
      }),
  };
}

/** What has no date is due at the beginning of time to 1C: two questions, the dated ones first. */
async function list(base: Base, query: TaskQuery, options: ReadOptions): Promise<Page<Task>> {
  await base.need(TASK);
  const at = await atHand(base, options);
  const { cursor, limit = PAGE } = query;
  const where = conditions(query, at);
  if (where === undefined) return { items: [] };
  const top = Math.min(limit, PAGE);
  const [dated, skip] = readCursor(cursor);
  const due = `СрокИсполнения ${dated ? 'ne' : 'eq'} datetime'${NO_DATE}'`;
  const rows = await base.api.list(
    TASK,
    TaskRow,
    { filter: and(where, due), orderby: dated ? 'СрокИсполнения' : 'Date', top, skip },
    options,
  );
  const items = rows.map((row) => toTask(row, at));
  if (dated && rows.length < top) {
    const rest = await list(base, { ...query, cursor: 'u0', limit: top - rows.length || 1 }, options);
    return { items: [...items, ...rest.items], ...(rest.next === undefined ? {} : { next: rest.next }) };
  }
  const { next } = pageOf(items, { skip, limit: top });
  return { items, ...(next === undefined ? {} : { next: dated ? next : `u${next}` }) };
}

const readCursor = (cursor: string | undefined): [dated: boolean, skip: number] =>
  cursor?.startsWith('u') ? [false, rowsRead(cursor.slice(1))] : [true, rowsRead(cursor)];

/** `undefined` = nothing can fit. */
function conditions(
  { partyId, dealId, responsibleId, open }: TaskQuery,
  { layout }: MapContext,
): string | undefined {
  if (dealId !== undefined || (partyId !== undefined && !isGuid(partyId))) return undefined;
  if (responsibleId !== undefined && !isGuid(responsibleId)) return undefined;
  return and(
    'DeletionMark eq false',
    open === true ? `Executed eq false and СостояниеБизнесПроцесса ne ${text('Прерван')}` : '',
    partyId === undefined ? '' : or(peopleSets(layout).map((set) => `Предмет eq ${ref(partyId, set)}`)),
    responsibleId === undefined ? '' : `Исполнитель eq ${ref(responsibleId, USERS)}`,
  );
}

async function get(base: Base, id: string, options: ReadOptions): Promise<Task | undefined> {
  if (!isGuid(id)) return undefined;
  await base.need(TASK);
  const row = await base.api.get(TASK, id, TaskRow, options);
  return row && toTask(row, await atHand(base, options));
}

async function existing(base: Base, id: string, options: ReadOptions): Promise<Task> {
  const task = await get(base, id, options);
  if (task) return task;
  throw new AdapterError(manifest.id, 'not-found', 'There is no such task in 1C.');
}

/** A process of ours that was made and perhaps not started: the answer was lost. */
async function findMade(base: Base, input: TaskInput, options: WriteOptions) {
  const filter = and('DeletionMark eq false', `Description eq ${text(input.title)}`);
  const processes = await base.api.list(PROCESS, Named, { filter, orderby: 'Date desc', top: 5 }, options);
  for (const { Ref_Key } of processes) {
    const task = await taskOf(base, Ref_Key, options);
    if (task && task.partyId === input.partyId) return { id: task.id, result: task };
  }
  return undefined;
}

async function taskOf(base: Base, processId: string, options: ReadOptions): Promise<Task | undefined> {
  const filter = `BusinessProcess eq ${ref(processId, PROCESS)}`;
  const [row] = await base.api.list(TASK, TaskRow, { filter, top: 1 }, options);
  return row && toTask(row, await atHand(base, options));
}

async function create(base: Base, input: TaskInput, options: WriteOptions): Promise<Task> {
  await base.need(PROCESS);
  const at = await atHand(base, options);
  const { title, description = '', dueAt, responsibleId, partyId } = input;
  const about = await find(base, at, partyId ?? '', options);
  const executor = responsibleId ?? options.userId ?? at.staff.users.find(({ active }) => active)?.id;
  const fields = {
    Description: title,
    Содержание: description,
    СрокИсполнения: dueAt === undefined ? NO_DATE : toLocal(dueAt, base.settings.timeZone),
    Date: toLocal(base.context.now().toISOString(), base.settings.timeZone),
    Важность: 'Обычная',
    ...(executor === undefined ? {} : { Исполнитель: executor, Исполнитель_Type: typeOf(USERS) }),
    ...(about === undefined ? {} : { Предмет: about.row.Ref_Key, Предмет_Type: typeOf(about.one.set) }),
  };
  const process = await base.api.create(PROCESS, fields, Named, options);
  requireWritten(PROCESS, { Description: title }, process as Record<string, unknown>);
  await base.api.act(PROCESS, process.Ref_Key, 'Start', options);
  const task = await taskOf(base, process.Ref_Key, options);
  if (task) return task;
  throw new AdapterError(manifest.id, 'bug', 'The business process was started, and no task came of it.', {
    hint: 'Look at the process “Задание” in 1C: its route may have been changed.',
  });
}

async function update(base: Base, id: string, patch: TaskPatch, options: WriteOptions): Promise<Task> {
  const layout = await base.need(TASK);
  const seen = isGuid(id) ? await base.api.get(TASK, id, TaskRow, options) : undefined;
  if (!seen) throw new AdapterError(manifest.id, 'not-found', 'There is no such task in 1C.');
  const { title, description, dueAt, responsibleId, state } = patch;
  const fields = {
    ...(title === undefined ? {} : { Description: title }),
    ...(description === undefined ? {} : { Описание: description }),
    ...(dueAt === undefined ? {} : { СрокИсполнения: toLocal(dueAt, base.settings.timeZone) }),
    ...(responsibleId === undefined ? {} : { Исполнитель: responsibleId, Исполнитель_Type: typeOf(USERS) }),
    ...(state === 'in-progress' ? { ПринятаКИсполнению: true } : {}),
    ...(state === 'open' ? { ПринятаКИсполнению: false } : {}),
  };
  await rewrite(base, { set: TASK, row: TaskRow, seen }, () => fields, options);
  if (state === 'done' && seen.Executed !== true) await base.api.act(TASK, id, 'ExecuteTask', options);
  if (state === 'cancelled') await cancel(base, layout.has(PROCESS), seen, options);
  return existing(base, id, options);
}

/** A task is not cancelled by itself: its process is. */
async function cancel(base: Base, published: boolean, row: TaskRow, options: WriteOptions): Promise<void> {
  const process = row.BusinessProcess ?? NO_REF;
  if (!published || process === NO_REF) {
    throw new AdapterError(
      manifest.id,
      'unsupported',
      'A task without a published business process cannot be cancelled.',
      {
        hint: `Publish ${PROCESS} in the OData interface, or finish the task instead.`,
      },
    );
  }
  const seen = await base.api.get(PROCESS, process, Named, options);
  if (seen)
    await rewrite(base, { set: PROCESS, row: Named, seen }, () => ({ Состояние: 'Прерван' }), options);
}
