/** What the permission table says is what the gateway does: every request of every role (requirements, rules 10 and 11). */
import { DEFAULT_ROUTING, may, type Permission, type Role, ROLES } from '@ringback/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { group } from '../routing/routing.fixtures.ts';
import { noteMissed } from '../missed/note.ts';
import { aCall, AT } from '../store/store.fixtures.ts';
import { createAgent, SETTINGS, startHttp, type TestHttp } from './http.fixtures.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Each route, with what it asks for; a route that is not here must need nothing but a login. */
const ROUTES: readonly [Method, string, Permission][] = [
  ['GET', '/calls', 'calls.own'],
  ['POST', '/calls', 'calls.dial'],
  ['GET', '/calls/c1', 'calls.own'],
  ['PATCH', '/calls/c1', 'calls.own'],
  ['GET', '/calls/c1/route', 'calls.own'],
  ['POST', '/calls/c1/transfer', 'calls.dial'],
  ['POST', '/calls/c1/consult', 'calls.dial'],
  ['POST', '/calls/c1/hang-up', 'calls.dial'],
  ['POST', '/calls/c1/hold', 'calls.dial'],
  ['POST', '/calls/c1/message', 'calls.dial'],
  ['POST', '/calls/c1/recording', 'calls.dial'],
  ['PUT', '/calls/c1/quality', 'calls.dial'],
  ['POST', '/recordings/r1/link', 'recordings.own'],
  ['GET', '/recordings/r1/waveform', 'recordings.own'],
  ['DELETE', '/recordings/r1', 'recordings.delete'],
  ['PUT', '/dialogs/c1', 'calls.dial'],
  ['DELETE', '/dialogs/c1', 'calls.dial'],
  ['POST', '/sip-credentials', 'calls.dial'],
  ['GET', '/agents', 'calls.dial'],
  ['GET', '/parties', 'parties.read'],
  ['POST', '/parties', 'parties.write'],
  ['PATCH', '/parties/p1', 'parties.write'],
  ['GET', '/missed', 'missed.handle'],
  ['GET', '/missed/counts', 'missed.handle'],
  ['POST', '/missed/m1/claim', 'missed.handle'],
  ['POST', '/missed/m1/release', 'missed.handle'],
  ['POST', '/missed/m1/dismiss', 'missed.handle'],
  ['POST', '/routing/dry-run', 'routing.read'],
  ['GET', '/exports/calls', 'calls.export'],
  ['POST', '/exports/calls/link', 'calls.export'],
  ['GET', '/groups', 'routing.group'],
  ['PATCH', '/groups/sales', 'routing.group'],
  ['GET', '/webhooks', 'integrations.manage'],
  ['POST', '/webhooks', 'integrations.manage'],
  ['PATCH', '/webhooks/w1', 'integrations.manage'],
  ['DELETE', '/webhooks/w1', 'integrations.manage'],
  ['POST', '/webhooks/w1/test', 'integrations.manage'],
  ['POST', '/webhooks/w1/replay', 'integrations.manage'],
  ['GET', '/webhooks/w1/deliveries', 'integrations.manage'],
  ['POST', '/webhook-deliveries/1/retry', 'integrations.manage'],
  ['DELETE', '/webhook-deliveries/1', 'integrations.manage'],
  ['GET', '/settings', 'settings.write'],
  ['PUT', '/settings', 'settings.write'],
  ['GET', '/settings/schema', 'settings.write'],
  ['GET', '/people', 'people.manage'],
  ['POST', '/people', 'people.manage'],
  ['PATCH', '/people/olena', 'people.manage'],
  ['PUT', '/people/olena/password', 'people.manage'],
  ['POST', '/people/nobody/deactivate', 'people.manage'],
  ['POST', '/people/nobody/reactivate', 'people.manage'],
  ['GET', '/security', 'settings.write'],
  ['POST', '/security/alarms/a1/see', 'settings.write'],
  ['DELETE', '/security/locks/203.0.113.7', 'settings.write'],
  ['GET', '/prompts', 'settings.write'],
  ['GET', '/prompts/uk/message', 'settings.write'],
  ['DELETE', '/prompts/uk/message', 'settings.write'],
  ['GET', '/campaigns', 'campaigns.manage'],
  ['POST', '/campaigns', 'campaigns.manage'],
  ['GET', '/campaigns/c1', 'campaigns.manage'],
  ['PATCH', '/campaigns/c1', 'campaigns.manage'],
  ['DELETE', '/campaigns/c1', 'campaigns.manage'],
  ['POST', '/campaigns/c1/start', 'campaigns.manage'],
  ['POST', '/campaigns/c1/pause', 'campaigns.manage'],
  ['POST', '/campaigns/c1/stop', 'campaigns.manage'],
  ['POST', '/campaigns/c1/entries', 'campaigns.manage'],
  ['GET', '/campaigns/c1/entries', 'campaigns.manage'],
  ['GET', '/campaigns/c1/results.csv', 'campaigns.manage'],
];

let http: TestHttp;
const tokens = new Map<Role, Record<string, string>>();

beforeAll(async () => {
  http = await startHttp();
  for (const role of ROLES) tokens.set(role, await createAgent(http, role));
});
afterAll(() => http.close());

const ask = (role: Role, method: Method, path: string, payload?: object) =>
  http.app.inject({
    ...{ method, url: `/api/v1${path}`, headers: tokens.get(role)! },
    ...(payload && { payload }),
  });

describe.each(ROLES)('%s', (role) => {
  it.each(ROUTES)(`${role}: %s %s needs %s`, async (method, path, permission) => {
    const { statusCode, body } = await ask(role, method, path, method === 'GET' ? undefined : {});
    const refused = statusCode === 403 && body.includes('may not do this');
    expect(refused).toBe(!may({ role }, permission));
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
    tokens.set('courier' as Role, await createAgent(http, 'employee', 'courier'));
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
