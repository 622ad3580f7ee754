/** What this adapter can do, and what it must be told: an incoming webhook, or an application of the portal's own. */
import * as z from 'zod/mini';
import type { CrmCapability, CrmManifest } from '../contract.ts';

const secret = () => z.string().check(z.trim(), z.minLength(1), z.maxLength(1000));

export const Bitrix24Settings = z
  .strictObject({
    /** As it stands in the gateway's configuration. */
    system: z.optional(z.literal('bitrix24')),
    /** `https://firm.bitrix24.ua/rest/1/secret/`. Secret as a whole. */
    webhook: z.optional(
      secret().check(
        z.regex(
          /^https?:\/\/[^\s/]+\/rest\/\d+\/[\w-]+\/?$/,
          'must be such as https://firm.bitrix24.ua/rest/1/xxxxxxxx/',
        ),
      ),
    ),
    /** `https://firm.bitrix24.ua`; with an application. */
    portal: z.optional(z.string().check(z.trim(), z.regex(/^https?:\/\/[^\s/?#]+\/?$/))),
    clientId: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(200))),
    clientSecret: z.optional(secret()),
    /** The first one; from then on the newest is kept by the gateway. */
    refreshToken: z.optional(secret()),
    /** Proves that an event comes from the portal. */
    applicationToken: z.optional(secret()),
    /** Portal user who stands for agents that have none of their own. */
    userId: z._default(z.string().check(z.regex(/^\d{1,10}$/)), '1'),
    plan: z._default(z.enum(['standard', 'enterprise']), 'standard'),
    /** Where tokens are renewed. */
    oauthUrl: z._default(
      z.string().check(z.regex(/^https?:\/\/\S+$/)),
      'https://oauth.bitrix.info/oauth/token/',
    ),
  })
  .check(
    z.refine(
      ({ webhook, portal, clientId, clientSecret, refreshToken }) =>
        webhook !== undefined ||
        [portal, clientId, clientSecret, refreshToken].every((one) => one !== undefined),
      {
        error: 'give a webhook, or portal, clientId, clientSecret and refreshToken of an application',
        path: ['webhook'],
      },
    ),
  );
export type Bitrix24Settings = z.infer<typeof Bitrix24Settings>;
export type Bitrix24SettingsInput = z.input<typeof Bitrix24Settings>;

/**
 * Only an application may do these; a webhook is told `WRONG_AUTH_TYPE`. To a webhook the portal does not say which application is ours
 * either, so it cannot tell whether a page that is opened is our own.
 */
const APPLICATION_ONLY: readonly CrmCapability[] = [
  'communications.announce',
  'notify',
  'install',
  'users.session',
];

export const manifest: CrmManifest = {
  id: 'bitrix24',
  name: 'Bitrix24',
  capabilities: [
    'parties',
    'parties.list',
    'parties.write',
    'parties.merge',
    'deals',
    'deals.write',
    'deals.history',
    'leads',
    'leads.write',
    'leads.convert',
    'tasks',
    'tasks.write',
    'communications',
    'communications.list',
    'communications.comment',
    'communications.announce',
    'mail',
    'notify',
    'records',
    'users',
    'users.session',
    'fields',
    'changes.webhook',
    'changes.poll',
    'install',
  ],
  transport: 'http',
  settings: Bitrix24Settings,
  fields: {
    webhook: {
      title: 'Incoming webhook',
      hint: 'In Bitrix24: Developer resources → Other → Incoming webhook, with the rights CRM, Tasks, Users; copy its whole address. Not needed with an application.',
      secret: true,
      placeholder: 'https://firm.bitrix24.ua/rest/1/xxxxxxxx/',
    },
    portal: {
      title: 'Portal',
      hint: 'Address of your Bitrix24, as it stands in the browser; needed with an application.',
      account: true,
    },
    clientId: {
      title: 'Application id',
      hint: 'Developer resources → Other → Local application: client_id. Rights: CRM, Telephony, Tasks, Users, Chat and notifications, and placement.',
      account: true,
    },
    clientSecret: { title: 'Application key', hint: 'client_secret on the same page.', secret: true },
    refreshToken: {
      title: 'Refresh token',
      hint: 'Comes with the installation of the local application (REFRESH_ID).',
      secret: true,
    },
    applicationToken: {
      title: 'Application token',
      hint: 'Of the outgoing webhook, or APPLICATION_TOKEN at the installation of the application: it proves that an event is the portal’s.',
      secret: true,
    },
    userId: {
      title: 'User for everybody else',
      hint: 'The number in the address of the profile page: calls of agents without a Bitrix24 user are logged under it, and their letters go in its name.',
    },
    plan: { title: 'Plan', hint: 'Only Enterprise has the larger limit; choose standard when in doubt.' },
    oauthUrl: {
      title: 'Token server',
      hint: 'Leave it as it is, unless your Bitrix24 is an on-premise installation.',
      account: true,
    },
  },
  writes: {
    party: ['taxId', 'responsibleId', 'organizationId', 'custom'],
    deal: ['custom'],
    lead: ['custom'],
  },
  cache: {
    parties: { ttlMs: 30_000, staleMs: 600_000 },
    deals: { ttlMs: 15_000, staleMs: 120_000 },
    leads: { ttlMs: 15_000, staleMs: 120_000 },
    tasks: { ttlMs: 15_000, staleMs: 120_000 },
    communications: { ttlMs: 15_000, staleMs: 120_000 },
    mail: { ttlMs: 15_000, staleMs: 120_000 },
    users: { ttlMs: 600_000, staleMs: 3_600_000 },
    fields: { ttlMs: 600_000, staleMs: 3_600_000 },
  },
  // `tasks.task.get` answers the same of a task that is not there and of one that its user may not see.
  hides: ['tasks'],
  limits:
    '2 requests a second after the first 50 (Enterprise: 5 after 250); 480 s of one method’s work in 10 minutes',
  inbound: 'webhook+polling',
};

/** What can be done with these settings. */
export function manifestFor({ webhook, applicationToken }: Bitrix24Settings): CrmManifest {
  const missing = new Set<CrmCapability>([
    ...(webhook === undefined ? [] : APPLICATION_ONLY),
    ...(applicationToken === undefined ? (['changes.webhook'] as const) : []),
  ]);
  if (missing.size === 0) return manifest;
  return { ...manifest, capabilities: manifest.capabilities.filter((name) => !missing.has(name)) };
}
