/**
 * What an agent decides himself (S102): whether he can be called, from which number he calls, where his calls go when he cannot
 * take them, and when he works. No administrator is needed for any of it.
 */
import * as z from 'zod/mini';
import { Agent } from './agent.ts';
import { E164, Id, IsoTime } from './scalars.ts';
import { Schedule } from './schedule.ts';

export const AGENT_STATUSES = ['available', 'away', 'do-not-disturb'] as const;
/**
 * `available` takes calls · `away` is passed over as if his phone were not there · `do-not-disturb` is passed over as if he
 * talked
 */
export type AgentStatus = (typeof AGENT_STATUSES)[number];

export const FORWARD_REASONS = ['no-answer', 'busy', 'offline'] as const;
/** Why a call did not reach him: `busy` also while he is not to be disturbed, `offline` also while he is away or off duty. */
export type ForwardReason = (typeof FORWARD_REASONS)[number];

export const ForwardTarget = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('agent'), agentId: Id }),
  z.strictObject({ kind: z.literal('number'), number: E164 }),
]);
export type ForwardTarget = z.infer<typeof ForwardTarget>;

export const ForwardStep = z.strictObject({
  on: z.array(z.enum(FORWARD_REASONS)).check(z.minLength(1)),
  to: ForwardTarget,
  seconds: z.number().check(z.int(), z.minimum(5), z.maximum(120)),
});
export type ForwardStep = z.infer<typeof ForwardStep>;

/** Longest own chain: a caller who is passed on for longer than this hangs up. */
export const MOST_FORWARD_STEPS = 5;

/** The part of `Me` that is kept; everybody begins with `DEFAULT_SELF`. */
export const Self = z.object({
  status: z.enum(AGENT_STATUSES),
  /** From then on `available` again. */
  statusUntil: z.optional(IsoTime),
  /** A second call may ring while he talks, when nobody else is free. */
  callWaiting: z.boolean(),
  /** His phone picks up by itself. */
  autoAnswer: z.boolean(),
  /** One of the firm's lines, shown to those whom he calls; absent = the firm's main one. */
  outgoingNumber: z.optional(E164),
  /** Tried in this order; steps whose reason does not fit are left out. */
  forwarding: z.array(ForwardStep),
  /** Absent = whenever his phone is there. */
  hours: z.optional(Schedule),
  /** Grows by one with every change. */
  version: z.number(),
});
export type Self = z.infer<typeof Self>;

export const DEFAULT_SELF: Self = {
  status: 'available',
  callWaiting: false,
  autoAnswer: false,
  forwarding: [],
  version: 0,
};

export const Me = z.extend(Self, {
  agent: Agent,
  /** Numbers that he may show. */
  lines: z.array(z.object({ number: z.string(), name: z.string() })),
});
export type Me = z.infer<typeof Me>;

/** `PATCH /me`: what is absent stays, `null` takes away. */
export const MePatch = z.strictObject({
  status: z.optional(z.enum(AGENT_STATUSES)),
  statusUntil: z.optional(z.nullable(IsoTime)),
  callWaiting: z.optional(z.boolean()),
  autoAnswer: z.optional(z.boolean()),
  outgoingNumber: z.optional(z.nullable(E164)),
  forwarding: z.optional(z.array(ForwardStep).check(z.maxLength(MOST_FORWARD_STEPS))),
  hours: z.optional(z.nullable(Schedule)),
});
export type MePatch = z.infer<typeof MePatch>;

/** What everybody in the firm may know of a colleague: enough to choose whom to pass a call to. */
export const Colleague = z.object({
  id: Id,
  name: z.string(),
  extension: z.string(),
  status: z.enum(AGENT_STATUSES),
  statusUntil: z.optional(IsoTime),
});
export type Colleague = z.infer<typeof Colleague>;

export const ColleaguePresence = z.extend(Colleague, {
  /** His phone is registered. */
  online: z.boolean(),
  /** He talks, or is dialling. */
  busy: z.boolean(),
});
export type ColleaguePresence = z.infer<typeof ColleaguePresence>;

/** The status that counts at this moment: one with an end is over when its end has come. */
export function statusAt(self: Pick<Self, 'status' | 'statusUntil'>, at: Date): AgentStatus {
  if (self.statusUntil !== undefined && Date.parse(self.statusUntil) <= at.getTime()) return 'available';
  return self.status;
}
