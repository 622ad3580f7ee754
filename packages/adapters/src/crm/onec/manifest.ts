/** What Ringback can do with a 1C infobase over its standard OData interface, and what it must be told. */
import { isTimeZone } from '@ringback/model';
import * as z from 'zod/mini';
import type { CrmManifest } from '../contract.ts';

/** Plain HTTP sends the password readable: on this machine alone, for tests and a gateway that stands beside 1C. */
const Publication = z
  .string()
  .check(z.regex(/^(https:\/\/[^\s?#@]+|http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(\/[^\s?#@]*)?)$/));

export const OnecSettings = z.strictObject({
  /** As it stands in the gateway's configuration. */
  system: z.optional(z.literal('onec')),
  /** Address of the publication, as the web client has it: `https://1c.example/unf`. */
  url: Publication,
  user: z.string().check(z.minLength(1), z.maxLength(100), z.regex(/^[^:\r\n]*$/, 'must have no colon')),
  /** Secret. */
  password: z.string().check(z.minLength(1), z.maxLength(200)),
  /** IANA name. 1C's dates have no zone: they are the server's own. */
  timeZone: z.string().check(z.refine(isTimeZone, 'must be an IANA time zone')),
  /** How many requests 1C is asked at once: each takes a session, and a session a licence. 4 when absent. */
  sessions: z.optional(z.number().check(z.int(), z.minimum(1), z.maximum(50))),
  /** Root of the HTTP service that a 1C programmer has published; absent = OData alone. */
  service: z.optional(z.string().check(z.regex(/^[A-Za-z0-9_-]{1,60}$/))),
  /** Secret that 1C sends with each of its notices; absent = none is accepted. */
  serviceSecret: z.optional(z.string().check(z.minLength(16), z.maxLength(200))),
});
export type OnecSettings = z.infer<typeof OnecSettings>;

export const manifest: CrmManifest = {
  id: 'onec',
  name: '1C:Enterprise (UNF, UT)',
  capabilities: [
    'parties',
    'parties.list',
    'parties.write',
    'tasks',
    'tasks.write',
    'communications',
    'communications.list',
    'communications.comment',
    'shop',
    'records',
    'users',
    'fields',
    'changes.webhook',
  ],
  transport: 'http',
  requires:
    'The standard OData interface is published on the web server, and the objects in docs/adapters/onec.md are in it.',
  settings: OnecSettings,
  fields: {
    url: {
      title: 'Address of the publication',
      hint: 'What stands in the browser when you open the 1C web client, up to the name of the base.',
      placeholder: 'https://1c.example/unf',
      account: true,
    },
    user: {
      title: 'User',
      hint: 'An infobase user for Ringback alone, made in Administration → Users, with a password.',
      account: true,
    },
    password: { title: 'Password', hint: 'The password of that infobase user.', secret: true },
    timeZone: {
      title: 'Time zone of the 1C server',
      hint: 'The zone of the machine that the 1C server runs on.',
      placeholder: 'Europe/Kyiv',
    },
    sessions: {
      title: 'Requests at once',
      hint: 'How many of your client licences Ringback may take at one moment; 4 unless told.',
      placeholder: '4',
    },
    service: {
      title: 'HTTP service',
      hint: 'Root URL of the service in docs/adapters/onec.md, where your 1C programmer has published it.',
      placeholder: 'ringback',
    },
    serviceSecret: {
      title: 'Secret of the notices',
      hint: 'Any long random text; the same text stands in the 1C extension that tells of changes.',
      secret: true,
    },
  },
  leadsAreParties: true,
  writes: { party: ['taxId', 'responsibleId', 'organizationId', 'custom'] },
  cache: {
    parties: { ttlMs: 60_000, staleMs: 600_000 },
    tasks: { ttlMs: 30_000, staleMs: 300_000 },
    communications: { ttlMs: 30_000, staleMs: 300_000 },
    shop: { ttlMs: 60_000, staleMs: 600_000 },
    users: { ttlMs: 3_600_000, staleMs: 86_400_000 },
    fields: { ttlMs: 3_600_000, staleMs: 86_400_000 },
  },
  lacks: {
    mail: '1C sends a letter by its own program and not by writing a document, and OData runs no program: letters are shown in the history (UNF).',
  },
  limits:
    'None in the protocol; every request takes a session and a client licence, so only a few are sent at once.',
  inbound: 'webhook',
};
