/** What reports of all kinds are reckoned with. */

/** How often there is which value, most frequent first. */
export const counted = (values: readonly string[]): [string, number][] =>
  [...Map.groupBy(values, (value) => value)]
    .map(([value, all]): [string, number] => [value, all.length])
    .sort(([one, less], [other, more]) => more - less || one.localeCompare(other));

/** To the tenth; `undefined` of nothing. */
export function median(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((one, other) => one - other);
  const half = Math.floor(sorted.length / 2);
  const middle = sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
  return Math.round(middle * 10) / 10;
}

/** Between two moments, in ms; never negative. */
export const between = (from: string, to: string): number => Math.max(0, Date.parse(to) - Date.parse(from));

interface Grouped {
  createdAt: string;
  source?: string | undefined;
  responsible?: { id: string; name?: string | undefined } | undefined;
}

/** What is grouped by: most records first; months in order. */
export function groupedBy<T extends Grouped>(
  records: readonly T[],
  by: 'responsible' | 'source' | 'month',
): { id: string; title: string; mine: readonly T[] }[] {
  const key = ({ createdAt, source = '', responsible }: T): [id: string, title: string] => {
    if (by === 'month') return [createdAt.slice(0, 7), createdAt.slice(0, 7)];
    if (by === 'source') return [source, source];
    return [responsible?.id ?? '', responsible?.name ?? responsible?.id ?? ''];
  };
  return [...Map.groupBy(records, (record) => key(record)[0])]
    .map(([id, mine]) => ({ id, title: key(mine[0]!)[1], mine }))
    .sort((one, other) =>
      by === 'month'
        ? one.id.localeCompare(other.id)
        : other.mine.length - one.mine.length || one.id.localeCompare(other.id),
    );
}
