/** Secrets in settings of any depth: `ami.password`, `iceServers.credential`. They come in, and never go out again. */
import { KEPT_SECRET } from '../crm/connections.ts';

/** What a person must know to fill a field in, by its path. */
export type SettingsFields = Record<string, { title: string; hint: string; secret?: true }>;

const join = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The same with `KEPT_SECRET` in the place of every secret. */
export function hidden(value: unknown, fields: SettingsFields, path = ''): unknown {
  if (value !== undefined && fields[path]?.secret) return KEPT_SECRET;
  if (Array.isArray(value)) return value.map((one) => hidden(one, fields, path));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, hidden(one, fields, join(path, key))]),
  );
}

/** A secret that was not typed anew is the kept one; an empty field is no setting. */
export function filled(given: unknown, before: unknown, fields: SettingsFields, path = ''): unknown {
  if (given === KEPT_SECRET && fields[path]?.secret) return before;
  if (Array.isArray(given)) {
    const kept: unknown[] = Array.isArray(before) ? before : [];
    // By what is no secret in it: another place in the list is no other server.
    const same = (one: unknown) =>
      kept.find((old) => JSON.stringify(hidden(old, fields, path)) === JSON.stringify(one));
    return given.map((one) => filled(one, same(one), fields, path));
  }
  if (!isRecord(given)) return given;
  const old = isRecord(before) ? before : {};
  return Object.fromEntries(
    Object.entries(given)
      .map(([key, value]) => [key, filled(value, old[key], fields, join(path, key))] as const)
      .filter(([, value]) => value !== undefined && value !== null && value !== ''),
  );
}
