/** The files of a new adapter. */

/** @param {string} id */
const pascal = (id) => id.replace(/(^|-)(\w)/g, (_all, _dash, letter) => letter.toUpperCase());

/** @param {string} id @returns {Record<string, string>} */
export function skeleton(id) {
  const name = pascal(id);
  return {
    'manifest.ts': manifest(id, name),
    'api.ts': api(id, name),
    'map.ts': map(name),
    'index.ts': index(name),
    'simulator.ts': simulator(id, name),
    [`${id}.contract.test.ts`]: contract(name),
    'fixtures/README.md': `# Fixtures of ${name}\n\nEach file names its source here: the page of the vendor's documentation, or the repository and its licence.\n`,
    [`docs/adapters/${id}.md`]: `# ${name}\n\n## What the owner sets up\n\n## What was tried against what\n\nThe conformance suite against the simulator. Nothing against a live account.\n`,
  };
}

const manifest = (id, name) => `/** What this adapter can do, and what it must be told. */
import * as z from 'zod/mini';
import type { CrmManifest } from '../contract.ts';

export const ${name}Settings = z.strictObject({
  /** As it stands in the gateway's configuration. */
  system: z.optional(z.literal('${id}')),
  /** Where the host answers, without a path. */
  url: z.string().check(z.regex(/^https:\\/\\/[^\\s/?#]+\\/?$/)),
  /** Secret. */
  token: z.string().check(z.minLength(8), z.maxLength(500)),
});
export type ${name}Settings = z.infer<typeof ${name}Settings>;

export const manifest: CrmManifest = {
  id: '${id}',
  name: '${name}',
  capabilities: ['parties'],
  transport: 'http',
  settings: ${name}Settings,
  fields: {
    url: {
      title: 'Address',
      hint: 'As it stands in the browser when you work in the system.',
      account: true,
    },
    token: { title: 'Key', hint: 'Where the administrator of the system makes one.', secret: true },
  },
  cache: { parties: { ttlMs: 30_000, staleMs: 300_000 } },
  inbound: 'none',
};
`;

const api = (id, name) => `/** Outgoing calls, in the vendor's shapes. */
import type { CrmContext } from '../../context.ts';
import { createHttpClient } from '../../http/index.ts';
import type { ReadOptions } from '../contract.ts';
import { manifest, type ${name}Settings } from './manifest.ts';

export type ${name}Api = ReturnType<typeof createApi>;

export function createApi(settings: ${name}Settings, context: CrmContext) {
  const client = createHttpClient({ system: manifest.id, context });
  return {
    async get(path: string, { signal }: ReadOptions = {}): Promise<unknown> {
      const answer = await client.send({
        name: path,
        url: new URL(path, settings.url).href,
        headers: { Authorization: \`Bearer \${settings.token}\` },
        repeatable: true,
        signal,
      });
      return answer.json();
    },
  };
}
`;

const map = (name) => `/** Pure functions between the vendor's records and ours, tested as tables. */
import type { Party } from '@ringback/model';
import * as z from 'zod/mini';

/** The vendor's customer, as far as we read it. */
export const ${name}Customer = z.object({ id: z.string(), name: z.string(), phone: z.nullish(z.string()) });

export function toParty(_customer: z.infer<typeof ${name}Customer>, _country: string): Party {
  throw new Error('Not written yet: toParty in map.ts.');
}
`;

const index = (name) => `/** ${name} as a system of record. */
import type { CrmContext } from '../../context.ts';
import { AdapterError } from '../../error.ts';
import type { Crm } from '../contract.ts';
import { createApi } from './api.ts';
import { manifest, ${name}Settings } from './manifest.ts';

export { manifest, ${name}Settings } from './manifest.ts';

export function create${name}(settings: ${name}Settings, context: CrmContext): Crm {
  createApi(${name}Settings.parse(settings), context);
  const missing = (what: string) => () =>
    Promise.reject(new AdapterError(manifest.id, 'unsupported', \`Not written yet: \${what} in index.ts.\`));
  return {
    manifest,
    checkConnection: missing('checkConnection'),
    parties: {
      findByPhone: missing('parties.findByPhone'),
      findByName: missing('parties.findByName'),
      get: missing('parties.get'),
      duplicates: missing('parties.duplicates'),
    },
  };
}
`;

const simulator = (
  id,
  name,
) => `/** ${name}'s behaviour on the wire, for tests: authentication, paging, limits, errors. Held to its documentation by its own tests. */
import {
  type CrmHarness,
  createMemoryKept,
  createMemoryPhoneIndex,
  createSimulatedHttp,
  createTestContext,
  createVirtualClock,
} from '../../testing/index.ts';
import { create${name} } from './index.ts';

const SECRET = 'canary-${id}-4f9c2d';

/** A fresh host with an adapter connected to it. */
export async function create${name}Harness(): Promise<CrmHarness> {
  const clock = createVirtualClock();
  const { http, wire } = createSimulatedHttp({
    clock,
    handle: () => ({ status: 501, body: { error: 'the simulator is not written yet' } }),
    refusals: {
      unauthorized: () => ({ status: 401, body: { error: 'unauthorized' } }),
      unavailable: () => ({ status: 503, body: { error: 'unavailable' } }),
    },
  });
  const shared = { clock, http, kept: createMemoryKept(), phones: createMemoryPhoneIndex() };
  const context = createTestContext(shared);
  const settings = { url: 'https://host.example', token: SECRET };
  const missing = (what: string) => () => Promise.reject(new Error(\`Not written yet: \${what} in simulator.ts.\`));
  return {
    crm: create${name}(settings, context),
    another: () => create${name}(settings, createTestContext(shared)),
    clock,
    kind: 'client',
    seed: { party: missing('seed.party'), many: missing('seed.many') },
    host: {},
    wire,
    secret: SECRET,
    logged: context.logged,
    close: async () => undefined,
  };
}
`;

const contract = (name) => `import { afterAll, beforeAll, describe, it } from 'vitest';
import { crmConformance } from '../../testing/index.ts';
import { manifest } from './index.ts';
import { create${name}Harness } from './simulator.ts';

crmConformance({ describe, it, beforeAll, afterAll }, { manifest, setup: create${name}Harness });
`;
