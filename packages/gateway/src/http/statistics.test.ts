/** Calls in numbers, as each role has them. */
import {
  type CallStatistics,
  DEFAULT_ROUTING,
  type Permission,
  type Problem,
  type Role,
} from '@ringback/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { group } from '../routing/routing.fixtures.ts';
import { aCall, aCallback, AT } from '../store/store.fixtures.ts';
import { SETTINGS, type SignedIn, signInRoles, startHttp, type TestHttp } from './http.fixtures.ts';

let http: TestHttp;
let signedIn: Record<Role, SignedIn>;
const YESTERDAY = '2026-03-01T09:00:00.000Z';

beforeAll(async () => {
  http = await startHttp();
  signedIn = await signInRoles(http);
  const groups = [group('sales', ['employee'], { name: 'Sales', heads: ['group-head'] })];
  const admin = (await http.store.agents.get('admin'))!;
  const settings = { ...SETTINGS, routing: { ...DEFAULT_ROUTING, groups } };
  await http.deps.settings.change({ settings, version: 1 }, admin);
  const ended = { state: 'ended', endedAt: AT, line: SETTINGS.line } as const;
  const talk = { ...ended, endReason: 'completed', durationSeconds: 60 } as const;
  const employee = {
    agent: { id: 'employee', name: 'Eve' },
    routedBy: { why: 'group', group: 'Sales' },
  } as const;
  const calls = [
    [aCall('c1', { ...talk, ...employee, connectedAt: '2026-03-02T09:00:09.000Z' }), ['employee']],
    [aCall('c2', { ...ended, endReason: 'missed', abandoned: true, startedAt: YESTERDAY }), ['employee']],
    [aCall('c3', { ...talk, agent: { id: 'accountant', name: 'A' }, connectedAt: AT }), ['accountant']],
  ] as const;
  await http.store.transaction(async (tx) => {
    for (const [call, audience] of calls)
      await http.store.calls.insert(tx, { call, audience, bridgeId: undefined });
    for (const [nth, kept] of [true, true, false].entries())
      await http.store.callbacks.insert(tx, {
        callback: aCallback(`b${nth}`, { kept, siteKey: kept ? 'demo-shop' : '' }),
        token: 't',
      });
  });
});
afterAll(() => http.close());

const ask = async (headers: Record<string, string>, query = '') => {
  const answer = await http.app.inject({ url: `/api/v1/statistics/calls${query}`, headers });
  return { ...answer.json<CallStatistics & Omit<Problem, 'status'>>(), status: answer.statusCode };
};
const token = async (login: string, scopes: Permission[]) => {
  const owner = (await http.store.agents.get(login))!;
  const { secret } = await http.deps.apiTokens.create(owner, { kind: 'personal', name: 'Report', scopes });
  return { authorization: `Bearer ${secret}` };
};

describe('Calls in numbers', () => {
  it('are those of the last seven days, day by day, when nothing is said', async () => {
    const { status, rows, total, ...rest } = await ask(signedIn['company-head']);
    expect([status, rest]).toEqual([
      200,
      {
        ...{ from: '2026-02-24', to: '2026-03-02', timeZone: 'UTC', by: 'day' },
        callbacks: { kept: 2, broken: 1 },
      },
    ]);
    expect(rows.map(({ id, inbound }) => [id, inbound.answered, inbound.abandoned])).toEqual([
      ...['24', '25', '26', '27', '28'].map((day) => [`2026-02-${day}`, 0, 0]),
      ['2026-03-01', 0, 1],
      ['2026-03-02', 2, 0],
    ]);
    expect(total).toEqual({
      inbound: { answered: 2, abandoned: 1, unanswered: 0, waitSeconds: 5 },
      outbound: { answered: 0, unanswered: 0 },
      ...{ internal: 0, takenOver: 0, talkSeconds: 120 },
    });
  });

  it('have the names that people give: of agents, groups (as they were called then) and lines; and the most calls first', async () => {
    const titles = async (by: string) =>
      (await ask(signedIn['company-head'], `?by=${by}`)).rows.map(({ id, title }) => [id, title]);
    expect(await titles('agent')).toEqual([
      ['', undefined],
      ['accountant', 'accountant'],
      ['employee', 'employee'],
    ]);
    expect(await titles('group')).toEqual([
      ['', undefined],
      ['Sales', undefined],
    ]);
    expect(await titles('line')).toEqual([[SETTINGS.line, SETTINGS.company]]);
  });

  it('are the firm’s for a marketer, and nobody’s in particular', async () => {
    const answer = await ask(signedIn.marketer, '?by=source');
    expect([answer.status, answer.total.inbound.answered, answer.callbacks?.kept]).toEqual([200, 2, 2]);
    // Numbers are hidden from him, and days are none.
    const { from, to, rows } = await ask(signedIn.marketer);
    expect([from, to, rows.at(-1)?.id]).toEqual(['2026-02-24', '2026-03-02', '2026-03-02']);
    expect(await ask(signedIn.marketer, '?by=agent')).toMatchObject({
      ...{ status: 403, code: 'forbidden' },
      detail: 'Your role sees calls in general, and not person by person.',
    });
  });

  it('are those of his people for the head of a group, also by a token that may see no call', async () => {
    for (const headers of [signedIn['group-head'], await token('group-head', ['statistics.read'])]) {
      const { status, total, callbacks } = await ask(headers, '?by=group');
      expect([status, total.inbound]).toEqual([
        200,
        { answered: 1, abandoned: 1, unanswered: 0, waitSeconds: 9 },
      ]);
      expect(callbacks).toBeUndefined();
    }
    const { rows } = await ask(signedIn['group-head'], '?by=agent');
    expect(rows.map(({ id }) => id)).toEqual(['', 'employee']);
  });

  it('single out people for a token that sees their calls alone', async () => {
    const refused = await ask(await token('company-head', ['statistics.read']), '?by=agent');
    expect(refused).toMatchObject({
      status: 403,
      detail: 'This token may not see the calls of single people.',
      hint: 'Make another that has calls.all or calls.group as well, or count by something else.',
    });
    const may = await ask(await token('company-head', ['statistics.read', 'calls.all']), '?by=agent');
    expect(may.rows).toHaveLength(3);
  });

  it('tell no number and no name of a customer', async () => {
    for (const by of ['day', 'line', 'source', 'campaign', 'group', 'agent', 'kind'])
      expect(JSON.stringify(await ask(signedIn['company-head'], `?by=${by}`))).not.toContain('671112233');
  });

  it.each([
    ['?from=2026-02-30', { from: 'must be a day that there is, written as year-month-day' }],
    ['?to=today', { to: 'must be a day that there is, written as year-month-day' }],
    ['?from=2026-03-03&to=2026-03-01', { to: 'must not be before the first day' }],
    ['?from=2020-01-01', { from: 'must be at most 366 days before the last one, both counted' }],
  ])('are not counted of %s, and it is said why', async (query, fields) => {
    expect(await ask(signedIn.marketer, query)).toMatchObject({ status: 400, code: 'invalid', fields });
  });

  it('are counted by nothing that is not known', async () => {
    const { status, fields } = await ask(signedIn.marketer, '?by=number');
    expect([status, Object.keys(fields ?? {})]).toEqual([400, ['by']]);
  });
});
