/** People of the configuration file: planted where the store does not know their login; what was changed at /admin stays. */
import type { AdapterLog } from '@ringback/adapters';
import type { Agent } from '@ringback/model';
import { agentIdFor } from '../people/agent-id.ts';
import type { Store } from '../store/contract.ts';
import { hashPassword, type PasswordCost } from './password.ts';

export type SeedAgent = Omit<Agent, 'id'> & { password: string };

export interface SeedOptions {
  cost?: PasswordCost | undefined;
  log?: Pick<AdapterLog, 'warn'>;
}

export async function seedAgents(
  store: Store,
  seeds: readonly SeedAgent[],
  { cost, log }: SeedOptions = {},
): Promise<void> {
  const known = new Set((await store.agents.everybody()).map(({ login }) => login));
  const fresh = seeds.filter(({ login }) => !known.has(login));
  if (fresh.length === 0) return;
  const hashed = fresh.map(async ({ password, ...seed }) => ({
    ...seed,
    passwordHash: await hashPassword(password, cost),
  }));
  const prepared = await Promise.all(hashed);
  await store.transaction(async (tx) => {
    for (const seed of prepared) {
      const everybody = await store.agents.everybody();
      // Another node was quicker.
      if (everybody.some(({ login }) => login === seed.login)) continue;
      if (await store.agents.byExtension(seed.extension)) {
        log?.warn(
          { login: seed.login, extension: seed.extension },
          'a person of the configuration file is left out: his extension is taken by somebody else at /admin',
        );
        continue;
      }
      await store.agents.upsert(tx, { ...seed, id: agentIdFor(seed.login, everybody) });
    }
  }, 'full');
}
