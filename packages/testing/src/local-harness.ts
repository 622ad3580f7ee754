/** The local system of record on a real store, for the conformance suite. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createLocal, type LocalOptions } from '@ringback/adapters/local';
import { type CrmHarness, createVirtualClock } from '@ringback/adapters/testing';
import { createSqliteStore, type Store } from '@ringback/gateway';
import { normaliseNumber } from '@ringback/model/phone-number';

export interface LocalHarness extends CrmHarness {
  readonly store: Store;
  readonly options: LocalOptions<Parameters<Parameters<Store['transaction']>[0]>[0]>;
}

export async function localHarness(): Promise<LocalHarness> {
  const folder = await mkdtemp(path.join(tmpdir(), 'rb-local-'));
  const clock = createVirtualClock();
  const store = await createSqliteStore(path.join(folder, 'ringback.db'), { now: clock.now });
  const options = { store, now: clock.now, newId: () => crypto.randomUUID(), country: () => 'UA' };
  const newParty = (name: string, phones: readonly string[]) => {
    const at = clock.now().toISOString();
    const numbers = [...new Set(phones.map((phone) => normaliseNumber(phone, 'UA')))];
    return {
      system: 'local',
      id: crypto.randomUUID(),
      name,
      kind: 'client',
      phones: numbers,
      createdAt: at,
      updatedAt: at,
    };
  };
  return {
    crm: createLocal(options),
    another: () => createLocal(options),
    clock,
    kind: 'client',
    seed: {
      async party({ name, phones, organizationId: _later, ...more }) {
        const party = { ...newParty(name, phones), ...more };
        await store.transaction((tx) => store.parties.insert(tx, party));
        return party.id;
      },
      async many(count) {
        const numbers = Array.from({ length: count }, (_, index) => `+38050${1_000_000 + index}`);
        await store.transaction(async (tx) => {
          for (const number of numbers)
            await store.parties.insert(tx, newParty(`Клієнт ${number}`, [number]));
        });
        return numbers;
      },
    },
    host: {},
    logged: () => '',
    async close() {
      await store.close();
      await rm(folder, { recursive: true });
    },
    store,
    options,
  };
}
