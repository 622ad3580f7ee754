/**
 * Base of every list of records: what is read, filtered, ordered and kept as a view is the same for all; what the records are, an
 * element says by its columns, filters and actions.
 */
import type { RingbackEvent, ViewList } from '@ringback/model';
import {
  buttonStyles,
  emit,
  fieldStyles,
  fill,
  FollowController,
  icon,
  type IconNode,
  onePerson,
  PortController,
  RingbackElement,
  rotateCcwIcon,
  skeletonStyles,
  tokens,
  unseenStyles,
  wifiOffIcon,
} from '@ringback/ui';
import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { linkStyles } from '../link.styles.ts';
import type { ListOptions } from './list-options.ts';
import { ListView } from './list-view.ts';
import { listStyles } from './list.styles.ts';
import { listWords } from './list.words.ts';
import { type RecordPage, RecordPages } from './record-pages.ts';
import { type ListColumn, tableView } from './table-view.ts';
import { toolbarView } from './toolbar-view.ts';
import { VisibleRowsController } from './visible-rows.ts';

export interface ListFilter {
  key: string;
  title: string;
  options: readonly { id: string; title: string }[];
}

export interface ListAction<T> {
  key: string;
  /** Names the record too: it is read without the row around it. */
  title: (record: T) => string;
  icon: IconNode;
  /** Not shown for this record otherwise. */
  may?: (record: T) => boolean;
  run: (record: T) => void | Promise<void>;
}

/** What is asked for: filters, words and order of the moment. */
export interface ListQuestion {
  cursor?: string;
  limit: number;
  filters: Readonly<Record<string, string>>;
  words?: string;
  sort?: string;
  order?: 'asc' | 'desc';
}

export abstract class RecordListElement<T extends { readonly id: string }> extends RingbackElement {
  static override styles = [
    tokens,
    buttonStyles,
    fieldStyles,
    skeletonStyles,
    unseenStyles,
    linkStyles,
    listStyles,
  ];

  static override properties: PropertyDeclarations = { page: {} };

  /** Names the host page: each page has views of its own. */
  declare page: string;

  protected readonly pages: RecordPages<T> = new RecordPages<T>({
    read: (page) => this.#ask(page),
    order: (one, other) => this.order?.(one, other) ?? -1,
    changed: () => this.requestUpdate(),
    failed: (error) => this.report(error),
  });
  protected view: ListView;
  /** Record whose details are open. */
  protected openId: string | undefined;
  /** While they have not been opened there are none. */
  #options: ListOptions<T> | undefined;
  readonly #rows = new VisibleRowsController(this);
  #readFor: { backend?: unknown; status?: string | undefined } = {};
  /** Row in which something did not work, and why. */
  #problem: { id: string; sentence: string } | undefined;
  /** Filters are shown where there is little room. */
  #unfolded = false;
  /** A row, or what stands under it, has the focus, and may leave the page: scrolled away, or done with. */
  #focused = false;

  constructor() {
    super();
    this.page = '';
    this.view = this.#newView();
    onePerson(this, () => this.forget());
    new PortController(this, () => this.phone);
    new PortController(this, () => this.backend);
    new FollowController(
      this,
      () => this.backend,
      (backend) => backend.follow((event) => this.hear(event)),
    );
  }

  /** Under which views are kept. */
  protected abstract listName(): ViewList;
  /** Keys of the columns that are shown when nothing was chosen. */
  protected abstract initialColumns(): readonly string[];
  /** Filters of a list in which nothing was chosen: open tasks, processes that run. */
  protected initialFilters(): Readonly<Record<string, string>> {
    return {};
  }
  /** All columns that there are, in the language of the moment. */
  protected abstract columns(): readonly ListColumn<T>[];
  /** False where the connected system, or the agent's role, has no such records. */
  protected abstract present(): boolean;
  /** Asked only when `present()`. */
  protected abstract read(question: ListQuestion): Promise<RecordPage<T>>;
  /** What somebody else, or another page, has done. */
  protected abstract hear(event: RingbackEvent): void;
  /** Region's name, the sentence of the empty list, and of one in which nothing `fits` the filters, where it has one of its own. */
  protected abstract get sentences(): { region: string; empty: string; fits?: string };
  /** How a record is called when it is read aloud. */
  protected abstract nameOf(record: T): string;

  protected filters(): readonly ListFilter[] {
    return [];
  }

  protected actions(): readonly ListAction<T>[] {
    return [];
  }

  /** What stands in the toolbar beside the filters. */
  protected tools(): unknown {
    return nothing;
  }

  /** A click on the record's name; without it names are no buttons. */
  protected open?(record: T): void;

  /** What stands under the row of the record whose details are open; with it the name says whether they are. */
  protected details?(record: T): unknown;

  /** Negative where the first one stands above; without it what is new comes first. */
  protected order?(one: T, other: T): number;

  /** Address of the file of what is shown, where the gateway makes it; without it the list makes it itself. */
  protected fileUrl?(): Promise<string> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // What happens while the list is out of the page is read when it comes back.
    this.#readFor = {};
  }

  protected override willUpdate(_changed: PropertyValues): void {
    this.#readAnew();
    this.#focused = Boolean(this.renderRoot?.querySelector('[data-scroller] :focus-within'));
  }

  protected override updated(_changed: PropertyValues): void {
    // What had the focus is gone: the keyboard goes on from the list.
    if (this.#focused && !this.shadowRoot?.activeElement)
      this.renderRoot.querySelector<HTMLElement>('[data-scroller]')?.focus({ preventScroll: true });
    const { from, to } = this.#rows.of(this.pages.items.length, this.#openRow);
    if (to > from && to >= this.pages.items.length) void this.updateComplete.then(() => this.pages.more());
  }

  protected override render(): TemplateResult {
    return html`<section class="list" part="list" aria-label=${this.sentences.region}>
      ${this.#toolbar()}
      <div role="status">${this.#staleView()}</div>
      ${this.body()}
    </section>`;
  }

  /** What somebody chose is seen by nobody while he is not signed in. */
  #toolbar(): TemplateResult | typeof nothing {
    if (this.backend?.state.status === 'signed-out') return nothing;
    return toolbarView({
      ...{ view: this.view, filters: this.filters(), words: this.words(listWords) },
      ...{ hasViews: this.backend?.views !== undefined, tools: this.tools() },
      ...{ menu: this.#options?.render(), bringMenu: this.#bringOptions },
      ...{ unfolded: this.#unfolded, unfold: this.#unfold },
    });
  }

  protected body(): TemplateResult {
    const words = this.words(listWords);
    const { items, error, loading } = this.pages;
    if (this.backend?.state.status === 'signed-out') return this.message(words.signedOut, this.#signIn());
    if (this.backend && !this.present()) return this.message(words.missing);
    if (items.length > 0) return this.#table();
    if (!this.backend || loading) return this.skeleton();
    if (error) return this.failed();
    if (!this.view.filtered) return this.message(this.sentences.empty);
    return this.message(
      this.sentences.fits ?? words.nothingFits,
      html`<button class="button" type="button" @click=${() => this.view.clearFilters()}>
        ${words.clearFilters}
      </button>`,
    );
  }

  /** Somebody else is here: for him it is as the element came, and his own views are read. */
  protected forget(): void {
    // Whatever is still on its way to the view of the one before arrives there.
    this.view = this.#newView();
    this.#options = this.#problem = undefined;
    this.#readFor = {};
    this.#readAnew();
  }

  protected message(sentence: string, action: unknown = nothing): TemplateResult {
    return html`<div class="message" part="message">
      <p>${sentence}</p>
      ${action}
    </div>`;
  }

  protected report(error: unknown): void {
    const { code, message } = error as { code?: 'bug'; message?: string };
    emit(this, 'ringback-error', { code: code ?? 'bug', message: message ?? String(error) });
    this.requestUpdate();
  }

  /** Does something with a record, and says in its row what did not work. */
  protected async attempt(record: T, work: () => void | Promise<void>): Promise<void> {
    const { view } = this;
    this.#problem = undefined;
    this.requestUpdate();
    try {
      await work();
    } catch (error) {
      // Somebody else is here meanwhile.
      if (view !== this.view) return;
      const why = (error as Error).message;
      this.#problem = { id: record.id, sentence: fill(this.words(listWords).failedAction, { why }) };
      this.report(error);
    }
  }

  #newView(): ListView {
    const view: ListView = new ListView({
      list: this.listName(),
      page: () => this.page,
      views: () => this.backend?.views,
      initial: { columns: this.initialColumns(), filters: this.initialFilters(), sort: undefined },
      changed: ({ asked }) => {
        if (asked && view === this.view) this.askAnew();
        this.requestUpdate();
      },
      failed: (error) => this.report(error),
    });
    return view;
  }

  readonly #bringOptions = async (): Promise<void> => {
    if (this.#options) return;
    try {
      const { ListOptions: Options } = await import('./list-options.ts');
      this.#options ??= new Options<T>(this, {
        ...{ backend: () => this.backend, locale: () => this.locale, view: () => this.view },
        ...{ columns: () => this.columns(), shown: () => this.#shownColumns() },
        ...{ read: (page) => this.#ask(page), fileUrl: () => this.fileUrl?.() },
        failed: (error) => this.report(error),
      });
    } catch (error) {
      this.report(error);
    }
    this.requestUpdate();
  };

  readonly #unfold = (): void => {
    this.#unfolded = !this.#unfolded;
    this.requestUpdate();
  };

  #ask(page: { cursor?: string; limit: number }): Promise<RecordPage<T>> | undefined {
    if (!this.backend || !this.present()) return undefined;
    const { filters, sort } = this.view.shape;
    const { words, ...others } = filters;
    return this.read({
      ...{ ...page, filters: others },
      ...(words === undefined ? {} : { words }),
      ...(sort ? { sort: sort.column, order: sort.order } : {}),
    });
  }

  /** Other records are to be shown. */
  protected askAnew(): void {
    this.pages.clear();
    void this.pages.refresh();
  }

  #readAnew(): void {
    const { backend } = this;
    const status = backend?.state.status;
    const before = this.#readFor;
    if (before.backend === backend && before.status === status) return;
    this.#readFor = { backend, status };
    if (before.backend !== backend || status === 'signed-out') this.pages.clear();
    if (!backend || status === 'signed-out') return;
    void this.view.load();
    if (status === 'online' || this.pages.items.length === 0) void this.pages.refresh();
  }

  #staleView(): TemplateResult | typeof nothing {
    const offline = this.backend?.state.status === 'offline';
    if (!(offline || this.pages.stale) || this.pages.items.length === 0) return nothing;
    return html`<p class="stale" part="stale">
      ${icon(wifiOffIcon)}<span>${this.words(listWords).stale}</span>
    </p>`;
  }

  #table(): TemplateResult {
    const words = this.words(listWords);
    const { items, error, loading } = this.pages;
    return html`${tableView<T>({
      ...{ items, columns: this.#shownColumns(), actions: this.actions(), sort: this.view.shape.sort },
      ...{ words, region: this.sentences.region, rows: this.#rows, problem: this.#problem },
      ...{ total: this.pages.hasMore ? undefined : items.length },
      nameOf: (record) => this.nameOf(record),
      sortBy: (key) => this.view.sort(key),
      open: this.open && ((record) => this.open?.(record)),
      ...{ details: this.details && ((record) => this.details?.(record)), openRow: this.#openRow },
      run: (action, record) => void this.attempt(record, () => action.run(record)),
      root: () => this.renderRoot,
    })}
    ${loading === 'more' ? html`<p class="foot">${words.loading}</p>` : nothing}
    ${error ? this.failed() : nothing}`;
  }

  get #openRow(): number {
    return this.openId === undefined ? -1 : this.pages.items.findIndex(({ id }) => id === this.openId);
  }

  #shownColumns(): readonly ListColumn<T>[] {
    const all = this.columns();
    const shown = this.view.shape.columns.flatMap((key) => all.find((column) => column.key === key) ?? []);
    return shown.length > 0 ? shown : all;
  }

  /** Why the records did not come, and the way to ask again. */
  protected failed(): TemplateResult {
    const words = this.words(listWords);
    const { error } = this.pages;
    if (error === 'forbidden') return this.message(words.forbidden);
    if (error === 'unsupported') return this.message(words.missing);
    const retry = html`<button class="button" type="button" @click=${() => void this.pages.retry()}>
      ${icon(rotateCcwIcon)}<span>${words.tryAgain}</span>
    </button>`;
    return this.message(error === 'unavailable' ? words.offline : words.failed, retry);
  }

  #signIn(): TemplateResult | typeof nothing {
    if (!this.phone?.signIn) return nothing;
    const signIn = () => void this.phone?.signIn?.().catch((error: unknown) => this.report(error));
    return html`<button class="button primary" type="button" @click=${signIn}>
      ${this.words(listWords).signIn}
    </button>`;
  }

  protected skeleton(): TemplateResult {
    return html`<div class="loading" aria-busy="true">
      <span class="unseen" role="status">${this.words(listWords).loading}</span>
      ${[1, 2, 3, 4, 5].map(
        () =>
          html`<div class="ghost"><span class="skeleton wide"></span><span class="skeleton"></span></div>`,
      )}
    </div>`;
  }
}
