/** Small schemas that every other one is built from. */
import * as z from 'zod/mini';

/** Opaque id, at most 64 characters of [A-Za-z0-9_-]. */
export const Id = z.string().check(z.regex(/^[\w-]{1,64}$/));

/** ISO 8601 in UTC with milliseconds, as `Date.prototype.toISOString` writes it. */
export const IsoTime = z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/));

/** `+380441234567`. What cannot be seen is left out: numbers copied from a phone's address book have marks of direction around them. */
export const E164 = z.string().check(
  z.overwrite((typed) => typed.replace(/\p{Cf}/gu, '').trim()),
  z.regex(/^\+[1-9]\d{6,14}$/),
);

/** They turn the order of what follows around: one name can be made to look like another. */
const TURNS = /[\u202a-\u202e\u2066-\u2069]/g;
const VISIBLE = /[^\p{C}\p{Z}\p{M}]/u;

/** Whether a text has something in it that can be seen. */
export const showsSomething = (typed: string): boolean => VISIBLE.test(typed);

/**
 * One line of text that a person typed: no control characters (NUL would break the store), and something in it that can be seen. Marks
 * of direction, which come along with what is pasted, are left out.
 */
export const line = (max: number) =>
  z.string().check(
    z.overwrite((typed) => typed.replace(TURNS, '').trim()),
    z.minLength(1, { abort: true }),
    z.maxLength(max),
    z.regex(/^[^\u0000-\u001f\u007f]*$/),
    z.refine(showsSomething, 'must have at least one visible character'),
  );

/** Text of several lines that a person typed, possibly empty. */
export const text = (max: number) =>
  z.string().check(z.maxLength(max), z.regex(/^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/));
