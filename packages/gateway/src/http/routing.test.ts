import type { CallRoute, RouteDecision, Routing } from '@ringback/model';
import { DEFAULT_ROUTING } from '@ringback/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { group, route } from '../routing/routing.fixtures.ts';
import { beginRoute } from '../routing/next.ts';
import { aCall, AT } from '../store/store.fixtures.ts';
import { createAgent, SETTINGS, startHttp, type TestHttp } from './http.fixtures.ts';

let http: TestHttp;
beforeEach(async () => {
  http = await startHttp();
});
afterEach(() => http.close());

const post = (headers: Record<string, string>, payload: object) =>
  http.app.inject({ method: 'POST', url: '/api/v1/routing/dry-run', headers, payload });
const save = async (routing: Partial<Routing>, more = {}) =>
  http.app.inject({
    method: 'PUT',
    url: '/api/v1/settings',
    headers: await http.signIn('admin'),
    payload: { settings: { ...SETTINGS, ...more, routing: { ...DEFAULT_ROUTING, ...routing } }, version: 1 },
  });

describe('A dry-run', () => {
  it('is for those who decide where calls go', async () => {
    const answer = await post(await http.token('andriy'), {
      from: '+380671112233',
      at: '2026-03-02T20:00:00Z',
    });
    expect([answer.statusCode, answer.json()]).toEqual([200, { decisions: [] }]);
    expect(http.calls.asked).toEqual([
      { name: 'dryRun', args: [{ from: '+380671112233', at: '2026-03-02T20:00:00Z' }] },
    ]);
    expect((await post(await http.token('olena'), { from: '1' })).statusCode).toBe(403);
  });

  it('says what is wrong with the time', async () => {
    const wrong = async (at: string) =>
      (await post(await http.token('admin'), { from: '1', at })).json<{ fields: object }>().fields;
    expect(await wrong('tomorrow')).toEqual({ at: 'must be a time such as 2026-12-25T09:30:00Z' });
    for (const at of ['2026-02-31T10:00:00Z', '2026-13-01T10:00Z', '2026-02-28T25:00:00Z'])
      expect(await wrong(at)).toEqual({ at: 'is no time of any day' });
  });
});

describe('The way of a call', () => {
  const by = { why: 'familiar' as const, agent: { id: 'olena', name: 'olena' }, minutesAgo: 14 };
  const decision: RouteDecision = {
    ...{ at: AT, did: 'ring', by, agents: ['olena'], numbers: ['+380671112233'], seconds: 20 },
    passedOver: [{ agentId: 'left', why: 'off-duty' }],
  };
  /** A call of Olena's that rang at her phone and at a mobile, when one colleague was not on duty. */
  const rang = (audience: readonly string[]) =>
    http.store.transaction(async (tx) => {
      const call = aCall('c1', { state: 'connected', connectedAt: '2026-03-02T09:00:21.000Z' });
      await http.store.calls.insert(tx, { call, audience, bridgeId: undefined });
      const plan = { route: 'main', atOnce: false, steps: [], last: 'missed' as const };
      await http.store.routes.put(tx, {
        ...{ callId: 'c1', plan, readers: [], state: beginRoute(new Date(AT)), decisions: [decision] },
      });
    });
  const wayFor = (headers: Record<string, string>) =>
    http.app.inject({ method: 'GET', url: '/api/v1/calls/c1/route', headers });

  it('is told with each reason; Rule 17: an answer after more than 20 s is marked as slow', async () => {
    await rang(['olena']);
    const answer = await wayFor(await http.token('olena'));
    expect(answer.json()).toMatchObject({
      ...{ route: 'main', decisions: [decision], answeredAfter: 21, slow: true },
    });
    expect((await wayFor(await createAgent(http, 'employee', 'other'))).statusCode).toBe(404);
  });

  it('names everybody whom it speaks of, also who has left the firm, and nobody else', async () => {
    await createAgent(http, 'employee', 'left');
    await http.store.transaction((tx) => http.store.agents.change(tx, 'left', { deactivatedAt: AT }));
    await rang(['olena']);
    const answer = await wayFor(await http.token('olena'));
    const [olena] = (await http.store.agents.list()).filter(({ id }) => id === 'olena');
    expect(answer.json<CallRoute>().people.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual([
      { id: 'left', name: 'left' },
      { id: 'olena', name: olena!.name },
    ]);
  });

  it('tells whoever must not have numbers none of those that were rung', async () => {
    await createAgent(http, 'employee', 'courier');
    await save({ groups: [group('couriers', ['courier'], { maskNumbers: true })] });
    await rang(['courier', 'olena']);
    const numbersFor = async (headers: Record<string, string>) =>
      (await wayFor(headers)).json<CallRoute>().decisions.flatMap(({ numbers }) => numbers);
    const { secret } = await http.deps.auth.openSession({ agent: (await http.store.agents.get('courier'))! });
    expect(await numbersFor({ cookie: `ringback_session=${secret}` })).toEqual(['+38•••33']);
    expect(await numbersFor(await http.token('olena'))).toEqual(['+380671112233']);
  });
});

describe('Rules of routing', () => {
  it('are saved when they fit together', async () => {
    const answer = await save({
      groups: [group('sales', ['olena', 'andriy'], { heads: ['andriy'] })],
      routes: [route({ lines: [SETTINGS.line] })],
    });
    expect(answer.statusCode).toBe(200);
  });

  it('are refused with every fault at its field when they do not', async () => {
    const answer = await save(
      {
        groups: [group('sales', ['olena', 'nobody'], { branch: 'lviv' }), group('sales', [])],
        routes: [
          route({ when: 'open', lines: ['+380671112233'] }),
          route({
            steps: [
              { to: 'group', target: 'support', seconds: 20 },
              { to: 'number', target: '+442079460958', seconds: 20 },
            ],
          }),
        ],
      },
      { lines: [{ number: '+380322123456', name: 'Lviv', branch: 'lviv' }] },
    );
    expect(answer.statusCode).toBe(400);
    expect(answer.json<{ fields: object }>().fields).toEqual({
      'settings.lines.0.branch': 'there is no branch lviv',
      'settings.routing.groups.1.key': 'is taken by another one above',
      'settings.routing.groups.0.branch': 'there is no branch lviv',
      'settings.routing.groups.0.members.1': 'there is no agent nobody',
      'settings.routing.routes.0.schedule': 'name the hours that "open" is asked of',
      'settings.routing.routes.0.lines.0': 'is not a number of ours',
      'settings.routing.routes.1.steps.0.target': 'there is no group support',
      'settings.routing.routes.1.steps.1.target':
        'is a number that may not be dialled: see the countries agents may dial',
    });
  });

  it('name every day, every member and every country as what it is', async () => {
    const holidays = ['2026-12-25', '2027-02-29'];
    const office = { key: 'office', name: 'Office', timeZone: 'Europe/Kyiv', hours: [], holidays };
    const { security } = SETTINGS;
    const answer = await save(
      {
        schedules: [office],
        groups: [group('sales', ['olena', 'andriy', 'olena'], { heads: ['andriy', 'andriy'] })],
      },
      {
        dialCountries: ['UA', 'UK'],
        security: { ...security, sip: { ...security.sip, mode: 'country', countries: ['ZZ'] } },
      },
    );
    const noCountry = 'is no country: two letters such as UA, PL or GB';
    expect(answer.json<{ fields: object }>().fields).toEqual({
      'settings.dialCountries.1': noCountry,
      'settings.security.sip.countries.0': noCountry,
      'settings.routing.schedules.0.holidays.1': 'is a day that no calendar has',
      'settings.routing.groups.0.members.2': 'stands above already',
      'settings.routing.groups.0.heads.1': 'stands above already',
    });
  });

  it('say in words which time is wrong', async () => {
    const hours = [{ days: ['monday' as const], from: '0900', to: '18:00' }];
    const answer = await save({
      schedules: [{ key: 'office', name: 'Office', timeZone: 'Europe/Kyiv', hours, holidays: ['25.12.'] }],
    });
    expect(answer.json<{ fields: object }>().fields).toEqual({
      'settings.routing.schedules.0.hours.0.from': 'must be a time such as 09:30',
      'settings.routing.schedules.0.holidays.0': 'must be a date such as 2026-12-25',
    });
  });
});

describe('The head of a group', () => {
  const patch = async (login: string, key: string, payload: object) =>
    http.app.inject({
      method: 'PATCH',
      url: `/api/v1/groups/${key}`,
      headers: await http.token(login),
      payload,
    });

  beforeEach(() =>
    save({ groups: [group('sales', ['olena'], { heads: ['andriy'] }), group('support', ['olena'])] }),
  );

  it('decides how its calls are distributed, at once and with a trail', async () => {
    const answer = await patch('andriy', 'sales', {
      algorithm: 'longest-idle',
      members: ['andriy', 'olena'],
    });
    expect(answer.json()).toMatchObject({
      key: 'sales',
      algorithm: 'longest-idle',
      members: ['andriy', 'olena'],
    });
    expect(http.deps.settings.current().routing.groups[0]).toMatchObject({ algorithm: 'longest-idle' });
    expect((await http.store.audit.ofEntity('settings', '1')).at(-1)).toMatchObject({
      actor: 'andriy',
      field: 'routing',
    });
    const own = await http.app.inject({
      method: 'GET',
      url: '/api/v1/groups',
      headers: await http.token('andriy'),
    });
    expect(own.json<{ key: string }[]>().map(({ key }) => key)).toEqual(['sales']);
  });

  it('is not held up by what an earlier version let somebody store elsewhere', async () => {
    const { settings } = http.deps;
    const { version } = settings.stored();
    const old = { ...settings.current(), dialCountries: ['UA', 'UK'] };
    await http.store.transaction((tx) => http.store.settings.put(tx, old, version + 1));
    await settings.refresh();
    expect((await patch('andriy', 'sales', { ringSeconds: 30 })).statusCode).toBe(200);
    const refused = await http.app.inject({
      method: 'PUT',
      url: '/api/v1/settings',
      headers: await http.signIn('admin'),
      payload: {
        ...settings.stored(),
        settings: { ...settings.current(), country: 'UK', dialCountries: ['UA', 'EN'] },
      },
    });
    expect(Object.keys(refused.json<{ fields: object }>().fields)).toEqual([
      'settings.country',
      'settings.dialCountries.1',
    ]);
  });

  it('decides about no other group, and not about who heads it', async () => {
    expect((await patch('andriy', 'support', { algorithm: 'in-order' })).statusCode).toBe(404);
    expect((await patch('olena', 'sales', { algorithm: 'in-order' })).statusCode).toBe(403);
    expect((await patch('andriy', 'sales', { heads: ['olena'] })).json()).toMatchObject({
      fields: { heads: 'is not a known field' },
    });
    expect((await patch('andriy', 'sales', { members: ['nobody'] })).json()).toMatchObject({
      fields: { 'members.0': 'there is no agent nobody' },
    });
  });
});
