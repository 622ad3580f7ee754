import * as z from 'zod/mini';
import type { CrmCapability, CrmManifest } from '../contract.ts';
import { Address } from '../kit/settings.ts';
import { RestDefinition } from './definition.ts';

export const RestSettings = z.strictObject({
  /** As it stands in the gateway's configuration. */
  system: z.optional(z.literal('rest')),
  /** Every request goes to this address and below it, and nowhere else. */
  url: Address,
  secret: z.string().check(z.minLength(1), z.maxLength(2000)),
  /** The description itself, or its JSON as text. */
  definition: z.union([RestDefinition, z.string().check(z.maxLength(100_000))]),
});
export type RestSettings = z.infer<typeof RestSettings>;

/** What a description can give; what it leaves out is not declared by the adapter that is made of it. */
export const manifest: CrmManifest = {
  id: 'rest',
  name: 'Any REST system',
  capabilities: [
    'parties',
    'parties.list',
    'parties.write',
    'communications',
    'communications.list',
    'communications.comment',
    'shop',
    'records',
  ],
  transport: 'http',
  settings: RestSettings,
  fields: {
    url: {
      title: 'Address of the API',
      hint: 'The part that all of its addresses begin with; nothing outside of it is ever asked.',
      placeholder: 'https://erp.example.com/api/v1',
      account: true,
    },
    secret: { title: 'Key', hint: 'The key or token that the system gives to programs.', secret: true },
    definition: {
      title: 'Description (JSON)',
      hint: 'Which addresses to ask and where the values stand: docs/adapters/rest.md explains it with an example.',
    },
  },
  cache: { parties: { ttlMs: 30_000, staleMs: 600_000 }, shop: { ttlMs: 30_000, staleMs: 600_000 } },
  lacks: {
    mail: 'The description has no place for letters.',
    taxId: 'The description has no place for it.',
  },
  limits: 'As the description says; ten requests a second where it says nothing.',
  inbound: 'none',
};

/** The manifest of one system. */
export function manifestOf({ name, customers, orders, notes }: RestDefinition): CrmManifest {
  const has: Partial<Record<CrmCapability, boolean>> = {
    'parties.list': customers.list !== undefined,
    'parties.write': customers.create !== undefined && customers.update !== undefined,
    communications: notes !== undefined,
    'communications.list': notes !== undefined,
    'communications.comment': notes !== undefined,
    shop: orders !== undefined,
    records: customers.page !== undefined,
  };
  return { ...manifest, name, capabilities: manifest.capabilities.filter((one) => has[one] !== false) };
}
