import { describe, expect, it } from 'vitest';
import { DEFAULT_PIPELINES } from './crm-settings.ts';
import type { Deal, Stage, StageChange } from './deal.ts';
import { funnelOf } from './funnel-of.ts';

const [pipeline] = DEFAULT_PIPELINES;
const stage = (id: string): Stage => pipeline!.stages.find((one) => one.id === id)!;
const day = (n: number) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString();
const path = (id: string, ...steps: [string, number][]): StageChange[] =>
  steps.map(([stageId, at]) => ({ dealId: id, stage: stage(stageId), at: day(at) }));
const deal = (id: string, stageId: string, more: Partial<Deal> = {}): Deal => ({
  ...{ system: 'local', id, title: id, pipeline: pipeline!, stage: stage(stageId) },
  ...{ amount: { amount: 0.1, currency: 'UAH' }, createdAt: day(0), updatedAt: day(9) },
  ...more,
});

describe('A funnel', () => {
  const deals = [
    deal('won', 'won', { source: 'site' }),
    deal('jumped', 'won', { source: 'call', createdAt: day(40) }),
    deal('lost', 'lost', { source: 'site', lostReason: 'too expensive' }),
    deal('open', 'offer', { source: 'site' }),
    deal('told-by-nobody', 'payment'),
  ];
  const steps = [
    ...path('won', ['new', 0], ['offer', 2], ['payment', 3], ['won', 10]),
    ...path('jumped', ['new', 40], ['won', 44]),
    ...path('lost', ['new', 0], ['offer', 4], ['lost', 5]),
    ...path('open', ['new', 0], ['offer', 1]),
    ...path('somebody-elses', ['new', 0], ['won', 1]),
  ];
  const funnel = funnelOf({ pipeline: pipeline!, deals, steps, by: 'source' });

  it('counts who came how far, whatever was skipped, and who fell through on the way', () => {
    expect(funnel.stages.map((one) => [one.stage.id, one.reached, one.now])).toEqual([
      ['new', 5, 0],
      ['offer', 5, 1],
      ['payment', 3, 1],
      ['won', 2, 2],
    ]);
    expect(funnel.lost).toEqual({
      ...{ count: 1, amounts: [{ amount: 0.1, currency: 'UAH' }] },
      reasons: [{ reason: 'too expensive', count: 1 }],
      from: [{ stageId: 'offer', count: 1 }],
    });
  });

  it('reconciles with the list: where they stand now are all of them, and the money adds up', () => {
    const standing = funnel.stages.reduce((sum, { now }) => sum + now, 0) + funnel.lost.count;
    expect([funnel.total, standing]).toEqual([5, 5]);
    expect(funnel.won.amounts).toEqual([{ amount: 0.2, currency: 'UAH' }]);
  });

  it('tells the median of the stays that have ended, and of the whole way', () => {
    expect(funnel.stages.map(({ medianDays }) => medianDays)).toEqual([3, 1, 7, undefined]);
    expect(funnel.won.medianDays).toBe(7);
  });

  it('is grouped by who, source or month', () => {
    expect(funnel.groups?.map(({ id, total, won, lost }) => [id, total, won, lost])).toEqual([
      ['site', 3, 1, 1],
      ['', 1, 0, 0],
      ['call', 1, 1, 0],
    ]);
    const months = funnelOf({ pipeline: pipeline!, deals, steps, by: 'month' }).groups;
    expect(months?.map(({ id, total }) => [id, total])).toEqual([
      ['2026-01', 4],
      ['2026-02', 1],
    ]);
  });

  it('of nothing is empty', () => {
    expect(funnelOf({ pipeline: pipeline!, deals: [], steps: [] })).toMatchObject({
      total: 0,
      won: { count: 0 },
    });
  });
});
