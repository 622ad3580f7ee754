import * as z from 'zod/mini';
import type { CrmManifest } from '../contract.ts';
import { Address, TimeZone } from '../kit/settings.ts';

export const PrestashopSettings = z.strictObject({
  /** As it stands in the gateway's configuration. */
  system: z.optional(z.literal('prestashop')),
  /** Of the shop; the webservice is under `/api` of it. */
  url: Address,
  key: z.string().check(z.minLength(1), z.maxLength(200)),
  /** Of the shop's clock; its times say none. */
  timeZone: TimeZone,
  /** Of the back office, with its secret folder; records cannot be opened without it. */
  panel: z.optional(Address),
});
export type PrestashopSettings = z.infer<typeof PrestashopSettings>;

export const manifest: CrmManifest = {
  id: 'prestashop',
  name: 'PrestaShop',
  capabilities: ['parties', 'parties.list', 'parties.write', 'shop', 'shop.cart', 'records', 'changes.poll'],
  transport: 'http',
  requires: 'The webservice of the shop is switched on (Advanced Parameters → Webservice).',
  settings: PrestashopSettings,
  fields: {
    url: {
      title: 'Shop address',
      hint: 'What customers see, with the folder if the shop is in one, without /api.',
      placeholder: 'https://shop.example.com',
      account: true,
    },
    key: {
      title: 'Webservice key',
      hint: 'Advanced Parameters → Webservice: a key that may view, add and modify addresses and customers, and view carts, countries, currencies, orders, order_states and products.',
      secret: true,
    },
    timeZone: {
      title: 'Time zone',
      hint: 'International → Localization: the time zone of the shop.',
      placeholder: 'Europe/Kyiv',
    },
    panel: {
      title: 'Back office address',
      hint: 'What the browser shows in the back office, up to and with its folder; needed to open records from the card.',
      placeholder: 'https://shop.example.com/admin123abc',
    },
  },
  cache: { parties: { ttlMs: 30_000, staleMs: 600_000 }, shop: { ttlMs: 30_000, staleMs: 600_000 } },
  writes: { party: ['taxId'] },
  lacks: {
    mail: 'Messages of its customer service can be read and written by the webservice, but only its back office mails them.',
  },
  limits: 'PrestaShop has none; Ringback asks at most 10 times a second.',
  inbound: 'polling',
};
