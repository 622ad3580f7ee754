/** WooCommerce: customers, guests and orders over its REST API v3. */
import * as z from 'zod/mini';
import type { CrmContext } from '../../context.ts';
import type { ConnectionFinding, Crm } from '../contract.ts';
import { checkSteps } from '../kit/connection.ts';
import { createPartiesGroup } from '../kit/parties.ts';
import { withoutSlash } from '../kit/settings.ts';
import { createApi, SYSTEM, type WoocommerceApi } from './api.ts';
import { createChanges } from './changes.ts';
import { createIndex, createSource } from './customers.ts';
import { manifest, WoocommerceSettings } from './manifest.ts';
import { customerPage, orderOfGuest, orderPage } from './map.ts';
import { createInstall, TOPICS } from './install.ts';
import { createShop } from './shop.ts';

export { manifest, WoocommerceSettings } from './manifest.ts';

const HINTS = {
  address: 'Enter the WordPress address; its permalinks must not be "plain".',
  credential:
    'WooCommerce → Settings → Advanced → REST API: make a new key and enter both parts. If they are right, the web server keeps the header Authorization from WordPress: let it through.',
  right:
    'WooCommerce → Settings → Advanced → REST API: give the key read/write permissions, of a shop manager.',
};

export function createWoocommerce(given: WoocommerceSettings, context: CrmContext): Crm {
  const parsed = WoocommerceSettings.parse(given);
  const settings = { ...parsed, url: withoutSlash(parsed.url) };
  const { url } = settings;
  const api = createApi(settings, context);
  const map = () => ({ country: context.country(), url });
  const index = createIndex(context, map);
  return {
    manifest,
    checkConnection: (options = {}) => check(api, settings, context, options.signal),
    parties: createPartiesGroup({
      ...{ system: SYSTEM, context, isId: (id) => /^(guest-)?\d{1,19}$/.test(id) },
      source: createSource({ api, index, map, newId: context.newId }),
    }),
    shop: createShop(api, map),
    records: {
      url({ kind, id }) {
        if (kind === 'order') return orderPage(url, id);
        if (kind !== 'party') return undefined;
        const order = orderOfGuest(id);
        return order === undefined ? customerPage(url, id) : orderPage(url, order);
      },
    },
    changes: createChanges({ api, index, context, secret: settings.webhookSecret }),
    install: createInstall(api, settings.webhookSecret),
  };
}

const Anything = z.unknown();
const Webhook = z.object({ topic: z.string() });

async function check(
  api: WoocommerceApi,
  { url, webhookSecret }: WoocommerceSettings,
  context: CrmContext,
  signal?: AbortSignal,
) {
  const options = signal ? { signal } : {};
  const silent: ConnectionFinding[] = [];
  const read = (name: string) => ({
    name,
    look: async () => void (await api.list(name, Anything, { per_page: 1 }, options)),
  });
  const webhooks = async () => {
    const { rows } = await api.list('webhooks', Webhook, { status: 'active', per_page: 100 }, options);
    const heard = new Set(rows.map(({ topic }) => topic));
    silent.push(...TOPICS.filter((topic) => !heard.has(topic)).map(noWebhook));
  };
  const steps = [read('customers'), read('orders')];
  const report = await checkSteps(
    webhookSecret === undefined ? steps : [...steps, { name: 'webhooks', look: webhooks }],
    HINTS,
    context,
  );
  return { ...report, account: new URL(url).host, findings: [...report.findings, ...silent] };
}

function noWebhook(name: string): ConnectionFinding {
  return {
    ...{ level: 'warning', kind: 'module', name, capabilities: ['changes.webhook'] },
    message: `The shop has no active webhook "${name}": such changes are heard of by polling, later.`,
    hint: 'WooCommerce → Settings → Advanced → Webhooks: add it with the delivery address that Ringback shows and the webhook secret.',
  };
}
