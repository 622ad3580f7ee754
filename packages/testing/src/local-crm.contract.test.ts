/** The Crm suite on the local system of record as the gateway has it: in SQLite. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createLocal, manifest } from '@ringback/adapters/local';
import { crmConformance } from '@ringback/adapters/testing';
import { createSqliteStore } from '@ringback/gateway';
import { afterAll, beforeAll, describe, it } from 'vitest';

crmConformance(
  { describe, it, beforeAll, afterAll },
  {
    manifest,
    async setup() {
      const folder = await mkdtemp(path.join(tmpdir(), 'rb-local-'));
      const now = (): Date => new Date();
      const store = await createSqliteStore(path.join(folder, 'ringback.db'), { now });
      return {
        crm: createLocal({ store, now, newId: () => crypto.randomUUID() }),
        kind: 'client',
        async close() {
          await store.close();
          await rm(folder, { recursive: true });
        },
      };
    },
  },
);
