/** Our webhooks in the shop: one for each topic, signed with the secret of the settings. */
import * as z from 'zod/mini';
import { AdapterError } from '../../error.ts';
import type { InstallGroup, InstallPlace, ReadOptions } from '../contract.ts';
import { SYSTEM, type WoocommerceApi } from './api.ts';

export const TOPICS = [
  'customer.created',
  'customer.updated',
  'customer.deleted',
  'order.created',
  'order.updated',
];
const Webhook = z.object({
  id: z.number(),
  topic: z.string(),
  status: z.string(),
  delivery_url: z.string(),
});

export function createInstall(api: WoocommerceApi, secret: string | undefined): InstallGroup {
  async function ours({ eventsUrl }: InstallPlace, options: ReadOptions = {}) {
    const { rows } = await api.list('webhooks', Webhook, { status: 'all', per_page: 100 }, options);
    return rows.filter(({ delivery_url }) => delivery_url === eventsUrl);
  }
  const list: InstallGroup['list'] = async (place, options) =>
    (await ours(place, options))
      .filter(({ status }) => status === 'active')
      .map(({ topic, delivery_url }) => ({ name: topic, address: delivery_url }));

  return {
    list,
    async register(place, options = {}) {
      if (secret === undefined) {
        throw new AdapterError(SYSTEM, 'invalid', 'Webhooks of WooCommerce need a secret.', {
          hint: 'Think up a long webhook secret, enter it into the settings, and register again.',
          fields: { webhookSecret: 'is missing' },
        });
      }
      const there = await ours(place, options);
      for (const topic of TOPICS) {
        const known = there.find((one) => one.topic === topic);
        const wanted = {
          name: `Ringback: ${topic}`,
          delivery_url: place.eventsUrl,
          secret,
          status: 'active',
        };
        // WooCommerce switches a webhook off after five failures, and shows no secret: it is written again.
        if (known) await api.update('webhooks', Webhook, String(known.id), wanted, options);
        else await api.create('webhooks', Webhook, { ...wanted, topic }, options);
      }
      return list(place, options);
    },
    async unregister(place, options = {}) {
      for (const { id } of await ours(place, options)) await api.remove('webhooks', String(id), options);
    },
  };
}
