/**
 * A callback is a visitor's request to be called, and the promise made to him.
 *
 * ```
 * scheduled ─► requested ─► agent-ringing ─► visitor-ringing ─► connected ─► completed
 *     ▲            └──────────────┴────────────────┴──► failed | cancelled
 *     └─ an attempt did not come about, and another is left
 * ```
 * Where the site rings the visitor first, `visitor-ringing` comes before `agent-ringing`.
 * Each state is a row in the store before it is acted on. The promise is kept when the visitor's phone rings, or both talk, before
 * `promisedUntil` (requirements, rule 14).
 */
import * as z from 'zod/mini';
import { SipCredential } from './agent.ts';
import { PageRef } from './call.ts';
import { Id, IsoTime, line, text } from './scalars.ts';
import { TimeZone } from './schedule.ts';
import { Attribution, VisitClaim } from './visit.ts';

export const CALLBACK_STATES = [
  'scheduled',
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

/** How the visitor talks: we ring his phone, or his browser calls us. */
export const CALLBACK_WAYS = ['phone', 'browser'] as const;

/** Seconds from the request to the visitor's phone ringing. */
export const CALLBACK_PROMISE_SECONDS = 30;
/** Seconds after a time that was agreed on, within which the visitor's phone rings. */
export const SCHEDULED_PROMISE_SECONDS = 300;

/** Why nobody can call at once. */
export const CALLBACK_OBSTACLES = ['closed', 'nobody-there', 'all-busy', 'pbx-down'] as const;
export type CallbackObstacle = (typeof CALLBACK_OBSTACLES)[number];

/** Why a callback waits for its time: the visitor chose it · nobody was there · an attempt did not come about. */
export const SCHEDULED_BECAUSE = ['chosen', 'opening', 'retry'] as const;

export const Callback = z.object({
  id: Id,
  siteKey: z.string(),
  state: z.enum(CALLBACK_STATES),
  failure: z.optional(z.enum(CALLBACK_FAILURES)),
  /** E.164; empty where the visitor calls from his browser. */
  number: z.string(),
  by: z.optional(z.enum(CALLBACK_WAYS)),
  name: z.optional(z.string()),
  message: z.optional(z.string()),
  page: z.optional(PageRef),
  department: z.optional(z.object({ id: Id, name: z.string() })),
  /** Of one who waited in the queue of a group, and pressed 1: the call in which he did; there is no site then. */
  queue: z.optional(z.object({ group: z.string(), name: z.string(), callId: Id })),
  /** Of a number on a list that is called: nobody asked for it, and nothing was promised. */
  campaign: z.optional(z.object({ id: Id, name: z.string(), group: z.string() })),
  /** What brought the visitor, where he has consented to tell. */
  source: z.optional(Attribution),
  /** Of the attempt that runs or ran last; absent before the first. */
  callId: z.optional(Id),
  /** Attempts begun. */
  attempts: z.number(),
  /** While `scheduled`: when it is due. */
  dueAt: z.optional(IsoTime),
  dueBecause: z.optional(z.enum(SCHEDULED_BECAUSE)),
  /** The visitor's own, IANA: how a time is told to him. */
  timeZone: z.optional(z.string()),
  /** The sentence that the visitor ticked. */
  consent: z.optional(z.string()),
  /** Which of the owner's texts the visitor saw. */
  variant: z.optional(z.string()),
  requestedAt: IsoTime,
  promisedUntil: IsoTime,
  /** Absent until it is decided. */
  kept: z.optional(z.boolean()),
  rating: z.optional(z.object({ stars: z.number(), comment: z.optional(z.string()) })),
});
export type Callback = z.infer<typeof Callback>;

/** `now` within 30 seconds · `opening` as soon as somebody is there · a time that the offer named. */
const When = z.union([z.enum(['now', 'opening']), IsoTime]);

export const CallbackInput = z.strictObject({
  /** Not needed for a call from the browser. */
  number: z.optional(z.string().check(z.maxLength(40))),
  /** `phone` when absent. */
  by: z.optional(z.enum(CALLBACK_WAYS)),
  name: z.optional(line(100)),
  message: z.optional(text(500)),
  page: z.optional(
    z.strictObject({
      url: z.string().check(z.maxLength(2000)),
      title: z.optional(z.string().check(z.maxLength(300))),
    }),
  ),
  /** `now` when absent. */
  when: z.optional(When),
  /** Of his browser. One that is not known here is left out. */
  timeZone: z.catch(z.optional(TimeZone), undefined),
  department: z.optional(Id),
  /** The visitor has ticked the site's sentence. */
  consent: z.optional(z.boolean()),
  variant: z.optional(z.string().check(z.maxLength(20))),
  /** Of the page's `track.js`. One that cannot be read is left out: nobody is refused for what brought him. */
  visit: z.catch(z.optional(VisitClaim), undefined),
  /** A field that people do not see and scripts fill in. */
  website: z.optional(z.string().check(z.maxLength(200))),
  /** Solution of the offer's challenge. */
  proof: z.optional(z.string().check(z.maxLength(1000))),
});
export type CallbackInput = z.infer<typeof CallbackInput>;

/** What the visitor's page may know of his own callback: no ids of ours but this one. */
export const CallbackStatus = z.object({
  id: Id,
  /** Needed to read or cancel this callback; only the one who asked has it. */
  token: z.string(),
  state: z.enum(CALLBACK_STATES),
  failure: z.optional(z.enum(CALLBACK_FAILURES)),
  /** Who talks, or picks up; as the firm shows him. */
  agentName: z.optional(z.string()),
  dueAt: z.optional(IsoTime),
  dueBecause: z.optional(z.enum(SCHEDULED_BECAUSE)),
  promisedUntil: IsoTime,
  rated: z.optional(z.boolean()),
  /** The promise has been kept, or broken. */
  kept: z.optional(z.boolean()),
  /** For a call from the browser, told once: whom to INVITE, with what. The INVITE names the call in `X-Ringback-Call`. */
  browser: z.optional(z.object({ callId: Id, target: z.string(), credential: SipCredential })),
  /** Gateway's clock at the answer: the countdown is the difference, whatever the visitor's clock says. */
  now: IsoTime,
});
export type CallbackStatus = z.infer<typeof CallbackStatus>;

/** Another time for a callback that has not been begun. */
export const CallbackMove = z.strictObject({ when: When });
export type CallbackMove = z.infer<typeof CallbackMove>;

export const CallbackRating = z.strictObject({
  stars: z.int().check(z.minimum(1), z.maximum(5)),
  comment: z.optional(text(500)),
});
export type CallbackRating = z.infer<typeof CallbackRating>;

/** What the gateway can promise at this moment, in its own clock. */
export const CallbackOffer = z.object({
  now: IsoTime,
  /** Absent: whoever asks now is called now. */
  obstacle: z.optional(z.enum(CALLBACK_OBSTACLES)),
  /** When somebody is there by the hours; absent where the hours never say so. */
  opensAt: z.optional(IsoTime),
  /** When a call may be agreed on, for the next days. */
  spans: z.array(z.object({ from: IsoTime, to: IsoTime })),
  /** How numbers of the visitor's country are written: `+380 50 123 4567`, digits only as an example. */
  example: z.string(),
  /** Work to be done before asking, while the site is under attack. */
  challenge: z.optional(
    z.object({
      algorithm: z.string(),
      challenge: z.string(),
      salt: z.string(),
      signature: z.string(),
      maxnumber: z.number(),
    }),
  ),
});
export type CallbackOffer = z.infer<typeof CallbackOffer>;
