/** Reckons a funnel. Pure: the gateway does it of the stored history, tests and the demo of their own. */
import type { Deal, Pipeline, Stage, StageChange } from './deal.ts';
import type { Funnel, FunnelGroup, FunnelGrouping, FunnelStage } from './funnel.ts';
import type { Money } from './money.ts';
import { between, counted, groupedBy, median } from './reckoning.ts';

const DAY_MS = 86_400_000;

export interface FunnelFacts {
  pipeline: Pipeline;
  deals: readonly Deal[];
  /** Steps of these deals, in any order; others are passed over. */
  steps: readonly StageChange[];
  by?: FunnelGrouping | undefined;
}

interface Told {
  deal: Deal;
  /** Oldest first; ends with where it stands. */
  path: readonly { stage: Stage; at: string }[];
}

export function funnelOf({ pipeline, deals, steps, by }: FunnelFacts): Funnel {
  const byDeal = Map.groupBy(steps, ({ dealId }) => dealId);
  const told = deals.map((deal): Told => ({ deal, path: pathOf(deal, byDeal.get(deal.id) ?? []) }));
  const won = told.filter(({ deal }) => deal.stage.outcome === 'won');
  const lost = told.filter(({ deal }) => deal.stage.outcome === 'lost');
  const winning = median(won.map(({ deal, path }) => days(deal.createdAt, path.at(-1)!.at)));
  return {
    pipeline: { id: pipeline.id, name: pipeline.name },
    total: deals.length,
    stages: stagesOf(pipeline, told),
    won: {
      ...{ count: won.length, amounts: sums(won.map(({ deal }) => deal)) },
      ...(winning === undefined ? {} : { medianDays: winning }),
    },
    lost: {
      ...{ count: lost.length, amounts: sums(lost.map(({ deal }) => deal)) },
      reasons: counted(lost.map(({ deal }) => deal.lostReason ?? '')).map(([reason, count]) => ({
        ...{ reason, count },
      })),
      from: counted(lost.flatMap(({ path }) => path.at(-2)?.stage.id ?? [])).map(([stageId, count]) => ({
        ...{ stageId, count },
      })),
    },
    ...(by ? { groups: groupsOf(deals, by) } : {}),
  };
}

/** A deal whose steps nobody has kept stands where it stands: more is not known of it. */
function pathOf(deal: Deal, steps: readonly StageChange[]): Told['path'] {
  const path = [...steps].sort((one, other) => (one.at < other.at ? -1 : 1));
  const last = path.at(-1);
  if (last?.stage.id === deal.stage.id) return path;
  return [...path, { stage: deal.stage, at: last ? deal.updatedAt : deal.createdAt }];
}

function stagesOf({ stages }: Pipeline, told: readonly Told[]): FunnelStage[] {
  const order = stages.filter(({ outcome }) => outcome !== 'lost');
  const place = new Map(order.map(({ id }, index) => [id, index]));
  const furthest = told.map(({ path }) => Math.max(0, ...path.map(({ stage }) => place.get(stage.id) ?? 0)));
  return order.map((stage, index) => {
    const here = told.flatMap(({ deal }) => (deal.stage.id === stage.id ? [deal] : []));
    const stay = median(told.flatMap(({ path }) => staysIn(stage.id, path)));
    return {
      stage,
      reached: furthest.filter((at) => at >= index).length,
      now: here.length,
      amounts: sums(here),
      ...(stay === undefined || stage.outcome === 'won' ? {} : { medianDays: stay }),
    };
  });
}

const staysIn = (stageId: string, path: Told['path']): number[] =>
  path.flatMap(({ stage, at }, index) => {
    const next = path[index + 1];
    return stage.id === stageId && next ? [days(at, next.at)] : [];
  });

function groupsOf(deals: readonly Deal[], by: FunnelGrouping): FunnelGroup[] {
  return groupedBy(deals, by).map(({ id, title, mine }) => {
    const won = mine.filter(({ stage }) => stage.outcome === 'won');
    const lost = mine.filter(({ stage }) => stage.outcome === 'lost').length;
    return { id, title, total: mine.length, won: won.length, lost, amounts: sums(won) };
  });
}

/** Reckoned in hundredths: binary fractions would not add up. */
function sums(deals: readonly Deal[]): Money[] {
  const by = new Map<string, number>();
  for (const { amount } of deals)
    if (amount) by.set(amount.currency, (by.get(amount.currency) ?? 0) + Math.round(amount.amount * 100));
  return [...by].map(([currency, hundredths]) => ({ amount: hundredths / 100, currency }));
}

const days = (from: string, to: string): number => between(from, to) / DAY_MS;
