/** Programs with keys of their own: what they may, and what they never may. */
import type { ApiTokenAnswer } from '@ringback/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aCall, AT } from '../store/store.fixtures.ts';
import { type TestHttp, startHttp } from './http.fixtures.ts';

let http: TestHttp;
beforeEach(async () => {
  http = await startHttp();
});
afterEach(() => http.close());

const DAY_MS = 24 * 60 * 60 * 1000;
type Method = 'GET' | 'POST' | 'DELETE';
async function ask(headers: Record<string, string>, method: Method, url: string, payload?: object) {
  const answer = await http.app.inject({
    method,
    url: `/api/v1${url}`,
    headers,
    ...(payload && { payload }),
  });
  return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json() };
}
const make = async (login: string, input: object) =>
  ask(await http.signIn(login), 'POST', '/api-tokens', { kind: 'personal', name: 'Script', ...input });
async function made(login: string, input: object) {
  const { body } = (await make(login, input)) as { body: ApiTokenAnswer };
  return { id: body.token.id, headers: { authorization: `Bearer ${body.secret}` } };
}

describe('a personal token', () => {
  it('does what its scopes name as the agent who made it, and nothing else', async () => {
    const { headers } = await made('olena', { scopes: ['calls.own', 'numbers.full'] });
    await http.store.transaction((tx) =>
      http.store.calls.insert(tx, { call: aCall('c1'), audience: ['olena'], bridgeId: undefined }),
    );
    const { body } = await ask(headers, 'GET', '/calls');
    expect(body.items.map(({ id }: { id: string }) => id)).toEqual(['c1']);
    expect(body.items[0].number).toBe(aCall('c1').number);
    const refused = await ask(headers, 'GET', '/parties?phone=0671112233');
    expect([refused.status, refused.body.detail]).toEqual([403, expect.stringContaining('parties.read')]);
  });

  it('without the right to numbers sees them masked', async () => {
    const { headers } = await made('olena', { scopes: ['calls.own'] });
    await http.store.transaction((tx) =>
      http.store.calls.insert(tx, { call: aCall('c1'), audience: ['olena'], bridgeId: undefined }),
    );
    const { body } = await ask(headers, 'GET', '/calls');
    expect(body.items[0].number).toContain('•');
  });

  it.each(['/session', '/me', '/events', '/api-tokens'])(
    'opens nothing that is a person’s own: %s',
    async (url) => {
      const { headers } = await made('olena', { scopes: ['calls.own'] });
      expect((await ask(headers, 'GET', url)).status).toBe(403);
    },
  );

  it('gives nobody more than he may do himself', async () => {
    const { status, body } = await make('olena', { scopes: ['calls.own', 'calls.all'] });
    expect([status, body.detail]).toEqual([403, expect.stringContaining('calls.all')]);
  });

  it('loses what its owner loses, and goes with him', async () => {
    const { headers } = await made('andriy', { scopes: ['calls.export'] });
    expect((await ask(headers, 'GET', '/calls')).status).toBe(403);
    await http.store.transaction((tx) => http.store.agents.change(tx, 'andriy', { deactivatedAt: AT }));
    expect((await ask(headers, 'GET', '/calls')).status).toBe(401);
  });

  it('is seen and revoked by its owner and by whoever manages integrations; then it is good for nothing', async () => {
    const { id, headers } = await made('olena', { scopes: ['calls.own'] });
    const andriy = await http.signIn('andriy');
    expect((await ask(andriy, 'GET', '/api-tokens')).body).toEqual([]);
    expect((await ask(andriy, 'DELETE', `/api-tokens/${id}`)).status).toBe(404);
    const admin = await http.signIn('admin');
    expect((await ask(admin, 'GET', '/api-tokens')).body).toMatchObject([{ id, createdBy: 'olena' }]);
    expect((await ask(admin, 'DELETE', `/api-tokens/${id}`)).status).toBe(204);
    expect((await ask(headers, 'GET', '/calls')).status).toBe(401);
    expect(await http.store.audit.ofEntity('api-token', id)).toMatchObject([
      { actor: 'olena', field: 'created' },
      { actor: 'admin', field: 'revoked' },
    ]);
  });

  it('ends by time, and tells when it was used last', async () => {
    const { headers } = await made('olena', { scopes: ['calls.own'], days: 1 });
    const olena = await http.signIn('olena');
    await ask(headers, 'GET', '/calls');
    expect((await ask(olena, 'GET', '/api-tokens')).body[0].lastUsedAt).toBe(http.deps.now().toISOString());
    http.pass(DAY_MS - 1);
    expect((await ask(headers, 'GET', '/calls')).status).toBe(200);
    http.pass(1);
    expect((await ask(headers, 'GET', '/calls')).status).toBe(401);
  });

  it('is kept as a hash alone: no later answer has the secret', async () => {
    const { headers } = await made('olena', { scopes: ['calls.own'] });
    const list = await ask(await http.signIn('olena'), 'GET', '/api-tokens');
    expect(JSON.stringify(list.body)).not.toContain(headers.authorization.slice(7));
    expect(http.logged()).not.toContain(headers.authorization.slice(7));
  });
});

describe('a service token', () => {
  it('is made by whoever manages integrations, and outlives him', async () => {
    expect((await make('andriy', { kind: 'service', scopes: ['calls.own'] })).status).toBe(403);
    const { headers } = await made('admin', { kind: 'service', scopes: ['calls.own', 'calls.all'] });
    await http.store.transaction((tx) =>
      http.store.calls.insert(tx, { call: aCall('c1'), audience: ['olena'], bridgeId: undefined }),
    );
    await http.store.transaction((tx) => http.store.agents.change(tx, 'admin', { deactivatedAt: AT }));
    expect((await ask(headers, 'GET', '/calls')).body.items).toHaveLength(1);
  });
});
