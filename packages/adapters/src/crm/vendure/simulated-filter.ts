/** Vendure's filters and sorting, as far as the adapter uses them. */

export interface Filter {
  _and?: Filter[];
  _or?: Filter[];
  [field: string]: Operators | Filter[] | undefined;
}

export interface Operators {
  eq?: unknown;
  in?: unknown[];
  notIn?: unknown[];
  regex?: string;
  after?: string;
}

export function matches(row: object, { _and, _or, ...fields }: Filter): boolean {
  return (
    (_and ?? []).every((filter) => matches(row, filter)) &&
    (_or === undefined || _or.some((filter) => matches(row, filter))) &&
    Object.entries(fields).every(([field, operators]) =>
      holds((row as Record<string, unknown>)[field], operators as Operators),
    )
  );
}

function holds(value: unknown, { eq, in: among, notIn, regex, after }: Operators): boolean {
  return (
    (eq === undefined || value === eq) &&
    (among === undefined || among.includes(value)) &&
    (notIn === undefined || !notIn.includes(value)) &&
    (regex === undefined || new RegExp(regex).test(String(value))) &&
    (after === undefined || String(value) > after)
  );
}

export function sorted<T extends object>(rows: T[], sort: Record<string, 'ASC' | 'DESC'>): T[] {
  const [field, way] = Object.entries(sort)[0] ?? [];
  if (field === undefined) return rows;
  const of = (row: T) => String((row as Record<string, unknown>)[field]);
  const order = (one: T, other: T) =>
    field === 'id'
      ? Number(of(one)) - Number(of(other))
      : of(one) < of(other)
        ? -1
        : of(one) > of(other)
          ? 1
          : 0;
  return [...rows].sort((one, other) => (way === 'DESC' ? -order(one, other) : order(one, other)));
}
