/** How many calls came, were answered and were missed: counted by the store day by day, so that other work goes on between two of them. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type Actor,
  type Agent,
  type CallCounts,
  type CallCountsQuery,
  type CallCountsRow,
  type CallStatistics,
  firmLines,
  may,
  RingbackError,
  type Settings,
} from '@ringback/model';
import { present } from '../present.ts';
import { countedScope } from '../security/scope.ts';
import type { CallCount, Store } from '../store/contract.ts';
import { daysOf, firmTimeZone, readPeriod } from './period.ts';

export interface CallStatisticsOptions {
  store: Pick<Store, 'calls' | 'callbacks' | 'agents'>;
  settings: () => Settings;
  now: () => Date;
}

/** Agent by agent it is told to whoever sees their calls; `forbidden` else. */
export async function countCalls(
  { store, settings, now }: CallStatisticsOptions,
  agent: Agent & Actor,
  { by = 'day', ...asked }: CallCountsQuery,
): Promise<CallStatistics> {
  const rules = settings();
  if (by === 'agent' && !may(agent, 'calls.group') && !may(agent, 'calls.all')) throw notByAgent(agent);
  const timeZone = firmTimeZone(rules);
  const period = readPeriod(asked, { now: now(), timeZone });
  const agentIds = countedScope(agent, rules);
  const sums = new Map<string, Sum>();
  const total = createSum();
  const days = daysOf(period, timeZone);
  for (const { date, since, before } of days) {
    if (by === 'day') sums.set(date, createSum());
    const counts = await store.calls.counts({
      ...{ since, before },
      ...(by === 'day' ? {} : { by }),
      ...(agentIds ? { agentIds } : {}),
    });
    for (const count of counts) {
      const id = by === 'day' ? date : (count.value ?? '');
      if (!sums.has(id)) sums.set(id, createSum());
      sums.get(id)?.add(count);
      total.add(count);
    }
    // The store answers within the turn: a year must not keep a call waiting.
    await nextTurn();
  }
  const titles = await titlesOf(store, rules, by);
  const rows = [...sums].map(([id, sum]) => ({ id, ...present({ title: titles.get(id) }), ...sum.counts() }));
  const [first, last] = [days[0], days.at(-1)];
  return {
    ...{ ...period, timeZone, by, total: total.counts() },
    rows: by === 'day' ? rows : rows.sort((a, b) => callsOf(b) - callsOf(a) || (a.id < b.id ? -1 : 1)),
    ...(agentIds || !first || !last
      ? {}
      : {
          // The empty one is that of queues, in which a caller asks for it by a key.
          callbacks: await store.callbacks.promises({
            ...{ siteKeys: ['', ...rules.sites.map(({ key }) => key)] },
            ...{ since: first.since, before: last.before },
          }),
        }),
  };
}

const callsOf = ({ inbound, outbound, internal, takenOver }: CallCountsRow): number =>
  inbound.answered +
  inbound.abandoned +
  inbound.unanswered +
  outbound.answered +
  outbound.unanswered +
  internal +
  takenOver;

interface Sum {
  add(count: CallCount): void;
  counts(): CallCounts;
}

function createSum(): Sum {
  const inbound = { answered: 0, abandoned: 0, unanswered: 0 };
  const outbound = { answered: 0, unanswered: 0 };
  let [internal, takenOver, talkSeconds, waited] = [0, 0, 0, 0];
  return {
    add({ direction, abandoned, takenOver: goesOn, calls, answered, waitedSeconds, talkedSeconds }) {
      if (direction !== 'internal') talkSeconds += talkedSeconds;
      // Whoever was given away and heard nobody any more has been answered before.
      if (goesOn) takenOver += answered;
      else if (direction === 'internal') internal += calls;
      else if (direction === 'out') {
        outbound.answered += answered;
        outbound.unanswered += calls - answered;
      } else {
        inbound.answered += answered;
        inbound[abandoned ? 'abandoned' : 'unanswered'] += calls - answered;
        waited += waitedSeconds;
      }
    },
    counts: () => ({
      inbound: {
        ...inbound,
        ...(inbound.answered > 0 ? { waitSeconds: Math.round(waited / inbound.answered) } : {}),
      },
      ...{ outbound, internal, takenOver, talkSeconds },
    }),
  };
}

async function titlesOf(
  { agents }: Pick<Store, 'agents'>,
  rules: Settings,
  by: CallStatistics['by'],
): Promise<ReadonlyMap<string, string>> {
  if (by === 'agent') return new Map((await agents.everybody()).map(({ id, name }) => [id, name]));
  return new Map(by === 'line' ? firmLines(rules).map(({ number, name }) => [number, name]) : []);
}

function notByAgent({ scopes }: Actor): RingbackError {
  if (scopes)
    return new RingbackError('forbidden', 'This token may not see the calls of single people.', {
      hint: 'Make another that has calls.all or calls.group as well, or count by something else.',
    });
  return new RingbackError('forbidden', 'Your role sees calls in general, and not person by person.', {
    hint: 'Count by something else, such as day or source.',
  });
}
