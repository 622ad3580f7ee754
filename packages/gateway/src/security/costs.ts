/** What calls have cost day by day and by whom, beside what they may: for whoever reads the firm's finance. */
import { type CallCosts, type CallCostsQuery, lengthOf, RingbackError, type Settings } from '@ringback/model';
import { dayOf } from '@ringback/model/hours';
import { present } from '../present.ts';
import { type Day, daysOf, readPeriod } from '../statistics/period.ts';
import type { Store, TollCost } from '../store/contract.ts';
import { type Tolls, TOLLS_KEPT_DAYS } from './tolls.ts';

export interface CallCostsOptions {
  store: Pick<Store, 'tolls' | 'agents'>;
  tolls: Pick<Tolls, 'running'>;
  settings: () => Settings;
  now: () => Date;
}

/** `invalid` for days of which it is not kept any more what calls have cost. */
export async function readCallCosts(
  { store, tolls, settings, now }: CallCostsOptions,
  asked: CallCostsQuery,
): Promise<CallCosts> {
  const { costs } = settings().security;
  const timeZone = costs.timeZone ?? 'UTC';
  const date = dayOf(now(), timeZone);
  const period = readPeriod(asked, { now: now(), timeZone });
  if (lengthOf({ from: period.from, to: date }) > TOLLS_KEPT_DAYS) throw notKept();

  const running = await tolls.running();
  const spentOn = async (day: Day): Promise<TollCost[]> => [
    ...(await store.tolls.spentBy(day)),
    ...(day.date === date ? running : []),
  ];
  const today = byAgent((await Promise.all(daysOf({ from: date, to: date }, timeZone).map(spentOn))).flat());
  const days = await Promise.all(
    daysOf(period, timeZone).map(async (day) => ({ day: day.date, spent: await spentOn(day) })),
  );
  const all = byAgent(days.flatMap(({ spent }) => spent));
  const names = new Map((await store.agents.everybody()).map(({ id, name }) => [id, name]));
  const agents = [...new Set([...all.keys(), ...today.keys()])].map((id) => ({
    ...present({ id, name: id === undefined ? undefined : names.get(id) }),
    cost: whole(all.get(id) ?? 0),
    // What is nobody's is held by the firm's ceiling alone.
    ...within(today.get(id) ?? 0, id === undefined ? 0 : costs.dailyPerAgent),
  }));
  return {
    ...{ ...period, timeZone, rated: costs.rates.length > 0 || costs.otherPerMinute > 0 },
    ...within(sum(today.values()), costs.daily),
    total: whole(sum(all.values())),
    days: days.map(({ day, spent }) => ({ day, cost: whole(sum(spent.map(({ cost }) => cost))) })),
    agents: agents
      .filter(({ cost, today: spent }) => cost > 0 || spent > 0)
      .sort((a, b) => b.cost - a.cost || b.today - a.today),
  };
}

function byAgent(costs: readonly TollCost[]): Map<string | undefined, number> {
  const sums = new Map<string | undefined, number>();
  for (const { agentId, cost } of costs) sums.set(agentId, (sums.get(agentId) ?? 0) + cost);
  return sums;
}

function within(spent: number, ceiling: number): Pick<CallCosts, 'today' | 'ceiling' | 'left'> {
  const today = whole(spent);
  return ceiling > 0 ? { today, ceiling, left: Math.max(0, whole(ceiling - spent)) } : { today };
}

const sum = (costs: Iterable<number>): number => [...costs].reduce((all, one) => all + one, 0);
/** Without what adding up tenths leaves behind: 0.1 + 0.2. */
const whole = (cost: number): number => Math.round(cost * 1e6) / 1e6;

const notKept = () =>
  new RingbackError('invalid', 'What calls have cost is not known of all these days any more.', {
    hint: 'Correct the fields named.',
    fields: { from: `must be one of the last ${TOLLS_KEPT_DAYS} days` },
  });
