import type { VisitInput } from '@ringback/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SETTINGS, SHOP, startHttp, type TestHttp } from './http.fixtures.ts';

const ID = '0123456789abcdef0123456789abcdef';
const TOKEN = 'a'.repeat(48);
const URL = `/api/v1/sites/demo-shop/visits/${ID}`;
const touch = { source: 'google', medium: 'cpc' };
const visit: VisitInput = { first: touch, last: touch, device: 'mobile', viewed: [] };

let http: TestHttp;
beforeEach(async () => {
  http = await startHttp();
});
afterEach(() => http.close());

interface Asked {
  method?: 'PUT' | 'DELETE';
  token?: string;
  origin?: string;
  body?: object;
}
const send = ({ method = 'PUT', token = TOKEN, origin = SHOP, body = visit }: Asked = {}) =>
  http.app.inject({
    ...{ method, url: URL },
    headers: { origin, 'x-ringback-visit-token': token },
    ...(method === 'PUT' && { payload: body }),
  });

describe('a visitor who has consented', () => {
  it('is kept, and with a pool of numbers is lent one; how often is counted', async () => {
    expect((await send()).json()).toEqual({});
    const sites = [{ ...SETTINGS.sites[0]!, tracking: { pool: ['+380441110001'] } }];
    await http.deps.settings.change(
      { settings: { ...SETTINGS, sites }, version: 1 },
      (await http.store.agents.get('admin'))!,
    );
    expect((await send({ body: { ...visit, number: true } })).json()).toEqual({
      lease: { number: '+380441110001', text: '+380 44 111 0001', seconds: 1800 },
    });
    expect((await http.store.visits.get(ID))?.visit).toEqual(visit);
  });

  it('deletes what is known of him, from calls as well, and may do so twice', async () => {
    await send();
    expect((await send({ method: 'DELETE' })).statusCode).toBe(204);
    expect(await http.store.visits.get(ID)).toBeUndefined();
    expect(http.calls.asked).toEqual([{ name: 'forgetVisit', args: [ID] }]);
    expect((await send({ method: 'DELETE' })).statusCode).toBe(204);
  });

  it('is protected from pages of others and from who has not his secret', async () => {
    await send();
    for (const method of ['PUT', 'DELETE'] as const) {
      expect((await send({ method, token: 'b'.repeat(48) })).statusCode).toBe(403);
      expect((await send({ method, origin: 'https://evil.example' })).statusCode).toBe(403);
      expect((await send({ method, token: 'short' })).statusCode).toBe(400);
    }
    expect(http.calls.asked).toEqual([]);
  });

  it.each([
    ['an address that is no page', { ...visit, first: { ...touch, landing: 'javascript:alert(1)' } }],
    ['a word without end', { ...visit, last: { ...touch, campaign: 'x'.repeat(121) } }],
    ['a field that nobody knows', { ...visit, email: 'a@b.c' }],
    ['too much', { ...visit, viewed: Array(21).fill({ product: { name: 'x', quantity: 1 }, at: touch }) }],
  ])('cannot tell %s', async (_what, body) => {
    expect((await send({ body })).statusCode).toBe(400);
    expect(await http.store.visits.get(ID)).toBeUndefined();
  });

  it('cannot tell without end from one address', async () => {
    const codes: number[] = [];
    for (let nth = 0; nth < 241; nth += 1) codes.push((await send()).statusCode);
    expect(codes.at(-2)).toBe(200);
    expect(codes.at(-1)).toBe(429);
  });
});

describe('a request to be called', () => {
  const ask = (claim: unknown) =>
    http.app.inject({
      ...{ method: 'POST', url: '/api/v1/sites/demo-shop/callbacks', headers: { origin: SHOP } },
      payload: { number: '0501112233', visit: claim },
    });

  it('brings the visit with it', async () => {
    const claim = { ...visit, id: ID, token: TOKEN };
    expect((await ask(claim)).statusCode).toBe(201);
    expect(http.calls.asked[0]?.args[1]).toMatchObject({ visit: claim });
  });

  it('is taken without it where it cannot be read', async () => {
    expect((await ask({ id: 'nonsense' })).statusCode).toBe(201);
    expect(http.calls.asked[0]?.args[1]).toEqual({ number: '0501112233' });
  });
});
