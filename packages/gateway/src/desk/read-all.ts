/** A list of a system of record as a whole: what a report is reckoned of. */

/** Read at once from the store, and beyond which nobody looks at single deals any more. */
const PAGE = 200;
const MOST_PAGES = 250;

/** Page by page; what is beyond the last page that is looked at is left out. */
export async function readAll<T>(
  read: (page: { limit: number; cursor?: string }) => Promise<{ items: readonly T[]; next?: string }>,
): Promise<T[]> {
  const found: T[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const page = await read({ limit: PAGE, ...(cursor === undefined ? {} : { cursor }) });
    found.push(...page.items);
    cursor = page.next;
    if (cursor === undefined) break;
  }
  return found;
}
