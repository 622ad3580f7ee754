import { DEFAULT_SECURITY, type SecuritySettings } from '@ringback/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GATEWAY, PASSWORD, startHttp, type TestHttp } from './http.fixtures.ts';

const KYIV = '203.0.113.7';
const BERLIN = '198.51.100.9';

let http: TestHttp;
beforeEach(async () => {
  http = await startHttp();
});
afterEach(() => http.close());

const ask = (url: string, headers: Record<string, string>, remoteAddress = '127.0.0.1') =>
  http.app.inject({ url: `/api/v1${url}`, headers, remoteAddress });
const login = (remoteAddress: string, password = PASSWORD) =>
  http.app.inject({
    ...{ method: 'POST', url: '/api/v1/auth/login', headers: { origin: GATEWAY }, remoteAddress },
    payload: { login: 'olena', password },
  });
async function save(change: Partial<SecuritySettings>, remoteAddress = '127.0.0.1') {
  const headers = await http.signIn('admin');
  const stored = http.deps.settings.stored();
  return http.app.inject({
    ...{ method: 'PUT', url: '/api/v1/settings', headers, remoteAddress },
    payload: { ...stored, settings: { ...stored.settings, security: { ...DEFAULT_SECURITY, ...change } } },
  });
}
const ukraine = { mode: 'country' as const, addresses: [], countries: ['UA'] };

describe('Rule 15 at the doors of people and programs', () => {
  it('a session is good at home and refused abroad, at the login as later, and it is told of', async () => {
    const headers = await http.signIn('olena');
    expect((await save({ sessions: ukraine })).statusCode).toBe(200);
    expect((await ask('/session', headers, KYIV)).statusCode).toBe(200);
    expect((await ask('/session', headers, BERLIN)).json()).toMatchObject({
      code: 'forbidden',
      detail: `You may not come in from here: ${BERLIN} is in DE.`,
    });
    expect((await login(KYIV)).statusCode).toBe(200);
    expect((await login(BERLIN)).statusCode).toBe(403);
    const { alarms } = (await ask('/security', await http.signIn('admin'))).json<{ alarms: object[] }>();
    expect(alarms).toMatchObject([{ kind: 'login-forbidden', subject: 'olena' }]);
  });

  it('a token has a rule of its own, and so has the credential of a phone', async () => {
    const made = await http.app.inject({
      ...{ method: 'POST', url: '/api/v1/api-tokens', headers: await http.signIn('olena') },
      payload: { kind: 'personal', name: 'x', scopes: ['calls.own', 'calls.dial'] },
    });
    const token = { authorization: `Bearer ${made.json<{ secret: string }>().secret}` };
    await save({ tokens: { mode: 'list', addresses: [KYIV], countries: [] }, sip: ukraine });
    expect((await ask('/calls', token, KYIV)).statusCode).toBe(200);
    expect((await ask('/calls', token, BERLIN)).statusCode).toBe(403);
    const phone = (remoteAddress: string, headers: Record<string, string>) =>
      http.app.inject({ method: 'POST', url: '/api/v1/sip-credentials', headers, remoteAddress });
    const olena = await http.token('olena');
    expect((await phone(KYIV, olena)).statusCode).toBe(200);
    expect((await phone(BERLIN, olena)).statusCode).toBe(403);
  });

  it('is let through by an exception, until it ends', async () => {
    const olena = (await http.store.agents.byLogin('olena'))?.id ?? '';
    const trip = {
      agent: olena,
      mode: 'anywhere' as const,
      addresses: [],
      countries: [],
      until: '2026-03-02',
    };
    await save({ sessions: ukraine, personal: [trip] });
    expect((await login(BERLIN)).statusCode).toBe(200);
    http.pass(24 * 3600 * 1000);
    expect((await login(BERLIN)).statusCode).toBe(403);
  });
});

describe('A rule', () => {
  it('that would lock out whoever saves it is not saved', async () => {
    const answer = await save({ sessions: { mode: 'list', addresses: [KYIV], countries: [] }, trusted: [] });
    expect(answer.json()).toMatchObject({
      code: 'invalid',
      fields: { 'settings.security.sessions.mode': 'would lock you out' },
    });
    expect(http.deps.settings.current().security).toEqual(DEFAULT_SECURITY);
  });

  it('that names an address which cannot be, nobody at all, or an unknown agent says where', async () => {
    const answer = await save({
      sip: { mode: 'list', addresses: ['300.1.1.1'], countries: [] },
      tokens: { mode: 'country', addresses: [], countries: [] },
      personal: [{ agent: 'nobody', mode: 'anywhere', addresses: [], countries: [] }],
    });
    expect(Object.keys(answer.json<{ fields: object }>().fields)).toEqual([
      'settings.security.sip.addresses.0',
      'settings.security.tokens.countries',
      'settings.security.personal.0.agent',
    ]);
  });

  it('by country is not saved without a database', async () => {
    await http.close();
    http = await startHttp({ geo: { countryOf: () => undefined, database: undefined } });
    const personal = [{ agent: 'olena', ...ukraine }];
    expect((await save({ sip: ukraine, personal })).json<{ fields: object }>().fields).toEqual({
      'settings.security.sip.mode': 'needs a database of countries',
      'settings.security.personal.0.mode': 'needs a database of countries',
    });
  });
});

describe('Locks and alarms', () => {
  it('are seen and ended by whoever makes the settings, and by nobody else', async () => {
    for (const who of ['olena', 'andriy', 'marta'])
      expect((await ask('/security', await http.signIn(who))).statusCode).toBe(403);
    const headers = await http.signIn('admin');
    const lock = { address: BERLIN, why: 'logins-failed' as const, failures: 5 };
    const [since, until] = ['2026-03-02T09:00:00.000Z', '2026-03-02T10:00:00.000Z'];
    await http.store.transaction((tx) => http.store.security.locks.put(tx, { ...lock, since, until }));
    await http.deps.alarms.raise({ kind: 'cost-ceiling', subject: 'firm', text: 'Too much.' });
    const { locks, alarms } = (await ask('/security', headers)).json<{
      locks: object[];
      alarms: { id: string }[];
    }>();
    expect(locks).toMatchObject([lock]);
    const see = { method: 'POST' as const, url: `/api/v1/security/alarms/${alarms[0]?.id}/see`, headers };
    expect((await http.app.inject(see)).json()).toMatchObject({ seenBy: { name: 'admin' } });
    const unlock = { method: 'DELETE' as const, url: `/api/v1/security/locks/${BERLIN}`, headers };
    expect((await http.app.inject(unlock)).statusCode).toBe(204);
    expect((await http.app.inject(unlock)).statusCode).toBe(404);
  });

  it('come of people who guess as well', async () => {
    for (let nth = 1; nth <= 11; nth += 1) await login(BERLIN, 'wrong-password');
    const { alarms } = (await ask('/security', await http.signIn('admin'))).json<{ alarms: object[] }>();
    expect(alarms).toMatchObject([{ kind: 'logins-failed', subject: BERLIN }]);
  });
});
