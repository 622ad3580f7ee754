/** Parameters as PHP reads them: `a[b][]=1` is a nested array; a batch's `$result[x][y]` stands for an earlier answer. */

export type PhpValue = string | number | boolean | null | PhpValue[] | { [key: string]: PhpValue };
export type PhpMap = Record<string, PhpValue>;

export function parseQuery(text: string): PhpMap {
  const root: PhpMap = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const [, first = '', rest = ''] = /^([^[]*)(.*)$/.exec(name) ?? [];
    const path = [first, ...[...rest.matchAll(/\[([^\]]*)\]/g)].map(([, key = '']) => key)];
    put(root, path, value);
  }
  return lists(root) as PhpMap;
}

function put(map: PhpMap, [key = '', ...rest]: string[], value: string): void {
  const name = key === '' ? String(Object.keys(map).length) : key;
  if (rest.length === 0) map[name] = value;
  else put((map[name] ??= {}) as PhpMap, rest, value);
}

/** Maps whose keys are 0, 1, 2… are lists. */
function lists(value: PhpValue): PhpValue {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  const keys = Object.keys(value);
  const children = keys.map((key) => lists(value[key] ?? null));
  if (keys.length > 0 && keys.every((key, index) => key === String(index))) return children;
  return Object.fromEntries(keys.map((key, index) => [key, children[index] ?? null]));
}

/** A whole `$result[…]` may stand for a list; what cannot be found is empty. */
export function resolve(value: PhpValue, results: PhpMap): PhpValue {
  if (typeof value === 'string' && value.startsWith('$result[')) {
    const path = [...value.matchAll(/\[([^\]]*)\]/g)].map(([, key = '']) => key);
    return path.reduce<PhpValue>((at, key) => (at as PhpMap | null)?.[key] ?? '', results);
  }
  if (Array.isArray(value)) return value.map((one) => resolve(one, results));
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolve(one, results)]));
  return value;
}

export const asMap = (value: PhpValue | undefined): PhpMap =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? value
    : Array.isArray(value)
      ? Object.fromEntries(value.map((one, index) => [String(index), one]))
      : {};
export const asList = (value: PhpValue | undefined): PhpValue[] =>
  Array.isArray(value) ? value : value === undefined || value === '' || value === null ? [] : [value];
