/** What the permission table says is what the gateway does: every request of every role (requirements, rules 10 and 11). */
import { DEFAULT_ROUTING, may, type Permission, type Role, ROLES } from '@ringback/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { group } from '../routing/routing.fixtures.ts';
import { noteMissed } from '../missed/note.ts';
import { aCall, AT } from '../store/store.fixtures.ts';
import {
  createAgent,
  GATEWAY,
  PASSWORD,
  SETTINGS,
  type SignedIn,
  signInRoles,
  startHttp,
  type TestHttp,
} from './http.fixtures.ts';
import { filled, type Method, OTHERS, ROUTES } from './routes.fixtures.ts';

let http: TestHttp;
let signedIn: Record<string, SignedIn>;

beforeAll(async () => {
  http = await startHttp();
  signedIn = await signInRoles(http);
});
afterAll(() => http.close());

const ask = (role: Role, method: Method, path: string, payload?: object) =>
  http.app.inject({
    ...{ method, url: `/api/v1${filled(path)}`, headers: signedIn[role]! },
    ...(payload && { payload }),
  });

describe.each(ROLES)('%s', (role) => {
  it.each(ROUTES)(`${role}: %s %s needs %s`, async (method, path, permission) => {
    const { statusCode, body } = await ask(role, method, path, method === 'GET' ? undefined : {});
    const refused = statusCode === 403 && body.includes('may not do this');
    expect(refused).toBe(!may({ role }, permission));
  });
});

it('Each request that the API describes stands in the table', async () => {
  const { paths } = (await http.app.inject('/openapi.json')).json<{ paths: Record<string, object> }>();
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    path.startsWith('/api/v1')
      ? Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.slice('/api/v1'.length)}`)
      : [],
  );
  const listed = [
    ...ROUTES.map(([method, path]) => `${method} ${path}`),
    ...OTHERS.map(({ method, path }) => `${method} ${path}`),
  ];
  expect(listed.toSorted()).toEqual(described.toSorted());
});

/** Changed by no page of a host's; of these people alone are changed by no program either. */
const ADMINISTRATION: readonly Permission[] = ['settings.write', 'people.manage', 'integrations.manage'];
const OWN_TOKENS = [
  ['POST', '/api-tokens'],
  ['DELETE', '/api-tokens/{id}'],
] as const;

describe('What administers the firm', () => {
  const administers = ROUTES.filter(([, , permission]) => ADMINISTRATION.includes(permission));
  const writes = administers.filter(([method]) => method !== 'GET');
  const asks = async (headers: Record<string, string>, method: Method, path: string) => {
    const payload = method === 'GET' ? {} : { payload: {} };
    const answer = await http.app.inject({ method, url: `/api/v1${filled(path)}`, headers, ...payload });
    return { status: answer.statusCode, ...(answer.body === '' ? {} : answer.json<{ detail?: string }>()) };
  };
  const REFUSED = {
    ...{ status: 403, code: 'forbidden', hint: 'Sign in at /admin, and do it there.' },
    detail: 'This is done by people who have signed in, not from a host’s page or with a token.',
  };
  const sessionOf = (answer: { cookies: { value: string }[] }) => ({
    cookie: `ringback_session=${answer.cookies[0]!.value}`,
    origin: GATEWAY,
  });
  /** What the page of a portal gives, and what can be had for it. */
  async function openedByHost() {
    const agent = (await http.store.agents.get('admin'))!;
    const { secret } = await http.deps.auth.openSession({ agent, host: 'bitrix24' });
    const opened = { cookie: `ringback_session=${secret}`, origin: GATEWAY };
    const post = (url: string) =>
      http.app.inject({ method: 'POST', url: `/api/v1/auth/${url}`, headers: opened });
    const { token } = (await post('token')).json<{ token: string }>();
    return {
      opened,
      refreshed: sessionOf(await post('refresh')),
      token: { authorization: `Bearer ${token}` },
    };
  }

  it.each([...writes, ...OWN_TOKENS])(
    'is not done by a host’s page, whoever sits there: %s %s',
    async (...route) => {
      expect(await asks(await http.token('admin'), route[0], route[1])).toMatchObject(REFUSED);
      for (const headers of Object.values(await openedByHost()))
        expect(await asks(headers, route[0], route[1])).toMatchObject(REFUSED);
    },
  );

  it('is done by whoever signs in there with his password', async () => {
    const login = { login: 'admin', password: PASSWORD };
    const { opened } = await openedByHost();
    const answer = await http.app.inject({
      ...{ method: 'POST', url: '/api/v1/auth/login', headers: opened, payload: login },
    });
    const [method, path] = writes[0]!;
    expect((await asks(sessionOf(answer), method, path)).status).not.toBe(403);
  });

  it.each([...administers.filter((one) => !writes.includes(one)), ['GET', '/api-tokens'] as const])(
    'is seen there by whoever may: %s %s',
    async (...route) => {
      expect((await asks(await http.token('admin'), route[0], route[1])).status).not.toBe(403);
    },
  );

  it.each(administers)('is done by a program with the scope, but for people: %s %s, %s', async (...route) => {
    const [method, path, permission] = route;
    const { secret } = await http.deps.apiTokens.create((await http.store.agents.get('admin'))!, {
      ...{ kind: 'service', name: 'Set-up', scopes: [permission] },
    });
    const { status } = await asks({ authorization: `Bearer ${secret}` }, method, path);
    expect(status === 403).toBe(permission === 'people.manage' && method !== 'GET');
  });
});

describe('Calls and their numbers', () => {
  const NUMBER = '+380671112233';
  beforeAll(async () => {
    const groups = [
      group('sales', ['employee'], { heads: ['group-head'] }),
      group('couriers', ['courier'], { maskNumbers: true, heads: ['group-head'] }),
    ];
    const admin = (await http.store.agents.get('admin'))!;
    const settings = { ...SETTINGS, routing: { ...DEFAULT_ROUTING, groups } };
    signedIn.courier = await createAgent(http, 'employee', 'courier');
    await http.deps.settings.change({ settings, version: 1 }, admin);
    const ended = { state: 'ended', endReason: 'missed', endedAt: AT } as const;
    const comment = `Ring 067 111-22-33 or ${NUMBER}`;
    for (const [id, audience] of [
      ['of-employee', ['employee']],
      ['of-accountant', ['accountant']],
      ['of-courier', ['courier']],
    ] as const) {
      const call = aCall(id, { ...ended, number: NUMBER, claimedName: NUMBER, comment, line: SETTINGS.line });
      await http.store.transaction(async (tx) => {
        await http.store.calls.insert(tx, { call, audience, bridgeId: undefined });
        const data = { call, matches: [] };
        await http.store.events.append(tx, { type: 'call.ended', data, audience });
        await noteMissed(http.store, tx, { call, audience });
      });
    }
  });

  const seen = async (role: string) => {
    const { items } = (await ask(role as Role, 'GET', '/calls')).json<{ items: { id: string }[] }>();
    return items.map(({ id }) => id).sort();
  };

  it.each([
    ['employee', ['of-employee']],
    ['accountant', ['of-accountant']],
    ['group-head', ['of-courier', 'of-employee']],
    ['company-head', ['of-accountant', 'of-courier', 'of-employee']],
  ])('%s sees his own, his people’s, or all', async (role, calls) => {
    expect(await seen(role)).toEqual(calls);
    for (const id of ['of-accountant', 'of-courier', 'of-employee']) {
      const { statusCode } = await ask(role as Role, 'GET', `/calls/${id}/route`);
      expect([id, statusCode]).toEqual([id, (calls as string[]).includes(id) ? 200 : 404]);
    }
  });

  it('whose group hides them never has a number: in no answer and no event', async () => {
    const courier = 'courier' as Role;
    const said = [
      (await ask(courier, 'GET', '/calls')).body,
      (await ask(courier, 'GET', '/calls/of-courier')).body,
      (await ask(courier, 'GET', '/missed')).body,
      (await ask(courier, 'GET', '/session')).body,
      (await ask(courier, 'POST', '/calls', { callId: 'of-courier' })).body,
      (await ask(courier, 'GET', '/parties?phone=0671112233')).body,
    ].join('\n');
    expect(said).toContain('of-courier');
    expect(said.replace(/[^\d]/g, '')).not.toContain('671112233');
    expect(said).toContain('+38•••33');
    expect(said).toContain(SETTINGS.line);
  });

  it('and can still call back: by the call, with a target that says nothing', async () => {
    const answer = await ask('courier' as Role, 'POST', '/calls', { callId: 'of-courier' });
    expect([answer.statusCode, answer.json<{ target: string }>().target]).toEqual([201, '0']);
    expect(http.calls.asked.at(-1)).toEqual({ name: 'dial', args: ['courier', NUMBER] });
    const neither = await ask('courier' as Role, 'POST', '/calls', {});
    expect(neither.json()).toMatchObject({
      code: 'invalid',
      fields: { number: 'say either the number or the call' },
    });
  });

  it('are as they are for everybody else', async () => {
    expect((await ask('employee', 'GET', '/calls')).body).toContain(NUMBER);
  });
});
