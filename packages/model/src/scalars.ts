/** Small schemas that every other one is built from. */
import * as z from 'zod/mini';

/** Opaque id, at most 64 characters of [A-Za-z0-9_-]. */
export const Id = z.string().check(z.regex(/^[\w-]{1,64}$/));

/** ISO 8601 in UTC with milliseconds, as `Date.prototype.toISOString` writes it. */
export const IsoTime = z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/));

/** `+380441234567` */
export const E164 = z.string().check(z.regex(/^\+[1-9]\d{6,14}$/));

/** One line of text that a person typed: no control characters (NUL would break the store). */
export const line = (max: number) =>
  z.string().check(z.trim(), z.minLength(1), z.maxLength(max), z.regex(/^[^\u0000-\u001f\u007f]*$/));

/** Text of several lines that a person typed, possibly empty. */
export const text = (max: number) =>
  z.string().check(z.maxLength(max), z.regex(/^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/));
