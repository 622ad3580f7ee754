import * as z from 'zod/mini';
import type { CrmManifest } from '../contract.ts';
import { Address } from '../kit/settings.ts';

export const OpencartSettings = z.strictObject({
  /** As it stands in the gateway's configuration. */
  system: z.optional(z.literal('opencart')),
  /** Of the shop, where its index.php is. */
  url: Address,
  /** RINGBACK_KEY of the shop's config.php. It never goes over the wire: requests are signed with it. */
  key: z.string().check(z.minLength(16), z.maxLength(200)),
  /** OpenCart 4 where absent. */
  version: z.optional(z.enum(['3', '4'])),
  /** Of the back office; records cannot be opened without it. */
  panel: z.optional(Address),
});
export type OpencartSettings = z.infer<typeof OpencartSettings>;

export const manifest: CrmManifest = {
  id: 'opencart',
  name: 'OpenCart',
  capabilities: [
    'parties',
    'parties.list',
    'parties.write',
    'communications',
    'communications.list',
    'communications.comment',
    'shop',
    'shop.cart',
    'records',
    'changes.poll',
  ],
  transport: 'http',
  requires:
    'The extension "Ringback" is copied into the shop: OpenCart itself has no API that reads customers.',
  settings: OpencartSettings,
  fields: {
    url: {
      title: 'Shop address',
      hint: 'What customers see, with the folder if the shop is in one.',
      placeholder: 'https://shop.example.com',
      account: true,
    },
    key: {
      title: 'Key',
      hint: "The letters behind RINGBACK_KEY in the shop's config.php: 16 or more that nobody can guess.",
      secret: true,
    },
    version: { title: 'OpenCart', hint: '3 or 4: stands at the bottom of every page of the back office.' },
    panel: {
      title: 'Back office address',
      hint: 'What the browser shows in the back office, up to its folder; needed to open records from the card.',
      placeholder: 'https://shop.example.com/admin',
    },
  },
  cache: { parties: { ttlMs: 30_000, staleMs: 600_000 }, shop: { ttlMs: 15_000, staleMs: 300_000 } },
  lacks: {
    mail: 'The shop keeps no letters, and sends only those of its templates.',
    taxId: 'OpenCart keeps none, but in fields of the shop’s own.',
  },
  limits: 'None; Ringback asks at most 10 times a second.',
  inbound: 'polling',
};
