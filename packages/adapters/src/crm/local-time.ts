/** Wall clocks of a zone, for hosts whose times have none. Pure. */

/** One for each zone: making them is what costs. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-CA', {
    ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
  });
  formats.set(timeZone, made);
  return made;
}

/** Wall-clock time of a zone, as 1C writes it: `2026-11-24T11:00:00`. */
export function toLocal(at: string, timeZone: string): string {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(new Date(at))
      .map(({ type, value }) => [type, value]),
  );
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}:${parts.second}`;
}

/** The moment that a wall clock of the zone shows; the empty date is none. */
export function fromLocal(local: string | undefined, timeZone: string): string | undefined {
  if (local === undefined || local === '' || local.startsWith('0001-')) return undefined;
  const asUtc = Date.parse(`${local.slice(0, 19)}Z`);
  if (Number.isNaN(asUtc)) return undefined;
  const offset = (at: number) => Date.parse(`${toLocal(new Date(at).toISOString(), timeZone)}Z`) - at;
  // Twice, because the offset may change between the guess and the moment.
  const guess = asUtc - offset(asUtc);
  return new Date(asUtc - offset(guess)).toISOString();
}
