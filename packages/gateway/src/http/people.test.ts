/** People at the API: who may, what is refused, and who is out from when on. */
import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Person } from '@ringback/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { group } from '../routing/routing.fixtures.ts';
import { aCall } from '../store/store.fixtures.ts';
import { GATEWAY, PASSWORD, SETTINGS, startHttp, type TestHttp } from './http.fixtures.ts';

const STRONG = 'seven quiet rivers';
const MARIA = { login: 'maria', name: 'Maria Bondar', role: 'employee', extension: '105', password: STRONG };

let http: TestHttp;
let admin: Record<string, string>;
beforeEach(async () => {
  http = await startHttp();
  admin = await http.signIn('admin');
});
afterEach(() => http.close());

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH';
async function ask(method: Method, path: string, payload?: object, headers = admin) {
  const url = `/api/v1${path}`;
  const answer = await http.app.inject({ method, url, headers, ...(payload && { payload }) });
  return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json<never>() };
}
const login = async (name: string, password: string) =>
  (
    await http.app.inject({
      ...{ method: 'POST', url: '/api/v1/auth/login', headers: { origin: GATEWAY } },
      payload: { login: name, password },
    })
  ).statusCode;
const people = async () => (await ask('GET', '/people')).body as unknown as Person[];
const person = async (id: string) => (await people()).find((one) => one.id === id);
const trail = (id: string) => http.store.audit.ofEntity('agent', id);
const told = async () => (await http.store.events.since(0, 1000)).events.map(({ event }) => event.type);

/** A call in which this agent has picked up. */
async function talks(agentId: string): Promise<void> {
  const call = aCall('c1', { state: 'connected' });
  const leg = {
    legId: 'l1',
    callId: 'c1',
    role: 'agent',
    kind: undefined,
    participantId: undefined,
    cause: undefined,
  } as const;
  await http.store.transaction(async (tx) => {
    await http.store.calls.insert(tx, { call, audience: [agentId], bridgeId: undefined });
    await http.store.legs.insert(tx, { ...leg, agentId, state: 'answered' });
  });
}

describe('A person who is added', () => {
  it('signs in with what he was given, is a colleague at once, and stands in the trail without his password', async () => {
    const { status, body } = await ask('POST', '/people', MARIA);
    const { password: _, ...shown } = MARIA;
    expect([status, body]).toEqual([201, { ...shown, id: 'maria', groups: [], talking: false }]);
    expect(await login('maria', STRONG)).toBe(200);
    expect(await told()).toEqual(['agent.updated']);
    const colleagues = await ask('GET', '/agents', undefined, await http.signIn('olena'));
    expect(colleagues.body).toContainEqual(expect.objectContaining({ id: 'maria', extension: '105' }));
    expect(await trail('maria')).toMatchObject([{ actor: 'admin', field: 'created', new: shown }]);
    expect(JSON.stringify([await trail('maria'), await people(), http.logged()])).not.toContain(STRONG);
  });

  it.each([
    [{ login: 'olena' }, { login: 'is taken by olena' }],
    [{ login: 'Maria' }, { login: 'must be up to 64 small letters, digits, dots, - or _' }],
    [{ extension: '101' }, { extension: 'is taken by olena' }],
    [{ extension: '1' }, { extension: 'must be two to five digits, such as 101' }],
    [{ name: ' ' }, { name: 'must not be empty' }],
    [{ name: '\u200b\u2060' }, { name: 'must have at least one visible character' }],
    [{ password: 'short' }, { password: 'must have at least 10 characters, 5 of them different' }],
    [{ password: 'aaaaaaaaaaaaaaaa' }, { password: 'must have at least 10 characters, 5 of them different' }],
    [{ password: 'maria-2026-in' }, { password: 'must not contain the login or the name: maria' }],
    [{ password: 'the BONDAR house' }, { password: 'must not contain the login or the name: bondar' }],
  ])('is refused at the field: %o', async (change, fields) => {
    const { status, body } = await ask('POST', '/people', { ...MARIA, ...change });
    expect([status, body]).toMatchObject([400, { code: 'invalid', fields }]);
    expect(await people()).toHaveLength(4);
  });

  it('may have dots in his login, and is named by the settings with _ in their place', async () => {
    expect((await ask('POST', '/people', { ...MARIA, login: 'm.bondar' })).body).toMatchObject({
      id: 'm_bondar',
    });
    const other = { ...MARIA, login: 'm_bondar', extension: '106' };
    expect((await ask('POST', '/people', other)).body).toMatchObject({ id: 'm_bondar-2' });
  });
});

describe('The mobile of a person', () => {
  const NUMBER = '+380501112233';
  const mobile = { number: NUMBER, rings: true };
  const patch = (id: string, to: object | null) => ask('PATCH', `/people/${id}`, { mobile: to });

  it('is read as the country spells it, shown to who manages people, and to nobody else', async () => {
    const olena = await http.signIn('olena');
    const { body } = await patch('olena', { number: ' 050 111-22-33 ', rings: true });
    expect(body).toMatchObject({ mobile });
    // He goes on: nothing about his phone has changed.
    const seen = [
      await ask('GET', '/session', undefined, olena),
      await ask('GET', '/me', undefined, olena),
      await ask('GET', '/agents', undefined, await http.signIn('andriy')),
    ];
    expect(seen.map(({ status }) => status)).toEqual([200, 200, 200]);
    const { events } = await http.store.events.since(0, 1000);
    expect(JSON.stringify([seen, events])).not.toContain('501112233');
    expect(await trail('olena')).toMatchObject([{ actor: 'admin', field: 'mobile', old: null, new: mobile }]);
  });

  it('comes with a new person, is changed, and is taken away', async () => {
    expect((await ask('POST', '/people', { ...MARIA, mobile })).body).toMatchObject({ mobile });
    expect(await trail('maria')).toMatchObject([{ field: 'created', new: { mobile } }]);
    await patch('maria', { ...mobile, rings: false });
    expect((await patch('maria', { ...mobile, rings: false })).body).toMatchObject({
      mobile: { number: NUMBER, rings: false },
    });
    expect((await ask('PATCH', '/people/maria', { name: 'Maria B.' })).body).toMatchObject({
      mobile: { number: NUMBER },
    });
    expect((await patch('maria', null)).body).not.toHaveProperty('mobile');
    expect((await trail('maria')).filter(({ field }) => field === 'mobile')).toHaveLength(2);
    expect(
      (await ask('POST', '/people', { ...MARIA, login: 'nadia', extension: '106', mobile: null })).status,
    ).toBe(201);
  });

  it.each([
    ['', 'is empty: give the number of his mobile'],
    ['hello', 'cannot be read as a phone number: give it with + and country code, such as +380501112233'],
    ['101', 'cannot be read as a phone number: give it with + and country code, such as +380501112233'],
    [SETTINGS.line, 'is a number of the firm: give the one of his own mobile'],
    ['0900212345', 'has a special rate: give an ordinary mobile number'],
    [
      '+5352123456',
      'is in a country that may not be called: allow it in the settings under “Countries agents may dial” first',
    ],
  ])('is refused at its field: %s', async (number, why) => {
    for (const answer of [
      await patch('olena', { number, rings: true }),
      await ask('POST', '/people', { ...MARIA, mobile: { number, rings: true } }),
    ])
      expect([answer.status, answer.body]).toMatchObject([400, { fields: { 'mobile.number': why } }]);
    expect(await people()).toHaveLength(4);
  });

  it('is one person’s alone; who was out and comes back needs another', async () => {
    await patch('olena', mobile);
    const taken = { fields: { 'mobile.number': 'is taken by olena' } };
    expect((await patch('andriy', mobile)).body).toMatchObject(taken);
    expect((await ask('POST', '/people', { ...MARIA, mobile })).body).toMatchObject(taken);
    await ask('POST', '/people/olena/deactivate', {});
    expect((await patch('andriy', mobile)).status).toBe(200);
    expect((await ask('POST', '/people/olena/reactivate')).body).toMatchObject({
      fields: { 'mobile.number': 'is taken by andriy' },
    });
    expect((await patch('olena', null)).status).toBe(200);
    expect((await ask('POST', '/people/olena/reactivate')).status).toBe(200);
  });
});

describe('A person who is changed', () => {
  it('has another name at once, and goes on', async () => {
    const olena = await http.signIn('olena');
    expect((await ask('PATCH', '/people/olena', { name: 'Olena K.' })).body).toMatchObject({
      name: 'Olena K.',
    });
    expect((await ask('GET', '/session', undefined, olena)).body).toMatchObject({
      agent: { name: 'Olena K.' },
    });
    expect(await trail('olena')).toMatchObject([{ field: 'name', old: 'olena', new: 'Olena K.' }]);
  });

  it.each([
    ['role', 'group-head', ['101']],
    ['extension', '111', ['101']],
  ])('signs in again with another %s, and his phone is forgotten', async (field, value, endpoints) => {
    const olena = await http.signIn('olena');
    expect((await ask('PATCH', '/people/olena', { [field]: value })).status).toBe(200);
    expect((await ask('GET', '/session', undefined, olena)).status).toBe(401);
    expect((await http.store.revocations.list()).map(({ endpoint }) => endpoint)).toEqual(endpoints);
    const again = await http.signIn('olena');
    expect((await ask('GET', '/session', undefined, again)).body).toMatchObject({
      agent: { [field]: value },
    });
  });

  it('is refused an extension that is taken, and one that is his own already changes nothing', async () => {
    expect((await ask('PATCH', '/people/olena', { extension: '102' })).body).toMatchObject({
      fields: { extension: 'is taken by andriy' },
    });
    expect((await ask('PATCH', '/people/olena', { extension: '101' })).status).toBe(200);
    expect(await trail('olena')).toEqual([]);
  });

  it('is not himself where it is about the role', async () => {
    expect((await ask('PATCH', '/people/admin', { role: 'employee' })).body).toMatchObject({
      fields: { role: 'is your own: ask another administrator to change it' },
    });
    expect((await ask('PATCH', '/people/admin', { name: 'Boss', role: 'administrator' })).status).toBe(200);
  });

  it('is there', async () => {
    expect((await ask('PATCH', '/people/nobody', { name: 'x' })).status).toBe(404);
  });
});

describe('Another password', () => {
  it('lets in, and whoever came in with the old one is out', async () => {
    const olena = await http.signIn('olena');
    expect((await ask('PUT', '/people/olena/password', { password: STRONG })).status).toBe(204);
    expect((await ask('GET', '/session', undefined, olena)).status).toBe(401);
    expect([await login('olena', PASSWORD), await login('olena', STRONG)]).toEqual([401, 200]);
    const hidden = '••••••••';
    expect(await trail('olena')).toMatchObject([{ field: 'password', old: hidden, new: hidden }]);
  });

  it('of one’s own leaves the page that asked signed in, and no other', async () => {
    const other = await http.signIn('admin');
    expect((await ask('PUT', '/people/admin/password', { password: STRONG })).status).toBe(204);
    expect((await ask('GET', '/people')).status).toBe(200);
    expect((await ask('GET', '/people', undefined, other)).status).toBe(401);
  });

  it('is refused where it is weak, and the old one stays', async () => {
    expect((await ask('PUT', '/people/olena/password', { password: 'olena-olena-1' })).body).toMatchObject({
      fields: { password: 'must not contain the login or the name: olena' },
    });
    expect(await login('olena', PASSWORD)).toBe(200);
  });
});

describe('A person who is deactivated', () => {
  it('is out at once, with his token and his phone, keeps login and groups, and comes back as he was', async () => {
    const [olena, token] = [await http.signIn('olena'), await http.token('olena')];
    const settings = { ...SETTINGS, routing: { ...SETTINGS.routing, groups: [group('sales', ['olena'])] } };
    await http.deps.settings.change({ settings, version: 1 }, (await http.store.agents.get('admin'))!);
    expect((await ask('POST', '/people/olena/deactivate', {})).status).toBe(200);
    for (const headers of [olena, token])
      expect((await ask('GET', '/session', undefined, headers)).status).toBe(401);
    expect(await login('olena', PASSWORD)).toBe(401);
    expect(await http.store.revocations.list()).toMatchObject([{ agentId: 'olena', endpoint: '101' }]);
    expect(await told()).toEqual(['settings.updated', 'access.changed']);
    const row = await person('olena');
    expect(row).toMatchObject({ deactivatedAt: http.deps.now().toISOString(), groups: ['sales'] });
    // The settings can be saved on, though they name him.
    expect((await ask('PUT', '/settings', { settings, version: 2 })).status).toBe(200);
    expect((await ask('POST', '/people', { ...MARIA, login: 'olena' })).body).toMatchObject({
      fields: { login: 'is taken by olena, who was deactivated: activate him again instead' },
    });
    expect((await ask('POST', '/people/olena/reactivate')).status).toBe(200);
    expect(await login('olena', PASSWORD)).toBe(200);
    expect((await trail('olena')).map(({ field }) => field)).toEqual(['deactivatedAt', 'deactivatedAt']);
  });

  it('gives his extension free, and cannot come back to it while somebody else has it', async () => {
    await ask('POST', '/people/olena/deactivate', {});
    expect((await ask('POST', '/people', { ...MARIA, extension: '101' })).status).toBe(201);
    expect((await ask('POST', '/people/olena/reactivate')).body).toMatchObject({
      fields: { extension: 'is taken by Maria Bondar' },
    });
    expect((await ask('PATCH', '/people/olena', { extension: '121' })).status).toBe(200);
    expect((await ask('POST', '/people/olena/reactivate')).status).toBe(200);
  });

  it('is not cut off in a talk by somebody who does not know: only when the call may end', async () => {
    await talks('olena');
    expect(await person('olena')).toMatchObject({ talking: true });
    for (const [method, path, body] of [
      ['POST', '/people/olena/deactivate', {}],
      ['PATCH', '/people/olena', { role: 'accountant' }],
      ['PUT', '/people/olena/password', { password: STRONG }],
    ] as const) {
      expect(await ask(method, path, body)).toMatchObject({
        status: 409,
        body: {
          ...{ code: 'conflict', detail: 'olena is talking now, and the call would end.' },
          fields: { endCall: 'is needed while the person talks' },
        },
      });
    }
    expect((await ask('PATCH', '/people/olena', { name: 'Olena K.' })).status).toBe(200);
    expect(await http.store.revocations.list()).toEqual([]);
    expect((await ask('POST', '/people/olena/deactivate', { endCall: true })).status).toBe(200);
  });

  it('is not oneself, and not the last technical administrator, whoever asks at the same time', async () => {
    expect((await ask('POST', '/people/admin/deactivate', {})).body).toMatchObject({
      detail: 'You cannot deactivate yourself.',
    });
    await ask('PATCH', '/people/andriy', { role: 'administrator' });
    const andriy = await http.signIn('andriy');
    const [one, other] = await Promise.all([
      ask('POST', '/people/andriy/deactivate', {}),
      ask('POST', '/people/admin/deactivate', {}, andriy),
    ]);
    expect([one.status, other.status].sort()).toEqual([200, 409]);
    const left = (await http.store.agents.list()).filter(({ role }) => role === 'administrator');
    expect(left).toHaveLength(1);
  });
});

it('A page that follows events hears that it is over, and its stream ends', async () => {
  await http.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = http.app.server.address() as AddressInfo;
  const headers = await http.signIn('olena');
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    httpRequest({ port, path: '/api/v1/events', headers }, resolve).on('error', reject).end();
  });
  // The stream is live once it has told something.
  const first = new Promise((resolve) => response.once('data', resolve));
  await ask('PATCH', '/people/andriy', { name: 'Andriy' });
  await first;
  let heard = '';
  response.on('data', (chunk: Buffer) => (heard += chunk.toString()));
  await ask('POST', '/people/olena/deactivate', {});
  await new Promise((resolve) => response.once('close', resolve));
  expect(heard).toContain('"type":"access.changed"');
});

it('A program reads the list where it has the scope, and changes nobody', async () => {
  const made = await ask('POST', '/api-tokens', { kind: 'service', name: 'HR', scopes: ['people.manage'] });
  const { secret } = made.body as unknown as { secret: string };
  const headers = { authorization: `Bearer ${secret}` };
  expect((await ask('GET', '/people', undefined, headers)).status).toBe(200);
  expect((await ask('POST', '/people', MARIA, headers)).status).toBe(403);
});

it('The token that a host’s page holds for an administrator reads the list, and changes nobody', async () => {
  const headers = await http.token('admin');
  expect((await ask('GET', '/people', undefined, headers)).status).toBe(200);
  for (const [method, path, body] of [
    ['POST', '/people', MARIA],
    ['PATCH', '/people/olena', { role: 'administrator' }],
    ['PUT', '/people/olena/password', { password: STRONG }],
    ['POST', '/people/olena/deactivate', {}],
    ['POST', '/people/olena/reactivate', undefined],
  ] as const) {
    expect(await ask(method, path, body, headers)).toMatchObject({
      status: 403,
      body: { code: 'forbidden', hint: 'Sign in at /admin, and do it there.' },
    });
  }
  expect(await person('olena')).toMatchObject({ role: 'employee' });
  expect(await login('olena', PASSWORD)).toBe(200);
});
