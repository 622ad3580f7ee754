/** What calls have cost, as an accountant and a company head have it. */
import { type CallCosts, type CostSettings, type Problem, type Role } from '@ringback/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SETTINGS, type SignedIn, signInRoles, startHttp, type TestHttp } from './http.fixtures.ts';

let http: TestHttp;
let signedIn: Record<Role, SignedIn>;
beforeEach(async () => {
  http = await startHttp();
  signedIn = await signInRoles(http);
});
afterEach(() => http.close());

/** 11:00 in Kyiv on 2026-03-02. */
const COSTS: CostSettings = {
  ...{ daily: 10, dailyPerAgent: 2, timeZone: 'Europe/Kyiv', otherPerMinute: 0 },
  rates: [{ prefix: '+380', perMinute: 0.1 }],
};
const rate = async (costs: CostSettings) => {
  const admin = (await http.store.agents.get('admin'))!;
  const settings = { ...SETTINGS, security: { ...SETTINGS.security, costs } };
  await http.deps.settings.change({ settings, version: 1 }, admin);
};
let legs = 0;
async function leg(agentId: string | undefined, { ended, answered, cost = 0 }: Leg) {
  const legId = `l${(legs += 1)}`;
  const placedAt = answered ?? ended ?? '2026-03-02T08:58:00.000Z';
  const row = { legId, callId: 'c', agentId, country: 'UA', perMinute: 0.1, placedAt };
  await http.store.transaction((tx) => http.store.tolls.put(tx, row));
  if (answered) await http.store.tolls.answered(legId, answered);
  if (ended) await http.store.tolls.ended(legId, ended, cost);
}
interface Leg {
  ended?: string;
  answered?: string;
  cost?: number;
}
const ask = async (query = '', role: Role = 'accountant') => {
  const answer = await http.app.inject({ url: `/api/v1/finance/calls${query}`, headers: signedIn[role] });
  return { ...answer.json<CallCosts & Omit<Problem, 'status'>>(), status: answer.statusCode };
};

describe('What calls have cost', () => {
  it('is told day by day and by whom, running calls included, with what is left of today’s ceilings', async () => {
    await rate(COSTS);
    await leg('employee', { ended: '2026-03-01T21:59:00.000Z', cost: 1 });
    // Half past midnight in Kyiv: today.
    await leg('employee', { ended: '2026-03-01T22:30:00.000Z', cost: 0.1 });
    await leg('employee', { answered: '2026-03-02T08:58:30.000Z' });
    await leg(undefined, { ended: '2026-03-02T08:00:00.000Z', cost: 4 });
    await leg('olena', { ended: '2026-03-02T08:00:00.000Z', cost: 2.5 });
    await leg('olena', { ended: '2026-02-20T08:00:00.000Z', cost: 70 });
    await leg('marta', { ended: '2026-03-02T08:00:00.000Z', cost: 0 });
    const { status, ...costs } = await ask('?from=2026-02-28');
    expect([status, costs]).toEqual([
      200,
      {
        ...{ from: '2026-02-28', to: '2026-03-02', timeZone: 'Europe/Kyiv', rated: true },
        ...{ today: 6.8, ceiling: 10, left: 3.2, total: 7.8 },
        days: [
          { day: '2026-02-28', cost: 0 },
          { day: '2026-03-01', cost: 1 },
          { day: '2026-03-02', cost: 6.8 },
        ],
        agents: [
          { cost: 4, today: 4 },
          { ...{ id: 'olena', name: 'olena', cost: 2.5, today: 2.5 }, ceiling: 2, left: 0 },
          { ...{ id: 'employee', name: 'employee', cost: 1.3, today: 0.3 }, ceiling: 2, left: 1.7 },
        ],
      },
    ]);
    const { spent } = (
      await http.app.inject({ url: '/api/v1/security', headers: signedIn.administrator })
    ).json<{ spent: number }>();
    expect(costs.today).toBeCloseTo(spent);
  });

  it('of days that are over has today’s beside it', async () => {
    await rate(COSTS);
    await leg('olena', { ended: '2026-03-02T08:00:00.000Z', cost: 1.5 });
    const costs = await ask('?from=2026-02-20&to=2026-02-20', 'company-head');
    expect(costs).toMatchObject({ total: 0, today: 1.5, left: 8.5, days: [{ day: '2026-02-20', cost: 0 }] });
    expect(costs.agents).toEqual([
      { id: 'olena', name: 'olena', cost: 0, today: 1.5, ceiling: 2, left: 0.5 },
    ]);
  });

  it('without rates and ceilings says so, and nothing of what is left', async () => {
    expect(await ask()).toEqual({
      ...{ status: 200, from: '2026-02-24', to: '2026-03-02', timeZone: 'UTC', rated: false },
      ...{ today: 0, total: 0, agents: [] },
      days: expect.objectContaining({ length: 7 }) as object,
    });
  });

  it('is known of ninety days, and refused of others', async () => {
    const first = await ask('?from=2025-12-03');
    expect([first.status, first.days.length]).toEqual([200, 90]);
    expect(await ask('?from=2025-12-02')).toMatchObject({
      ...{ status: 400, code: 'invalid' },
      fields: { from: 'must be one of the last 90 days' },
    });
  });
});
