import * as z from 'zod/mini';
import type { CrmManifest } from '../contract.ts';
import { Address, TimeZone } from '../kit/settings.ts';

export const AdvantshopSettings = z.strictObject({
  /** As it stands in the gateway's configuration. */
  system: z.optional(z.literal('advantshop')),
  /** Of the shop: `https://shop.example.ru`. */
  url: Address,
  apiKey: z.string().check(z.minLength(1), z.maxLength(200)),
  /** Of the shop's clock; its times say none. */
  timeZone: TimeZone,
});
export type AdvantshopSettings = z.infer<typeof AdvantshopSettings>;

export const manifest: CrmManifest = {
  id: 'advantshop',
  name: 'AdvantShop',
  capabilities: ['parties', 'parties.list', 'parties.write', 'shop', 'records', 'changes.poll'],
  transport: 'http',
  settings: AdvantshopSettings,
  fields: {
    url: {
      title: 'Shop address',
      hint: 'What customers see in the browser, up to the first slash.',
      placeholder: 'https://shop.example.ru',
      account: true,
    },
    apiKey: { title: 'API key', hint: 'Settings → API: the key of the shop.', secret: true },
    timeZone: {
      title: 'Time zone',
      hint: 'Where the clock of the shop stands.',
      placeholder: 'Europe/Moscow',
    },
  },
  cache: { parties: { ttlMs: 30_000, staleMs: 600_000 }, shop: { ttlMs: 30_000, staleMs: 600_000 } },
  lacks: {
    mail: 'The documented API has no methods for letters.',
    taxId: 'The documented API has none.',
  },
  limits: 'AdvantShop has none; Ringback asks at most 10 times a second.',
  inbound: 'polling',
};
