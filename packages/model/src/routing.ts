/** Who is rung for a call, and why: the owner's rules, and the reason that is kept with each decision. */
import * as z from 'zod/mini';
import { LOCALES } from './locale.ts';
import { E164, Id, line } from './scalars.ts';
import { isDay, Schedule } from './schedule.ts';

/** Name by which other rules refer to a thing; empty where a reference is left open. */
const Key = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be small letters, digits and -'));
const Reference = z._default(
  z.string().check(z.regex(/^(?:[a-z0-9][a-z0-9-]{0,39})?$/, 'must be the key of one above, or empty')),
  '',
);
/** A step never takes longer than an hour: then the caller is told something else. */
const StepSeconds = z.number().check(z.int(), z.minimum(5), z.maximum(3600));

export const NamedSchedule = z.extend(Schedule, { key: Key, name: line(60) });
export type NamedSchedule = z.infer<typeof NamedSchedule>;

/** A shop, an office, a warehouse: groups and lines belong to one. */
export const Branch = z.strictObject({ key: Key, name: line(60), schedule: Reference });
export type Branch = z.infer<typeof Branch>;

export const GROUP_ALGORITHMS = [
  'all-at-once',
  'in-order',
  'round-robin',
  'longest-idle',
  'fewest-calls',
] as const;
export type GroupAlgorithm = (typeof GROUP_ALGORITHMS)[number];

export const KNOWN_CALLERS = [
  'nobody',
  'responsible',
  'familiar',
  'responsible-then-familiar',
  'familiar-then-responsible',
] as const;
/** Who comes before the group's algorithm: the customer's responsible manager, the employee he has just talked with, or both in order. */
export type KnownCallers = (typeof KNOWN_CALLERS)[number];

export const Group = z.strictObject({
  key: Key,
  name: line(60),
  branch: Reference,
  /** Of its own; else its branch's; else always open. */
  schedule: Reference,
  /** Agents' ids, in order. */
  members: z.array(Id),
  /** They see the calls of the members. */
  heads: z.array(Id),
  algorithm: z.enum(GROUP_ALGORITHMS),
  /** Of one phone, where they are rung one after another. */
  ringSeconds: z.number().check(z.int(), z.minimum(5), z.maximum(120)),
  known: z.enum(KNOWN_CALLERS),
  /** How long after the end of a talk the caller is still familiar. */
  familiarMinutes: z._default(z.number().check(z.int(), z.minimum(1), z.maximum(10_080)), 60),
  /** Members do not get customers' numbers to see: couriers, for instance. */
  maskNumbers: z._default(z.boolean(), false),
  /** Callers wait for somebody to be free. */
  queue: z.boolean(),
  /** Who waits is answered, and told his place and how long it will be about; else he hears ringing. */
  announce: z.optional(z.boolean()),
  /** Who waits may press 1: he is called back when it would have been his turn. */
  queueCallback: z.optional(z.boolean()),
});
export type Group = z.infer<typeof Group>;

/** `PATCH /groups/:key`: what the head of a group decides about it. */
export const GroupPatch = z.partial(
  z.strictObject({
    members: Group.shape.members,
    algorithm: Group.shape.algorithm,
    ringSeconds: Group.shape.ringSeconds,
    known: Group.shape.known,
    familiarMinutes: z.number().check(z.int(), z.minimum(1), z.maximum(10_080)),
    queue: Group.shape.queue,
    announce: z.boolean(),
    queueCallback: z.boolean(),
  }),
);
export type GroupPatch = z.infer<typeof GroupPatch>;

export const STEP_TARGETS = ['group', 'agent', 'number'] as const;
export const RouteStep = z.strictObject({
  to: z.enum(STEP_TARGETS),
  /** Key of the group, id of the agent, or E.164. */
  target: z.string().check(z.minLength(1), z.maxLength(64)),
  /** Of a group: how long the caller stays with it, waiting included. */
  seconds: StepSeconds,
});
export type RouteStep = z.infer<typeof RouteStep>;

export const ROUTE_WHEN = ['always', 'open', 'closed', 'nobody-in'] as const;
/** What a chain ends in: the call is missed, and before that the caller may leave a message, or hears one. */
export const ROUTE_LAST = ['missed', 'voicemail', 'message'] as const;
export type RouteLast = (typeof ROUTE_LAST)[number];

/** The first that fits a call decides about it. */
export const Route = z.strictObject({
  name: line(60),
  /** Empty = every line of the branch, or of the firm. */
  lines: z.array(E164),
  branch: Reference,
  when: z.enum(ROUTE_WHEN),
  /** What `open` and `closed` are asked of; empty = the branch's. */
  schedule: Reference,
  steps: z.array(RouteStep).check(z.maxLength(20)),
  order: z.enum(['in-order', 'all-at-once']),
  /** What becomes of a caller whom nobody answered: a chain has always an end. */
  last: z.enum(ROUTE_LAST),
  /** What is said then, in place of the bundled sentence. */
  say: z.optional(line(300)),
});
export type Route = z.infer<typeof Route>;

export const Routing = z.strictObject({
  schedules: z.array(NamedSchedule),
  branches: z.array(Branch),
  groups: z.array(Group),
  routes: z.array(Route),
  /** The familiar employee comes first in every group, and need not be one of it. */
  familiarForAll: z.boolean(),
  /** An answer that takes longer than this is marked as slow. */
  slowAnswerSeconds: z.number().check(z.int(), z.minimum(1), z.maximum(600)),
  /** What callers are spoken to in; English when absent. */
  spoken: z.optional(z.enum(LOCALES)),
});
export type Routing = z.infer<typeof Routing>;

export const DEFAULT_ROUTING: Routing = {
  schedules: [],
  branches: [],
  groups: [],
  routes: [],
  familiarForAll: false,
  slowAnswerSeconds: 20,
};

export const ROUTED_WHY = [
  'responsible',
  'familiar',
  'group',
  'agent',
  'number',
  'forwarded',
  'everybody',
] as const;

/** Why a call rings, or rang, where it does: shown beside it. */
export const RoutedBy = z.object({
  why: z.enum(ROUTED_WHY),
  /** The route that decided; absent for a firm without routes. */
  route: z.optional(z.string()),
  group: z.optional(z.string()),
  algorithm: z.optional(z.enum(GROUP_ALGORITHMS)),
  /** Responsible, familiar, or the one whose own forwarding was followed. */
  agent: z.optional(z.object({ id: Id, name: z.string() })),
  /** Of a familiar caller: whole minutes since the end of that talk. */
  minutesAgo: z.optional(z.number()),
});
export type RoutedBy = z.infer<typeof RoutedBy>;

export const NOT_TAKEN = [
  'busy',
  'ringing',
  'offline',
  'away',
  'do-not-disturb',
  'off-duty',
  'unknown',
  'tried',
] as const;
/** Why somebody was passed over. */
export type NotTaken = (typeof NOT_TAKEN)[number];

const PassedOver = z.object({ agentId: Id, why: z.enum(NOT_TAKEN) });
export type PassedOver = z.infer<typeof PassedOver>;

/** One decision about a call, as it is kept. */
export const RouteDecision = z.object({
  at: z.string(),
  /** `ring`: these phones · `wait`: in the queue · `skip`: nobody there could take it · `end`: as the last step says. */
  did: z.enum(['ring', 'wait', 'skip', 'end']),
  by: z.optional(RoutedBy),
  agents: z.array(Id),
  numbers: z.array(z.string()),
  seconds: z.optional(z.number()),
  passedOver: z.array(PassedOver),
  last: z.optional(z.enum(ROUTE_LAST)),
});
export type RouteDecision = z.infer<typeof RouteDecision>;

/** `POST /routing/dry-run`: who would get a call from this number, on this line, at this time? */
export const DryRunInput = z.strictObject({
  from: z.string().check(z.maxLength(80)),
  line: z.optional(z.string().check(z.maxLength(80))),
  /** ISO time; now when absent. Who is there and who talks is always as it is now. */
  at: z.optional(
    z.string().check(
      z.regex(
        /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/,
        'must be a time such as 2026-12-25T09:30:00Z',
      ),
      z.refine((at) => isDay(at.slice(0, 10)) && !Number.isNaN(Date.parse(at)), 'is no time of any day'),
    ),
  ),
});
export type DryRunInput = z.infer<typeof DryRunInput>;

export const DryRun = z.object({
  route: z.optional(z.string()),
  /** In order, as if nobody answered. */
  decisions: z.array(RouteDecision),
});
export type DryRun = z.infer<typeof DryRun>;

/** `GET /calls/:id/route`: how a call came to where it rang. */
export const CallRoute = z.object({
  route: z.optional(z.string()),
  decisions: z.array(RouteDecision),
  /** Everybody whom the decisions name by id; those who have left as well. */
  people: z.array(z.object({ id: Id, name: z.string() })),
  /** Seconds from the first ring to the talk. */
  answeredAfter: z.optional(z.number()),
  /** Whether that took longer than the firm thinks right. */
  slow: z.optional(z.boolean()),
});
export type CallRoute = z.infer<typeof CallRoute>;
