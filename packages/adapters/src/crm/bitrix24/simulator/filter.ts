/** The portal's filters: a prefix before the field says how it is compared; all must hold, unless `logic` is OR. */
import { asList, asMap, type PhpMap, type PhpValue } from './php.ts';

type Row = Record<string, unknown>;

export function fits(row: Row, filter: PhpMap): boolean {
  const { logic, ...conditions } = filter;
  const checks = Object.entries(conditions).map(([key, value]) =>
    /^\d+$/.test(key) ? fits(row, asMap(value)) : holds(row, key, value),
  );
  return logic === 'OR' ? checks.some(Boolean) : checks.every(Boolean);
}

function holds(row: Row, key: string, value: PhpValue): boolean {
  const [, operator = '', field = ''] = /^([!@%<>=]*)(.*)$/.exec(key) ?? [];
  const own = row[field];
  const is = (other: PhpValue) => String(own ?? '') === String(other ?? '');
  switch (operator) {
    case '@':
      // An empty list is no condition: as MySQL's builder leaves it out.
      return asList(value).length === 0 || asList(value).some(is);
    case '%':
      return fold(own).includes(fold(value));
    case '<':
      return rank(own) < rank(value);
    case '>':
      return rank(own) > rank(value);
    case '>=':
      return rank(own) >= rank(value);
    case '!':
      return !is(value);
    default:
      return Array.isArray(own)
        ? own.map(String).includes(String(value))
        : Array.isArray(value)
          ? value.some(is)
          : is(value);
  }
}

/** Numbers and times have an order. */
export function rank(value: unknown): number {
  if (value === null || value === undefined) return 0;
  const number = Number(value);
  return Number.isNaN(number) ? Date.parse(String(value)) : number;
}

/** By one field after another, each `ASC` or `DESC`; by number where nothing is said. */
export function inOrder(order: PhpMap): (one: Row, other: Row) => number {
  const fields = Object.entries({ ...order, ...(Object.keys(order).length === 0 ? { id: 'ASC' } : {}) });
  return (one, other) => {
    for (const [field, direction] of fields) {
      const by = rank(one[field]) - rank(other[field]);
      if (by !== 0) return String(direction).toUpperCase() === 'DESC' ? -by : by;
    }
    return 0;
  };
}

/** As the database compares: letters' case does not matter, ё is е. */
const fold = (value: unknown) =>
  String(value ?? '')
    .toLowerCase()
    .replaceAll('ё', 'е');
