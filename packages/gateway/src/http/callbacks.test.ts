import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aCallRow } from '../store/store.fixtures.ts';
import { PANEL, SETTINGS, SHOP, startHttp, type TestHttp } from './http.fixtures.ts';

let http: TestHttp;
beforeEach(async () => {
  http = await startHttp();
});
afterEach(() => http.close());

const disown = async (login: string, callId: string) =>
  http.app.inject({
    ...{ method: 'POST', url: `/api/v1/calls/${callId}/disown` },
    headers: await http.signIn(login),
  });

describe('a callback', () => {
  it('that nobody asked for is disowned: its number is called back no more', async () => {
    const call = aCallRow('c7', { callback: { id: 'cb7' } });
    await http.store.transaction((tx) => http.store.calls.insert(tx, { ...call, audience: ['olena'] }));
    expect((await disown('olena', 'c7')).statusCode).toBe(204);
    expect(http.calls.asked.at(-1)).toEqual({ name: 'disownCallback', args: ['olena', 'cb7'] });
    expect(http.deps.settings.current().doNotCall).toEqual(['+380501112233']);
    expect((await disown('andriy', 'c8')).statusCode).toBe(404);
  });

  it('is offered with what the visitor has chosen, where he is, and which text he saw', async () => {
    const sites = [{ ...SETTINGS.sites[0]!, variants: [{ id: 'warm' }] }];
    const admin = (await http.store.agents.get('admin'))!;
    await http.deps.settings.change({ settings: { ...SETTINGS, sites }, version: 1 }, admin);
    const offer = (query: string) =>
      http.app.inject({ url: `/api/v1/sites/demo-shop/offer?${query}`, headers: { origin: SHOP } });
    expect((await offer('department=sales&timeZone=Europe/Warsaw&shown=warm')).statusCode).toBe(200);
    expect((await offer('timeZone=Nowhere/Land&shown=unknown')).statusCode).toBe(200);
    expect(http.calls.asked).toEqual([
      { name: 'callbackOffer', args: ['demo-shop', { department: 'sales', timeZone: 'Europe/Warsaw' }] },
      { name: 'callbackOffer', args: ['demo-shop', {}] },
    ]);
    const shown = await http.store.variants.counts('demo-shop');
    expect(shown.map((each) => [each.variant, each.shown])).toEqual([['warm', 1]]);
  });

  const request = (headers: Record<string, string>, key = 'demo-shop', remoteAddress = '10.0.0.1') =>
    http.app.inject({
      method: 'POST',
      url: `/api/v1/sites/${key}/callbacks`,
      headers,
      payload: { number: '0671112233' },
      remoteAddress,
    });

  it('is asked for by a page of the site, without a cookie', async () => {
    const answer = await request({ origin: SHOP });
    expect(answer.statusCode).toBe(201);
    expect(answer.headers['access-control-allow-origin']).toBe(SHOP);
    expect(answer.json()).toMatchObject({ id: 'cb1', state: 'requested' });
  });

  it('takes the key of a page, which nobody could guess', async () => {
    const key = '1234567890-1234567890-12';
    expect((await request({ origin: SHOP, 'idempotency-key': key })).statusCode).toBe(201);
    const asker = expect.objectContaining({ key }) as unknown;
    expect(http.calls.asked.at(-1)?.args).toEqual(['demo-shop', { number: '0671112233' }, asker]);
    expect((await request({ origin: SHOP, 'idempotency-key': key.slice(0, 21) })).statusCode).toBe(400);
  });

  it('is refused to a foreign page, and to whoever hides where he comes from', async () => {
    const foreign = await request({ origin: 'https://evil.example' });
    expect(foreign.statusCode).toBe(403);
    expect(foreign.json()).toMatchObject({
      detail: 'The page https://evil.example may not speak for this site.',
    });
    expect(foreign.headers['access-control-allow-origin']).toBeUndefined();
    expect((await request({})).statusCode).toBe(403);
    expect((await request({ origin: PANEL })).statusCode).toBe(403);
  });

  it('of ten thousand from foreign pages is none, and whoever comes from the shop is served', async () => {
    for (let nth = 0; nth < 10_000; nth += 1) {
      const address = `10.1.${Math.floor(nth / 250)}.${nth % 250}`;
      const { statusCode } = await request({ origin: `https://evil-${nth}.example` }, 'demo-shop', address);
      expect(statusCode).toBe(403);
    }
    expect(http.calls.asked).toEqual([]);
    expect((await request({ origin: SHOP }, 'demo-shop', '10.1.0.0')).statusCode).toBe(201);
  }, 60_000);

  it('with a wrong key says what to do', async () => {
    const answer = await request({ origin: SHOP }, 'wrong-key');
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({
      code: 'not-found',
      detail: 'There is no site with this key.',
      hint: expect.stringContaining('/admin'),
    });
  });

  it('may be asked for first by the browser', async () => {
    const preflight = (origin: string) =>
      http.app.inject({
        method: 'OPTIONS',
        url: '/api/v1/sites/demo-shop/callbacks',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type',
        },
      });
    expect(await preflight(SHOP)).toMatchObject({
      statusCode: 204,
      headers: { 'access-control-allow-origin': SHOP },
    });
    expect((await preflight(SHOP)).headers['access-control-allow-headers']).toContain(
      'X-Ringback-Callback-Token',
    );
    expect((await preflight('https://evil.example')).headers['access-control-allow-origin']).toBeUndefined();
  });

  it('is followed and taken back only with its own token', async () => {
    const url = '/api/v1/sites/demo-shop/callbacks/cb1';
    const headers = { origin: SHOP, 'x-ringback-callback-token': 'cb-token' };
    expect((await http.app.inject({ url, headers })).json()).toMatchObject({ state: 'requested' });
    expect((await http.app.inject({ method: 'DELETE', url, headers })).json()).toMatchObject({
      state: 'cancelled',
    });
    expect(
      (await http.app.inject({ url, headers: { ...headers, 'x-ringback-callback-token': 'other' } }))
        .statusCode,
    ).toBe(404);
    expect((await http.app.inject({ url, headers: { origin: SHOP } })).statusCode).toBe(400);
  });

  it('is limited per address', async () => {
    for (let n = 0; n < 30; n++) expect((await request({ origin: SHOP })).statusCode).toBe(201);
    const refused = await request({ origin: SHOP });
    expect(refused.statusCode).toBe(429);
    expect(refused.headers).toMatchObject({
      'retry-after': '600',
      'access-control-expose-headers': 'Retry-After',
    });
    expect((await request({ origin: SHOP }, 'demo-shop', '10.0.0.2')).statusCode).toBe(201);
  });
});
