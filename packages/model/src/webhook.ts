/** What is told to other programs over HTTP, as it happens (S161, S172): CloudEvents, signed by the scheme of Standard Webhooks. */
import * as z from 'zod/mini';
import { EVENT_TYPES } from './events.ts';
import { Id, IsoTime } from './scalars.ts';

/** Lines for one agent's eyes stay his. */
const PRIVATE = ['me.updated', 'notice.created', 'access.changed'] as const;
type Private = (typeof PRIVATE)[number];
export const WEBHOOK_EVENT_TYPES = EVENT_TYPES.filter(
  (type): type is Exclude<typeof type, Private> => !(PRIVATE as readonly string[]).includes(type),
);
const Types = z.array(z.enum(WEBHOOK_EVENT_TYPES)).check(z.minLength(1), z.maxLength(100));

const Address = z.string().check(
  z.maxLength(2000),
  z.refine((text) => {
    const url = URL.parse(text);
    return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  }, 'must be an https:// or http:// address without a name and password in it'),
);

export const Webhook = z.object({
  id: Id,
  url: z.string(),
  types: Types,
  /** Nothing is sent, and nothing is kept for later. */
  paused: z.boolean(),
  /** Why it was paused by itself: the receiver said 410 Gone. */
  pausedBecause: z.optional(z.enum(['gone'])),
  createdAt: IsoTime,
  createdBy: Id,
  /** When something was last taken. */
  deliveredAt: z.optional(IsoTime),
  /** Deliveries that wait for another try, and those given up. */
  waiting: z.number(),
  dead: z.number(),
});
export type Webhook = z.infer<typeof Webhook>;

export const WebhookInput = z.strictObject({ url: Address, types: Types });
export type WebhookInput = z.infer<typeof WebhookInput>;

export const WebhookPatch = z.strictObject({
  url: z.optional(Address),
  types: z.optional(Types),
  paused: z.optional(z.boolean()),
});
export type WebhookPatch = z.infer<typeof WebhookPatch>;

/** The secret is shown once: `whsec_` and 32 bytes in base64. */
export const WebhookAnswer = z.object({ webhook: Webhook, secret: z.string() });
export type WebhookAnswer = z.infer<typeof WebhookAnswer>;

/** One fact that one receiver has not taken yet. */
export const WebhookDelivery = z.object({
  id: z.number(),
  webhookId: Id,
  /** The event's id: the same in every try, so that a receiver knows what it has. */
  eventId: z.number(),
  type: z.string(),
  /** `dead`: given up until somebody asks for it again. */
  state: z.enum(['waiting', 'dead']),
  attempts: z.number(),
  nextAt: IsoTime,
  /** Status of the last answer; absent where there was none. */
  lastStatus: z.optional(z.number()),
  lastError: z.optional(z.string()),
  createdAt: IsoTime,
});
export type WebhookDelivery = z.infer<typeof WebhookDelivery>;

/** Everything since then once more, as far as the log reaches (a day). */
export const WebhookReplay = z.strictObject({ since: IsoTime });
