import { ROLE_PERMISSIONS } from '@ringback/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AGENTS, GATEWAY, PANEL, PASSWORD, startHttp, type TestHttp } from './http.fixtures.ts';

let http: TestHttp;
beforeEach(async () => {
  http = await startHttp();
});
afterEach(() => http.close());

const login = (
  payload: object,
  headers: Record<string, string> = { origin: GATEWAY },
  remoteAddress = '10.0.0.1',
) => http.app.inject({ method: 'POST', url: '/api/v1/auth/login', headers, payload, remoteAddress });
const session = (headers: Record<string, string>) => http.app.inject({ url: '/api/v1/session', headers });

describe('logging in', () => {
  it('puts the session into a cookie that no script can read and that works in a frame of another site', async () => {
    const answer = await login({ login: ' Olena ', password: PASSWORD });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({
      agent: { id: 'olena', role: 'employee' },
      expiresAt: '2026-03-02T21:00:00.000Z',
    });
    const cookie = String(answer.headers['set-cookie']);
    expect(cookie).toMatch(
      /^ringback_session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; Secure; Partitioned; SameSite=None$/,
    );
  });

  it('keeps neither password nor secret in the store in the clear', async () => {
    const { cookie } = await http.signIn('olena');
    const secret = cookie.split('=')[1]!;
    expect(await http.store.sessions.get(secret)).toBeUndefined();
    expect((await http.store.agents.byLogin('olena'))?.passwordHash).toMatch(/^scrypt\$/);
  });

  it('says the same of a wrong password and of a login that does not exist', async () => {
    const wrong = await login({ login: 'olena', password: 'wrong' });
    const nobody = await login({ login: 'nobody', password: 'wrong' });
    expect(wrong.statusCode).toBe(401);
    expect({ ...wrong.json(), requestId: '' }).toEqual({ ...nobody.json(), requestId: '' });
  });

  it('refuses a login that is tried too often, says for how long, and lets others in', async () => {
    for (let n = 0; n < 10; n++) await login({ login: 'olena', password: 'wrong' }, undefined, `10.0.0.${n}`);
    const refused = await login({ login: 'olena', password: PASSWORD });
    expect(refused.statusCode).toBe(429);
    expect(refused.json()).toMatchObject({ code: 'rate-limited', hint: 'Try again in 300 seconds.' });
    expect(refused.headers['retry-after']).toBe('300');
    expect((await login({ login: 'andriy', password: PASSWORD })).statusCode).toBe(200);
    http.pass(300_001);
    expect((await login({ login: 'olena', password: PASSWORD })).statusCode).toBe(200);
  });

  it('refuses an address that tries many logins', async () => {
    await Promise.all(Array.from({ length: 30 }, (_, n) => login({ login: `guess${n}`, password: 'wrong' })));
    expect((await login({ login: 'olena', password: PASSWORD })).statusCode).toBe(429);
    expect((await login({ login: 'olena', password: PASSWORD }, undefined, '10.0.0.2')).statusCode).toBe(200);
  });

  it('counts no successful login against an office that shares one address', async () => {
    for (let n = 0; n < 35; n++)
      expect((await login({ login: AGENTS[n % 3]!.login, password: PASSWORD })).statusCode).toBe(200);
  });
});

describe('a session', () => {
  it('tells the core all that it needs in one answer', async () => {
    const headers = await http.signIn('olena');
    const answer = await session({ ...headers, 'accept-language': 'de, ru;q=0.5, uk-UA;q=0.8' });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.json()).toEqual({
      agent: { id: 'olena', login: 'olena', name: 'olena', role: 'employee', extension: '101' },
      me: {
        agent: { id: 'olena', login: 'olena', name: 'olena', role: 'employee', extension: '101' },
        status: 'available',
        callWaiting: false,
        autoAnswer: false,
        forwarding: [],
        lines: [{ number: '+380441234567', name: 'Ringback demo' }],
        version: 0,
      },
      permissions: [...ROLE_PERMISSIONS.employee],
      company: 'Ringback demo',
      locale: 'uk',
      country: 'UA',
      partyKinds: ['lead', 'client', 'supplier', 'partner', 'other'],
      eventId: 0,
      calls: [],
      dialogs: [],
      // What this agent may do with the records of the connected systems, by the names of the methods.
      crm: [
        'parties.get',
        'parties.duplicates',
        'parties.history',
        'processes.definitions',
        'processes.list',
        'processes.get',
        'processes.start',
        'processes.move',
        'processes.update',
        'processes.answer',
        'timeline.list',
        'timeline.create',
        'timeline.update',
        'documents.templates',
        'documents.list',
        'documents.get',
        'documents.create',
        'documents.link',
        'layouts.get',
        'layouts.callerCard',
        'dispositions.list',
        'scripts.list',
        'users.list',
        'recordings.link',
        'recordings.waveform',
        'views.list',
        'views.create',
        'views.update',
        'views.remove',
        'routing.ofCall',
      ],
      writesParties: true,
      expiresAt: '2026-03-02T21:00:00.000Z',
    });
  });

  it.each([
    ['nobody signed in', {}],
    ['a made-up cookie', { cookie: 'ringback_session=made-up' }],
    ['a made-up token', { authorization: 'Bearer made-up' }],
  ])('is needed: %s is told to log in', async (_, headers) => {
    const answer = await session(headers);
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['content-type']).toMatch('application/problem+json');
    expect(answer.json()).toMatchObject({
      code: 'unauthorized',
      title: 'Not signed in',
      requestId: expect.any(String),
    });
  });

  it('ends after twelve hours without a refresh', async () => {
    const headers = await http.signIn('olena');
    http.pass(12 * 60 * 60 * 1000 - 1);
    expect((await session(headers)).statusCode).toBe(200);
    http.pass(1);
    expect((await session(headers)).statusCode).toBe(401);
  });

  it('gets a new secret by a refresh, and the old one dies when requests on their way have arrived', async () => {
    const old = await http.signIn('olena');
    http.pass(60 * 60 * 1000);
    const answer = await http.app.inject({ method: 'POST', url: '/api/v1/auth/refresh', headers: old });
    expect(answer.json()).toMatchObject({ expiresAt: '2026-03-02T22:00:00.000Z' });
    const fresh = { cookie: `ringback_session=${answer.cookies[0]!.value}` };
    expect(fresh.cookie).not.toBe(old.cookie);
    expect((await session(old)).statusCode).toBe(200);
    http.pass(30_001);
    expect((await session(old)).statusCode).toBe(401);
    expect((await session(fresh)).statusCode).toBe(200);
  });

  it('is over for whoever kept the cookie when the agent logs out', async () => {
    const headers = await http.signIn('olena');
    const answer = await http.app.inject({ method: 'POST', url: '/api/v1/auth/logout', headers });
    expect(answer.statusCode).toBe(204);
    expect(String(answer.headers['set-cookie'])).toMatch(/^ringback_session=; .*Expires=Thu, 01 Jan 1970/);
    expect((await session(headers)).statusCode).toBe(401);
  });

  it('hands the SIP credential to its own agent, and to nobody without a phone', async () => {
    const own = await http.app.inject({
      method: 'POST',
      url: '/api/v1/sip-credentials',
      headers: await http.signIn('olena'),
    });
    expect(own.json()).toMatchObject({ uri: 'sip:101@pbx', password: 'sip-secret' });
    const marketer = await http.app.inject({
      method: 'POST',
      url: '/api/v1/sip-credentials',
      headers: await http.signIn('marta'),
    });
    expect(marketer.statusCode).toBe(403);
    expect(marketer.json()).toMatchObject({
      code: 'forbidden',
      detail: 'The role marketer may not do this.',
    });
  });
});

describe('a write by cookie', () => {
  const dial = (headers: Record<string, string>) =>
    http.app.inject({ method: 'POST', url: '/api/v1/calls', headers, payload: { number: '101' } });

  it.each([
    ['a foreign page', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['a panel, which is not the core frame', { origin: PANEL, 'sec-fetch-site': 'cross-site' }],
    ['another page of the same site', { origin: 'http://localhost:9999', 'sec-fetch-site': 'same-site' }],
    ['something that does not say where it comes from', {}],
  ])('is refused when it comes from %s', async (_, from) => {
    const { cookie } = await http.signIn('olena');
    const answer = await dial({ cookie, ...from } as Record<string, string>);
    expect(answer.statusCode).toBe(403);
    expect(answer.json()).toMatchObject({
      code: 'forbidden',
      detail: 'This request does not come from a page of the gateway.',
    });
    expect(http.calls.asked).toEqual([]);
  });

  it.each([{ origin: GATEWAY }, { 'sec-fetch-site': 'same-origin' }])(
    'is taken from a page of the gateway: %o',
    async (from) => {
      const { cookie } = await http.signIn('olena');
      expect((await dial({ cookie, ...from } as Record<string, string>)).statusCode).toBe(201);
    },
  );

  it('also begins with a login that a foreign page cannot do for the agent', async () => {
    const answer = await login({ login: 'olena', password: PASSWORD }, { origin: 'https://evil.example' });
    expect(answer.statusCode).toBe(403);
    expect(answer.headers['set-cookie']).toBeUndefined();
  });
});

describe("a token for a developer's own page", () => {
  const ask = (headers: Record<string, string>, payload?: object) =>
    http.app.inject({ method: 'POST', url: '/api/v1/auth/token', headers, ...(payload && { payload }) });

  it('opens the API for 15 minutes, and for pages of panels alone', async () => {
    const answer = await ask({ origin: PANEL }, { login: 'olena', password: PASSWORD });
    expect(answer.headers['access-control-allow-origin']).toBe(PANEL);
    const { token, expiresAt } = answer.json<{ token: string; expiresAt: string }>();
    expect(expiresAt).toBe('2026-03-02T09:15:00.000Z');
    const headers = { authorization: `Bearer ${token}`, origin: PANEL };
    const read = await session(headers);
    expect(read.statusCode).toBe(200);
    expect(read.headers).toMatchObject({ 'access-control-allow-origin': PANEL, vary: 'Origin' });
    expect(read.headers['access-control-allow-credentials']).toBeUndefined();
    const foreign = await session({ ...headers, origin: 'https://evil.example' });
    expect(foreign.statusCode).toBe(403);
    expect(foreign.headers['access-control-allow-origin']).toBeUndefined();
    http.pass(15 * 60 * 1000);
    expect(await session(headers)).toMatchObject({ statusCode: 401 });
  });

  it('is renewed by itself, for twelve hours and no longer', async () => {
    let headers = await http.token('olena');
    for (let n = 0; n < 51; n++) {
      http.pass(14 * 60 * 1000);
      const answer = await ask(headers);
      expect(answer.statusCode).toBe(200);
      headers = { authorization: `Bearer ${answer.json<{ token: string }>().token}` };
    }
    http.pass(14 * 60 * 1000);
    expect((await ask(headers)).statusCode).toBe(401);
  });

  it('is given to whoever is signed in, without the password', async () => {
    expect((await ask(await http.signIn('olena'))).statusCode).toBe(200);
    expect(
      (await ask({ cookie: (await http.signIn('olena')).cookie, origin: 'https://evil.example' })).statusCode,
    ).toBe(403);
  });

  it('is no cookie: it is neither refreshed as one nor sent as one', async () => {
    const { authorization } = await http.token('olena');
    expect(
      (await http.app.inject({ method: 'POST', url: '/api/v1/auth/refresh', headers: { authorization } }))
        .statusCode,
    ).toBe(400);
    expect((await session({ cookie: `ringback_session=${authorization.slice(7)}` })).statusCode).toBe(401);
  });
});
