import type { Deal, DealQuery, RingbackEvent } from '@ringback/model';
import {
  emit,
  fill,
  icon,
  plusIcon,
  type RecordCreateDetail,
  type RecordOpenDetail,
  xIcon,
} from '@ringback/ui';
import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { DealFacts } from '../deal/deal-facts.ts';
import { StageMove } from '../deal/stage-move.ts';
import type { RingbackDealCard } from '../deal-card/deal-card.ts';
import { reachActions } from '../list/reach.ts';
import {
  type ListAction,
  type ListFilter,
  type ListQuestion,
  RecordListElement,
} from '../list/record-list.ts';
import type { RecordPage } from '../list/record-pages.ts';
import { removedFrom } from '../list/removed.ts';
import type { ListColumn } from '../list/table-view.ts';
import { webUrl } from '../web-url.ts';
import { type Board, knows } from './board.ts';
import { BoardColumns } from './board-columns.ts';
import { boardView } from './board-view.ts';
import { CardDrag } from './card-drag.ts';
import type { dealColumns } from './deal-columns.ts';
import { dealsStyles } from './deals.styles.ts';
import { dealsWords } from './deals.words.ts';

/**
 * @summary Deals as a board of their pipeline and as a list: moved by pointer and keyboard, counted and summed in each column.
 *
 * While it is shown in a page, however far down, it opens each deal for which `ringback-record-open` asks, and makes a new one for `ringback-record-create`,
 * unless the page does so itself.
 *
 * @attr {'board' | 'list'} show - How deals are shown at first.
 * @attr {string} page - Names the host page: each page has saved views of its own.
 *
 * @event {CustomEvent<RecordOpenDetail>} ringback-record-open - A deal was clicked; cancelable: else its card opens, or its page in the system where it is kept.
 * @event {CustomEvent<RecordCreateDetail>} ringback-record-create - "New deal" was clicked; cancelable: else a form opens.
 * @event {CustomEvent<NumberDialDetail>} ringback-number-dial - The call button was clicked; cancelable: else the phone dials.
 * @event {CustomEvent<LetterWriteDetail>} ringback-letter-write - The letter button was clicked; cancelable: else the mail program opens.
 * @event {CustomEvent<ErrorDetail>} ringback-error - Something did not work; the element says it in words.
 *
 * @csspart list - The whole element.
 * @csspart toolbar - Search, filters, views, columns.
 * @csspart board - The board.
 * @csspart column - A stage of the board.
 * @csspart card - A deal in the board.
 * @csspart row - A deal in the list.
 * @csspart open - Its name, a button.
 * @csspart move - What is asked when a deal is moved.
 * @csspart dialog - The window with a deal's card.
 * @csspart message - Sentence of the empty, error and signed-out states.
 *
 * @cssproperty --ringback-accent - Colour that all others follow.
 * @cssproperty --ringback-list-size - Height that board or list may have at most; 60vh when absent.
 */
export class RingbackDeals extends RecordListElement<Deal> {
  static override styles = [...RecordListElement.styles, dealsStyles];

  static override properties: PropertyDeclarations = { show: {}, clock: { attribute: false } };

  declare show: 'board' | 'list';
  /** What time it is; the browser's clock unless a test brings another. */
  declare clock: () => Date;

  readonly #facts = new DealFacts(
    () => this.backend,
    (error) => this.report(error),
  );
  readonly #move = new StageMove(this, {
    deals: () => this.backend?.deals,
    choices: () => this.#facts.choices,
    locale: () => this.locale,
    moved: (deal) => this.#put(deal),
    failed: (error) => this.report(error),
  });
  readonly #columns = new BoardColumns({
    deals: () => this.backend?.deals,
    changed: () => this.requestUpdate(),
    failed: (error) => this.report(error),
  });
  readonly #drag = new CardDrag(this, {
    root: () => this.renderRoot,
    stages: () => this.#columns.board?.pipeline.stages ?? [],
    dropped: (deal, stage) => {
      this.#moved = deal.id;
      void this.#move.to(deal, stage);
    },
    taken: ({ title, stage }) => this.#say('taken', { deal: title, stage: stage.name }),
    over: (stage) => this.#say('over', { stage: stage.name }),
    left: ({ title, stage }) => this.#say('back', { deal: title, stage: stage.name }),
  });
  /** How the person wants them shown, when he has chosen. */
  #chosen: 'board' | 'list' | undefined;
  /** Columns of the list, which come when it is first shown; `null` once they were asked for. */
  #columnsOf: typeof dealColumns | null | undefined;
  /** The card that was put down last. */
  #moved: string | undefined;

  constructor() {
    super();
    this.show = 'board';
    this.clock = () => new Date();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    for (const type of ASKED) window.addEventListener(type, this.#answer);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const type of ASKED) window.removeEventListener(type, this.#answer);
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (this.#isBoard || this.#columnsOf !== undefined) return;
    this.#columnsOf = null;
    import('./deal-columns.ts').then(
      (part) => {
        part.bringStyles(this);
        this.#columnsOf = part.dealColumns;
        this.requestUpdate();
      },
      (error: unknown) => this.report(error),
    );
  }

  protected listName() {
    return 'deals' as const;
  }

  protected initialColumns(): readonly string[] {
    return ['title', 'stage', 'amount', 'customer', 'responsible', 'closes'];
  }

  protected present(): boolean {
    return this.backend?.deals !== undefined;
  }

  protected get sentences(): { region: string; empty: string } {
    return this.words(dealsWords);
  }

  protected nameOf(deal: Deal): string {
    return deal.title;
  }

  protected async read({ filters, words, sort, order, ...page }: ListQuestion): Promise<RecordPage<Deal>> {
    const deals = this.backend!.deals!;
    await this.#facts.load();
    const { overdue, ...fields } = filters;
    const query: DealQuery = {
      ...(fields as Pick<DealQuery, 'pipelineId' | 'stageId' | 'outcome' | 'responsibleId'>),
      ...(words === undefined ? {} : { words }),
    };
    if (this.#isBoard) return { items: await this.#columns.read(query) };
    return deals.list({
      ...{ ...query, ...page },
      ...(overdue === undefined ? {} : { overdue: 'true' }),
      ...(sort === undefined ? {} : { sort: asSort(sort), order }),
    });
  }

  protected hear(event: RingbackEvent): void {
    const gone = removedFrom(event, 'deal');
    this.pages.remove(gone);
    // What its column counts and sums the gateway knows.
    if (gone && this.#isBoard) void this.pages.refresh();
    if (!('deal' in event.data)) return;
    const { deal } = event.data;
    if (!this.#isBoard) {
      return this.pages.put(deal, {
        add: event.type === 'deal.created' && Object.keys(this.view.shape.filters).length === 0,
      });
    }
    const { board } = this.#columns;
    // Whether a card that is not shown fits the filters, and which column it leaves, the gateway knows.
    if (board && knows(board, deal)) this.#put(deal);
    else if (board?.pipeline.id === deal.pipeline.id) void this.pages.refresh();
  }

  protected columns(): readonly ListColumn<Deal>[] {
    if (!this.#columnsOf) return [];
    return this.#columnsOf({
      ...{ locale: this.locale, now: this.clock(), facts: this.#facts },
      ...{ update: this.backend?.deals?.update, put: (deal) => this.#put(deal) },
      move: (deal, stage) => {
        void this.#move.to(deal, stage);
        this.requestUpdate();
      },
      attempt: (deal, work) => void this.attempt(deal, work),
    });
  }

  protected override actions(): readonly ListAction<Deal>[] {
    const { backend, phone, locale } = this;
    const whom = ({ party }: Deal) => party;
    return reachActions({ element: this, backend, phone, locale, whom });
  }

  protected override filters(): readonly ListFilter[] {
    const words = this.words(dealsWords);
    const titled = (id: 'open' | 'won' | 'lost') => ({ id, title: words[id] });
    const people = { key: 'responsibleId', title: words.responsible, options: this.#facts.people };
    const who = people.options.length ? [people] : [];
    if (this.#isBoard) return who;
    return [
      ...who,
      { key: 'pipelineId', title: words.pipeline, options: this.#facts.pipelines },
      { key: 'outcome', title: words.outcome, options: (['open', 'won', 'lost'] as const).map(titled) },
      { key: 'overdue', title: words.overdue, options: [{ id: 'true', title: words.yes }] },
    ];
  }

  protected override tools(): unknown {
    const words = this.words(dealsWords);
    return html`${this.#isBoard ? this.#pipelineChoice() : nothing}
      <div class="shown" role="group" aria-label=${words.shownAs}>
        ${(['board', 'list'] as const).map(
          (how) =>
            html`<button
              class="button"
              type="button"
              data-show=${how}
              aria-pressed=${this.#how === how}
              @click=${() => this.#showAs(how)}
            >
              ${words[how]}
            </button>`,
        )}
      </div>
      ${this.#createButton()}`;
  }

  protected override open = (deal: Deal): void => {
    const { system, id, title } = deal;
    const url = webUrl(deal.url);
    const detail = { kind: 'deal' as const, system, id, title, ...(url === undefined ? {} : { url }) };
    if (emit(this, 'ringback-record-open', detail, { cancelable: true }) && url !== undefined)
      window.open(url, '_blank', 'noopener,noreferrer');
  };

  protected override forget(): void {
    this.#chosen = undefined;
    this.#columns.forget();
    this.#drag.blur();
    super.forget();
  }

  protected override body(): TemplateResult {
    const { board: read, problem } = this.#columns;
    const board = this.#isBoard && this.present() && this.pages.items.length > 0 ? read : undefined;
    const noMore = problem && fill(this.words(dealsWords).noMore, problem);
    return html`${this.backend?.state.status === 'signed-out' ? nothing : this.#move.render()}
      ${noMore ? html`<p class="problem" role="alert">${noMore}</p>` : nothing}
      ${board ? this.#boardView(board) : this.#isBoard || this.#columnsOf ? super.body() : this.skeleton()}
      <dialog part="dialog" aria-label=${this.words(dealsWords).name} @cancel=${this.#cancelled}>
        <button
          class="button icon-only quiet"
          type="button"
          data-close
          aria-label=${this.words(dealsWords).close}
          @click=${() => this.#close()}
        >
          ${icon(xIcon)}
        </button>
        <ringback-deal-card
          .phone=${this.phone}
          .backend=${this.backend}
          @ringback-deal-leave=${() => this.#dialog?.close()}
        ></ringback-deal-card>
      </dialog>`;
  }

  get #how(): 'board' | 'list' {
    return this.#chosen ?? this.show;
  }

  get #isBoard(): boolean {
    return this.#how === 'board';
  }

  #boardView(board: Board): TemplateResult {
    return boardView({
      ...{ board, words: this.words(dealsWords), locale: this.locale, loading: this.#columns.loading },
      drag: this.backend?.deals?.update ? this.#drag : undefined,
      now: this.clock(),
      open: this.open,
      more: (column) => void this.#columns.more(column),
    });
  }

  #pipelineChoice(): TemplateResult {
    const now = this.#columns.board?.pipeline.id ?? '';
    return html`<label
      ><span class="label">${this.words(dealsWords).pipeline}</span
      ><select
        class="field"
        data-filter="pipelineId"
        .value=${live(now)}
        @change=${(event: Event) => this.view.filter('pipelineId', (event.target as HTMLSelectElement).value)}
      >
        ${this.#facts.pipelines.map(({ id, title }) => html`<option value=${id} ?selected=${id === now}>${title}</option>`)}
      </select></label
    >`;
  }

  #createButton(): unknown {
    if (!this.backend?.deals?.create) return nothing;
    const create = () => emit(this, 'ringback-record-create', { kind: 'deal' }, { cancelable: true });
    return html`<button class="button primary" type="button" data-create @click=${create}>
      ${icon(plusIcon)}<span>${this.words(dealsWords).create}</span>
    </button>`;
  }

  #showAs(how: 'board' | 'list'): void {
    if (this.#how === how) return;
    this.#chosen = how;
    // What did not come is asked for again.
    this.#columnsOf ||= undefined;
    this.#columns.forget();
    this.askAnew();
  }

  #put(deal: Deal): void {
    this.pages.put(deal);
    this.#columns.put(deal);
    this.requestUpdate();
    void this.updateComplete.then(() => this.#focusMoved(deal.id));
  }

  /** A card that was moved by keyboard is in another column, and nothing has the focus. */
  #focusMoved(id: string): void {
    if (this.#moved !== id || this.shadowRoot?.activeElement) return;
    this.#moved = undefined;
    this.renderRoot.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"] [data-grip]`)?.focus();
  }

  #say(sentence: 'taken' | 'over' | 'back', values: Record<string, string>): void {
    this.#move.say(fill(this.words(dealsWords)[sentence], values));
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  get #card(): RingbackDealCard | null {
    return this.renderRoot.querySelector('ringback-deal-card');
  }

  readonly #answer = (event: Event): void => {
    const { detail, type } = event as CustomEvent<RecordCreateDetail & RecordOpenDetail>;
    const creates = type === ASKED[0];
    const { deals } = this.backend ?? {};
    const may = creates ? deals?.create : detail.url === undefined && deals;
    // A window of what the page hides would not be seen.
    if (detail.kind !== 'deal' || event.defaultPrevented || !may || !this.checkVisibility()) return;
    event.preventDefault();
    void this.#showCard((card) => (creates ? card.create(detail) : card.open(detail.id)));
  };

  async #showCard(show: (card: RingbackDealCard) => void): Promise<void> {
    try {
      const { keepWindow } = await import('./deal-window.ts');
      const card = this.#card;
      if (!card) return;
      show(card);
      keepWindow(this).show();
    } catch (error) {
      this.report(error);
    }
  }

  readonly #cancelled = (event: Event): void => {
    event.preventDefault();
    this.#close();
  };

  #close(): void {
    if (this.#card?.mayLeave() ?? true) this.#dialog?.close();
  }
}

const ASKED = ['ringback-record-create', 'ringback-record-open'] as const;

const asSort = (column: string): NonNullable<DealQuery['sort']> =>
  column === 'changed' ? 'updated' : (column as 'amount' | 'closes');
