/** An amoCRM account as the groups see it: its users, pipelines and currency, read once an hour. */
import type { Pipeline } from '@ringback/model';
import type { CrmContext } from '../../context.ts';
import type { HostUser, ReadOptions } from '../contract.ts';
import { createMemo, type Memo } from '../memo.ts';
import { type AmocrmApi, createApi } from './api.ts';
import { closingField, type Fields, readFields } from './fields.ts';
import type { AmocrmSettings } from './manifest.ts';
import { type MapContext, toPipeline } from './map.ts';
import { joinFields } from './party-fields.ts';
import { Account, pageOf, Person, PipelineRow, UserRow } from './rows.ts';

const HOUR = 3_600_000;
export const LARGEST_PAGE = 250;
/** Names of companies that are kept; forgotten as a whole. */
const MOST_NAMES = 5000;

export interface Amocrm {
  settings: AmocrmSettings;
  context: CrmContext;
  api: AmocrmApi;
  users: Memo<readonly HostUser[]>;
  pipelines: Memo<readonly Pipeline[]>;
  fields: Fields;
  /** ISO 4217 */
  currency: Memo<string>;
  mapping(options?: ReadOptions): Promise<MapContext>;
  /** Names of contacts or companies by their ids, in one request for those that are not known yet. */
  names(
    kind: 'contacts' | 'companies',
    ids: readonly number[],
    options?: ReadOptions,
  ): Promise<ReadonlyMap<number, string>>;
}

export function createAmocrmAccount(settings: AmocrmSettings, context: CrmContext): Amocrm {
  const api = createApi(settings, context);
  const memo = <T>(load: () => Promise<T>) => createMemo(load, HOUR, context.now);
  const users = memo(() => readUsers(api));
  const known = { contacts: new Map<number, string>(), companies: new Map<number, string>() };

  const fields = {
    contacts: memo(() => readFields(api, 'contacts')),
    companies: memo(() => readFields(api, 'companies')),
    leads: memo(() => readFields(api, 'leads')),
  };

  const party = async (signal?: AbortSignal) =>
    joinFields(...(await Promise.all([fields.contacts.get(signal), fields.companies.get(signal)])));

  return {
    settings,
    context,
    api,
    users,
    fields: {
      of: (owner, signal) => fields[owner].get(signal),
      party,
      tax: async (signal) =>
        settings.taxField === undefined ? {} : (await party(signal)).named(settings.taxField),
      async closing(signal) {
        const told = settings.closingField;
        return told === undefined ? undefined : closingField(await fields.leads.get(signal), told);
      },
    },
    pipelines: memo(async () => {
      const page = await api.get('leads/pipelines', pageOf('pipelines', PipelineRow));
      const rows = (page?._embedded.pipelines ?? []).filter((row) => row.is_archive !== true);
      const first = (row: PipelineRow) => (row.is_main === true ? -1 : (row.sort ?? 0));
      return rows.sort((one, other) => first(one) - first(other)).map(toPipeline);
    }),
    currency: memo(async () => (await api.get('account', Account))?.currency ?? 'RUB'),
    async mapping({ signal } = {}) {
      const all = new Map((await users.get(signal)).map((user) => [user.id, user]));
      return { url: settings.url, country: context.country(), user: (id) => all.get(String(id ?? '')) };
    },
    async names(kind, ids, options) {
      const names = known[kind];
      const missing = [...new Set(ids)].filter((id) => !names.has(id)).slice(0, LARGEST_PAGE);
      if (names.size > MOST_NAMES) names.clear();
      if (missing.length > 0) {
        const params = { 'filter[id]': missing, limit: LARGEST_PAGE };
        const page = await api.get(kind, pageOf(kind, Person), params, options);
        for (const row of page?._embedded[kind] ?? []) names.set(row.id, row.name ?? '');
      }
      return names;
    },
  };
}

async function readUsers(api: AmocrmApi): Promise<HostUser[]> {
  const found: HostUser[] = [];
  for (let page = 1; ; page += 1) {
    const answer = await api.get('users', pageOf('users', UserRow), { limit: LARGEST_PAGE, page });
    for (const { id, name, email, rights } of answer?._embedded.users ?? []) {
      found.push({ id: String(id), name, active: rights?.is_active !== false, ...(email ? { email } : {}) });
    }
    if (!answer?._links?.next) return found;
  }
}
