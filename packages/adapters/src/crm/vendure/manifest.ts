import * as z from 'zod/mini';
import { Address } from '../kit/settings.ts';
import type { CrmManifest } from '../contract.ts';

export const VendureSettings = z.strictObject({
  /** As it stands in the gateway's configuration. */
  system: z.optional(z.literal('vendure')),
  /** Of the server: `https://shop.example.com`; the admin API is under `/admin-api` of it. */
  url: Address,
  username: z.string().check(z.minLength(1), z.maxLength(200)),
  password: z.string().check(z.minLength(1), z.maxLength(200)),
  /** The default channel where absent. */
  channel: z.optional(z.string().check(z.maxLength(200))),
  /** Of the dashboard; `<url>/dashboard` where absent. */
  panel: z.optional(Address),
});
export type VendureSettings = z.infer<typeof VendureSettings>;

export const manifest: CrmManifest = {
  id: 'vendure',
  name: 'Vendure',
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
  settings: VendureSettings,
  fields: {
    url: {
      title: 'Server address',
      hint: 'The address of the Vendure server itself, without /admin-api.',
      placeholder: 'https://shop.example.com',
      account: true,
    },
    username: {
      title: 'Administrator',
      hint: 'Dashboard → Administrators: make one for Ringback, with the rights that the check names.',
      account: true,
    },
    password: { title: 'Password', hint: 'The password of that administrator.', secret: true },
    channel: {
      title: 'Channel token',
      hint: 'Dashboard → Channels: the token of the channel whose customers call; empty for the default one.',
    },
    panel: {
      title: 'Dashboard address',
      hint: 'What the browser shows when the dashboard is open, up to /dashboard; empty when it is on the server.',
      placeholder: 'https://shop.example.com/dashboard',
    },
  },
  cache: { parties: { ttlMs: 30_000, staleMs: 600_000 }, shop: { ttlMs: 15_000, staleMs: 300_000 } },
  lacks: {
    mail: 'Its mail plugin sends templates by events; the admin API has no letters.',
    taxId: 'Vendure keeps none, but in fields of the shop’s own.',
  },
  limits: 'Vendure has none; Ringback asks at most 20 times a second.',
  inbound: 'polling',
};
