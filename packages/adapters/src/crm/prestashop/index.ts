/** PrestaShop: customers, orders and carts over its webservice. */
import * as z from 'zod/mini';
import type { CrmContext } from '../../context.ts';
import type { Crm } from '../contract.ts';
import { checkSteps } from '../kit/connection.ts';
import { createPartiesGroup } from '../kit/parties.ts';
import { withoutSlash } from '../kit/settings.ts';
import { createApi, SYSTEM } from './api.ts';
import { createChanges } from './changes.ts';
import { createReader, createSource } from './customers.ts';
import { manifest, PrestashopSettings } from './manifest.ts';
import { createShop } from './shop.ts';

export { manifest, PrestashopSettings } from './manifest.ts';

const HINTS = {
  address: 'Enter the address of the shop; Advanced Parameters → Webservice must be switched on.',
  credential:
    'Advanced Parameters → Webservice: copy the key again, and look whether it is enabled. If it is, switch “CGI mode for PHP” on there, or let the web server pass the header Authorization on.',
  right: 'Advanced Parameters → Webservice: give the key this right.',
};
const READ = [
  'customers',
  'addresses',
  'orders',
  'order_states',
  'currencies',
  'carts',
  'products',
  'countries',
];

export function createPrestashop(given: PrestashopSettings, context: CrmContext): Crm {
  const parsed = PrestashopSettings.parse(given);
  const settings = { ...parsed, url: withoutSlash(parsed.url) };
  const panel = parsed.panel === undefined ? undefined : withoutSlash(parsed.panel);
  const api = createApi(settings, context);
  const page = (kind: 'customer' | 'order', id: string): string | undefined => {
    if (panel === undefined) return undefined;
    const [controller, action] =
      kind === 'customer' ? ['AdminCustomers', 'viewcustomer'] : ['AdminOrders', 'vieworder'];
    return `${panel}/index.php?controller=${controller}&id_${kind}=${encodeURIComponent(id)}&${action}`;
  };
  const map = () => ({ country: context.country(), timeZone: settings.timeZone, page });
  const reader = createReader(api, context, map);
  const look = (name: string, signal?: AbortSignal) => async () =>
    void (await api.list(name, z.unknown(), { take: 1 }, signal ? { signal } : {}));
  return {
    manifest,
    async checkConnection({ signal } = {}) {
      const report = await checkSteps(
        READ.map((name) => ({ name, look: look(name, signal) })),
        HINTS,
        context,
      );
      return { ...report, account: new URL(settings.url).host };
    },
    parties: createPartiesGroup({
      ...{ system: SYSTEM, context, source: createSource({ api, reader, context }) },
      keeps: manifest.writes?.party ?? [],
    }),
    shop: createShop(api, map),
    records: {
      url: ({ kind, id }) =>
        kind === 'party' ? page('customer', id) : kind === 'order' ? page('order', id) : undefined,
    },
    changes: createChanges(api, reader),
  };
}
