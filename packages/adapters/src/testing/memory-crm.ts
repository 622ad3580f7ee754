/** A whole system of record in memory, for tests: parties as in the local one, and a list of logged calls. */
import type { Call } from '@ringback/model';
import type { Crm } from '../crm/contract.ts';
import { createLocal, type LocalOptions } from '../crm/local/index.ts';
import { createMemoryStore } from './memory-store.ts';

export interface MemoryCrm extends Crm {
  /** As they were logged, with what came later. */
  readonly logged: readonly Call[];
}

export function createMemoryCrm(options: Pick<LocalOptions<unknown>, 'now' | 'newId'>): MemoryCrm {
  const { parties } = createLocal({ store: createMemoryStore(), ...options });
  const calls = new Map<string, Call>();
  return {
    manifest: { id: 'local', name: 'Memory', capabilities: ['parties', 'communications'] },
    ...(parties === undefined ? {} : { parties }),
    communications: {
      async logCall(call) {
        if (!calls.has(call.id)) calls.set(call.id, call);
      },
      async updateCall(call) {
        const known = calls.get(call.id);
        if (!known || known.version < call.version) calls.set(call.id, call);
      },
    },
    get logged() {
      return [...calls.values()];
    },
  };
}
