/** What Ringback can do with an amoCRM or Kommo account, and what it must be told. */
import * as z from 'zod/mini';
import type { CrmManifest } from '../contract.ts';

const key = (max: number) => z.string().check(z.minLength(8), z.maxLength(max));

export const AmocrmSettings = z.strictObject({
  /** As it stands in the gateway's configuration. */
  system: z.optional(z.literal('amocrm')),
  /** The account's own address: the common one refuses. */
  url: z.string().check(z.regex(/^https:\/\/(?!www\.)[a-z0-9-]+\.(amocrm\.(ru|com)|kommo\.com)\/?$/)),
  /** A token of one day to five years; instead of the four below. Secret. */
  token: z.optional(key(4000)),
  clientId: z.optional(key(100)),
  /** Secret. */
  clientSecret: z.optional(key(200)),
  redirectUri: z.optional(z.url()),
  /** Good for twenty minutes and once: exchanged for tokens at the first request. Secret. */
  code: z.optional(key(4000)),
  /** Stands in the address that amoCRM calls, because it signs nothing. Secret. */
  webhookKey: z.optional(z.string().check(z.minLength(16), z.maxLength(200), z.regex(/^[\w-]+$/))),
  /** Calls of people whom nobody knows go to “incoming leads” of the first pipeline. */
  unsorted: z._default(z.boolean(), true),
  /** Date field of deals, by its name or number: amoCRM itself keeps no expected day of closing. */
  closingField: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(200))),
  /** Text or number field of companies and contacts, by its name or number: amoCRM itself keeps no tax number. */
  taxField: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(200))),
});
export type AmocrmSettings = z.infer<typeof AmocrmSettings>;
export type AmocrmSettingsInput = z.input<typeof AmocrmSettings>;

export const manifest: CrmManifest = {
  id: 'amocrm',
  name: 'amoCRM / Kommo',
  capabilities: [
    'parties',
    'parties.list',
    'parties.write',
    'deals',
    'deals.write',
    'deals.history',
    'tasks',
    'tasks.write',
    'communications',
    'communications.list',
    'communications.comment',
    'communications.announce',
    'records',
    'users',
    'fields',
    'changes.webhook',
    'install',
  ],
  transport: 'http',
  settings: AmocrmSettings,
  fields: {
    url: {
      title: 'Address',
      hint: 'As it stands in the browser when you work in amoCRM, up to the first slash.',
      placeholder: 'https://firm.amocrm.ru',
      account: true,
    },
    token: {
      title: 'Long-lived token',
      hint: 'amoMarket → your private integration → Keys and scopes → “Generate long-lived token”.',
      secret: true,
    },
    clientId: {
      title: 'Integration ID',
      hint: 'amoMarket → your integration → Keys and scopes; only without a long-lived token.',
      account: true,
    },
    clientSecret: {
      title: 'Secret key',
      hint: 'Beside the integration ID, under Keys and scopes.',
      secret: true,
    },
    redirectUri: { title: 'Redirect address', hint: 'Exactly as it stands in the integration’s settings.' },
    code: {
      title: 'Authorization code',
      hint: 'Keys and scopes, under the secret key: copy it last, it is good for twenty minutes and once.',
      secret: true,
    },
    webhookKey: {
      title: 'Key in the webhook’s address',
      hint: 'Any long random text: it ends the address that you enter under amoMarket → Webhooks.',
      secret: true,
    },
    unsorted: {
      title: 'Unknown callers to incoming leads',
      hint: 'A call of a number that nobody has becomes an incoming lead of the first pipeline.',
    },
    closingField: {
      title: 'Field for the expected closing',
      hint: 'Name of the date field that you have made for it in the card of a deal; amoCRM itself has none for deals that are open.',
    },
    taxField: {
      title: 'Field for the tax number',
      hint: 'Name of the text or number field that you have made for it in the cards of companies and contacts; amoCRM itself has none. Who has the number is then found among duplicates.',
    },
  },
  writes: { party: ['responsibleId', 'organizationId', 'tags', 'custom'], deal: ['custom'] },
  cache: {
    parties: { ttlMs: 30_000, staleMs: 300_000 },
    deals: { ttlMs: 30_000, staleMs: 300_000 },
    tasks: { ttlMs: 30_000, staleMs: 300_000 },
    communications: { ttlMs: 30_000, staleMs: 300_000 },
    users: { ttlMs: 3_600_000, staleMs: 86_400_000 },
    fields: { ttlMs: 3_600_000, staleMs: 86_400_000 },
  },
  lacks: {
    mail: 'The API tells of a letter its subject, direction and first words, as a note, and sends none: letters are shown in the history.',
    taxId:
      'Only where the administrator names the field of the account’s own for it; then it is looked for among duplicates.',
  },
  limits: '7 requests a second for the account; whoever goes on after a refusal is blocked by his address.',
  inbound: 'webhook',
};

const { taxId: _reason, ...lacks } = manifest.lacks ?? {};
const WITH_TAX_NUMBERS: CrmManifest = {
  ...manifest,
  lacks,
  writes: { ...manifest.writes, party: [...(manifest.writes?.party ?? []), 'taxId'] },
};

/** What can be kept with these settings. */
export const manifestFor = ({ taxField }: Pick<AmocrmSettings, 'taxField'>): CrmManifest =>
  taxField === undefined ? manifest : WITH_TAX_NUMBERS;
