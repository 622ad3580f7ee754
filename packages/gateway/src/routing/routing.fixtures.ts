/** People and rules for tests of routing. */
import {
  type Agent,
  DEFAULT_ROUTING,
  DEFAULT_SELF,
  DEFAULT_SETTINGS,
  type Group,
  type Route,
  type Routing,
} from '@ringback/model';
import { beginRoute, nextStep, type RouteFacts, type RouteState } from './next.ts';
import type { People, Person } from './people.ts';
import { type CallerFacts, type Plan, planCall, type RoutingSettings } from './plan.ts';

/** A Monday, 11:00 in Kyiv. */
export const AT = new Date('2026-03-02T09:00:00.000Z');
export const MINUTE = 60_000;
export const CUSTOMER = '+380671112233';
export const LINE = '+380441234567';

export function person(
  id: string,
  more: Partial<Omit<Person, 'agent'>> & { role?: Agent['role'] } = {},
): Person {
  const { role = 'employee', ...state } = more;
  return {
    agent: { id, login: id, name: id, role, extension: `1${id.length}${id.charCodeAt(0)}` },
    self: DEFAULT_SELF,
    online: true,
    busy: false,
    ringing: false,
    idleSince: '',
    callsToday: 0,
    ...state,
  };
}

export function people(...all: Person[]): People {
  return new Map(all.map((one) => [one.agent.id, one]));
}

export function group(key: string, members: string[], more: Partial<Group> = {}): Group {
  return {
    key,
    name: key,
    branch: '',
    schedule: '',
    members,
    heads: [],
    algorithm: 'in-order',
    ringSeconds: 20,
    known: 'nobody',
    familiarMinutes: 60,
    maskNumbers: false,
    queue: false,
    ...more,
  };
}

export function route(more: Partial<Route> = {}): Route {
  return {
    name: 'main',
    lines: [],
    branch: '',
    when: 'always',
    schedule: '',
    steps: [{ to: 'group', target: 'sales', seconds: 60 }],
    order: 'in-order',
    last: 'missed',
    ...more,
  };
}

export function rules(routing: Partial<Routing> = {}): RoutingSettings {
  return { routing: { ...DEFAULT_ROUTING, ...routing }, ringSeconds: 25, lines: DEFAULT_SETTINGS.lines };
}

export function call(more: Partial<CallerFacts> = {}): CallerFacts {
  return { number: CUSTOMER, line: LINE, at: AT, responsible: undefined, lastTalk: undefined, ...more };
}

export const minutesAgo = (minutes: number, at = AT) =>
  new Date(at.getTime() - minutes * MINUTE).toISOString();

/** Walks a plan as if nobody answered; each ring takes the time it is given. */
export function walk(
  plan: Plan,
  all: People,
  routing: Routing,
  change: (state: RouteState, at: Date) => { people?: People } = () => ({}),
) {
  let at = AT;
  let state = beginRoute(at);
  let now = all;
  const rung: { targets: string[]; at: number; seconds: number; why: string }[] = [];
  const turns = new Map<string, string>();
  for (let guard = 0; guard < 1000; guard += 1) {
    const facts: RouteFacts = { at, people: now, routing, turns };
    const found = nextStep(plan, state, facts);
    state = found.state;
    const { action } = found;
    if (action.do === 'end') return { rung, end: action, seconds: (at.getTime() - AT.getTime()) / 1000 };
    if (action.do === 'ring') {
      if (action.turn) turns.set(action.turn.group, action.turn.agentId);
      rung.push({
        targets: action.targets.map((one) => (one.kind === 'agent' ? one.agent.id : one.number)),
        at: (at.getTime() - AT.getTime()) / 1000,
        seconds: action.seconds,
        why: action.by.why,
      });
    }
    at = new Date(at.getTime() + action.seconds * 1000);
    now = change(state, at).people ?? now;
  }
  throw new Error('The plan does not end.');
}

/** Whom the call rings at, in order. */
export function targets(input: {
  call?: CallerFacts;
  settings: RoutingSettings;
  people: People;
}): string[][] {
  const plan = planCall(input.call ?? call(), input.settings, input.people);
  return walk(plan, input.people, input.settings.routing).rung.map((one) => one.targets);
}
