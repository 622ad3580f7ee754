/** Query parts that every list of the HTTP API has. */
import * as z from 'zod/mini';
import { line } from './scalars.ts';

export const PAGE_QUERY = {
  /** Opaque, from `next` of the page before. */
  cursor: z.optional(z.string().check(z.maxLength(400))),
  /** 50 when absent. */
  limit: z.optional(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(200))),
};

/** Words that a record must have, letters' case ignored. */
export const Words = z.optional(line(200));

/** `?kinds=call&kinds=mail`. */
export const oneOrMore = <const T extends readonly [string, ...string[]]>(choices: T) =>
  z.optional(z.union([z.enum(choices), z.array(z.enum(choices)).check(z.maxLength(20))]));

export const pageOf = <T extends z.ZodMiniType>(item: T) =>
  z.object({ items: z.array(item), next: z.optional(z.string()) });
