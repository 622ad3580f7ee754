/** What came from outside is what was expected, or it is said where it is not. */
import type * as z from 'zod/mini';
import { AdapterError } from '../../error.ts';

export function readAnswer<T>(system: string, name: string, schema: z.ZodMiniType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue?.path.join('.') ?? '';
  throw new AdapterError(
    system,
    'bug',
    `${name}: the answer is not what it was${place && `, at ${place}`}.`,
    {
      hint: 'Look whether the address leads to the API itself, and whether this version of the host is a known one.',
    },
  );
}
