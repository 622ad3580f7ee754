/** A CRM with customers only, which remembers what it was asked for. */
import type { Crm } from '@ringback/adapters';
import { manifest as localManifest } from '@ringback/adapters/local';
import type { Party } from '@ringback/model';
import { aParty } from '../store/store.fixtures.ts';

export interface FakeCrm extends Crm {
  readonly asked: { name: string; args: unknown[] }[];
}

export function fakeCrm(): FakeCrm {
  const asked: FakeCrm['asked'] = [];
  const answer = (name: string, party: Partial<Party>, ...args: unknown[]) => {
    asked.push({ name, args });
    return Promise.resolve(aParty('p1', party));
  };
  return {
    asked,
    manifest: { ...localManifest, id: 'fake', name: 'Fake', capabilities: ['parties', 'parties.write'] },
    checkConnection: async () => ({ ok: true, findings: [] }),
    parties: {
      findByPhone: () => Promise.resolve([]),
      findByName: async (name) => [
        { party: await answer('findByName', { name }, name), score: 1, why: 'remembered' },
      ],
      get: () => Promise.resolve(undefined),
      duplicates: () => Promise.resolve([]),
      create: (input, options) => answer('create', input, input, options),
      update: (id, patch, options) => answer('update', {}, id, patch, options),
    },
  };
}
