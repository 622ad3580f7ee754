import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSqliteStore, type Store } from '../store/index.ts';
import { verifyPassword } from './password.ts';
import { seedAgents, type SeedAgent } from './seed-agents.ts';

const COST = { N: 2, r: 8, p: 1 };
const olena: SeedAgent = {
  ...{ login: 'olena', name: 'Olena', role: 'employee', extension: '101', password: 'correct horse' },
};
const andriy: SeedAgent = { ...olena, login: 'andriy', name: 'Andriy', extension: '102' };

let store: Store;
beforeEach(async () => {
  store = await createSqliteStore(':memory:', { now: () => new Date() });
  await seedAgents(store, [olena, andriy], COST);
});
afterEach(() => store.close());

const hashOf = async (login: string) => (await store.agents.byLogin(login))?.passwordHash ?? '';
const logins = async () => (await store.agents.list()).map(({ login }) => login);

describe('Agents of the configuration file', () => {
  it('are there after the first start, with their passwords', async () => {
    expect(await logins()).toEqual(['olena', 'andriy']);
    expect(await verifyPassword('correct horse', await hashOf('olena'))).toBe(true);
  });

  it('are left as they are by a start with the same file, and no password is tried for each', async () => {
    const before = await hashOf('olena');
    let asked = 0;
    const watched = {
      ...store,
      agents: { ...store.agents, byLogin: (login: string) => ((asked += 1), store.agents.byLogin(login)) },
    };
    await seedAgents(watched, [olena, andriy], COST);
    expect([await hashOf('olena'), asked]).toEqual([before, 0]);
  });

  it('have the password that stands in it now, and whoever knew the old one is out', async () => {
    const session = {
      hash: 's',
      kind: 'session' as const,
      agentId: 'olena',
      expiresAt: '2099-01-01T00:00:00.000Z',
    };
    await store.sessions.put(session);
    await seedAgents(store, [{ ...olena, password: 'another horse' }, andriy], COST);
    expect(await verifyPassword('another horse', await hashOf('olena'))).toBe(true);
    expect(await store.sessions.get('s')).toBeUndefined();
  });

  it('go when they are taken out of it, and come back when they were taken away otherwise', async () => {
    await seedAgents(store, [olena], COST);
    expect(await logins()).toEqual(['olena']);
    await store.transaction((tx) => store.agents.remove(tx, 'olena'));
    await seedAgents(store, [olena], COST);
    expect(await logins()).toEqual(['olena']);
  });
});
