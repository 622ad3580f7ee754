/** Gathers what routing decides by: who is there, who talks, and what this caller has to do with us. */
import type { Agent, Call, PartyMatch, Settings } from '@ringback/model';
import { DEFAULT_SELF } from '@ringback/model';
import type { Store, TalkStats } from '../store/contract.ts';
import type { RouteFacts } from './next.ts';
import type { Occupancy } from './occupancy.ts';
import type { People } from './people.ts';
import { type CallerFacts, isHidden } from './plan.ts';
import type { Presence } from './presence.ts';

const DAY_MS = 24 * 60 * 60_000;
/** Who has not talked for longer than this is as idle as who never has. */
const IDLE_HORIZON_MS = 7 * DAY_MS;

export interface RoutingFactsOptions {
  store: Pick<Store, 'agents' | 'selves' | 'calls' | 'routes' | 'callbacks'>;
  presence: Pick<Presence, 'online'>;
  occupancy: Occupancy;
  settings: () => Settings;
  now: () => Date;
}

/**
 * Facts that were read, to be completed with who talks and rings at the very moment of the decision. `call`: the one that somebody is to be
 * rung for; a mobile that it comes from cannot ring.
 */
export type RoutingNow = (call?: Pick<Call, 'id' | 'number'>) => Omit<RouteFacts, 'at'>;

export interface RoutingFacts {
  read(): Promise<RoutingNow>;
  /** `at`: the moment that the question is about; what came after it is not known then. */
  caller(call: {
    number: string;
    line: string | undefined;
    matches: readonly PartyMatch[];
    at: Date;
  }): Promise<CallerFacts>;
}

export function createRoutingFacts(options: RoutingFactsOptions): RoutingFacts {
  const { store, presence, occupancy, settings, now } = options;

  /** Counted only for firms whose groups go by it. */
  async function stats(): Promise<Map<string, TalkStats>> {
    const { groups } = settings().routing;
    if (!groups.some(({ algorithm }) => algorithm === 'longest-idle' || algorithm === 'fewest-calls'))
      return new Map();
    const today = new Date(now().getTime() - DAY_MS);
    return store.calls.talkStats({ today, since: new Date(now().getTime() - IDLE_HORIZON_MS) });
  }

  /** Who pressed 1 in a queue, by group. */
  async function owing(): Promise<Map<string, string[]>> {
    const owed = new Map<string, string[]>();
    if (!settings().routing.groups.some(({ queueCallback }) => queueCallback)) return owed;
    for (const { callback } of await store.callbacks.inStates(['scheduled'])) {
      const { queue, dueAt } = callback;
      if (queue && dueAt !== undefined) owed.set(queue.group, [...(owed.get(queue.group) ?? []), dueAt]);
    }
    return owed;
  }

  async function read(): Promise<RoutingNow> {
    const [agents, mobiles, selves, talks, turns, owed] = await Promise.all([
      store.agents.list(),
      store.agents.mobiles(),
      store.selves.all(),
      stats(),
      store.routes.turns(),
      owing(),
    ]);
    return (call) => {
      const mobileOf = (agentId: string) => {
        const mobile = mobiles.get(agentId);
        return mobile?.number === call?.number ? undefined : mobile;
      };
      const busy = occupancy.busy();
      const ringing = occupancy.ringing(call?.id);
      const people: People = new Map(
        agents.map((agent) => [
          agent.id,
          {
            agent,
            self: selves.get(agent.id) ?? DEFAULT_SELF,
            mobile: mobileOf(agent.id),
            online: presence.online.has(agent.extension),
            busy: busy.has(agent.id),
            ringing: ringing.has(agent.id),
            idleSince: talks.get(agent.id)?.lastEndedAt ?? '',
            callsToday: talks.get(agent.id)?.today ?? 0,
          },
        ]),
      );
      return { people, routing: settings().routing, turns, owed };
    };
  }

  return {
    read,
    async caller({ number, line, matches, at }) {
      const { routing } = settings();
      const longest = Math.max(60, ...routing.groups.map((group) => group.familiarMinutes));
      const since = new Date(at.getTime() - longest * 60_000);
      const talk = isHidden(number) ? undefined : await store.calls.lastTalk({ number, since, before: at });
      const responsible = responsibleAgent(matches, await store.agents.list());
      return { number, line, at, responsible, lastTalk: talk };
    },
  };
}

/**
 * The agent who looks after this customer. The system of record knows its own users; he is found by his short number, then by his id
 * or login, then by the name before the @. Where two records name two people, nobody is responsible.
 */
export function responsibleAgent(
  matches: readonly PartyMatch[],
  agents: readonly Agent[],
): string | undefined {
  const found = new Set<string>();
  for (const { party, score } of matches) {
    const { responsible } = party;
    if (!responsible || score < 1 || responsible.available === false) continue;
    const mailbox = responsible.email?.split('@')[0]?.toLowerCase();
    const agent =
      agents.find(({ extension }) => extension === responsible.extension) ??
      agents.find(({ id, login }) => id === responsible.id || login === responsible.id) ??
      agents.find(({ login }) => login === mailbox);
    if (agent) found.add(agent.id);
  }
  const [only, another] = found;
  return another === undefined ? only : undefined;
}
