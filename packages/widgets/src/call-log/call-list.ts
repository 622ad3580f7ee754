/** The list behind the log: pages from the backend, kept fresh by the event stream. */
import type { Backend, Call, CallListQuery, ErrorCode, RingbackEvent } from '@ringback/model';
import { isMissed } from '../call/call-words.ts';

export const FILTERS = ['all', 'in', 'out', 'missed'] as const;
export type Filter = (typeof FILTERS)[number];

export const PAGE_SIZE = 25;

const QUERIES: Record<Filter, CallListQuery> = {
  all: {},
  in: { direction: 'in' },
  out: { direction: 'out' },
  missed: { missed: true },
};

const FITS: Record<Filter, (call: Call) => boolean> = {
  all: () => true,
  in: (call) => call.direction === 'in',
  out: (call) => call.direction === 'out',
  missed: isMissed,
};

export interface CallListOptions {
  backend: () => Backend | undefined;
  changed: () => void;
  failed: (error: unknown) => void;
}

export class CallList {
  readonly #options: CallListOptions;
  readonly #calls = new Map<string, Call>();
  #next: string | undefined;
  /** Cursor of the page that was last asked for. */
  #asked: string | undefined;
  #turn = 0;
  filter: Filter = 'all';
  /** `first`: nothing to show yet; `more`: the next page is on its way. */
  loading: 'first' | 'more' | undefined;
  /** Why the last page did not come. */
  error: ErrorCode | undefined;
  /** What is shown was kept from the last time. */
  stale = false;

  constructor(options: CallListOptions) {
    this.#options = options;
  }

  /** Newest first. */
  get items(): readonly Call[] {
    return [...this.#calls.values()]
      .filter(FITS[this.filter])
      .sort((a, b) => b.startedAt.localeCompare(a.startedAt) || b.id.localeCompare(a.id));
  }

  get hasMore(): boolean {
    return this.#next !== undefined;
  }

  /** Forgets everything: another backend, another person. */
  clear(): void {
    this.#turn += 1;
    this.#calls.clear();
    this.#next = this.#asked = undefined;
    this.loading = this.error = undefined;
    this.stale = false;
  }

  choose(filter: Filter): void {
    this.filter = filter;
    this.clear();
    void this.refresh();
  }

  /** Reads the first page again; what is shown stays meanwhile. */
  async refresh(): Promise<void> {
    await this.#read(undefined, this.#calls.size === 0 ? 'first' : undefined);
  }

  /** Asks again for the page that did not come. */
  async retry(): Promise<void> {
    await (this.#asked === undefined ? this.refresh() : this.#read(this.#asked, 'more'));
  }

  async more(): Promise<void> {
    if (this.#next !== undefined && !this.loading) await this.#read(this.#next, 'more');
  }

  hear(event: RingbackEvent): void {
    if ('call' in event.data) this.#take(event.data.call);
    if (event.type === 'party.updated') this.#rename(event.data.party);
    this.#options.changed();
  }

  put(call: Call): void {
    const known = this.#calls.get(call.id);
    if (!known || known.version <= call.version) this.#calls.set(call.id, call);
  }

  /** A call that belongs further down than what is loaded comes with its page. */
  #take(call: Call): void {
    const oldest = this.items.at(-1);
    const below = this.#next !== undefined && oldest !== undefined && call.startedAt < oldest.startedAt;
    if (this.#calls.has(call.id) || !below) this.put(call);
  }

  #rename({ id, system, name, kind }: { id: string; system: string; name: string; kind: string }): void {
    for (const call of this.#calls.values()) {
      if (call.party?.id !== id || call.party.system !== system) continue;
      this.#calls.set(call.id, { ...call, party: { system, id, name, kind } });
    }
  }

  async #read(cursor: string | undefined, loading: CallList['loading']): Promise<void> {
    const backend = this.#options.backend();
    if (!backend) return;
    const turn = (this.#turn += 1);
    this.#asked = cursor;
    this.loading = loading;
    this.error = undefined;
    this.#options.changed();
    try {
      const query = { ...QUERIES[this.filter], limit: PAGE_SIZE, ...(cursor ? { cursor } : {}) };
      const { value, stale } = await backend.calls.list(query);
      if (turn !== this.#turn) return;
      for (const call of value.items) this.put(call);
      this.#next = value.next;
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
