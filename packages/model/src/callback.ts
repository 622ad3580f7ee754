/**
 * A callback is a visitor's request to be called, and the promise made to him.
 *
 * ```
 * requested ─► agent-ringing ─► visitor-ringing ─► connected ─► completed
 *     └────────────┴───────────────┴──────────► failed | cancelled
 * ```
 * Each state is a row in the store before it is acted on. The promise is kept when the visitor's phone rings, or both
 * talk, before `promisedUntil` (requirements, rule 14).
 */
import * as z from 'zod/mini';
import { PageRef } from './call.ts';
import { Id, IsoTime, line } from './scalars.ts';

export const CALLBACK_STATES = [
  'requested',
  'agent-ringing',
  'visitor-ringing',
  'connected',
  'completed',
  'failed',
  'cancelled',
] as const;
export type CallbackState = (typeof CALLBACK_STATES)[number];

export const CALLBACK_FAILURES = [
  'no-agent',
  'no-answer',
  'visitor-busy',
  'pbx-down',
  'restarted',
  'number-not-callable',
] as const;
export type CallbackFailure = (typeof CALLBACK_FAILURES)[number];

/** Seconds from the request to the visitor's phone ringing. */
export const CALLBACK_PROMISE_SECONDS = 30;

export const Callback = z.object({
  id: Id,
  siteKey: z.string(),
  state: z.enum(CALLBACK_STATES),
  failure: z.optional(z.enum(CALLBACK_FAILURES)),
  /** E.164 */
  number: z.string(),
  name: z.optional(z.string()),
  page: z.optional(PageRef),
  callId: z.optional(Id),
  requestedAt: IsoTime,
  promisedUntil: IsoTime,
  /** Absent until it is decided. */
  kept: z.optional(z.boolean()),
});
export type Callback = z.infer<typeof Callback>;

export const CallbackInput = z.strictObject({
  number: z.string().check(z.maxLength(40)),
  name: z.optional(line(100)),
  page: z.optional(
    z.strictObject({
      url: z.string().check(z.maxLength(2000)),
      title: z.optional(z.string().check(z.maxLength(300))),
    }),
  ),
});
export type CallbackInput = z.infer<typeof CallbackInput>;

/** What the visitor's page may know of his own callback: no names, no ids of ours but this one. */
export const CallbackStatus = z.object({
  id: Id,
  /** Needed to read or cancel this callback; only the one who asked has it. */
  token: z.string(),
  state: z.enum(CALLBACK_STATES),
  failure: z.optional(z.enum(CALLBACK_FAILURES)),
  promisedUntil: IsoTime,
  /** Gateway's clock at the answer: the countdown is the difference, whatever the visitor's clock says. */
  now: IsoTime,
});
export type CallbackStatus = z.infer<typeof CallbackStatus>;
