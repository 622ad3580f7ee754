/** What is read back from the store, by the rules of today. */
import { showsSomething } from '@ringback/model';
import type * as z from 'zod/mini';

/** In place of a name that shows nothing. */
const NAMELESS = '?';

/**
 * Reads what an earlier version may have stored. Names that show nothing, which it let pass, stand there as `?`: nobody who starts the
 * gateway or reads a list could name them anew. Throws `ZodError` for whatever else does not fit.
 */
export function parseKept<T>(schema: z.ZodMiniType<T>, kept: unknown): T {
  const read = schema.safeParse(kept);
  if (read.success) return read.data;
  const shown = structuredClone(kept);
  for (const { path } of read.error.issues) name(shown, path);
  return schema.parse(shown);
}

function name(kept: unknown, path: readonly PropertyKey[]): void {
  const last = path.at(-1);
  const place = path
    .slice(0, -1)
    .reduce((at, key) => (at as Record<PropertyKey, unknown>)[key], kept) as Record<PropertyKey, unknown>;
  if (last === undefined) return;
  const value = place[last];
  if (typeof value === 'string' && value !== '' && !showsSomething(value)) place[last] = NAMELESS;
}
