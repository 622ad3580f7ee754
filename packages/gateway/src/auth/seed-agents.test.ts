import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSqliteStore, type Store } from '../store/index.ts';
import { AT } from '../store/store.fixtures.ts';
import { verifyPassword } from './password.ts';
import { seedAgents, type SeedAgent } from './seed-agents.ts';

const cost = { N: 2, r: 8, p: 1 };
const olena: SeedAgent = {
  ...{ login: 'olena', name: 'Olena', role: 'employee', extension: '101', password: 'correct horse' },
};
const andriy: SeedAgent = { ...olena, login: 'andriy', name: 'Andriy', extension: '102' };

let store: Store;
beforeEach(async () => {
  store = await createSqliteStore(':memory:', { now: () => new Date() });
  await seedAgents(store, [olena, andriy], { cost });
});
afterEach(() => store.close());

const hashOf = async (login: string) => (await store.agents.byLogin(login))?.passwordHash ?? '';
const logins = async () => (await store.agents.list()).map(({ login }) => login);

describe('Agents of the configuration file', () => {
  it('are there after the first start, with their passwords', async () => {
    expect(await logins()).toEqual(['olena', 'andriy']);
    expect(await verifyPassword('correct horse', await hashOf('olena'))).toBe(true);
  });

  it('are what was made of them at /admin after the next one, whatever the file says', async () => {
    const changed = { name: 'Olena K.', extension: '109', passwordHash: 'new' };
    await store.transaction((tx) => store.agents.change(tx, 'olena', changed));
    await store.transaction((tx) => store.agents.change(tx, 'andriy', { deactivatedAt: AT }));
    await seedAgents(store, [{ ...olena, password: 'another horse', role: 'administrator' }, andriy], {
      cost,
    });
    expect(await store.agents.list()).toMatchObject([{ id: 'olena', role: 'employee', extension: '109' }]);
    expect(await hashOf('olena')).toBe('new');
  });

  it('stay when they are taken out of it', async () => {
    await seedAgents(store, [olena], { cost });
    expect(await logins()).toEqual(['olena', 'andriy']);
  });

  it('come in where their login is new, so that whoever is locked out of /admin has a way', async () => {
    const rescue: SeedAgent = { ...olena, login: 'o.rescue', role: 'administrator', extension: '199' };
    await seedAgents(store, [olena, andriy, rescue], { cost });
    expect(await store.agents.byLogin('o.rescue')).toMatchObject({ id: 'o_rescue', role: 'administrator' });
  });

  it('are left out, and the log says so, where their extension is somebody else’s by now', async () => {
    const warned: object[] = [];
    const log = { warn: (about: object) => void warned.push(about) };
    await seedAgents(store, [olena, andriy, { ...olena, login: 'ivan' }], { cost, log });
    expect(await logins()).toEqual(['olena', 'andriy']);
    expect(warned).toEqual([{ login: 'ivan', extension: '101' }]);
  });

  it('who were taken out of it, or changed in it, are named in the log, but for those who were changed at /admin', async () => {
    const warned: unknown[] = [];
    const log = { warn: (about: object, text: string) => void warned.push({ ...about, text }) };
    const rest: SeedAgent = { ...olena, login: 'rest', extension: '103' };
    await seedAgents(store, [olena, andriy, rest], { cost, log });
    expect(warned).toEqual([]);
    const changed = [{ ...olena, role: 'administrator' as const }, rest];
    await seedAgents(store, changed, { cost, log });
    expect(warned).toEqual([
      { login: 'olena', role: 'employee', extension: '101', text: expect.stringMatching('/admin') as string },
      {
        login: 'andriy',
        role: 'employee',
        extension: '102',
        text: expect.stringMatching('/admin') as string,
      },
    ]);
    warned.length = 0;
    const entry = { actor: 'admin', entity: 'agent', field: 'role', old: 'administrator', new: 'employee' };
    await store.transaction(async (tx) => {
      for (const entityId of ['olena', 'andriy']) await store.audit.append(tx, { ...entry, entityId });
    });
    await seedAgents(store, changed, { cost, log });
    await seedAgents(store, [], { cost, log });
    expect(warned).toEqual([]);
  });
});
