/** What every group stands on: the API, the users' names, and reading of lists. */
import { type LeadStatus, type Page, type Pipeline, type Responsible } from '@ringback/model';
import * as z from 'zod/mini';
import type { CrmContext } from '../../context.ts';
import { AdapterError } from '../../error.ts';
import type { HostUser, ReadOptions, WriteOptions } from '../contract.ts';
import { createOnce, type Once } from '../once.ts';
import { createSerial, type Serial } from '../serial.ts';
import { type Answer, type Api, type Commands, createApi } from './api.ts';
import {
  ENTITIES,
  type Entity,
  Item,
  type MapContext,
  Status,
  stagesOf,
  toLeadStatus,
  toStage,
} from './map.ts';
import { type Bitrix24Settings, manifest } from './manifest.ts';
import type { Params } from './wire.ts';

export interface Base {
  readonly settings: Bitrix24Settings;
  readonly context: CrmContext;
  readonly api: Api;
  readonly once: Once;
  readonly serial: Serial;
  /** With the users that are known; fetched in the same request where they are needed. */
  mapContext(): MapContext;
  /** Commands that bring the users when they are not known or old; to be put into a request that is made anyway. */
  usersCommand(): Commands;
  noteUsers(answers: Record<string, Answer | AdapterError>): void;
  users(options?: ReadOptions): Promise<HostUser[]>;
  pipelines(options?: ReadOptions): Promise<Pipeline[]>;
  leadStatuses(options?: ReadOptions): Promise<LeadStatus[]>;
  /** The portal user of a write. */
  userOf(options: WriteOptions): string;
}

const User = z.looseObject({
  ID: z.coerce.string(),
  NAME: z.optional(z.nullable(z.string())),
  LAST_NAME: z.optional(z.nullable(z.string())),
  EMAIL: z.optional(z.nullable(z.string())),
  UF_PHONE_INNER: z.optional(z.nullable(z.string())),
  ACTIVE: z.optional(z.boolean()),
});

/** Lists of users, pipelines and statuses change seldom, in milliseconds. */
const KEPT_MS = 10 * 60 * 1000;

export function createBase(settings: Bitrix24Settings, context: CrmContext): Base {
  const api = createApi(settings, context);
  const users = new Map<string, Responsible>();
  let usersUntil = 0;
  let list: HostUser[] = [];

  function noteUsers({ users: answer }: Record<string, Answer | AdapterError>): void {
    // Without the right to read users their numbers are all that is known of them.
    usersUntil = context.now().getTime() + KEPT_MS;
    if (!answer || answer instanceof AdapterError) return;
    const parsed = z.array(User).safeParse(answer.result);
    if (!parsed.success) return;
    list = parsed.data.map(toHostUser);
    for (const { id, name, email, extension } of list) {
      users.set(id, { id, name, ...(email ? { email } : {}), ...(extension ? { extension } : {}) });
    }
  }

  const usersCommand = (): Commands =>
    usersUntil > context.now().getTime()
      ? {}
      : { users: { method: 'user.get', params: { sort: 'ID', order: 'ASC' } } };

  return {
    settings,
    context,
    api,
    once: createOnce(context.kept),
    serial: createSerial(),
    mapContext: () => ({ country: context.country(), portal: api.portal, users }),
    usersCommand,
    noteUsers,
    async users(options) {
      const commands = usersCommand();
      if (commands.users) noteUsers(await api.readAll(commands, options));
      return list;
    },
    pipelines: keptFor(context, (options) => readPipelines(api, options)),
    leadStatuses: keptFor(context, async (options) => {
      const { result } = await api.read(
        'crm.status.list',
        { filter: { ENTITY_ID: 'STATUS' }, order: { SORT: 'ASC' } },
        options,
      );
      return z.array(Status).parse(result).sort(bySort).map(toLeadStatus);
    }),
    userOf: ({ userId }) => userId ?? settings.userId,
  };
}

function toHostUser(user: z.infer<typeof User>): HostUser {
  const name = [user.NAME, user.LAST_NAME].filter(Boolean).join(' ') || `№ ${user.ID}`;
  return {
    id: user.ID,
    name,
    ...(user.EMAIL ? { email: user.EMAIL } : {}),
    ...(user.UF_PHONE_INNER ? { extension: user.UF_PHONE_INNER } : {}),
    active: user.ACTIVE !== false,
  };
}

/** Read again when it is ten minutes old. */
export function keptFor<T>({ now }: Pick<CrmContext, 'now'>, read: (options?: ReadOptions) => Promise<T>) {
  let kept: { value: T; until: number } | undefined;
  return async (options?: ReadOptions): Promise<T> => {
    if (kept && kept.until > now().getTime()) return kept.value;
    const value = await read(options);
    kept = { value, until: now().getTime() + KEPT_MS };
    return value;
  };
}

const Categories = z.object({
  categories: z.array(
    z.looseObject({
      id: z.coerce.number(),
      name: z.string(),
      sort: z.coerce.number(),
      isDefault: z.optional(z.string()),
    }),
  ),
});
const bySort = (one: Status, other: Status) => one.SORT - other.SORT;

async function readPipelines(api: Api, options?: ReadOptions): Promise<Pipeline[]> {
  const { result } = await api.read('crm.category.list', { entityTypeId: ENTITIES.deal.typeId }, options);
  const { categories } = Categories.parse(result);
  categories.sort(
    (one, other) => Number(other.isDefault === 'Y') - Number(one.isDefault === 'Y') || one.sort - other.sort,
  );
  const commands = Object.fromEntries(
    categories.map(({ id }) => [
      `c${id}`,
      { method: 'crm.status.list', params: { filter: { ENTITY_ID: stagesOf(id) }, order: { SORT: 'ASC' } } },
    ]),
  );
  const answers = await api.readAll(commands, options);
  return categories.map(({ id, name }) => ({
    id: String(id),
    name,
    stages: z
      .array(Status)
      .parse(resultOf(answers[`c${id}`]))
      .sort(bySort)
      .map(toStage),
  }));
}

/** The result of a command, or its error. */
export function resultOf(answer: Answer | AdapterError | undefined): unknown {
  if (answer instanceof AdapterError) throw answer;
  return answer?.result;
}

export const Items = z.object({ items: z.array(Item) });

/** Newest first by id, or oldest first; a page begins after the last id of the one before. Bitrix24 gives 50 at most. */
export interface ItemQuery {
  entity: Entity;
  filter: Params;
  cursor?: string | undefined;
  limit?: number | undefined;
  order?: 'ASC' | 'DESC';
}

const PAGE = 50;

export async function listItems(
  { api, usersCommand, noteUsers }: Base,
  { entity, filter, cursor, limit = PAGE, order = 'DESC' }: ItemQuery,
  options?: ReadOptions,
): Promise<Page<Item>> {
  const beyond = cursor === undefined ? {} : { [order === 'DESC' ? '<id' : '>id']: Number(cursor) };
  const params = {
    entityTypeId: ENTITIES[entity].typeId,
    select: ['*'],
    filter: { ...filter, ...beyond },
    order: { id: order },
    // No counting: by far the fastest for the portal.
    start: -1,
  };
  const answers = await api.readAll(
    { list: { method: 'crm.item.list', params }, ...usersCommand() },
    options,
  );
  if (answers.users) noteUsers(answers);
  const parsed = Items.safeParse(resultOf(answers.list));
  if (!parsed.success) throw unreadable('crm.item.list');
  const all = parsed.data.items;
  const items = all.slice(0, limit);
  const last = items.at(-1);
  const more = all.length > limit || all.length === PAGE;
  return { items, ...(last && more ? { next: String(last.id) } : {}) };
}

/** One item; `undefined` when there is none. */
export async function getItem(
  base: Base,
  entity: Entity,
  id: number,
  options?: ReadOptions,
): Promise<Item | undefined> {
  return (await getItemWith(base, { entity, id, also: {} }, options)).item;
}

/** One item, and what else was asked in the same request. */
export async function getItemWith(
  { api, usersCommand, noteUsers }: Base,
  { entity, id, also }: { entity: Entity; id: number; also: Commands },
  options?: ReadOptions,
): Promise<{ item: Item | undefined; answers: Record<string, Answer | AdapterError> }> {
  const params = { entityTypeId: ENTITIES[entity].typeId, id };
  const answers = await api.readAll(
    { item: { method: 'crm.item.get', params }, ...also, ...usersCommand() },
    options,
  );
  if (answers.users) noteUsers(answers);
  if (answers.item instanceof AdapterError && answers.item.code === 'not-found')
    return { item: undefined, answers };
  const parsed = z.object({ item: Item }).safeParse(resultOf(answers.item));
  if (!parsed.success) throw unreadable('crm.item.get');
  return { item: parsed.data.item, answers };
}

export function unreadable(method: string): AdapterError {
  return new AdapterError(manifest.id, 'bug', `${method}: Bitrix24's answer cannot be read.`);
}

export function noSuch(what: string): AdapterError {
  return new AdapterError(manifest.id, 'not-found', `There is no such ${what} in Bitrix24.`, {
    hint: 'It may have been removed there.',
  });
}

/** Under this name our records are found again in the portal. */
export const ORIGINATOR = 'ringback';
