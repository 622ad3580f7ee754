import * as z from 'zod/mini';
import type { CrmManifest } from '../contract.ts';
import { Address } from '../kit/settings.ts';

const Key = z.string().check(z.minLength(1), z.maxLength(200));

export const WoocommerceSettings = z.strictObject({
  /** As it stands in the gateway's configuration. */
  system: z.optional(z.literal('woocommerce')),
  /** Of the WordPress site: `https://shop.example.com`. */
  url: Address,
  consumerKey: Key,
  consumerSecret: Key,
  /** What the shop signs its webhooks with; without it the shop is polled alone. */
  webhookSecret: z.optional(Key),
});
export type WoocommerceSettings = z.infer<typeof WoocommerceSettings>;

export const manifest: CrmManifest = {
  id: 'woocommerce',
  name: 'WooCommerce',
  capabilities: [
    'parties',
    'parties.list',
    'parties.write',
    'shop',
    'records',
    'changes.webhook',
    'changes.poll',
    'install',
  ],
  transport: 'http',
  settings: WoocommerceSettings,
  fields: {
    url: {
      title: 'Site address',
      hint: 'WordPress → Settings → General: the WordPress address.',
      placeholder: 'https://shop.example.com',
      account: true,
    },
    consumerKey: {
      title: 'Consumer key',
      hint: 'WooCommerce → Settings → Advanced → REST API: add a key with read/write permissions.',
      placeholder: 'ck_…',
      account: true,
    },
    consumerSecret: {
      title: 'Consumer secret',
      hint: 'Shown once, beside the consumer key.',
      secret: true,
      placeholder: 'cs_…',
    },
    webhookSecret: {
      title: 'Webhook secret',
      hint: 'WooCommerce → Settings → Advanced → Webhooks: the same secret in each of the webhooks for customers and orders.',
      secret: true,
    },
  },
  cache: { parties: { ttlMs: 30_000, staleMs: 600_000 }, shop: { ttlMs: 15_000, staleMs: 300_000 } },
  lacks: {
    mail: 'A note of an order is mailed, with a subject of the shop’s: no letter to somebody without an order, and none that comes in.',
    taxId: 'WooCommerce keeps none; plugins put it into `meta_data`, which the API does not search.',
  },
  limits: 'WooCommerce has none; Ringback asks at most 10 times a second.',
  inbound: 'webhook+polling',
};
