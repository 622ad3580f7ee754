/** Who comes in at the very moment that he is put out. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSqliteStore, type Store } from '../store/index.ts';
import { AT, olena } from '../store/store.fixtures.ts';
import { type Auth, createAuth, type Issued } from './auth.ts';
import { hashPassword } from './password.ts';

const COST = { N: 2, r: 8, p: 1 };
const PASSWORD = 'seven quiet rivers';
const AGAIN = { code: 'unauthorized', hint: 'Log in again.' };

let store: Store;
let auth: Auth;
let rows: string[];

beforeEach(async () => {
  const now = () => new Date(AT);
  store = await createSqliteStore(':memory:', { now });
  auth = createAuth({ store, now, passwordCost: COST });
  rows = [];
  const passwordHash = await hashPassword(PASSWORD, COST);
  await store.transaction((tx) => store.agents.upsert(tx, { ...olena, passwordHash }));
});
afterEach(() => store.close());

const login = () => auth.login({ login: olena.login, password: PASSWORD }, '203.0.113.7');
const known = async ({ secret }: Issued, kind: 'session' | 'token') => {
  const person = await auth.identify(secret, kind);
  rows.push(person.session.hash);
  return person;
};
/** As it is done at /admin. */
const putOut = (fields: { passwordHash: string } | { deactivatedAt: string }) =>
  store.transaction(async (tx) => {
    await store.agents.change(tx, olena.id, fields);
    await store.sessions.removeOfAgent(olena.id);
  });
const left = async () => {
  const found = await Promise.all(rows.map((hash) => store.sessions.get(hash)));
  return found.filter((row) => row !== undefined);
};

it.each([
  ['has another password', { passwordHash: 'another' }],
  ['is deactivated', { deactivatedAt: AT }],
])('Whoever logs in while he %s is not let in', async (_, fields) => {
  const entered = await login();
  await putOut(fields);
  await expect(auth.openSession(entered)).rejects.toMatchObject(AGAIN);
  await expect(auth.issueToken(entered)).rejects.toMatchObject(AGAIN);
});

it('Whoever refreshes his session or asks for a token while he is put out has neither, nor the old ones', async () => {
  const person = await known(await auth.openSession(await login()), 'session');
  const token = await known(await auth.issueToken(person), 'token');
  expect(await left()).toHaveLength(2);
  await putOut({ passwordHash: 'another' });
  await expect(auth.refresh(person)).rejects.toMatchObject(AGAIN);
  await expect(auth.issueToken(person)).rejects.toMatchObject(AGAIN);
  await expect(auth.issueToken(token)).rejects.toMatchObject(AGAIN);
  expect(await left()).toEqual([]);
});

it('Whom the host knows is let in by it, unless he is deactivated', async () => {
  const { agent } = await login();
  await known(await auth.openSession({ agent }), 'session');
  await putOut({ deactivatedAt: AT });
  await expect(auth.openSession({ agent })).rejects.toMatchObject(AGAIN);
});
