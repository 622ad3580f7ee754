/** What a person sees of a list, and can keep as a view of his own: columns, filters, order. */
import type { SavedView, ViewList, ViewsGroup } from '@ringback/model';

export interface ListSort {
  column: string;
  order: 'asc' | 'desc';
}

export interface ListShape {
  /** Keys, in order. */
  columns: readonly string[];
  filters: Readonly<Record<string, string>>;
  sort: ListSort | undefined;
}

export interface ListViewOptions {
  list: ViewList;
  /** Names the host page: each has views of its own. */
  page: () => string;
  views: () => ViewsGroup | undefined;
  /** As the element is without any view. */
  initial: ListShape;
  /** `asked`: other records are to be shown. */
  changed: (what: { asked: boolean }) => void;
  failed: (error: unknown) => void;
}

export class ListView {
  readonly #options: ListViewOptions;
  #shape: ListShape;
  #saved: readonly SavedView[] = [];
  #current: string | undefined;
  #loadedFor: ViewsGroup | undefined;

  constructor(options: ListViewOptions) {
    this.#options = options;
    this.#shape = options.initial;
  }

  get options(): ListViewOptions {
    return this.#options;
  }

  get shape(): ListShape {
    return this.#shape;
  }

  get saved(): readonly SavedView[] {
    return this.#saved;
  }

  /** The view that was chosen, also when something was changed since. */
  get current(): SavedView | undefined {
    return this.#saved.find(({ id }) => id === this.#current);
  }

  /** Whether other filters are set than those of the element as it came. */
  get filtered(): boolean {
    // An element begins with one filter at most, so that their order says nothing.
    return JSON.stringify(this.#shape.filters) !== JSON.stringify(this.#options.initial.filters);
  }

  /** Reads the views once for each backend; opens the one that is to open first. */
  async load(): Promise<void> {
    const { views, list, page } = this.#options;
    const group = views();
    if (!group || group === this.#loadedFor) return;
    this.#loadedFor = group;
    try {
      const saved = await group.list({ list, ...(page() ? { page: page() } : {}) });
      if (group !== this.#loadedFor) return;
      this.#saved = saved;
      const first = this.#saved.find(({ isDefault }) => isDefault);
      // Whatever was chosen meanwhile stays.
      if (first && this.#shape === this.#options.initial) this.choose(first.id);
      else this.#options.changed({ asked: false });
    } catch (error) {
      // As when the session ended meanwhile: they are read once there is one.
      if (group === this.#loadedFor) this.#loadedFor = undefined;
      this.#options.failed(error);
    }
  }

  choose(id: string | undefined): void {
    this.#current = id;
    const view = this.current;
    this.#set(view ? shapeOf(view, this.#options.initial) : this.#options.initial, { asked: true });
  }

  filter(key: string, value: string): void {
    if ((this.#shape.filters[key] ?? '') === value) return;
    const { [key]: _, ...others } = this.#shape.filters;
    this.#set(
      { ...this.#shape, filters: value === '' ? others : { ...others, [key]: value } },
      { asked: true },
    );
  }

  clearFilters(): void {
    this.#set({ ...this.#shape, filters: {} }, { asked: true });
  }

  /** The same column once more turns the order round. */
  sort(column: string): void {
    const { sort } = this.#shape;
    const order = sort?.column === column && sort.order === 'asc' ? 'desc' : 'asc';
    this.#set({ ...this.#shape, sort: { column, order } }, { asked: true });
  }

  /** Other columns, or in another order. */
  setColumns(columns: readonly string[]): void {
    this.#set({ ...this.#shape, columns }, { asked: false });
  }

  /** Views as they are kept now, and which of them is chosen. */
  keep(saved: readonly SavedView[], current: string | undefined): void {
    this.#saved = saved;
    this.#current = current;
    this.#options.changed({ asked: false });
  }

  #set(shape: ListShape, what: { asked: boolean }): void {
    this.#shape = shape;
    this.#options.changed(what);
  }
}

/** A view may be older than the element: what it does not name stays as the element has it. */
function shapeOf({ columns, filters, sort }: SavedView, initial: ListShape): ListShape {
  return { columns: columns ?? initial.columns, filters, sort: sort ?? initial.sort };
}
