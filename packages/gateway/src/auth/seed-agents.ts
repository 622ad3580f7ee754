/** The configuration file is where agents come from: what stands in it is true after each start. */
import type { Agent } from '@ringback/model';
import type { Store } from '../store/contract.ts';
import { hashPassword, type PasswordCost, verifyPassword } from './password.ts';

export type SeedAgent = Omit<Agent, 'id'> & { password: string };

export async function seedAgents(
  store: Store,
  seeds: readonly SeedAgent[],
  cost?: PasswordCost,
): Promise<void> {
  const prepared = await Promise.all(seeds.map((seed) => prepare(store, seed, cost)));
  const kept = new Set(prepared.map(({ agent }) => agent.id));
  const gone = (await store.agents.list()).filter((agent) => !kept.has(agent.id));
  await store.transaction(async (tx) => {
    for (const agent of gone) await store.agents.remove(tx, agent.id);
    for (const { agent } of prepared) await store.agents.upsert(tx, agent);
  });
  // Whoever knew the old password is out.
  for (const { agent, newPassword } of prepared)
    if (newPassword) await store.sessions.removeOfAgent(agent.id);
}

async function prepare(store: Store, { password, ...seed }: SeedAgent, cost?: PasswordCost) {
  const stored = await store.agents.byLogin(seed.login);
  const same = stored !== undefined && (await verifyPassword(password, stored.passwordHash));
  const passwordHash = same ? stored.passwordHash : await hashPassword(password, cost);
  return { agent: { ...seed, id: stored?.id ?? seed.login, passwordHash }, newPassword: !same };
}
