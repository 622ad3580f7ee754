/** How an error crosses HTTP. Apart from `error.ts`, so that who only throws and catches carries no zod. */
import * as z from 'zod/mini';
import { ERROR_CODES } from './error.ts';

/** RFC 9457 body of every error answer of the gateway. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.enum(ERROR_CODES),
  detail: z.optional(z.string()),
  hint: z.optional(z.string()),
  fields: z.optional(z.record(z.string(), z.string())),
  requestId: z.string(),
  /** Of a `conflict` about a version: the record as it is now. */
  current: z.optional(z.unknown()),
});
export type Problem = z.infer<typeof Problem>;
