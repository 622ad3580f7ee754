/** What Ringback can do with a retailCRM (Simla) account, and what it must be told. */
import { isTimeZone } from '@ringback/model';
import * as z from 'zod/mini';
import type { CrmManifest } from '../contract.ts';

export const RetailcrmSettings = z.strictObject({
  /** As it stands in the gateway's configuration. */
  system: z.optional(z.literal('retailcrm')),
  url: z
    .string()
    .check(z.regex(/^https:\/\/(?!www\.)[a-z0-9-]+\.(retailcrm\.(ru|pro|es)|simla\.com|ecomlogic\.com)\/?$/)),
  /** Secret. */
  apiKey: z.string().check(z.minLength(16), z.maxLength(200)),
  /** Code of the shop that new customers belong to; needed where the key has several. */
  site: z.optional(z.string().check(z.regex(/^[\w-]{1,255}$/))),
  /** IANA name: times come in the account's own. */
  timeZone: z.string().check(z.refine(isTimeZone, 'must be an IANA time zone')),
  /** Tells retailCRM's requests from a stranger's: it stands in each of them. Secret. */
  clientId: z.optional(z.string().check(z.minLength(16), z.maxLength(200), z.regex(/^[\w-]+$/))),
});
export type RetailcrmSettings = z.infer<typeof RetailcrmSettings>;

export const manifest: CrmManifest = {
  id: 'retailcrm',
  name: 'retailCRM / Simla',
  capabilities: [
    'parties',
    'parties.list',
    'parties.write',
    'parties.merge',
    'tasks',
    'tasks.write',
    'communications',
    'communications.list',
    'communications.comment',
    'communications.announce',
    'shop',
    'shop.cart',
    'records',
    'users',
    'fields',
    'changes.webhook',
    'changes.poll',
    'install',
  ],
  transport: 'http',
  settings: RetailcrmSettings,
  fields: {
    url: {
      title: 'Address',
      hint: 'As it stands in the browser when you work in retailCRM, up to the first slash.',
      placeholder: 'https://firm.retailcrm.ru',
      account: true,
    },
    apiKey: {
      title: 'API key',
      hint: 'Settings → Integration → API access keys: rights for customers, orders, tasks, users, telephony, integration and reference books.',
      secret: true,
    },
    site: {
      title: 'Shop',
      hint: 'Code of the shop for new customers: Settings → Shops; empty where the key has one shop.',
    },
    timeZone: {
      title: 'Time zone of the account',
      hint: 'Settings → System settings → Time zone.',
      placeholder: 'Europe/Moscow',
    },
    clientId: {
      title: 'Client ID',
      hint: 'Any long random text: retailCRM sends it with each request of the telephony module.',
      secret: true,
    },
  },
  writes: { party: ['address', 'responsibleId', 'tags', 'custom'] },
  cache: {
    parties: { ttlMs: 30_000, staleMs: 300_000 },
    tasks: { ttlMs: 30_000, staleMs: 300_000 },
    communications: { ttlMs: 30_000, staleMs: 300_000 },
    shop: { ttlMs: 60_000, staleMs: 600_000 },
    users: { ttlMs: 3_600_000, staleMs: 86_400_000 },
    fields: { ttlMs: 3_600_000, staleMs: 86_400_000 },
  },
  lacks: {
    mail: 'API v5 has no methods for letters.',
    taxId:
      'Stands with corporate customers, of whom the API searches by it; Ringback keeps the other customers.',
  },
  limits: '10 requests a second for a key, 40 for telephony.',
  inbound: 'webhook+polling',
};
