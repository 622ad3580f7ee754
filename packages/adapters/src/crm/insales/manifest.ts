import * as z from 'zod/mini';
import type { CrmManifest } from '../contract.ts';
import { Address } from '../kit/settings.ts';

export const InsalesSettings = z.strictObject({
  /** As it stands in the gateway's configuration. */
  system: z.optional(z.literal('insales')),
  /** Of the back office: `https://shop.myinsales.ru`. */
  url: Address,
  apiKey: z.string().check(z.minLength(1), z.maxLength(200)),
  password: z.string().check(z.minLength(1), z.maxLength(200)),
  /** Stands in the delivery address as `?token=…`: InSales signs nothing. Without it the shop is polled alone. */
  webhookToken: z.optional(z.string().check(z.minLength(16), z.maxLength(200))),
});
export type InsalesSettings = z.infer<typeof InsalesSettings>;

export const manifest: CrmManifest = {
  id: 'insales',
  name: 'InSales',
  capabilities: [
    'parties',
    'parties.list',
    'parties.write',
    'shop',
    'records',
    'changes.webhook',
    'changes.poll',
  ],
  transport: 'http',
  settings: InsalesSettings,
  fields: {
    url: {
      title: 'Back office address',
      hint: 'What the browser shows when the back office is open, up to the first slash.',
      placeholder: 'https://shop.myinsales.ru',
      account: true,
    },
    apiKey: {
      title: 'API key',
      hint: 'Settings → API keys: the identifier of a key for Ringback.',
      account: true,
    },
    password: { title: 'API password', hint: 'Stands beside the API key.', secret: true },
    webhookToken: {
      title: 'Webhook token',
      hint: 'Any 16 letters or more that nobody can guess; Ringback puts them into the delivery address.',
      secret: true,
    },
  },
  cache: { parties: { ttlMs: 30_000, staleMs: 600_000 }, shop: { ttlMs: 30_000, staleMs: 600_000 } },
  lacks: {
    mail: 'The API has no methods for letters; the shop writes to customers by templates.',
    taxId: 'The `inn` of a juridical client is shown; the API does not search clients by it.',
  },
  limits: '500 requests in 5 minutes.',
  inbound: 'webhook+polling',
};
