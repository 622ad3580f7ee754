/** A retailCRM account as the groups see it: users and statuses read once an hour, and pages of the sizes that it allows. */
import type { Page } from '@ringback/model';
import type * as z from 'zod/mini';
import type { CrmContext } from '../../context.ts';
import type { HostUser, ReadOptions } from '../contract.ts';
import { joinName } from '../kit/name.ts';
import { createMemo, type Memo } from '../memo.ts';
import { createApi, type Params, type RetailcrmApi } from './api.ts';
import type { RetailcrmSettings } from './manifest.ts';
import type { MapContext } from './map.ts';
import { pageOf, Statuses, UserRow } from './rows.ts';

const HOUR = 3_600_000;
/** No other sizes are accepted. */
const SIZES = [20, 50, 100] as const;
export const LARGEST_PAGE = 100;

export interface Retailcrm {
  settings: RetailcrmSettings;
  context: CrmContext;
  api: RetailcrmApi;
  users: Memo<readonly HostUser[]>;
  statuses: Memo<ReadonlyMap<string, { name: string; group: string }>>;
  mapping(options?: ReadOptions): Promise<MapContext>;
  /** Rows from the `skip`-th on: at most `limit`, out of the page in which they stand. */
  rows<K extends string, T>(
    what: { path: string; kind: K; row: z.ZodMiniType<T>; params?: Params },
    range: { skip: number; limit: number },
    options?: ReadOptions,
  ): Promise<Page<T>>;
}

export function createRetailcrmAccount(settings: RetailcrmSettings, context: CrmContext): Retailcrm {
  const api = createApi(settings, context);
  const memo = <T>(load: () => Promise<T>) => createMemo(load, HOUR, context.now);

  const rows: Retailcrm['rows'] = async ({ path, kind, row, params = {} }, { skip, limit }, options) => {
    const size = SIZES.find((one) => one >= limit) ?? LARGEST_PAGE;
    const page = Math.floor(skip / size) + 1;
    const answer = await api.get(path, pageOf(kind, row), { ...params, limit: size, page }, options);
    const all = answer?.[kind] ?? [];
    const from = skip % size;
    const items = all.slice(from, from + Math.min(limit, LARGEST_PAGE));
    const total = answer?.pagination.totalCount ?? 0;
    const read = skip + items.length;
    return items.length > 0 && read < total ? { items, next: String(read) } : { items };
  };

  const users = memo(async () => {
    const found: HostUser[] = [];
    for (let skip: number | undefined = 0; skip !== undefined;) {
      const page: Page<z.infer<typeof UserRow>> = await rows(
        { path: 'users', kind: 'users', row: UserRow },
        { skip, limit: LARGEST_PAGE },
      );
      for (const { id, firstName, lastName, email, active } of page.items) {
        const name = joinName(firstName, lastName) || email || String(id);
        found.push({ id: String(id), name, active: active !== false, ...(email ? { email } : {}) });
      }
      skip = page.next === undefined ? undefined : Number(page.next);
    }
    return found;
  });

  return {
    ...{ settings, context, api, users, rows },
    statuses: memo(async () => {
      const answer = await api.get('reference/statuses', Statuses);
      const entries = Object.entries(answer?.statuses ?? {});
      return new Map(entries.map(([code, { name, group }]) => [code, { name, group: group ?? '' }]));
    }),
    async mapping({ signal } = {}) {
      const all = new Map((await users.get(signal)).map((user) => [user.id, user]));
      const { url, timeZone } = settings;
      return { url, timeZone, country: context.country(), user: (id) => all.get(String(id ?? '')) };
    },
  };
}
