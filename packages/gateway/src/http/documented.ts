/** What each route tells of itself in the API description. */
import { Problem } from '@ringback/model';
import * as z from 'zod/mini';

export const SIGNED_IN = [{ cookie: [] }, { token: [] }];
/** By somebody who is signed in at the gateway's own pages, and no token. */
export const IN_PERSON = [{ cookie: [] }];

/** Schema parts that every route has: errors are problems. */
export function answers<T extends Record<number, unknown>>(ok: T) {
  return { ...ok, '4xx': Problem, '5xx': Problem };
}

export const NoContent = z.null();

/** `Idempotency-Key`: the same key is the same write. */
export const WriteHeaders = z.object({
  'idempotency-key': z.optional(z.string().check(z.regex(/^[\w.:-]{1,100}$/))),
});
