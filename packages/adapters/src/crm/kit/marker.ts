/**
 * Change markers of hosts that sort by "last changed": the time of the last row that was read. Rows move to the end when they change,
 * so that pages are never counted over them; only rows of one and the same moment are.
 */
export interface Step {
  /** As the host writes it. */
  since?: string | undefined;
  /** Rows of that moment which were read already. */
  skip: number;
}

export function readMarker<K extends string>(
  marker: string | undefined,
  kinds: readonly K[],
): Record<K, Step> {
  const kept: Partial<Record<K, Step>> = marker === undefined ? {} : JSON.parse(marker);
  return Object.fromEntries(kinds.map((kind) => [kind, kept[kind] ?? { skip: 0 }])) as Record<K, Step>;
}

/** `times` of the rows of a page, oldest first. */
export function nextStep(at: Step, times: readonly string[], take: number): { step: Step; more: boolean } {
  const last = times.at(-1);
  const more = times.length >= take;
  if (last === undefined) return { step: { since: at.since, skip: more ? at.skip : 0 }, more };
  const stuck = more && times[0] === last;
  if (!stuck) return { step: { since: last, skip: 0 }, more };
  return { step: { since: last, skip: (at.since === last ? at.skip : 0) + times.length }, more };
}
