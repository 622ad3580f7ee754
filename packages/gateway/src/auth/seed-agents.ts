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
  await tellDifferences(store, seeds, log);
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

/**
 * Once the file said who may come in: whoever still changes it there must hear that it does not count. What was made at /admin is in the
 * audit trail, and differs on purpose.
 */
async function tellDifferences(
  store: Store,
  seeds: readonly SeedAgent[],
  log: SeedOptions['log'],
): Promise<void> {
  // A file that names nobody says nothing of anybody.
  if (!log || seeds.length === 0) return;
  for (const { id, login, role, extension } of await store.agents.list()) {
    const seed = seeds.find((one) => one.login === login);
    const differs = seed && (seed.role !== role || seed.extension !== extension);
    if ((seed && !differs) || (await store.audit.ofEntity('agent', id)).length > 0) continue;
    log.warn(
      { login, role, extension },
      seed
        ? 'a person has another role or extension in the configuration file, which changes nobody who is there already: change it at /admin, under People'
        : 'a person who is not in the configuration file can sign in all the same: deactivate at /admin, under People, whoever must not',
    );
  }
}
