/**
 * What shall be tried for a call, in order: the owner's rules applied to the facts of one moment. Pure, so that the same function
 * routes calls and answers "who would get a call from X at time T?".
 */
import type { Group, KnownCallers, Route, RouteLast, Routing, Settings } from '@ringback/model';
import { isOpen } from '@ringback/model/hours';
import { isIn, type People } from './people.ts';

const MINUTE_MS = 60_000;

export type PlanStep =
  | {
      kind: 'person';
      agentId: string;
      why: 'responsible' | 'familiar' | 'agent';
      /** Of a familiar caller. */
      minutesAgo?: number;
      seconds: number;
    }
  | { kind: 'group'; group: string; seconds: number }
  | { kind: 'number'; number: string; seconds: number }
  /** A firm without routes: all who take calls. */
  | { kind: 'everybody'; seconds: number };

export interface Plan {
  /** Name of the route that decides. */
  route: string | undefined;
  atOnce: boolean;
  steps: readonly PlanStep[];
  last: RouteLast;
  /** The owner's words for it. */
  say?: string;
}

/** What is known of the call itself. */
export interface CallerFacts {
  /** E.164; anything else is hidden or unreadable, and never matches anybody. */
  number: string;
  line: string | undefined;
  at: Date;
  /** The agent whose customer it is. */
  responsible: string | undefined;
  /** The last talk with this number that was answered and has ended. */
  lastTalk: { agentId: string; endedAt: string } | undefined;
}

export type RoutingSettings = Pick<Settings, 'routing' | 'ringSeconds' | 'lines'>;

export function planCall(call: CallerFacts, settings: RoutingSettings, people: People): Plan {
  const { routing, ringSeconds } = settings;
  const route = routing.routes.find((one) => fits(one, call, settings, people));
  if (!route) {
    const known = routing.familiarForAll ? familiarStep(call, everybody(people, ringSeconds)) : [];
    const steps: PlanStep[] = [...known, { kind: 'everybody', seconds: ringSeconds }];
    return { route: undefined, atOnce: false, steps, last: 'missed' };
  }
  const steps = route.steps.flatMap((step): PlanStep[] => {
    const { target, seconds } = step;
    if (step.to === 'number') return [{ kind: 'number', number: target, seconds }];
    if (step.to === 'agent') return [{ kind: 'person', agentId: target, why: 'agent', seconds }];
    const group = routing.groups.find(({ key }) => key === target);
    if (!group) return [];
    return [...knownSteps(group, call, routing), { kind: 'group', group: target, seconds }];
  });
  const { name, order, last, say } = route;
  return { route: name, atOnce: order === 'all-at-once', steps, last, ...(say === undefined ? {} : { say }) };
}

function fits(route: Route, call: CallerFacts, { routing, lines }: RoutingSettings, people: People): boolean {
  if (route.lines.length > 0 && !route.lines.some((one) => one === call.line)) return false;
  const branchOfLine = lines.find(({ number }) => number === call.line)?.branch ?? '';
  if (route.branch !== '' && route.branch !== branchOfLine) return false;
  switch (route.when) {
    case 'always':
      return true;
    case 'open':
    case 'closed': {
      const open = isOpenNow(routing, route.schedule, route.branch, call.at);
      return open === (route.when === 'open');
    }
    case 'nobody-in':
      return !staffOf(routing, route.branch, people).some((id) => isIn(people.get(id), call.at));
  }
}

/** By the schedule named, else the branch's; a place without hours is always open. */
export function isOpenNow(routing: Routing, schedule: string, branch: string, at: Date): boolean {
  const key = schedule || routing.branches.find((one) => one.key === branch)?.schedule;
  const found = routing.schedules.find((one) => one.key === key);
  return found === undefined || isOpen(found, at);
}

function staffOf(routing: Routing, branch: string, people: People): string[] {
  if (branch === '') return [...people.keys()];
  return routing.groups.filter((group) => group.branch === branch).flatMap(({ members }) => members);
}

const ORDER: Record<KnownCallers, readonly ('responsible' | 'familiar')[]> = {
  nobody: [],
  responsible: ['responsible'],
  familiar: ['familiar'],
  'responsible-then-familiar': ['responsible', 'familiar'],
  'familiar-then-responsible': ['familiar', 'responsible'],
};

/** Whom this caller knows, before the group is asked; the same person once. */
function knownSteps(group: Group, call: CallerFacts, { familiarForAll }: Routing): PlanStep[] {
  const order = [...ORDER[group.known]];
  if (familiarForAll && !order.includes('familiar')) order.push('familiar');
  const steps = order.flatMap((why): PlanStep[] => {
    if (why === 'familiar') return familiarStep(call, { ...group, anybody: familiarForAll });
    if (call.responsible === undefined) return [];
    return [{ kind: 'person', agentId: call.responsible, why, seconds: group.ringSeconds }];
  });
  const [first, second] = steps;
  const same = first?.kind === 'person' && second?.kind === 'person' && first.agentId === second.agentId;
  return same ? [first] : steps;
}

type FamiliarRule = Pick<Group, 'members' | 'familiarMinutes' | 'ringSeconds'> & { anybody: boolean };

function everybody(people: People, ringSeconds: number): FamiliarRule {
  return { members: [...people.keys()], familiarMinutes: 60, ringSeconds, anybody: true };
}

/** The window begins with the end of the last answered talk; its last moment is inside. */
function familiarStep({ number, lastTalk, at }: CallerFacts, rule: FamiliarRule): PlanStep[] {
  if (!lastTalk || isHidden(number)) return [];
  if (!rule.anybody && !rule.members.includes(lastTalk.agentId)) return [];
  const ago = at.getTime() - Date.parse(lastTalk.endedAt);
  if (ago < 0 || ago > rule.familiarMinutes * MINUTE_MS) return [];
  const { agentId } = lastTalk;
  const minutesAgo = Math.floor(ago / MINUTE_MS);
  return [{ kind: 'person', agentId, why: 'familiar', minutesAgo, seconds: rule.ringSeconds }];
}

/** A number that cannot be read as one is the same for many callers. */
export function isHidden(number: string): boolean {
  return !/^\+[1-9]\d{6,14}$/.test(number);
}
