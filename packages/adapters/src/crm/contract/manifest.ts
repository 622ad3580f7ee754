import type * as z from 'zod/mini';
import type { Crm } from '../contract.ts';

/** Dotted ones are parts of a group that a system may lack. */
export const CRM_CAPABILITIES = [
  'parties',
  'parties.list',
  'parties.write',
  'parties.merge',
  'parties.search',
  'parties.unmerge',
  'deals',
  'deals.write',
  'deals.history',
  'deals.steps',
  'deals.search',
  'leads',
  'leads.write',
  'leads.convert',
  'leads.search',
  'leads.steps',
  'tasks',
  'tasks.write',
  'tasks.search',
  'communications',
  'communications.list',
  'communications.comment',
  'communications.create',
  'communications.announce',
  'shop',
  'shop.cart',
  'shop.viewed',
  'shop.products',
  'mail',
  'mail.files',
  'directory',
  'notify',
  'records',
  'users',
  'users.session',
  'fields',
  'changes.webhook',
  'changes.poll',
  'install',
] as const;
export type CrmCapability = (typeof CRM_CAPABILITIES)[number];

export const CRM_GROUPS = [
  'parties',
  'deals',
  'leads',
  'tasks',
  'communications',
  'shop',
  'mail',
  'directory',
  'notify',
  'records',
  'users',
  'fields',
  'changes',
  'install',
] as const satisfies readonly (keyof Crm)[];
export type CrmGroup = (typeof CRM_GROUPS)[number];

/** The methods that stand for each capability: all are there, or none is. */
export const CAPABILITY_METHODS: Record<CrmCapability, readonly [CrmGroup, ...string[]]> = {
  parties: ['parties', 'findByPhone', 'findByName', 'get', 'duplicates'],
  'parties.list': ['parties', 'list'],
  'parties.write': ['parties', 'create', 'update'],
  'parties.merge': ['parties', 'merge'],
  'parties.search': ['parties', 'search'],
  'parties.unmerge': ['parties', 'unmerge'],
  deals: ['deals', 'pipelines', 'list', 'get'],
  'deals.write': ['deals', 'create', 'update'],
  'deals.history': ['deals', 'history'],
  'deals.steps': ['deals', 'steps'],
  'deals.search': ['deals', 'search', 'totals'],
  leads: ['leads', 'statuses', 'list', 'get'],
  'leads.write': ['leads', 'create', 'update'],
  'leads.convert': ['leads', 'convert'],
  'leads.search': ['leads', 'search'],
  'leads.steps': ['leads', 'steps'],
  tasks: ['tasks', 'list', 'get'],
  'tasks.write': ['tasks', 'create', 'update'],
  'tasks.search': ['tasks', 'search'],
  communications: ['communications', 'logCall', 'updateCall'],
  'communications.list': ['communications', 'list'],
  'communications.comment': ['communications', 'comment'],
  'communications.create': ['communications', 'create', 'change'],
  'communications.announce': ['communications', 'announce'],
  shop: ['shop', 'orders', 'order'],
  'shop.cart': ['shop', 'cart'],
  'shop.viewed': ['shop', 'viewed'],
  'shop.products': ['shop', 'products'],
  mail: ['mail', 'send', 'list'],
  'mail.files': ['mail', 'file'],
  directory: ['directory', 'lookup'],
  notify: ['notify', 'user'],
  records: ['records', 'url'],
  users: ['users', 'list'],
  'users.session': ['users', 'whoIs'],
  fields: ['fields', 'list'],
  'changes.webhook': ['changes', 'receive'],
  'changes.poll': ['changes', 'poll'],
  install: ['install', 'list', 'register', 'unregister'],
};

/** How one setting is shown in the form. */
export interface SettingsField {
  title: string;
  /** Where in the host the administrator finds it; one sentence. */
  hint: string;
  /** Never sent to a browser again, never logged. */
  secret?: true;
  /** Where the secrets go, or as whom: with another value they must be typed again. */
  account?: true;
  placeholder?: string;
}

/** How long an answer is good for, and how long a stale one may be shown while a new one is fetched; milliseconds. */
export interface CacheRule {
  ttlMs: number;
  staleMs: number;
}

/** What not every system has a place for in a party. */
export const PARTY_FIELDS = [
  'taxId',
  'address',
  'responsibleId',
  'organizationId',
  'main',
  'draft',
  'tags',
  'custom',
  'nature',
  'phones',
] as const;
export type PartyField = (typeof PARTY_FIELDS)[number];

export interface CrmManifest {
  readonly id: string;
  readonly name: string;
  readonly capabilities: readonly CrmCapability[];
  /** `local` = answers from the gateway's own process; `http` = over the network, with all that can go wrong there. */
  readonly transport: 'local' | 'http';
  /** What must be installed in the host beforehand, one sentence; absent = nothing. */
  readonly requires?: string;
  /** A strict object; checks the configuration and draws the form. */
  readonly settings: z.ZodMiniObject;
  /** One entry for each key of `settings`. */
  readonly fields: Readonly<Record<string, SettingsField>>;
  /** Reads of a group that is not named are not kept. */
  readonly cache: Readonly<Partial<Record<CrmGroup, CacheRule>>>;
  /**
   * Fields of a record beyond the common ones that it keeps; absent = none. Of a customer: `nature` and `phones` when they may be changed
   * afterwards.
   */
  readonly writes?: Readonly<
    Partial<Record<'deal' | 'lead' | 'task', readonly string[]> & Record<'party', readonly PartyField[]>>
  >;
  /** It keeps leads as customers of the kind `lead`, in no group of their own: new ones are made there, and not in Ringback's store. */
  readonly leadsAreParties?: true;
  /** Groups where a record that may not be seen looks like none: its absence is believed only when the host itself tells of the removal. */
  readonly hides?: readonly CrmGroup[];
  /** Why it has no letters of its own, or no tax numbers: what the vendor's API does not give, for the catalogue. */
  readonly lacks?: Readonly<Partial<Record<'mail' | 'taxId', string>>>;
  /** The vendor's limit in one sentence, for the catalogue; what obeys it is the adapter. */
  readonly limits?: string;
  /** How the gateway learns of changes. */
  readonly inbound: 'webhook' | 'polling' | 'webhook+polling' | 'none';
}
