/** Secrets in settings of any depth: `ami.password`, `iceServers.credential`. They come in, and never go out again. */
import { RingbackError } from '@ringback/model';

/** Stands where a secret is kept: sent back, it leaves the secret as it is. */
export const KEPT_SECRET = '••••••••';

/** What is to be known of each setting, by its path. */
export type SettingsFields = Readonly<
  Record<
    string,
    {
      title: string;
      secret?: true;
      /** Where the secrets beside it go, or as whom: with another value they must be typed again. */
      account?: true;
    }
  >
>;

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

/** By what is no secret in it: another place in the list is no other server. */
function counterpart(one: unknown, before: unknown, fields: SettingsFields, path: string): unknown {
  const kept: unknown[] = Array.isArray(before) ? before : [];
  return kept.find((old) => JSON.stringify(hidden(old, fields, path)) === JSON.stringify(one));
}

/** A secret that was not typed anew is the kept one; an empty field is no setting. */
export function filled(given: unknown, before: unknown, fields: SettingsFields, path = ''): unknown {
  if (given === KEPT_SECRET && fields[path]?.secret) return before;
  if (Array.isArray(given))
    return given.map((one) => filled(one, counterpart(one, before, fields, path), fields, path));
  if (!isRecord(given)) return given;
  const old = isRecord(before) ? before : {};
  return Object.fromEntries(
    Object.entries(given)
      .map(([key, value]) => [key, filled(value, old[key], fields, join(path, key))] as const)
      .filter(([, value]) => value !== undefined && value !== null && value !== ''),
  );
}

/**
 * Nobody sends a secret that he cannot read to an address of his own. Throws `invalid`, with the path of each secret that was not typed
 * anew though the account beside it is another.
 * @param given  As it came.
 * @param before  In force, with its defaults.
 * @param after  What `given` would become, with its defaults.
 */
export function demandTyped(
  { given, before, after }: Record<'given' | 'before' | 'after', unknown>,
  fields: SettingsFields,
  root = '',
): void {
  const faults = astray({ given, before, after, fields, path: '', place: root });
  if (faults.length === 0) return;
  throw new RingbackError('invalid', 'A secret is not sent to another address or user than it is of.', {
    hint: 'Type it again where it is marked.',
    fields: Object.fromEntries(faults),
  });
}

interface Walk extends Record<'given' | 'before' | 'after', unknown> {
  fields: SettingsFields;
  /** In `fields`. */
  path: string;
  /** In `given`: with positions in lists. */
  place: string;
}

function astray({ given, before, after, fields, path, place }: Walk): [string, string][] {
  if (Array.isArray(given)) {
    return given.flatMap((one: unknown, index) => {
      const old = counterpart(one, before, fields, path);
      const next = Array.isArray(after) ? (after[index] as unknown) : undefined;
      return astray({ given: one, before: old, after: next, fields, path, place: join(place, `${index}`) });
    });
  }
  if (!isRecord(given)) return [];
  const [old, next] = [isRecord(before) ? before : {}, isRecord(after) ? after : {}];
  const moved = [...new Set([...Object.keys(old), ...Object.keys(next)])]
    .filter((key) => old[key] !== next[key])
    .map((key) => fields[join(path, key)])
    .find((field) => field?.account);
  return Object.entries(given).flatMap(([key, value]): [string, string][] => {
    const [at, here] = [join(path, key), join(place, key)];
    if (value === KEPT_SECRET && fields[at]?.secret)
      return moved ? [[here, `must be typed again: “${moved.title}” was changed`]] : [];
    return astray({ given: value, before: old[key], after: next[key], fields, path: at, place: here });
  });
}
