import * as z from 'zod/mini';
import type { CrmManifest } from '../contract.ts';
import { Address } from '../kit/settings.ts';
import { ACCESS, Path, Paths, search, templates } from '../rest/definition.ts';
import { PLACEHOLDERS } from '../rest/template.ts';

/** The description of a directory in data: where to ask, and where in the answer the firm stands. */
export const DirectoryDefinition = z.strictObject({
  /** As people call it: it is shown with each draft. */
  name: z.string().check(z.minLength(1), z.maxLength(60)),
  ...ACCESS,
  lookup: search(PLACEHOLDERS.phone),
  fields: z.strictObject({
    /** Several are joined by spaces. */
    name: Paths,
    /** What is found is compared with the number, digit by digit. */
    phones: Paths,
    id: z.optional(Path),
    address: z.optional(Paths),
    taxId: z.optional(Path),
    website: z.optional(Path),
  }),
  /** Page of the entry; `{id}` is of `fields.id`. */
  page: z.optional(templates(['id']).check(z.regex(/^https:\/\//, { error: 'must be an https:// address' }))),
});
export type DirectoryDefinition = z.infer<typeof DirectoryDefinition>;

export const DirectorySettings = z.strictObject({
  /** As it stands in the gateway's configuration. */
  system: z.optional(z.literal('directory')),
  /** Every request goes to this address and below it, and nowhere else. */
  url: Address,
  secret: z.string().check(z.minLength(1), z.maxLength(2000)),
  /** The description itself, or its JSON as text. */
  definition: z.union([DirectoryDefinition, z.string().check(z.maxLength(100_000))]),
});
export type DirectorySettings = z.infer<typeof DirectorySettings>;

export const manifest: CrmManifest = {
  id: 'directory',
  name: 'Directory of firms',
  capabilities: ['directory'],
  transport: 'http',
  settings: DirectorySettings,
  fields: {
    url: {
      title: 'Address of the API',
      hint: 'The part that all of its addresses begin with; nothing outside of it is ever asked.',
      placeholder: 'https://directory.example.com/api',
      account: true,
    },
    secret: { title: 'Key', hint: 'The key that the directory gives to programs.', secret: true },
    definition: {
      title: 'Description (JSON)',
      hint: 'Which address to ask and where the values stand: docs/adapters/directory.md explains it with an example.',
    },
  },
  // A firm seldom changes its number; what is not in the directory today may be in a week.
  cache: { directory: { ttlMs: 24 * 3_600_000, staleMs: 6 * 24 * 3_600_000 } },
  limits: 'As the description says; ten requests a second where it says nothing.',
  inbound: 'none',
};
