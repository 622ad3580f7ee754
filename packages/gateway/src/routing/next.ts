/**
 * The next thing that happens to a call that nobody has answered yet. Pure: where the call stands and who can take it now go in, whom
 * to ring (or to wait, or to end) comes out, with the reason. It always ends: every step takes time or is left, and there is no way
 * back.
 */
import type {
  Agent,
  ForwardReason,
  Group,
  PassedOver,
  RouteDecision,
  RoutedBy,
  RouteLast,
  Routing,
} from '@ringback/model';
import { forwardReason, inTurn, notTaken, type People, type Person, type Phone, phoneOf } from './people.ts';
import { isOpenNow, type Plan, type PlanStep } from './plan.ts';

/** Where a call stands in its plan; kept with it, so that a restart goes on from there. */
export interface RouteState {
  step: number;
  /** ISO time at which the step began. */
  since: string;
  /** Rung in this round of this step. */
  tried: readonly string[];
  /** Said no, or whose phone could not be reached: not asked again in this step. */
  refused: readonly string[];
  /** Of a person: which of his own forwardings comes next, and why they are followed. */
  forward: { nth: number; on: ForwardReason } | undefined;
  /** ISO time at which what goes on now is over; undefined before anything went on. */
  until: string | undefined;
  /** In the queue of this group. */
  waiting: string | undefined;
  /** Somebody has been rung. */
  rang: boolean;
  /** What is said to the caller meanwhile. */
  speech?: Speech;
}

/** A caller who is spoken to has been answered; each thing that is said has the next number. */
export interface Speech {
  said: number;
  /** ISO time at which the last was begun. */
  saidAt: string;
  /** ISO time at which one who waits is told his place again. */
  againAt?: string;
  /** Nobody is rung any more: what the caller hears last. */
  finale?:
    | { kind: 'voicemail' | 'message' }
    /** He is to be called back by this group, in the place that he had. */
    | { kind: 'callback'; group: string; name: string; since: string };
}

export type Target =
  | Phone
  /** `for`: by whose own forwarding. */
  | { kind: 'number'; number: string; for?: Agent };

export type RouteAction =
  | {
      do: 'ring';
      targets: readonly Target[];
      seconds: number;
      by: RoutedBy;
      turn?: { group: string; agentId: string };
    }
  | { do: 'wait'; group: string; seconds: number }
  /** `busy`: somebody is there, and all who are there are talking. */
  | { do: 'end'; last: RouteLast; busy: boolean };

export interface RouteFacts {
  at: Date;
  people: People;
  routing: Routing;
  /** Who had the last call of each round-robin, by group. */
  turns: ReadonlyMap<string, string>;
  /** By group: since when those wait (ISO) who have hung up and are to be called back. */
  owed?: ReadonlyMap<string, readonly string[]>;
}

export interface NextStep {
  state: RouteState;
  action: RouteAction;
  decisions: RouteDecision[];
}

/** A second round begins only when the first has taken this long, in seconds: phones that refuse at once are not asked for ever. */
const SHORTEST_ROUND_SECONDS = 5;

export function beginRoute(at: Date): RouteState {
  const since = at.toISOString();
  return { ...fresh(0, since), until: undefined, rang: false };
}

const fresh = (step: number, since: string) =>
  ({ step, since, tried: [], refused: [], forward: undefined, waiting: undefined }) as const;

export function nextStep(plan: Plan, from: RouteState, facts: RouteFacts): NextStep {
  const now = facts.at.toISOString();
  const decisions: RouteDecision[] = [];
  const passed: PassedOver[] = [];
  const base = { at: now, agents: [], numbers: [], passedOver: [] };
  let state = from;
  while (state.step < plan.steps.length) {
    const found = plan.atOnce ? tryAllAtOnce(plan, state, facts) : tryStep(plan, state, facts);
    passed.push(...found.passedOver);
    if (found.action) {
      const { action, passedOver } = found;
      state = {
        ...found.state,
        until: later(facts.at, action.seconds),
        rang: state.rang || action.do === 'ring',
      };
      return { state, action, decisions: [...decisions, { ...base, ...told(action), passedOver }] };
    }
    decisions.push({ ...base, did: 'skip', by: found.by, passedOver: found.passedOver });
    state = { ...state, ...fresh(plan.atOnce ? plan.steps.length : state.step + 1, now) };
  }
  const busy = !state.rang && passed.some(({ why }) => why === 'busy');
  decisions.push({ ...base, did: 'end', last: plan.last });
  return { state: { ...state, until: undefined }, action: { do: 'end', last: plan.last, busy }, decisions };
}

type Going = Exclude<RouteAction, { do: 'end' }>;
interface Tried {
  by: RoutedBy;
  passedOver: PassedOver[];
  /** Undefined: this step has nothing more to offer. */
  action?: Going;
  state: RouteState;
}

function tryStep(plan: Plan, state: RouteState, facts: RouteFacts): Tried {
  const step = plan.steps[state.step] as PlanStep;
  switch (step.kind) {
    case 'person':
      return tryPerson(plan, step, state, facts);
    case 'number':
      return tryNumber(plan, step, state);
    case 'everybody':
      return tryEverybody(step, state, facts);
    case 'group':
      return tryGroup(plan, step, state, facts);
  }
}

type Step<K extends PlanStep['kind']> = Extract<PlanStep, { kind: K }>;

function tryPerson(plan: Plan, step: Step<'person'>, state: RouteState, facts: RouteFacts): Tried {
  const person = facts.people.get(step.agentId);
  const by: RoutedBy = {
    why: step.why,
    ...named(plan),
    ...(person ? { agent: nameOf(person.agent) } : {}),
    ...(step.minutesAgo === undefined ? {} : { minutesAgo: step.minutesAgo }),
  };
  if (state.forward) return tryForwarding(person, by, state, facts);
  if (!state.tried.includes(step.agentId)) {
    const why = notTaken(person, facts.at);
    if (person && (why === undefined || why === 'ringing')) {
      const tried = [...state.tried, step.agentId];
      return { by, passedOver: [], ...ring({ ...state, tried }, [person], step.seconds, by) };
    }
    const passedOver = [{ agentId: step.agentId, why: why ?? 'unknown' }];
    const forward = { nth: 0, on: forwardReason(why ?? 'unknown') };
    if (step.why === 'familiar') return { by, passedOver, state };
    const found = tryForwarding(person, by, { ...state, forward }, facts);
    return { ...found, passedOver: [...passedOver, ...found.passedOver] };
  }
  if (step.why === 'familiar') return { by, passedOver: [], state };
  const on = state.refused.includes(step.agentId) ? 'busy' : 'no-answer';
  return tryForwarding(person, by, { ...state, forward: { nth: 0, on } }, facts);
}

/** His own chain; it is not followed further from whoever it names. */
function tryForwarding(
  person: Person | undefined,
  by: RoutedBy,
  state: RouteState,
  facts: RouteFacts,
): Tried {
  const chain = person?.self.forwarding ?? [];
  const passedOver: PassedOver[] = [];
  const { nth, on } = state.forward ?? { nth: 0, on: 'no-answer' };
  for (const [offset, { on: reasons, to, seconds }] of chain.slice(nth).entries()) {
    if (!person || !reasons.includes(on)) continue;
    const after = { ...state, forward: { nth: nth + offset + 1, on } };
    const forwarded: RoutedBy = { ...by, why: 'forwarded' };
    if (to.kind === 'number') {
      const targets: Target[] = [{ kind: 'number', number: to.number, for: person.agent }];
      return { by, passedOver, state: after, action: { do: 'ring', targets, seconds, by: forwarded } };
    }
    const colleague = facts.people.get(to.agentId);
    const why = notTaken(colleague, facts.at);
    if (colleague && (why === undefined || why === 'ringing'))
      return { by, passedOver, ...ring(after, [colleague], seconds, forwarded) };
    passedOver.push({ agentId: to.agentId, why: why ?? 'unknown' });
  }
  return { by, passedOver, state };
}

function tryNumber(plan: Plan, { number, seconds }: Step<'number'>, state: RouteState): Tried {
  const by: RoutedBy = { why: 'number', ...named(plan) };
  if (state.tried.includes(number)) return { by, passedOver: [], state };
  const targets: Target[] = [{ kind: 'number', number }];
  return {
    by,
    passedOver: [],
    state: { ...state, tried: [number] },
    action: { do: 'ring', targets, seconds, by },
  };
}

function tryEverybody(step: Step<'everybody'>, state: RouteState, facts: RouteFacts): Tried {
  const by: RoutedBy = { why: 'everybody' };
  if (state.tried.length > 0) return { by, passedOver: [], state };
  const { able, passedOver } = sort([...facts.people.values()], facts.at);
  if (able.length === 0) return { by, passedOver, state };
  const tried = able.map(({ agent }) => agent.id);
  return { by, passedOver, ...ring({ ...state, tried }, able, step.seconds, by) };
}

function tryGroup(plan: Plan, step: Step<'group'>, state: RouteState, facts: RouteFacts): Tried {
  const group = facts.routing.groups.find(({ key }) => key === step.group);
  if (!group) return { by: { why: 'group', ...named(plan) }, passedOver: [], state };
  const by: RoutedBy = { why: 'group', ...named(plan), group: group.name, algorithm: group.algorithm };
  const left = Math.floor((Date.parse(state.since) + step.seconds * 1000 - facts.at.getTime()) / 1000);
  if (!isOpenNow(facts.routing, group.schedule, group.branch, facts.at)) {
    return { by, passedOver: group.members.map((agentId) => ({ agentId, why: 'off-duty' })), state };
  }
  if (left <= 0) return { by, passedOver: [], state };
  const members = group.members.map((id) => facts.people.get(id)).filter((one) => one !== undefined);
  const asked =
    state.refused.length > 0 ? members.filter((one) => !state.refused.includes(one.agent.id)) : members;
  const { able, passedOver } = sort(asked, facts.at);
  passedOver.push(...state.refused.map((agentId) => ({ agentId, why: 'tried' as const })));
  const going = { ...state, waiting: undefined };
  const round = nextRound(group, able, going, facts);
  if (round) {
    const turn =
      group.algorithm === 'round-robin'
        ? { group: group.key, agentId: round.people[0]!.agent.id }
        : undefined;
    const seconds =
      group.algorithm === 'all-at-once' && !group.queue ? left : Math.min(group.ringSeconds, left);
    return { by, passedOver, ...ring({ ...going, tried: round.tried }, round.people, seconds, by, turn) };
  }
  const present = members.some((one) => ['busy', 'ringing', undefined].includes(notTaken(one, facts.at)));
  if (!group.queue || !present) return { by, passedOver, state };
  return {
    by,
    passedOver,
    state: { ...state, waiting: group.key },
    action: { do: 'wait', group: group.key, seconds: left },
  };
}

/** Who comes next by the group's algorithm; when all have been asked, from the beginning again while the step lasts. */
function nextRound(
  group: Group,
  able: readonly Person[],
  state: RouteState,
  facts: RouteFacts,
): { people: Person[]; tried: string[] } | undefined {
  const order = inTurn(group, able, facts.turns.get(group.key));
  // Whose phone rings already is asked only when nobody is idle and the caller cannot wait: he can take one call, not two.
  const idle = order.filter(({ ringing }) => !ringing);
  const mayDouble = !group.queue && (group.algorithm === 'all-at-once' || idle.length === 0);
  // Who asked to be called back has kept his place: that many of the idle are for those before this caller.
  const before = (facts.owed?.get(group.key) ?? []).filter((since) => since < state.since).length;
  const round = mayDouble ? order : group.queue ? idle.slice(before) : idle;
  const untried = round.filter(({ agent }) => !state.tried.includes(agent.id));
  const spent = (facts.at.getTime() - Date.parse(state.since)) / 1000;
  const again = untried.length === 0 && state.tried.length > 0 && spent >= SHORTEST_ROUND_SECONDS;
  const from = again ? round : untried;
  const people = group.algorithm === 'all-at-once' ? from : from.slice(0, 1);
  if (people.length === 0) return undefined;
  return { people, tried: [...(again ? [] : state.tried), ...people.map(({ agent }) => agent.id)] };
}

/** How much earlier than planned a phone may fall silent and still count as one that was not answered, in ms. */
const SILENT_EARLY_MS = 1_500;

/**
 * Those whose phones have stopped ringing. Who stopped before his time (`due`, ISO) said no, or could not be reached: he is not asked
 * again.
 */
export function fellSilent(
  state: RouteState,
  agentIds: readonly string[],
  at: Date,
  due = state.until,
): RouteState {
  const early = due !== undefined && Date.parse(due) - at.getTime() > SILENT_EARLY_MS;
  return early ? { ...state, refused: [...new Set([...state.refused, ...agentIds])] } : state;
}

/** Every step of the route side by side, once. */
function tryAllAtOnce(plan: Plan, state: RouteState, facts: RouteFacts): Tried {
  const by: RoutedBy = byOfAll(plan, facts);
  if (state.tried.length > 0) return { by, passedOver: [], state };
  const wanted = new Set<string>();
  const numbers = new Set<string>();
  for (const step of plan.steps) {
    if (step.kind === 'person') wanted.add(step.agentId);
    else if (step.kind === 'number') numbers.add(step.number);
    else for (const id of membersOf(step, facts)) wanted.add(id);
  }
  const { able, passedOver } = sort(
    [...wanted].map((id) => facts.people.get(id)).filter((one) => one !== undefined),
    facts.at,
  );
  const seconds = Math.max(0, ...plan.steps.map((step) => step.seconds));
  const phones = able.map(phoneOf);
  // A step may name the mobile of somebody whose phone is away: it is rung once, as his.
  for (const phone of phones) if (phone.kind === 'mobile') numbers.delete(phone.number);
  const targets: Target[] = [
    ...phones,
    ...[...numbers].map((number): Target => ({ kind: 'number', number })),
  ];
  if (targets.length === 0) return { by, passedOver, state };
  const tried = [...able.map(({ agent }) => agent.id), ...numbers];
  return { by, passedOver, state: { ...state, tried }, action: { do: 'ring', targets, seconds, by } };
}

function byOfAll(plan: Plan, { routing }: RouteFacts): RoutedBy {
  const step = plan.steps.find((one) => one.kind === 'group');
  const group = step && routing.groups.find(({ key }) => key === step.group);
  return { why: group ? 'group' : 'agent', ...named(plan), ...(group ? { group: group.name } : {}) };
}

function membersOf(step: Step<'group'> | Step<'everybody'>, { routing, people, at }: RouteFacts): string[] {
  if (step.kind === 'everybody') return [...people.keys()];
  const group = routing.groups.find(({ key }) => key === step.group);
  return group && isOpenNow(routing, group.schedule, group.branch, at) ? group.members : [];
}

/** Those who can be rung, and why the others cannot. With call waiting, who talks is rung when nobody else is there. */
function sort(people: readonly Person[], at: Date): { able: Person[]; passedOver: PassedOver[] } {
  const found = people.map((person) => ({ person, why: notTaken(person, at) }));
  const free = found.filter(({ why }) => why === undefined || why === 'ringing');
  const waiting = found.filter(({ person, why }) => why === 'busy' && person.self.callWaiting);
  const able = free.length > 0 ? free : waiting;
  const over = found.filter((one) => !able.includes(one) && one.why !== 'unknown');
  return {
    able: able.map(({ person }) => person),
    passedOver: over.map(({ person, why }) => ({ agentId: person.agent.id, why: why ?? 'tried' })),
  };
}

function ring(
  state: RouteState,
  people: readonly Person[],
  seconds: number,
  by: RoutedBy,
  turn?: { group: string; agentId: string },
): { state: RouteState; action: Going } {
  const targets = people.map(phoneOf);
  return { state, action: { do: 'ring', targets, seconds, by, ...(turn ? { turn } : {}) } };
}

function told(action: Going): Pick<RouteDecision, 'did' | 'agents' | 'numbers' | 'seconds' | 'by'> {
  if (action.do === 'wait') {
    return { did: 'wait', agents: [], numbers: [], seconds: action.seconds };
  }
  const agents = action.targets.flatMap((one) => (one.kind === 'number' ? [] : [one.agent.id]));
  const numbers = action.targets.flatMap((one) => (one.kind === 'number' ? [one.number] : []));
  return { did: 'ring', agents, numbers, seconds: action.seconds, by: action.by };
}

const named = (plan: Plan) => (plan.route === undefined ? {} : { route: plan.route });
const nameOf = ({ id, name }: Agent) => ({ id, name });
const later = (at: Date, seconds: number) => new Date(at.getTime() + seconds * 1000).toISOString();
