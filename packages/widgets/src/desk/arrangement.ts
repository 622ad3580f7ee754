/** Which blocks stand where: kept for each person and host page, where the views of lists are kept. */
import type { SavedView, ViewsGroup } from '@ringback/model';

export interface Place {
  readonly name: string;
  /** Takes the whole width, and not half of it. */
  readonly wide: boolean;
}

export interface ArrangementOptions {
  views: () => ViewsGroup | undefined;
  /** Names the host page. */
  page: () => string;
  me: () => string | undefined;
  /** As the desk is before anybody has arranged it. */
  initial: readonly string[];
  changed: () => void;
  failed: (error: unknown) => void;
}

const WIDE = ':wide';

export class Arrangement {
  readonly #options: ArrangementOptions;
  #places: readonly Place[];
  #kept: SavedView | undefined;
  #loadedFor: ViewsGroup | undefined;
  /** Writes go out one after the other, the last one last. */
  #writing: Promise<void> = Promise.resolve();
  #wanted = 0;
  /** Why it could not be kept. */
  problem: string | undefined;

  constructor(options: ArrangementOptions) {
    this.#options = options;
    this.#places = placesOf(options.initial);
  }

  get places(): readonly Place[] {
    return this.#places;
  }

  /** Until it has come once for each backend; what was arranged meanwhile stays. */
  async load(): Promise<void> {
    const { views, page, me, changed, failed } = this.#options;
    const group = views();
    if (!group || group === this.#loadedFor) return;
    const before = this.#wanted;
    try {
      const all = await group.list({ list: 'desk', ...(page() ? { page: page() } : {}) });
      const mine = all.filter(({ owner }) => owner.id === me());
      this.#kept = mine.find((view) => view.page === page()) ?? mine[0];
      this.#loadedFor = group;
      if (before === this.#wanted && this.#kept?.columns) this.#places = placesOf(this.#kept.columns);
    } catch (error) {
      failed(error);
    }
    changed();
  }

  /** Somebody else is here: what is still to be written is not his. */
  leave(): void {
    this.#wanted += 1;
  }

  add(name: string): void {
    if (!this.#places.some((one) => one.name === name)) this.#set([...this.#places, { name, wide: false }]);
  }

  remove(name: string): void {
    this.#set(this.#places.filter((one) => one.name !== name));
  }

  widen(name: string, wide: boolean): void {
    this.#set(this.#places.map((one) => (one.name === name ? { name, wide } : one)));
  }

  /** @returns whether it stands elsewhere now. */
  move(name: string, to: number): boolean {
    const at = this.#places.findIndex((one) => one.name === name);
    const place = this.#places[at];
    if (!place || to < 0 || to >= this.#places.length || to === at) return false;
    const others = this.#places.filter((one) => one !== place);
    this.#set([...others.slice(0, to), place, ...others.slice(to)]);
    return true;
  }

  reset(): void {
    this.#set(placesOf(this.#options.initial));
  }

  retry(): void {
    this.#set(this.#places);
  }

  #set(places: readonly Place[]): void {
    this.#places = places;
    this.#wanted += 1;
    const wanted = this.#wanted;
    this.#options.changed();
    this.#writing = this.#writing.then(() => (wanted === this.#wanted ? this.#write() : undefined));
  }

  async #write(): Promise<void> {
    const { views, page, changed, failed } = this.#options;
    const group = views();
    if (!group) return;
    const columns = this.#places.map(({ name, wide }) => (wide ? `${name}${WIDE}` : name));
    const input = { list: 'desk' as const, page: page(), name: 'desk', columns, isDefault: true };
    try {
      const known = this.#kept?.page === page() ? this.#kept : undefined;
      const kept = known ? await group.update(known.id, input) : await group.create(input);
      if (group === views()) this.#kept = kept;
      this.problem = undefined;
    } catch (error) {
      this.problem = (error as Error).message;
      failed(error);
    }
    changed();
  }
}

const placesOf = (columns: readonly string[]): Place[] =>
  columns.map((column) => ({ name: column.replace(WIDE, ''), wide: column.endsWith(WIDE) }));
