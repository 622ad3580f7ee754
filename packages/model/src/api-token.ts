/** Long-lived keys of programs (S160): an agent's own, or the firm's. Each may do what its scopes name, and never more than its owner. */
import * as z from 'zod/mini';
import { PERMISSIONS } from './permissions.ts';
import { Id, IsoTime, line } from './scalars.ts';

/** `personal`: acts as the agent who made it; `service`: acts for the firm, and outlives whoever made it. */
export const API_TOKEN_KINDS = ['personal', 'service'] as const;

const Scopes = z.array(z.enum(PERMISSIONS)).check(z.minLength(1), z.maxLength(PERMISSIONS.length));

export const ApiToken = z.object({
  id: Id,
  kind: z.enum(API_TOKEN_KINDS),
  name: z.string(),
  scopes: Scopes,
  createdAt: IsoTime,
  createdBy: Id,
  /** Absent: until it is revoked. */
  expiresAt: z.optional(IsoTime),
  /** To the minute; absent before the first use. */
  lastUsedAt: z.optional(IsoTime),
});
export type ApiToken = z.infer<typeof ApiToken>;

export const ApiTokenInput = z.strictObject({
  kind: z.enum(API_TOKEN_KINDS),
  name: line(60),
  scopes: Scopes,
  /** Days until it expires; never when absent. */
  days: z.optional(z.number().check(z.int(), z.minimum(1), z.maximum(3660))),
});
export type ApiTokenInput = z.infer<typeof ApiTokenInput>;

/** The secret is shown once: the gateway keeps its hash alone. */
export const ApiTokenAnswer = z.object({ token: ApiToken, secret: z.string() });
export type ApiTokenAnswer = z.infer<typeof ApiTokenAnswer>;
