/** Says which field is wrong, and why, in words that a form can show beside it. */
import type { FastifyError } from 'fastify';
import * as z from 'zod/mini';

// Without a locale zod/mini says "Invalid input" whatever is wrong.
z.config(z.locales.en());

/** A pattern says nothing to a person; these do. Keyed by the sources that the model's schemas use. */
const PATTERNS: readonly [string, string][] = [
  ['^https?:\\/\\/', 'must be an address such as https://shop.example: scheme, host and port, nothing after'],
  ['^[A-Z]{2}$', 'must be a country code of two capital letters, such as UA'],
  ['^\\+[1-9]', 'must be a number with + and country code, such as +380441234567'],
  ['^[A-Za-z0-9_-]{6,64}$', 'must be 6 to 64 letters, digits, - or _'],
  ['^[\\w-]{1,64}$', 'must be 1 to 64 letters, digits, - or _'],
  ['^\\d{4}-', 'must be a time such as 2026-03-02T09:00:00.000Z'],
  ['^[^\\u0000', 'must not contain control characters'],
];

type ValidationIssue = NonNullable<FastifyError['validation']>[number];

/** `settings.sites.0.key` → why. */
export function fieldsOf(issues: readonly ValidationIssue[]): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const issue of issues) {
    const path = issue.instancePath.split('/').filter(Boolean).join('.');
    if (issue.keyword === 'unrecognized_keys') {
      const keys = issue.params.keys as string[];
      for (const key of keys) fields[path === '' ? key : `${path}.${key}`] = 'is not a known field';
    } else {
      fields[path === '' ? 'body' : path] ??= why(issue);
    }
  }
  return fields;
}

/** A bound in words: what is counted, and which way it was passed. */
function bound(keyword: string, params: ValidationIssue['params']): string | undefined {
  const { origin, minimum, maximum } = params as { origin?: string; minimum?: number; maximum?: number };
  const [limit, way] = keyword === 'too_small' ? [minimum, 'at least'] : [maximum, 'at most'];
  if (limit === undefined || !['too_small', 'too_big'].includes(keyword)) return undefined;
  if (origin === 'number' || origin === 'int') return `must be ${way} ${limit}`;
  if (keyword === 'too_small' && limit === 1) return 'must not be empty';
  if (origin === 'string') return `must have ${way} ${limit} characters`;
  return origin === 'array' ? `must have ${way} ${limit} entries` : undefined;
}

function why({ keyword, message, params }: ValidationIssue): string {
  const limit = bound(keyword, params);
  if (limit !== undefined) return limit;
  const { input, pattern, expected } = params as { input?: unknown; pattern?: string; expected?: string };
  if (
    keyword === 'invalid_type' &&
    (input === undefined || input === null) &&
    /received (undefined|null)/.test(message ?? '')
  )
    return 'is missing';
  if (expected === 'int') return 'must be a whole number';
  if (typeof pattern === 'string') {
    // A schema that has words of its own knows best.
    if (message !== undefined && !message.startsWith('Invalid string')) return message;
    const source = pattern.replace(/^\//, '');
    return PATTERNS.find(([start]) => source.startsWith(start))?.[1] ?? 'is not of the right form';
  }
  return message ?? 'is not valid';
}
