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
  /** Negative where the first one stands above; absent = what is new comes first. */
  order?: (one: T, other: T) => number;
  changed: () => void;
  failed: (error: unknown) => void;
}

/** Records of the first page, which shall come soon, and of those that follow, of which there may be many. */
export const PAGE_SIZE = 50;
const NEXT_PAGE_SIZE = 200;

interface Key {
  readonly id: string;
  readonly system?: string;
}

export class RecordPages<T extends Key> {
  readonly #options: RecordPagesOptions<T>;
  #items: T[] = [];
  readonly #known = new Set<string>();
  #next: string | undefined;
  /** Cursor of the page that was last asked for. */
  #asked: string | undefined;
  #turn = 0;
  /** What was told while a page was on its way: the page may be older. */
  #meanwhile: (() => void)[] | undefined;
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
    this.#hold([]);
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

  /** With a system, that one's alone: another may call its records the same. */
  get(id: string, system?: string): T | undefined {
    const known = this.#known.has(id) ? this.#items.find((one) => one.id === id) : undefined;
    return system === undefined || known?.system === system ? known : undefined;
  }

  /** As it is now; one that was not in the list takes its place where `add` says so. Of two that are called the same the first stays. */
  put(record: T, { add = false } = {}): void {
    this.#meanwhile?.push(() => this.put(record, { add }));
    const known = this.get(record.id, record.system);
    if (known) this.#items[this.#items.indexOf(known)] = record;
    else if (add && !this.#known.has(record.id)) this.#insert(record);
    else return;
    this.#options.changed();
  }

  remove(gone: Key | undefined): void {
    if (!gone) return;
    this.#meanwhile?.push(() => this.remove(gone));
    const known = this.get(gone.id, gone.system);
    if (!known) return;
    this.#hold(this.#items.filter((one) => one !== known));
    this.#options.changed();
  }

  /** One that belongs further down than what is loaded comes with its page. */
  #insert(record: T): void {
    const { order } = this.#options;
    const at = order ? this.#items.findIndex((one) => order(record, one) < 0) : 0;
    if (at < 0 && this.hasMore) return;
    this.#items.splice(at < 0 ? this.#items.length : at, 0, record);
    this.#known.add(record.id);
  }

  #hold(items: readonly T[]): void {
    this.#items = [...items];
    this.#known.clear();
    for (const { id } of items) this.#known.add(id);
  }

  /** A record that moved down while we read is not shown twice. Of many pages none is copied for the next one. */
  #append(items: readonly T[]): void {
    for (const one of items) {
      if (this.#known.has(one.id)) continue;
      this.#known.add(one.id);
      this.#items.push(one);
    }
  }

  async #read(cursor: string | undefined): Promise<void> {
    const turn = (this.#turn += 1);
    const page = this.#options.read(
      cursor === undefined ? { limit: PAGE_SIZE } : { limit: NEXT_PAGE_SIZE, cursor },
    );
    if (!page) return;
    this.#asked = cursor;
    this.error = undefined;
    this.loading = cursor === undefined ? (this.#items.length === 0 ? 'first' : undefined) : 'more';
    this.#meanwhile = [];
    this.#options.changed();
    try {
      const { items, next, stale = false } = await page;
      if (turn !== this.#turn) return;
      if (cursor === undefined) this.#hold(items);
      else this.#append(items);
      const told = this.#meanwhile;
      this.#meanwhile = undefined;
      for (const one of told ?? []) one();
      this.#next = next;
      this.stale = stale;
    } catch (error) {
      if (turn !== this.#turn) return;
      this.error = (error as { code?: ErrorCode }).code ?? 'bug';
      this.#options.failed(error);
    }
    this.#meanwhile = undefined;
    this.loading = undefined;
    this.#options.changed();
  }
}
