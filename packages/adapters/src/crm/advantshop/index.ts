/** AdvantShop: customers and orders over its API. */
import * as z from 'zod/mini';
import type { CrmContext } from '../../context.ts';
import type { Crm } from '../contract.ts';
import { checkSteps } from '../kit/connection.ts';
import { createPartiesGroup } from '../kit/parties.ts';
import { withoutSlash } from '../kit/settings.ts';
import { localTime } from '../kit/zoned-time.ts';
import { createApi, SYSTEM } from './api.ts';
import { createChanges } from './changes.ts';
import { createReader, createSource } from './customers.ts';
import { AdvantshopSettings, manifest } from './manifest.ts';
import { customerPage, orderPage } from './map.ts';
import { createShop } from './shop.ts';

export { AdvantshopSettings, manifest } from './manifest.ts';

const HINTS = {
  address: 'Enter the address of the shop itself, without /api.',
  credential: 'Settings → API: copy the key again.',
  right: 'Settings → API: the key must be switched on.',
};

export function createAdvantshop(given: AdvantshopSettings, context: CrmContext): Crm {
  const parsed = AdvantshopSettings.parse(given);
  const settings = { ...parsed, url: withoutSlash(parsed.url) };
  const { url, timeZone } = settings;
  const api = createApi(settings, context);
  const map = () => ({ country: context.country(), url, timeZone });
  const reader = createReader(api, context);
  const asked = { page: 1, itemsPerPage: 1 };
  return {
    manifest,
    async checkConnection(options = {}) {
      const look = {
        customers: async () => void (await reader.find({ itemsPerPage: 1 }, options)),
        orders: async () =>
          void (await api.post('order/getlist', z.unknown(), asked, { ...options, repeatable: true })),
      };
      const steps = Object.entries(look).map(([name, work]) => ({ name, look: work }));
      return { ...(await checkSteps(steps, HINTS, context)), account: new URL(url).host };
    },
    parties: createPartiesGroup({
      ...{ system: SYSTEM, context },
      source: createSource(api, { reader, phones: context.phones, map }),
    }),
    shop: createShop(api, map),
    records: {
      url: ({ kind, id }) =>
        kind === 'party' ? customerPage(url, id) : kind === 'order' ? orderPage(url, id) : undefined,
    },
    changes: createChanges({ api, reader, context, local: (ms) => localTime(ms, timeZone) }),
  };
}
