/** The configuration file is where agents come from: what stands in it is true after each start. */
import type { Agent } from '@ringback/model';
import type { Store } from '../store/contract.ts';
import { hashPassword, type PasswordCost, verifyPassword } from './password.ts';

export type SeedAgent = Omit<Agent, 'id'> & { password: string };

/** Under which the gateway keeps what it has seeded last: one hash over all, with every password in it. */
const KEPT = { account: 'gateway', key: 'agents' };

export async function seedAgents(
  store: Store,
  seeds: readonly SeedAgent[],
  cost?: PasswordCost,
): Promise<void> {
  const kept = store.crmKept.of(KEPT.account);
  const before = await kept.get(KEPT.key);
  const all = JSON.stringify(seeds);
  // One try instead of one for each: a firm of hundreds would wait a minute for its gateway.
  if (before !== undefined && (await verifyPassword(all, before)) && (await areThere(store, seeds))) return;
  await seed(store, seeds, cost);
  await kept.replace(KEPT.key, before, await hashPassword(all, cost));
}

async function areThere(store: Store, seeds: readonly SeedAgent[]): Promise<boolean> {
  const known = await store.agents.list();
  const same = (one: Agent, { login, name, role, extension }: SeedAgent) =>
    one.login === login && one.name === name && one.role === role && one.extension === extension;
  return known.length === seeds.length && seeds.every((seed) => known.some((one) => same(one, seed)));
}

async function seed(store: Store, seeds: readonly SeedAgent[], cost?: PasswordCost): Promise<void> {
  const prepared = await Promise.all(seeds.map((one) => prepare(store, one, cost)));
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
