import { RingbackError, type Session, Site } from '@ringback/model';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { aCallRow, aDialog } from '../store/store.fixtures.ts';
import { GATEWAY, PANEL, SETTINGS, startHttp, type TestHttp } from './http.fixtures.ts';

let http: TestHttp;
beforeEach(async () => {
  http = await startHttp();
});
afterEach(() => http.close());

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';
async function ask(
  login: string,
  method: Method,
  path: string,
  payload?: object,
  headers: Record<string, string> = {},
) {
  return http.app.inject({
    method,
    url: `/api/v1${path}`,
    headers: { ...(await http.signIn(login)), ...headers },
    ...(payload && { payload }),
  });
}

describe('bad input', () => {
  it.each([
    ['malformed JSON', '{"number": ', 'application/json', 'The body is not valid JSON.'],
    ['no JSON at all', 'number=1', 'application/x-www-form-urlencoded', 'The body is not JSON.'],
    ['plain text', '{"number":"1"}', 'text/plain', 'The body is not JSON.'],
    ['an empty body', '', 'application/json', 'The body is empty.'],
    [
      'an oversized body',
      JSON.stringify({ number: '1'.repeat(70_000) }),
      'application/json',
      'The body is larger than 64 kB.',
    ],
  ])('%s is refused in words', async (_, payload, type, detail) => {
    const headers = { ...(await http.signIn('olena')), 'content-type': type };
    const answer = await http.app.inject({ method: 'POST', url: '/api/v1/calls', headers, payload });
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-type']).toMatch('application/problem+json');
    expect(answer.json()).toMatchObject({
      code: 'invalid',
      detail,
      type: 'about:blank',
      status: 400,
      requestId: expect.stringMatching(/^id-/),
    });
  });

  it('unknown fields are named, wherever they stand', async () => {
    const top = await ask('olena', 'POST', '/calls', { number: '101', colour: 'red', size: 2 });
    expect(top.json()).toMatchObject({
      code: 'invalid',
      fields: { colour: 'is not a known field', size: 'is not a known field' },
    });
    const deep = await ask('olena', 'PATCH', '/calls/c1', {
      party: { system: 'local', id: 'p1', nmae: 'x' },
    });
    expect(deep.json()).toMatchObject({ fields: { 'party.nmae': 'is not a known field' } });
    const query = await ask('olena', 'GET', '/calls?limti=5');
    expect(query.json()).toMatchObject({ fields: { limti: 'is not a known field' } });
  });

  it.each([
    [{}, { number: 'say either the number or the call' }],
    [{ number: 5 }, { number: expect.stringContaining('expected string') }],
    [{ number: '' }, { number: expect.stringContaining('must not be empty') }],
    [[], { body: expect.stringContaining('expected object') }],
  ])('a wrong field is named with what is wrong: %j', async (payload, fields) => {
    expect((await ask('olena', 'POST', '/calls', payload)).json()).toMatchObject({ code: 'invalid', fields });
  });

  it('NUL and other control characters in a comment are refused', async () => {
    const answer = await ask('olena', 'PATCH', '/calls/c1', { comment: 'a\u0000b' });
    expect(answer.json()).toMatchObject({ fields: { comment: 'must not contain control characters' } });
  });

  it('a script in a name is stored and answered as the text that it is', async () => {
    const name = '<img src=x onerror=alert(1)>';
    const answer = await ask('olena', 'POST', '/parties', {
      name,
      kind: 'client',
      phones: ['044 123 45 67'],
    });
    expect(answer.headers['content-type']).toMatch('application/json');
    expect(answer.json()).toMatchObject({ name });
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
  });

  it('an address that is nowhere is 404, and a method that is not there is 405 with those that are', async () => {
    const nowhere = await http.app.inject({ url: '/api/v1/nowhere' });
    expect(nowhere.statusCode).toBe(404);
    expect(nowhere.json()).toMatchObject({
      code: 'not-found',
      detail: 'There is nothing at /api/v1/nowhere.',
      hint: expect.stringContaining('/docs'),
    });
    const method = await http.app.inject({ method: 'DELETE', url: '/api/v1/calls/c1' });
    expect(method.statusCode).toBe(405);
    expect(method.headers.allow).toBe('GET, HEAD, PATCH');
    expect(method.json()).toMatchObject({ code: 'invalid', status: 405 });
    expect((await ask('olena', 'GET', '/calls/not%20an%20id')).statusCode).toBe(404);
  });

  it('a bug of ours leaks nothing and can be found again by its request id', async () => {
    http.calls.liveCalls = () => Promise.reject(new Error('SELECT secret FROM inner_workings'));
    const answer = await ask('olena', 'GET', '/session');
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain('inner_workings');
    const { requestId, code } = answer.json<{ requestId: string; code: string }>();
    expect(code).toBe('bug');
    expect(http.logged()).toMatch(new RegExp(`"requestId":"${requestId}".*inner_workings`));
  });
});

describe('the call log', () => {
  beforeEach(() =>
    http.store.transaction(async (tx) => {
      await http.store.calls.insert(tx, aCallRow('c1', {}, ['olena']));
      await http.store.calls.insert(tx, aCallRow('c2', { direction: 'out' }, ['andriy']));
    }),
  );
  const ids = (answer: { json(): { items: { id: string }[] } }) => answer.json().items.map((call) => call.id);

  it("shows an employee his own calls, an administrator everybody's, and a marketer none", async () => {
    expect(ids(await ask('olena', 'GET', '/calls'))).toEqual(['c1']);
    expect(ids(await ask('admin', 'GET', '/calls?limit=10'))).toEqual(['c2', 'c1']);
    expect(ids(await ask('admin', 'GET', '/calls?direction=in&missed=false'))).toEqual(['c1']);
    expect((await ask('marta', 'GET', '/calls')).statusCode).toBe(403);
  });

  it("answers another agent's call as if there were none", async () => {
    expect((await ask('olena', 'GET', '/calls/c1')).json()).toMatchObject({
      call: { id: 'c1' },
      matches: [],
    });
    expect((await ask('olena', 'GET', '/calls/c2')).statusCode).toBe(404);
    expect((await ask('olena', 'PATCH', '/calls/c2', { comment: 'mine now' })).statusCode).toBe(404);
  });

  it('hands comment and key of a write on, and makes up a key for a program that sends none', async () => {
    const answer = await ask(
      'olena',
      'PATCH',
      '/calls/c1',
      { comment: 'wants\nboots' },
      { 'idempotency-key': 'outbox-7' },
    );
    expect(answer.json()).toMatchObject({ id: 'c1', comment: 'wants\nboots' });
    await ask('olena', 'PATCH', '/calls/c1', { comment: 'b' });
    expect(http.calls.asked.map(({ args }) => args[3])).toEqual([
      'outbox-7',
      expect.stringMatching(/^id-\d+$/),
    ]);
    const bad = await ask(
      'olena',
      'PATCH',
      '/calls/c1',
      { comment: 'b' },
      { 'idempotency-key': 'with space' },
    );
    expect(bad.json()).toMatchObject({ fields: { 'idempotency-key': expect.any(String) } });
  });

  it('takes transfer, consultation and conference from those who may call', async () => {
    const does = async (path: string, body?: object) => (await ask('olena', 'POST', path, body)).statusCode;
    expect(await does('/calls/c1/transfer', { target: '102' })).toBe(200);
    expect(await does('/calls/c1/consult', { target: '102' })).toBe(201);
    expect(await does('/calls/c1/complete-transfer')).toBe(200);
    expect(await does('/calls/c1/cancel-transfer')).toBe(200);
    expect(await does('/calls/c1/merge', { with: 'c2' })).toBe(200);
    expect(await does('/calls/c1/participants', { target: '102' })).toBe(200);
    const muted = await ask('olena', 'PATCH', '/calls/c1/participants/p1', { muted: true });
    expect([
      muted.statusCode,
      (await ask('olena', 'DELETE', '/calls/c1/participants/p1')).statusCode,
    ]).toEqual([200, 200]);
    expect(http.calls.asked).toEqual([
      { name: 'transfer', args: ['olena', 'c1', '102'] },
      { name: 'consult', args: ['olena', 'c1', '102'] },
      { name: 'completeTransfer', args: ['olena', 'c1'] },
      { name: 'cancelTransfer', args: ['olena', 'c1'] },
      { name: 'merge', args: ['olena', 'c1', 'c2'] },
      { name: 'invite', args: ['olena', 'c1', '102'] },
      { name: 'mute', args: ['olena', 'c1', 'p1', true] },
      { name: 'kick', args: ['olena', 'c1', 'p1'] },
    ]);
    expect(await does('/calls/c1/transfer', { target: '' })).toBe(400);
    expect(await does('/calls/c1/transfer', { to: '102' })).toBe(400);
    expect((await ask('marta', 'POST', '/calls/c1/transfer', { target: '102' })).statusCode).toBe(403);
  });

  it('plays a recording, whole and in part, to whoever has the signed address', async () => {
    expect((await ask('olena', 'POST', '/calls/c1/recording', { state: 'paused' })).statusCode).toBe(200);
    expect((await ask('olena', 'POST', '/calls/c1/recording', { state: 'loud' })).statusCode).toBe(400);
    const link = (await ask('olena', 'POST', '/recordings/r1/link')).json<{ url: string }>();
    const { pathname, search } = new URL(link.url);
    const play = (range?: string, more = '') =>
      http.app.inject({ url: `${pathname}${search}${more}`, headers: range === undefined ? {} : { range } });
    const whole = await play();
    expect([whole.statusCode, whole.body, whole.headers['accept-ranges']]).toEqual([
      200,
      '0123456789',
      'bytes',
    ]);
    const part = await play('bytes=2-4');
    expect([part.statusCode, part.body, part.headers['content-range']]).toEqual([206, '234', 'bytes 2-4/10']);
    expect(part.headers['content-length']).toBe('3');
    const behind = await play('bytes=10-');
    expect([behind.statusCode, behind.headers['content-range']]).toEqual([416, 'bytes */10']);
    expect((await play(undefined, '&download=true')).headers['content-disposition']).toContain(
      '"20261201-092547.wav"',
    );
    expect((await http.app.inject({ url: pathname })).statusCode).toBe(400);
    expect((await ask('olena', 'GET', '/recordings/r1/waveform')).json()).toEqual({ peaks: [0, 1, 0.5] });
    expect((await ask('marta', 'POST', '/recordings/r1/link')).statusCode).toBe(403);
    expect((await ask('olena', 'DELETE', '/recordings/r1')).statusCode).toBe(403);
  });

  it('keeps the live dialog of an own live call, and hands it back with the session', async () => {
    const { callId: _, ...rest } = aDialog('c1');
    expect((await ask('olena', 'PUT', '/dialogs/c1', { callId: 'c1', ...rest })).statusCode).toBe(204);
    expect((await ask('olena', 'GET', '/session')).json()).toMatchObject({
      calls: [{ call: { id: 'c1' } }],
      dialogs: [{ callId: 'c1' }],
    });
    expect((await ask('olena', 'PUT', '/dialogs/c1', { callId: 'c2', ...rest })).statusCode).toBe(400);
    expect((await ask('andriy', 'PUT', '/dialogs/c1', { callId: 'c1', ...rest })).statusCode).toBe(404);
    await ask('andriy', 'DELETE', '/dialogs/c1');
    expect((await ask('olena', 'GET', '/session')).json()).toMatchObject({ dialogs: [{ callId: 'c1' }] });
    expect((await ask('olena', 'DELETE', '/dialogs/c1')).statusCode).toBe(204);
    expect((await ask('olena', 'GET', '/session')).json()).toMatchObject({ dialogs: [] });
  });

  it('brings the SIP credential along only where a call waits to be taken over', async () => {
    const credential = async () => (await ask('olena', 'GET', '/session')).json<Session>().credential;
    expect(await credential()).toBeUndefined();
    await ask('olena', 'PUT', '/dialogs/c1', aDialog('c1'));
    expect(await credential()).toMatchObject({ uri: 'sip:101@pbx', password: 'sip-secret' });
    const { devices } = http.deps.pbx;
    vi.spyOn(devices!, 'issueCredential').mockRejectedValueOnce(new RingbackError('unavailable', 'Away.'));
    expect(await credential()).toBeUndefined();
  });

  it('brings no SIP credential to where the agent’s phone may not be', async () => {
    await ask('olena', 'PUT', '/dialogs/c1', aDialog('c1'));
    http.deps.guard.whyNot = (door) => (door === 'sip' ? 'not from here' : undefined);
    expect((await ask('olena', 'GET', '/session')).json<Session>().credential).toBeUndefined();
  });
});

describe('customers', () => {
  it('are found by number, however it is written, or by name', async () => {
    await ask('olena', 'GET', `/parties?phone=${encodeURIComponent('(067) 111-22-33')}`);
    expect(http.calls.asked).toEqual([{ name: 'match', args: ['+380671112233'] }]);
    const byName = await ask('olena', 'GET', `/parties?name=${encodeURIComponent('коваль')}`);
    expect(byName.json()).toMatchObject([{ party: { name: 'коваль' } }]);
    expect((await ask('olena', 'GET', '/parties')).json()).toMatchObject({
      code: 'invalid',
      fields: { phone: expect.any(String) },
    });
  });

  it('are created with numbers read, kinds known and the key handed on', async () => {
    const input = { name: ' Taras ', kind: 'client', phones: ['067 111 22 33', '+380 67 111 2233'] };
    const answer = await ask('olena', 'POST', '/parties', input, { 'idempotency-key': 'k1' });
    expect(answer.statusCode).toBe(201);
    expect(http.crm.asked).toEqual([
      {
        name: 'create',
        args: [
          { name: 'Taras', kind: 'client', phones: ['+380671112233'] },
          { actor: 'olena', idempotencyKey: 'k1' },
        ],
      },
    ]);
  });

  it.each([
    [{ name: 'T', kind: 'client', phones: ['12'] }, 'phones.0'],
    [{ name: 'T', kind: 'enemy', phones: ['0671112233'] }, 'kind'],
    [{ name: '  ', kind: 'client', phones: ['0671112233'] }, 'name'],
    [{ name: 'T', kind: 'client', phones: [] }, 'phones'],
  ])('are refused with the field that is wrong: %j', async (payload, field) => {
    const answer = await ask('olena', 'POST', '/parties', payload);
    expect(answer.statusCode).toBe(400);
    expect(Object.keys(answer.json<{ fields: object }>().fields)).toEqual([field]);
  });

  it('are changed, with a new number read', async () => {
    await ask('olena', 'PATCH', '/parties/p1', { kind: 'partner', addPhone: '050 111 22 33' });
    expect(http.crm.asked[0]?.args.slice(0, 2)).toEqual([
      'p1',
      { kind: 'partner', addPhone: '+380501112233' },
    ]);
  });

  it.each(['', '  ', '\u200b', '\u202e'])(
    'keep their name when the new one shows nothing: %j',
    async (name) => {
      const answer = await ask('olena', 'PATCH', '/parties/p1', { name });
      expect(Object.keys(answer.json<{ fields: object }>().fields)).toEqual(['name']);
      expect(http.crm.asked).toEqual([]);
    },
  );

  it('are nothing for roles that may not read them', async () => {
    expect((await ask('marta', 'GET', '/parties?name=a')).statusCode).toBe(403);
  });
});

describe('settings', () => {
  it('are for administrators', async () => {
    expect((await ask('andriy', 'GET', '/settings')).statusCode).toBe(403);
    expect((await ask('andriy', 'PUT', '/settings', { settings: SETTINGS, version: 1 })).statusCode).toBe(
      403,
    );
    expect((await ask('admin', 'GET', '/settings')).json()).toEqual({ settings: SETTINGS, version: 1 });
  });

  it('are in force at once, audited field by field, and told to everybody', async () => {
    const changed = { ...SETTINGS, company: 'Lantern', panelOrigins: ['https://panel.example'] };
    const answer = await ask('admin', 'PUT', '/settings', { settings: changed, version: 1 });
    expect(answer.json()).toEqual({ settings: changed, version: 2 });
    const preflight = { 'access-control-request-method': 'GET', origin: 'https://panel.example' };
    const now = await http.app.inject({ method: 'OPTIONS', url: '/api/v1/session', headers: preflight });
    expect(now.headers['access-control-allow-origin']).toBe('https://panel.example');
    const trail = await http.store.audit.ofEntity('settings', '1');
    expect(trail.map(({ actor, field, old, new: to }) => [actor, field, old, to])).toEqual([
      ['admin', 'company', 'Ringback demo', 'Lantern'],
      ['admin', 'panelOrigins', [PANEL], ['https://panel.example']],
    ]);
    const { events } = await http.store.events.since(0, 10);
    expect(events).toMatchObject([
      { event: { type: 'settings.updated', data: { version: 2 } }, audience: null },
    ]);
  });

  it('of somebody who read an older version are refused, and nothing is written', async () => {
    await ask('admin', 'PUT', '/settings', { settings: { ...SETTINGS, company: 'One' }, version: 1 });
    const late = await ask('admin', 'PUT', '/settings', {
      settings: { ...SETTINGS, company: 'Two' },
      version: 1,
    });
    expect(late.statusCode).toBe(409);
    expect((await ask('admin', 'GET', '/settings')).json()).toMatchObject({
      settings: { company: 'One' },
      version: 2,
    });
  });

  it('name each field that is wrong in words for a form', async () => {
    const attempts = { most: 9, pauseMinutes: null };
    const site = { ...SETTINGS.sites[0]!, key: 'a', origins: ['shop.example'], attempts, colour: 'red' };
    const routing = { ...SETTINGS.routing, slowAnswerSeconds: 1.5 };
    const settings = { ...SETTINGS, country: 'ua', line: '044', ringSeconds: 1, sites: [site], routing };
    const answer = await ask('admin', 'PUT', '/settings', { settings, version: 1 });
    expect(answer.json<{ fields: object }>().fields).toEqual({
      'settings.country': 'must be a country code of two capital letters, such as UA',
      'settings.line': 'must be a number with + and country code, such as +380441234567',
      'settings.ringSeconds': 'must be at least 5',
      'settings.routing.slowAnswerSeconds': 'must be a whole number',
      'settings.sites.0.key': 'must be 6 to 64 letters, digits, - or _',
      'settings.sites.0.origins.0':
        'must be an address such as https://shop.example: scheme, host and port, nothing after',
      'settings.sites.0.attempts.most': 'must be at most 5',
      'settings.sites.0.attempts.pauseMinutes': 'is missing',
      'settings.sites.0.colour': 'is not a known field',
    });
    const twins = await ask('admin', 'PUT', '/settings', {
      settings: { ...SETTINGS, sites: [SETTINGS.sites[0], SETTINGS.sites[0]] },
      version: 1,
    });
    expect(twins.json()).toMatchObject({
      fields: { 'settings.sites.1.key': 'is taken by another one above' },
    });
  });

  it('take a table of rates and a list of numbers as long as a firm has them', async () => {
    const rates = Array.from({ length: 5000 }, (_, nth) => ({ prefix: `+${10_000 + nth}`, perMinute: 1.25 }));
    const doNotCall = Array.from({ length: 20_000 }, (_, nth) => `+38050${1_000_000 + nth}`);
    const security = { ...SETTINGS.security, costs: { ...SETTINGS.security.costs, rates } };
    const answer = await ask('admin', 'PUT', '/settings', {
      settings: { ...SETTINGS, security, doNotCall },
      version: 1,
    });
    expect(answer.statusCode).toBe(200);
    expect((await ask('admin', 'GET', '/settings')).json()).toMatchObject({
      settings: { security: { costs: { rates } }, doNotCall },
    });
  });

  it('name what cannot mean two things at once', async () => {
    const rates = [
      { prefix: '+380', perMinute: 1 },
      { prefix: '+380', perMinute: 9 },
    ];
    const security = { ...SETTINGS.security, costs: { ...SETTINGS.security.costs, rates } };
    const lines = [{ number: SETTINGS.line, name: 'Repairs', branch: '' }];
    const answer = await ask('admin', 'PUT', '/settings', {
      settings: { ...SETTINGS, security, lines },
      version: 1,
    });
    expect(answer.json<{ fields: object }>().fields).toEqual({
      'settings.lines.0.number': 'is our main number already',
      'settings.security.costs.rates.1.prefix': 'is taken by another one above',
    });
  });

  it('have a schema with a title for every field, so that the form can be drawn from it', async () => {
    interface Schema {
      title?: string;
      type?: string;
      items?: Schema;
      properties?: Record<string, Schema>;
    }
    const schema = (await ask('admin', 'GET', '/settings/schema')).json<Schema>();
    expect(Object.keys(schema.properties!)).toEqual(Object.keys(SETTINGS));
    expect(Object.keys(schema.properties!.sites!.items!.properties!)).toEqual(Object.keys(Site.shape));
    const untitled = (properties: Record<string, Schema>): string[] =>
      Object.entries(properties).flatMap(([key, one]) => [
        ...(one.title ? [] : [key]),
        ...untitled(one.properties ?? {}),
        ...untitled(one.items?.properties ?? {}),
      ]);
    expect(untitled(schema.properties!)).toEqual([]);
  });
});

describe('the API description', () => {
  it('is OpenAPI 3.1 of every route, made of the schemas', async () => {
    const document = (await http.app.inject({ url: '/openapi.json' })).json<{
      openapi: string;
      paths: Record<string, object>;
      components: { schemas: object };
    }>();
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths).sort()).toEqual([
      '/api/v1/agents',
      '/api/v1/api-tokens',
      '/api/v1/api-tokens/{id}',
      '/api/v1/auth/login',
      '/api/v1/auth/logout',
      '/api/v1/auth/refresh',
      '/api/v1/auth/token',
      '/api/v1/calls',
      '/api/v1/calls/{id}',
      '/api/v1/calls/{id}/announcement',
      '/api/v1/calls/{id}/cancel-transfer',
      '/api/v1/calls/{id}/complete-transfer',
      '/api/v1/calls/{id}/consult',
      '/api/v1/calls/{id}/disown',
      '/api/v1/calls/{id}/hang-up',
      '/api/v1/calls/{id}/hold',
      '/api/v1/calls/{id}/merge',
      '/api/v1/calls/{id}/message',
      '/api/v1/calls/{id}/participants',
      '/api/v1/calls/{id}/participants/{participantId}',
      '/api/v1/calls/{id}/quality',
      '/api/v1/calls/{id}/recording',
      '/api/v1/calls/{id}/route',
      '/api/v1/calls/{id}/send-on',
      '/api/v1/calls/{id}/transfer',
      '/api/v1/campaigns',
      '/api/v1/campaigns/{id}',
      '/api/v1/campaigns/{id}/entries',
      '/api/v1/campaigns/{id}/pause',
      '/api/v1/campaigns/{id}/results.csv',
      '/api/v1/campaigns/{id}/start',
      '/api/v1/campaigns/{id}/stop',
      '/api/v1/crm/connections',
      '/api/v1/crm/connections/{system}',
      '/api/v1/crm/connections/{system}/check',
      '/api/v1/crm/connections/{system}/fields',
      '/api/v1/crm/connections/{system}/install',
      '/api/v1/crm/hosts/{system}/events',
      '/api/v1/crm/outbox',
      '/api/v1/crm/outbox/{id}',
      '/api/v1/crm/outbox/{id}/retry',
      '/api/v1/crm/systems',
      '/api/v1/deals',
      '/api/v1/deals/board',
      '/api/v1/deals/choices',
      '/api/v1/deals/funnel',
      '/api/v1/deals/{id}',
      '/api/v1/deals/{id}/history',
      '/api/v1/dialogs/{callId}',
      '/api/v1/directory',
      '/api/v1/directory/drafts',
      '/api/v1/dispositions',
      '/api/v1/documents',
      '/api/v1/documents/links',
      '/api/v1/documents/templates',
      '/api/v1/documents/{id}',
      '/api/v1/events',
      '/api/v1/exports/calls',
      '/api/v1/exports/calls/file',
      '/api/v1/exports/calls/link',
      '/api/v1/finance/calls',
      '/api/v1/groups',
      '/api/v1/groups/{key}',
      '/api/v1/layouts/caller-card',
      '/api/v1/layouts/{entity}',
      '/api/v1/leads',
      '/api/v1/leads/choices',
      '/api/v1/leads/funnel',
      '/api/v1/leads/unattended',
      '/api/v1/leads/{id}',
      '/api/v1/leads/{id}/convert',
      '/api/v1/leads/{id}/reject',
      '/api/v1/mail',
      '/api/v1/mail/{id}/files/{index}',
      '/api/v1/mail/{id}/files/{index}/link',
      '/api/v1/me',
      '/api/v1/missed',
      '/api/v1/missed/counts',
      '/api/v1/missed/{id}/claim',
      '/api/v1/missed/{id}/dismiss',
      '/api/v1/missed/{id}/release',
      '/api/v1/parties',
      '/api/v1/parties/duplicates',
      '/api/v1/parties/list',
      '/api/v1/parties/merges/{id}/undo',
      '/api/v1/parties/{id}',
      '/api/v1/parties/{id}/history',
      '/api/v1/parties/{id}/merge',
      '/api/v1/pbx/connection',
      '/api/v1/pbx/connection/check',
      '/api/v1/pbx/employees',
      '/api/v1/pbx/{system}/{*}',
      '/api/v1/people',
      '/api/v1/people/{id}',
      '/api/v1/people/{id}/deactivate',
      '/api/v1/people/{id}/password',
      '/api/v1/people/{id}/reactivate',
      '/api/v1/processes',
      '/api/v1/processes/definitions',
      '/api/v1/processes/definitions/{id}',
      '/api/v1/processes/{id}',
      '/api/v1/processes/{id}/answers',
      '/api/v1/processes/{id}/move',
      '/api/v1/prompts',
      '/api/v1/prompts/{language}/{name}',
      '/api/v1/recordings/{id}',
      '/api/v1/recordings/{id}/audio',
      '/api/v1/recordings/{id}/link',
      '/api/v1/recordings/{id}/waveform',
      '/api/v1/routing/dry-run',
      '/api/v1/scripts',
      '/api/v1/security',
      '/api/v1/security/alarms/{id}/see',
      '/api/v1/security/locks/{address}',
      '/api/v1/session',
      '/api/v1/settings',
      '/api/v1/settings/schema',
      '/api/v1/shop/cart',
      '/api/v1/shop/orders',
      '/api/v1/shop/orders/{id}',
      '/api/v1/shop/products',
      '/api/v1/shop/viewed',
      '/api/v1/sip-credentials',
      '/api/v1/sites/{key}/callbacks',
      '/api/v1/sites/{key}/callbacks/{id}',
      '/api/v1/sites/{key}/callbacks/{id}/rating',
      '/api/v1/sites/{key}/offer',
      '/api/v1/sites/{key}/visits/{id}',
      '/api/v1/statistics/calls',
      '/api/v1/statistics/variants',
      '/api/v1/tasks',
      '/api/v1/tasks/reminders',
      '/api/v1/tasks/{id}',
      '/api/v1/tasks/{id}/acknowledge',
      '/api/v1/tasks/{id}/snooze',
      '/api/v1/timeline',
      '/api/v1/timeline/{id}',
      '/api/v1/users',
      '/api/v1/views',
      '/api/v1/views/{id}',
      '/api/v1/webhook-deliveries/{deliveryId}',
      '/api/v1/webhook-deliveries/{deliveryId}/retry',
      '/api/v1/webhooks',
      '/api/v1/webhooks/{id}',
      '/api/v1/webhooks/{id}/deliveries',
      '/api/v1/webhooks/{id}/replay',
      '/api/v1/webhooks/{id}/test',
      '/healthz',
    ]);
    expect(JSON.stringify(document.paths['/api/v1/calls/{id}'])).toContain(
      '#/components/schemas/CallWithMatches',
    );
    expect(Object.keys(document.components.schemas)).toEqual(
      expect.arrayContaining(['Call', 'Problem', 'Session']),
    );
  });

  it('can be browsed without the internet', async () => {
    const page = await http.app.inject({ url: '/docs' });
    expect(page.statusCode).toBe(200);
    expect(page.body).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    expect(String(page.headers['content-security-policy'])).toContain("default-src 'self'");
  });
});

describe('operation', () => {
  it('tells that the gateway works on while the PBX is down', async () => {
    expect((await http.app.inject({ url: '/healthz' })).json()).toEqual({
      status: 'ok',
      store: 'ok',
      pbx: 'up',
    });
    http.calls.pbxUp = false;
    const answer = await http.app.inject({ url: '/healthz' });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({ status: 'degraded', store: 'ok', pbx: 'down' });
  });

  it('counts requests, live calls and kept promises', async () => {
    await http.store.transaction((tx) => http.store.calls.insert(tx, aCallRow('c1')));
    await http.app.inject({ url: '/api/v1/calls/c1', headers: await http.signIn('olena') });
    const { body } = await http.app.inject({ url: '/metrics' });
    expect(body).toContain(
      'ringback_http_request_seconds_count{method="GET",route="/api/v1/calls/:id",status="200"} 1',
    );
    expect(body).toContain('ringback_calls_live 1');
    expect(body).toContain('ringback_event_stream_clients 0');
  });

  it('logs no secret and nobody’s number, whatever goes through', async () => {
    const canary = 'CANARY-5150';
    await http.app.inject({
      method: 'POST',
      url: '/api/v1/auth/login',
      headers: { origin: GATEWAY },
      payload: { login: 'olena', password: canary },
    });
    await http.app.inject({
      url: '/api/v1/session',
      headers: { cookie: `ringback_session=${canary}`, authorization: `Bearer ${canary}` },
    });
    await http.app.inject({ url: `/api/v1/parties?phone=${canary}`, headers: await http.signIn('olena') });
    await http.app.inject({
      method: 'POST',
      url: '/api/v1/auth/login',
      headers: { origin: GATEWAY, 'content-type': 'application/json' },
      payload: `{"password": "${canary}" oops`,
    });
    await ask('olena', 'POST', '/sip-credentials');
    const log = http.deps.log;
    log.info(
      { password: canary, headers: { cookie: canary, authorization: canary, 'set-cookie': canary } },
      'planted',
    );
    log.info(
      {
        config: { pbx: { controlToken: canary, settings: { password: canary } } },
        req: { headers: { 'x-ringback-callback-token': canary, 'idempotency-key': canary } },
      },
      'planted',
    );
    log.error({ err: Object.assign(new Error('refused'), { token: canary }) }, 'planted');
    expect(http.logged()).toContain('planted');
    expect(http.logged()).not.toContain(canary);
    expect(http.logged()).not.toContain('sip-secret');
  });
});
