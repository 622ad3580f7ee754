/** The records behind a list: pages from the backend, one after the other, and what is told of them meanwhile. */
import type { ErrorCode } from '@ringback/model';

export interface RecordPage<T> {
  items: readonly T[];
  next?: string | undefined;
  /** What was kept from the last time, because the gateway cannot be reached. */
  stale?: boolean;
}

export interface RecordPagesOptions<T> {
  /** `undefined` while there is nobody to ask. */
  read: (page: { cursor?: string; limit: number }) => Promise<RecordPage<T>> | undefined;
  changed: () => void;
  failed: (error: unknown) => void;
}

export const PAGE_SIZE = 50;

export class RecordPages<T extends { readonly id: string }> {
  readonly #options: RecordPagesOptions<T>;
  #items: readonly T[] = [];
  #next: string | undefined;
  /** Cursor of the page that was last asked for. */
  #asked: string | undefined;
  #turn = 0;
  /** `first`: nothing to show yet; `more`: the next page is on its way. */
  loading: 'first' | 'more' | undefined;
  /** Why the last page did not come. */
  error: ErrorCode | undefined;
  stale = false;

  constructor(options: RecordPagesOptions<T>) {
    this.#options = options;
  }

  get items(): readonly T[] {
    return this.#items;
  }

  get hasMore(): boolean {
    return this.#next !== undefined;
  }

  /** Forgets everything: another backend, another person, another question. */
  clear(): void {
    this.#turn += 1;
    this.#items = [];
    this.#next = this.#asked = undefined;
    this.loading = this.error = undefined;
    this.stale = false;
  }

  /** Asks for the first page; what is shown stays until it comes. */
  async refresh(): Promise<void> {
    await this.#read(undefined);
  }

  async more(): Promise<void> {
    if (this.#next !== undefined && !this.loading && !this.error) await this.#read(this.#next);
  }

  /** Asks again for the page that did not come. */
  async retry(): Promise<void> {
    await this.#read(this.#asked);
  }

  /** As it is now; one that was not in the list comes first where `add` says so. */
  put(record: T, { add = false } = {}): void {
    const known = this.#items.some(({ id }) => id === record.id);
    if (known) this.#items = this.#items.map((one) => (one.id === record.id ? record : one));
    else if (add) this.#items = [record, ...this.#items];
    else return;
    this.#options.changed();
  }

  remove(id: string): void {
    this.#items = this.#items.filter((one) => one.id !== id);
    this.#options.changed();
  }

  async #read(cursor: string | undefined): Promise<void> {
    const turn = (this.#turn += 1);
    const page = this.#options.read({ limit: PAGE_SIZE, ...(cursor === undefined ? {} : { cursor }) });
    if (!page) return;
    this.#asked = cursor;
    this.error = undefined;
    this.loading = cursor === undefined ? (this.#items.length === 0 ? 'first' : undefined) : 'more';
    this.#options.changed();
    try {
      const { items, next, stale = false } = await page;
      if (turn !== this.#turn) return;
      this.#items = cursor === undefined ? items : withoutDoubles(this.#items, items);
      this.#next = next;
      this.stale = stale;
    } catch (error) {
      if (turn !== this.#turn) return;
      this.error = (error as { code?: ErrorCode }).code ?? 'bug';
      this.#options.failed(error);
    }
    this.loading = undefined;
    this.#options.changed();
  }
}

/** A record that moved down while we read is not shown twice. */
function withoutDoubles<T extends { readonly id: string }>(before: readonly T[], more: readonly T[]): T[] {
  const known = new Set(before.map(({ id }) => id));
  return [...before, ...more.filter(({ id }) => !known.has(id))];
}
