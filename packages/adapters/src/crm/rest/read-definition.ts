/** Descriptions come as JSON, or as its text. */
import { RingbackError } from '@ringback/model';
import type * as z from 'zod/mini';
import { RestDefinition } from './definition.ts';

export const readDefinition = (given: unknown): RestDefinition => readAs(RestDefinition, given, 'rest');

/** Every wrong key is named with its place in the description. */
export function readAs<T extends z.ZodMiniType>(schema: T, given: unknown, page: string): z.infer<T> {
  const parsed = schema.safeParse(typeof given === 'string' ? parseJson(given) : given);
  if (parsed.success) return parsed.data;
  const fields: Record<string, string> = {};
  for (const issue of parsed.error.issues) {
    const place = issue.path.join('.');
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) fields[place === '' ? key : `${place}.${key}`] = 'is not known here';
    } else fields[place || 'definition'] = issue.message;
  }
  throw new RingbackError('invalid', `The description has mistakes: ${Object.keys(fields).join(', ')}.`, {
    hint: `docs/adapters/${page}.md lists every key.`,
    fields,
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RingbackError('invalid', 'The description is not JSON.', {
      hint: 'Look for a missing comma or bracket.',
    });
  }
}
