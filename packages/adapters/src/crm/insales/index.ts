/** InSales: customers and orders over its admin API. */
import * as z from 'zod/mini';
import type { CrmContext } from '../../context.ts';
import type { Crm, ShopGroup } from '../contract.ts';
import { checkSteps } from '../kit/connection.ts';
import { createPartiesGroup } from '../kit/parties.ts';
import { pageOf, rowsRead } from '../kit/pages.ts';
import { withoutSlash } from '../kit/settings.ts';
import { createApi, type InsalesApi, type Resource, SYSTEM } from './api.ts';
import { createChanges } from './changes.ts';
import { createSource } from './customers.ts';
import { InsalesSettings, manifest } from './manifest.ts';
import { clientPage, InsalesOrder, type MapOptions, orderOf, orderPage } from './map.ts';
import { createSync, type Sync } from './sync.ts';

export { InsalesSettings, manifest } from './manifest.ts';

const HINTS = {
  address: 'Enter the address of the back office: https://….myinsales.ru.',
  credential: 'Settings → API keys: copy identifier and password of the key again.',
  right: 'Settings → API keys: give the key the right to read and write clients and to read orders.',
};
/** An order costs a request. */
const MOST_ORDERS = 10;

export function createInsales(given: InsalesSettings, context: CrmContext): Crm {
  const parsed = InsalesSettings.parse(given);
  const settings = { ...parsed, url: withoutSlash(parsed.url) };
  const { url } = settings;
  const api = createApi(settings, context);
  const map = () => ({ country: context.country(), url });
  const sync = createSync(api, context, map);
  const read = (name: Resource, signal?: AbortSignal) => ({
    name,
    look: async () => void (await api.list(name, z.unknown(), { per_page: 1 }, signal ? { signal } : {})),
  });
  return {
    manifest,
    async checkConnection({ signal } = {}) {
      const report = await checkSteps([read('clients', signal), read('orders', signal)], HINTS, context);
      return { ...report, account: new URL(url).host };
    },
    parties: createPartiesGroup({ system: SYSTEM, context, source: createSource(api, sync, map) }),
    shop: createShop(api, sync, map),
    records: {
      url: ({ kind, id }) =>
        kind === 'party' ? clientPage(url, id) : kind === 'order' ? orderPage(url, id) : undefined,
    },
    changes: createChanges(api, sync, settings.webhookToken),
  };
}

function createShop(api: InsalesApi, sync: Sync, map: () => MapOptions): ShopGroup {
  return {
    async orders({ partyId, cursor, limit = MOST_ORDERS }, options = {}) {
      const skip = rowsRead(cursor);
      const all = await sync.ordersOf(partyId);
      const ids = all.slice(skip, skip + Math.min(limit, MOST_ORDERS));
      const orders = await Promise.all(ids.map((id) => api.get('orders', InsalesOrder, id, options)));
      const page = pageOf(ids, { skip, limit, total: all.length });
      const items = orders.flatMap((order) =>
        order?.client?.id === Number(partyId) ? [orderOf(order, map())] : [],
      );
      return { ...page, items };
    },
    async order(id, options = {}) {
      const order = await api.get('orders', InsalesOrder, id, options);
      return order ? orderOf(order, map()) : undefined;
    },
  };
}
