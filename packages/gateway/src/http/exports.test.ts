import { DEFAULT_ROUTING } from '@ringback/model';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createCallExport } from '../exports/calls.ts';
import { group } from '../routing/routing.fixtures.ts';
import { aCall } from '../store/store.fixtures.ts';
import { createAgent, SETTINGS, startHttp, type TestHttp } from './http.fixtures.ts';

const CALLS = 450;
let http: TestHttp;
beforeEach(async () => {
  http = await startHttp();
  await http.store.transaction(async (tx) => {
    for (let n = 0; n < CALLS; n += 1) {
      const startedAt = new Date(Date.parse('2026-03-01T00:00:00.000Z') + n * 60_000).toISOString();
      const call = aCall(`c${n}`, {
        startedAt,
        direction: n % 2 ? 'out' : 'in',
        comment: n === 0 ? '=1+1, "x"' : '',
        legKind: 'mobile',
      });
      await http.store.calls.insert(tx, { call, audience: ['olena'], bridgeId: undefined });
    }
  });
});
afterEach(() => http.close());

const get = async (query: string, login = 'admin') =>
  http.app.inject({ method: 'GET', url: `/api/v1/exports/calls${query}`, headers: await http.token(login) });
const idsOf = (body: string) =>
  body
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { id: string }).id);

it('The whole call history comes as NDJSON, newest first, each call once', async () => {
  const answer = await get('?format=ndjson');
  expect(answer.headers['content-type']).toBe('application/x-ndjson; charset=utf-8');
  expect(idsOf(answer.body)).toEqual(Array.from({ length: CALLS }, (_, n) => `c${CALLS - 1 - n}`));
});

it('A span and a direction can be asked for: its beginning is inside, its end is not', async () => {
  const span = 'from=2026-03-01T00:10:00.000Z&to=2026-03-01T00:15:00.000Z';
  expect(idsOf((await get(`?format=ndjson&${span}`)).body)).toEqual(['c14', 'c13', 'c12', 'c11', 'c10']);
  expect(idsOf((await get(`?format=ndjson&direction=out&${span}`)).body)).toEqual(['c13', 'c11']);
  expect((await get('?from=yesterday')).json()).toMatchObject({
    code: 'invalid',
    fields: { from: expect.any(String) },
  });
});

it('As CSV it opens as a file, and runs nothing that somebody has typed', async () => {
  const answer = await get('?to=2026-03-01T00:01:00.000Z');
  expect(answer.headers['content-disposition']).toBe('attachment; filename="calls.csv"');
  const [head, line] = answer.body.split('\r\n');
  expect(head).toMatch(/^id,direction,state,.*,comment,legKind$/);
  expect(line).toMatch(/^c0,in,ringing,,,\+380671112233,.*,"'=1\+1, ""x""",mobile$/);
});

it('It holds only calls that the one who asks may see, and is for those who may export', async () => {
  expect((await get('', 'olena')).statusCode).toBe(403);
  expect((await get('', 'marta')).statusCode).toBe(403);
  const headers = await createAgent(http, 'company-head');
  const all = await http.app.inject({ method: 'GET', url: '/api/v1/exports/calls?format=ndjson', headers });
  expect(idsOf(all.body)).toHaveLength(CALLS);
});

it('A browser without a session takes the same file from a signed address, while the right lasts', async () => {
  const link = async (filters: object, login = 'admin') =>
    http.app.inject({
      method: 'POST',
      url: '/api/v1/exports/calls/link',
      headers: await http.token(login),
      payload: filters,
    });
  expect((await link({}, 'olena')).statusCode).toBe(403);
  expect((await link({ words: 7 })).statusCode).toBe(400);
  const from = '2026-03-01T07:25:00.000Z';
  const { url } = (await link({ direction: 'out', from })).json<{ url: string }>();
  const { pathname, search } = new URL(url);
  const answer = await http.app.inject({ url: pathname + search });
  expect(answer.headers['content-disposition']).toBe('attachment; filename="calls.csv"');
  expect(
    answer.body
      .trim()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(',')[0]),
  ).toEqual(['c449', 'c447', 'c445']);
  const forged = search.replace('agentId=', 'agentId=x');
  expect((await http.app.inject({ url: pathname + forged })).statusCode).toBe(403);
  http.pass(16 * 60_000);
  expect((await http.app.inject({ url: pathname + search })).statusCode).toBe(403);
});

it('A file is filtered as the log is: by words, by who talked', async () => {
  await http.store.transaction(async (tx) => {
    const call = aCall('special', {
      startedAt: '2026-03-02T00:00:00.000Z',
      comment: 'Просив ПЛЕД',
      agent: { id: 'andriy', name: 'Andriy' },
    });
    await http.store.calls.insert(tx, { call, audience: ['andriy'], bridgeId: undefined });
  });
  expect(idsOf((await get(`?format=ndjson&words=${encodeURIComponent('плед')}`)).body)).toEqual(['special']);
  expect(idsOf((await get('?format=ndjson&agentId=andriy')).body)).toEqual(['special']);
  expect((await get('?format=ndjson&agentId=nobody')).body).toBe('');
});

it('It is read as it is taken: a page of calls at a time, however many there are', async () => {
  let pages = 0;
  const list: typeof http.store.calls.list = (query) => {
    pages += 1;
    return http.store.calls.list(query);
  };
  const store = { calls: { ...http.store.calls, list } };
  const admin = (await http.store.agents.get('admin'))!;
  const lines = createCallExport({ store, settings: http.deps.settings.current })(admin, {
    format: 'ndjson',
  });
  for (let n = 0; n < 200; n += 1) await lines.next();
  expect(pages).toBe(1);
  await lines.next();
  expect(pages).toBe(2);
  await lines.return(undefined);
  expect(pages).toBe(2);
});

it('The head of a group has his people’s calls in it, and a token without the right to calls none', async () => {
  const headers = await createAgent(http, 'group-head', 'head');
  const admin = (await http.store.agents.get('admin'))!;
  const groups = [group('sales', ['olena'], { heads: ['head'] })];
  const settings = { ...SETTINGS, routing: { ...DEFAULT_ROUTING, groups } };
  await http.deps.settings.change({ settings, version: 1 }, admin);
  await http.store.transaction(async (tx) => {
    const call = aCall('foreign', { startedAt: '2026-03-02T00:00:00.000Z' });
    await http.store.calls.insert(tx, { call, audience: ['andriy'], bridgeId: undefined });
  });
  const url = '/api/v1/exports/calls?format=ndjson&from=2026-03-01T07:28:00.000Z';
  const read = async (by: Record<string, string>) => (await http.app.inject({ url, headers: by })).body;
  expect(idsOf(await read(headers))).toEqual(['c449', 'c448']);
  const { secret } = await http.deps.apiTokens.create(admin, {
    ...{ kind: 'service', name: 'Reports', scopes: ['calls.export'] },
  });
  expect(await read({ authorization: `Bearer ${secret}` })).toBe('');
});

it('A token without the right to numbers gets them masked, and no address behind which there is more', async () => {
  const admin = (await http.store.agents.get('admin'))!;
  const { secret } = await http.deps.apiTokens.create(admin, {
    ...{ kind: 'personal', name: 'Reports', scopes: ['calls.export', 'calls.all'] },
  });
  const headers = { authorization: `Bearer ${secret}` };
  for (const format of ['csv', 'ndjson']) {
    const url = `/api/v1/exports/calls?format=${format}&to=2026-03-01T00:01:00.000Z`;
    const { body } = await http.app.inject({ url, headers });
    expect(body).toContain('+38•••33');
    expect(body).not.toContain('1112233');
  }
  const link = { method: 'POST', url: '/api/v1/exports/calls/link', headers, payload: {} } as const;
  const refused = await http.app.inject(link);
  expect([refused.statusCode, refused.json<{ detail: string }>().detail]).toEqual([
    403,
    expect.stringContaining('not for a program'),
  ]);
});
