/** A 1C base as the groups see it: what it publishes, who works there, and the short lists that hardly change. */
import type { Responsible } from '@ringback/model';
import type { CrmContext } from '../../context.ts';
import { AdapterError } from '../../error.ts';
import type { HostField, HostUser, ReadOptions } from '../contract.ts';
import { createApi, type OnecApi } from './api.ts';
import { currencyOf } from './currency.ts';
import {
  CONTACT_KINDS,
  CONTACTS,
  CURRENCIES,
  EMPLOYEES,
  type Layout,
  layoutOf,
  PRODUCTS,
  USERS,
  WANTED,
} from './layout.ts';
import { manifest, type OnecSettings } from './manifest.ts';
import { createMemo, type Memo } from '../memo.ts';
import { readMetadata } from './metadata.ts';
import { guid, isGuid, NO_REF, or } from './odata.ts';
import { emailOf } from './phones.ts';
import { readFields } from './properties.ts';
import { Named, UserRow } from './rows.ts';

const HOUR = 3_600_000;
/** So many references fit into one query. */
const REFS_AT_ONCE = 20;
/** Longest short list: users, employees, currencies. */
const MOST = 2000;
/** Names of goods that are kept; the oldest is forgotten first. */
const MOST_PRODUCTS = 5000;

export interface Staff {
  users: readonly HostUser[];
  /** Of a reference that stands in a record: the user's, or the employee's. */
  responsible(id: string | null | undefined): Responsible | undefined;
  /** What to write where the configuration keeps employees. */
  employeeOf(userId: string): string;
}

export interface Base {
  settings: OnecSettings;
  context: CrmContext;
  api: OnecApi;
  layout: Memo<Layout>;
  staff: Memo<Staff>;
  /** Reference of a currency → ISO 4217. */
  currencies: Memo<ReadonlyMap<string, string>>;
  /** Predefined name of a kind of contact information → its reference. */
  contactKinds: Memo<readonly Named[]>;
  /** Additional requisites. */
  fields: Memo<readonly HostField[]>;
  productNames(ids: readonly string[], options?: ReadOptions): Promise<ReadonlyMap<string, string>>;
  /** Throws `unsupported` where a catalog of people was published before and is no more: whoever is not found may be in it. */
  needPeople(): Promise<void>;
  /** The set, or `unsupported` with where to publish it. */
  need(set: string): Promise<Layout>;
}

export function createBase(settings: OnecSettings, context: CrmContext): Base {
  const api = createApi(settings, context);
  const memo = <T>(load: () => Promise<T>, ttlMs = HOUR) => createMemo(load, ttlMs, context.now);
  const people = new Set<string>();
  const layout = memo(async () => {
    const found = layoutOf(readMetadata(await api.metadata(), WANTED));
    for (const { set } of found.people) people.add(set);
    return found;
  }, 6 * HOUR);
  const all = async (set: string): Promise<Named[]> =>
    (await layout.get()).has(set)
      ? api.list(set, Named, { select: namedFields(await layout.get(), set), top: MOST })
      : [];
  const names = new Map<string, string>();
  async function need(set: string): Promise<Layout> {
    const found = await layout.get();
    if (found.has(set)) return found;
    throw new AdapterError(manifest.id, 'unsupported', `${set} is not published in this 1C base.`, {
      hint: 'In 1C, open “Настройка стандартного интерфейса OData” and tick the object.',
    });
  }

  return {
    settings,
    context,
    api,
    layout,
    staff: memo(async () => staffOf(await layout.get(), api, all)),
    currencies: memo(
      async () =>
        new Map((await all(CURRENCIES)).flatMap((row) => currencyOf(row).map((code) => [row.Ref_Key, code]))),
    ),
    contactKinds: memo(() => all(CONTACT_KINDS)),
    fields: memo(async () => readFields(api, await layout.get())),
    async productNames(ids, options) {
      const unknown = [...new Set(ids)].filter((id) => isGuid(id) && !names.has(id));
      if (unknown.length > 0 && (await layout.get(options?.signal)).has(PRODUCTS)) {
        for (let at = 0; at < unknown.length; at += REFS_AT_ONCE) {
          const filter = or(unknown.slice(at, at + REFS_AT_ONCE).map((id) => `Ref_Key eq ${guid(id)}`));
          const rows = await api.list(
            PRODUCTS,
            Named,
            { filter, select: ['Ref_Key', 'Description'] },
            options,
          );
          for (const row of rows) names.set(row.Ref_Key, row.Description ?? '');
        }
      }
      const answer = new Map(ids.map((id) => [id, names.get(id) ?? '']));
      for (const id of names.keys()) if (names.size > MOST_PRODUCTS) names.delete(id);
      return answer;
    },
    async needPeople() {
      for (const set of people) await need(set);
    },
    need,
  };
}

function namedFields(layout: Layout, set: string): string[] {
  const optional = ['Code', 'ФизическоеЛицо_Key', 'PredefinedDataName', 'ИмяПредопределенногоВида'];
  return ['Ref_Key', 'Description', ...optional.filter((field) => layout.has(set, field))];
}

async function staffOf(layout: Layout, api: OnecApi, all: (set: string) => Promise<Named[]>): Promise<Staff> {
  const fields = ['Недействителен', 'Служебный', 'DeletionMark', 'ФизическоеЛицо_Key', CONTACTS];
  const select = ['Ref_Key', 'Description', ...fields.filter((field) => layout.has(USERS, field))];
  const rows = layout.has(USERS) ? await api.list(USERS, UserRow, { select, top: MOST }) : [];
  const employees = layout.employees ? await all(EMPLOYEES) : [];
  const users = rows.filter((row) => row.Служебный !== true).map(userOf);
  const byId = new Map(users.map((user) => [user.id, user]));
  const userOfPerson = new Map(rows.map((row) => [row.ФизическоеЛицо_Key ?? NO_REF, row.Ref_Key]));
  userOfPerson.delete(NO_REF);
  const employeeOfPerson = new Map(employees.map((row) => [row.ФизическоеЛицо_Key ?? NO_REF, row]));
  const personOfUser = new Map(rows.map((row) => [row.Ref_Key, row.ФизическоеЛицо_Key ?? NO_REF]));
  const userOfEmployee = new Map(
    employees.map((row) => [row.Ref_Key, userOfPerson.get(row.ФизическоеЛицо_Key ?? NO_REF)]),
  );
  const nameOfEmployee = new Map(employees.map((row) => [row.Ref_Key, row.Description ?? '']));
  return {
    users,
    responsible(id) {
      if (!id || id === NO_REF) return undefined;
      const user = byId.get(userOfEmployee.get(id) ?? id);
      if (user)
        return { id: user.id, name: user.name, ...(user.email === undefined ? {} : { email: user.email }) };
      const name = nameOfEmployee.get(id);
      return name === undefined ? undefined : { id, name };
    },
    employeeOf(userId) {
      const person = personOfUser.get(userId);
      return (person === undefined ? undefined : employeeOfPerson.get(person)?.Ref_Key) ?? userId;
    },
  };
}

function userOf(row: UserRow): HostUser {
  const email = emailOf(row.КонтактнаяИнформация ?? []);
  return {
    id: row.Ref_Key,
    name: row.Description || row.Ref_Key,
    active: row.Недействителен !== true && row.DeletionMark !== true,
    ...(email === undefined ? {} : { email }),
  };
}
