import type { Call, CallFilters, RingbackEvent } from '@ringback/model';
import {
  emit,
  fill,
  formatNumber,
  icon,
  phoneErrorCode,
  phoneErrorSentence,
  phoneIcon,
  phoneMissedIcon,
  playIcon,
  Ticker,
} from '@ringback/ui';
import { html, nothing, type PropertyDeclarations, type PropertyValues } from 'lit';
import { isCut } from '../call/call-words.ts';
import { People } from '../list/people.ts';
import { reachActions } from '../list/reach.ts';
import {
  type ListAction,
  type ListFilter,
  type ListQuestion,
  RecordListElement,
} from '../list/record-list.ts';
import type { RecordPage } from '../list/record-pages.ts';
import type { ListColumn } from '../list/table-view.ts';
import type { CallDetails } from './call-details.ts';
import { styles } from './call-log.styles.ts';
import { callLogWords } from './call-log.words.ts';
import { commentCell, durationCell, numberCell, resultCell, whenCell, whoCell, whoOf } from './log-cells.ts';
import { asFilters, fits, type LogRow, newestFirst, numberOf, PERIODS, TODO, WHICH } from './log-row.ts';
import type { LogTodo } from './log-todo.ts';

/** Calls at the head of the log that may be going on. */
const HEAD = 20;

/**
 * @summary Who called whom, when, and what came of it; recordings; and those whom nobody has called back. Keeps itself up to date.
 *
 * @attr {string} party-id - Only calls with this customer.
 * @attr {string} page - Names the host page: each page has saved views of its own.
 *
 * @event {CustomEvent<NumberDialDetail>} ringback-number-dial - A number or the call button was clicked; cancelable: else the phone dials.
 * @event {CustomEvent<LetterWriteDetail>} ringback-letter-write - The letter button was clicked; cancelable: else the mail program opens.
 * @event {CustomEvent<RecordingRemovedDetail>} ringback-recording-removed - A recording was deleted.
 * @event {CustomEvent<ErrorDetail>} ringback-error - Something did not work; the log says it in words.
 *
 * @csspart list - The whole log.
 * @csspart toolbar - Search, filters, views, options.
 * @csspart todo - Button that shows whom nobody has called back.
 * @csspart options - Button of columns, views and the file.
 * @csspart scroller - What scrolls.
 * @csspart head - Row of headings.
 * @csspart row - One call.
 * @csspart open - Its name, a button that opens the details.
 * @csspart name - Name.
 * @csspart kind - Kind of the party.
 * @csspart number - Number; a button that dials it.
 * @csspart claim - Name the caller gave for himself.
 * @csspart result - Direction and result in words.
 * @csspart callback - Mark of a callback with its page.
 * @csspart comment-preview - First words of the comment; opens it.
 * @csspart action - A button at the row's end.
 * @csspart details - What stands under an open row.
 * @csspart comment - Label, field and state of the comment.
 * @csspart comment-field - The field.
 * @csspart save-state - Saving, saved, kept, not saved.
 * @csspart way - How a call from the world came to where it rang; folded.
 * @csspart dismiss - Form that takes a missed call off the list.
 * @csspart write - Form in which a missed caller is written to, where the PBX sends messages.
 * @csspart message - Sentence of the empty, error and signed-out states.
 * @csspart stale - Mark of a list that may be out of date.
 *
 * @cssproperty --ringback-accent - Colour that all others follow.
 * @cssproperty --ringback-list-size - Height that the list may have at most; 60vh when absent.
 */
export class RingbackCallLog extends RecordListElement<LogRow> {
  static override styles = [...RecordListElement.styles, styles];

  static override properties: PropertyDeclarations = { partyId: { attribute: 'party-id' } };

  declare partyId: string | undefined;

  readonly #people = new People(
    () => this.backend,
    (error) => this.report(error),
  );
  #details: CallDetails | undefined;
  #todo: LogTodo | undefined;
  /** How many wait to be called back: nobody's yet, and one's own. */
  #waiting = 0;

  constructor() {
    super();
    new Ticker(this, () =>
      this.pages.items.slice(0, HEAD).some(({ connectedAt, state }) => connectedAt && state !== 'ended'),
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#close();
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (this.hasUpdated && changed.has('partyId')) this.askAnew();
    if (this.backend?.state.status === 'signed-out') this.#close();
    const open = this.openId === undefined ? undefined : this.pages.get(this.openId);
    if (open) this.#details?.hear(open, this.shadowRoot?.activeElement?.id === 'comment');
  }

  protected listName() {
    return 'calls' as const;
  }

  protected initialColumns(): readonly string[] {
    return ['who', 'number', 'result', 'comment', 'duration', 'when'];
  }

  protected present(): boolean {
    return true;
  }

  protected get sentences() {
    const { region, empty } = this.words(callLogWords);
    const fits = this.#shownTodo?.nobodyWaits;
    return { region, empty, ...(fits === undefined ? {} : { fits }) };
  }

  protected nameOf(row: LogRow): string {
    return whoOf(row, this.locale, this.#self);
  }

  get #self(): string | undefined {
    return this.backend?.state.me?.agent.id;
  }

  protected override order = newestFirst;

  protected async read({ filters, words, ...page }: ListQuestion): Promise<RecordPage<LogRow>> {
    const { calls, missed } = this.backend!;
    void this.#people.load().then(() => this.requestUpdate());
    void this.#count();
    if (this.#isTodo && missed) return (await this.#bringTodo()).read(page);
    const asked = { ...this.#scope(), ...asFilters({ ...filters, ...(words ? { words } : {}) }), ...page };
    const { value, stale } = await calls.list(asked);
    return { ...value, stale };
  }

  protected hear({ type, data }: RingbackEvent): void {
    if ('call' in data && !this.#isTodo) this.#take(data.call);
    if (type === 'party.updated') this.#rename(data.party);
    if (type !== 'missed.changed') return;
    void this.#count();
    this.#shownTodo?.hear(data.missed);
  }

  protected columns(): readonly ListColumn<LogRow>[] {
    const words = this.words(callLogWords);
    const { locale } = this;
    const todo = this.#shownTodo;
    return [
      {
        ...{ key: 'who', title: words.who, lead: true, grow: 3 },
        cell: (row) => whoCell(row, locale, this.nameOf(row)),
      },
      {
        ...{ key: 'number', title: words.number, grow: 2.2 },
        cell: (row) =>
          numberCell(numberOf(row, this.#self), words, () => void this.attempt(row, () => this.#dial(row))),
      },
      {
        ...{ key: 'result', title: words.result, grow: 2.6, narrow: true },
        cell: todo?.resultCell ?? ((row) => resultCell(row, locale)),
      },
      {
        ...{ key: 'comment', title: todo?.whose ?? words.comment, grow: 3, narrow: todo !== undefined },
        cell:
          todo?.whoseCell ??
          ((row) =>
            commentCell(row, words, {
              who: this.nameOf(row),
              write: () => void this.#show(row, '#comment'),
            })),
      },
      { key: 'agent', title: words.agent, cell: ({ agent }) => html`<bdi>${agent?.name ?? nothing}</bdi>` },
      { key: 'line', title: words.line, cell: ({ line }) => formatNumber(line ?? '') },
      { ...{ key: 'duration', title: words.duration, end: true }, cell: durationCell },
      {
        ...{ key: 'when', title: words.when, end: true, narrow: !todo, grow: 1.6 },
        cell: (row) => whenCell(row, locale),
      },
    ];
  }

  protected override filters(): readonly ListFilter[] {
    const words = this.words(callLogWords);
    const titled = <K extends keyof typeof words>(id: K) => ({ id, title: words[id] });
    const which = this.backend?.missed ? [...WHICH, TODO] : WHICH;
    const all: ListFilter[] = [
      { key: 'which', title: words.which, options: which.map((id) => titled(id as 'in')) },
    ];
    if (this.#isTodo) return all;
    const periods = Object.keys(PERIODS) as (keyof typeof PERIODS)[];
    const agents = this.#people.agents;
    return [
      ...all,
      { key: 'period', title: words.period, options: periods.map(titled) },
      ...(agents.length > 1 ? [{ key: 'agent', title: words.agent, options: agents }] : []),
      ...(this.backend?.recordings
        ? [{ key: 'recorded', title: words.recorded, options: (['yes', 'no'] as const).map(titled) }]
        : []),
    ];
  }

  protected override actions(): readonly ListAction<LogRow>[] {
    const words = this.words(callLogWords);
    const named = (sentence: string) => (row: LogRow) => fill(sentence, { who: this.nameOf(row) });
    const call: ListAction<LogRow> = {
      ...{ key: 'call', icon: phoneIcon, may: (row) => numberOf(row, this.#self) !== '' },
      title: (row) => named(isCut(row) ? words.callBack : words.call)(row),
      run: (row) => this.#dial(row),
    };
    const todo = this.#shownTodo;
    if (todo) return [call, ...todo.actions()];
    const { backend, phone, locale } = this;
    const whom = ({ party }: LogRow) => party;
    const [, ...write] = reachActions<LogRow>({ element: this, backend, phone, locale, whom });
    // What every row has stands at the edge.
    return [...(backend?.recordings ? [this.#listenAction()] : []), ...write, call];
  }

  protected override tools(): unknown {
    if (!this.backend?.missed) return nothing;
    const toggle = () => this.view.filter('which', this.#isTodo ? '' : TODO);
    return html`<button
      class="button"
      part="todo"
      type="button"
      aria-pressed=${String(this.#isTodo)}
      @click=${toggle}
    >
      ${icon(phoneMissedIcon)}<span>${this.words(callLogWords).todo}</span>
      ${this.#waiting > 0 ? html`<span class="count">${this.#waiting}</span>` : nothing}
    </button>`;
  }

  protected override open = (row: LogRow): void => {
    if (this.openId === row.id) this.#close();
    else void this.#show(row);
  };

  protected override details = (row: LogRow): unknown =>
    this.#todo?.render(row) ?? this.#details?.render(row);

  protected override fileUrl(): Promise<string> | undefined {
    const { exports } = this.backend ?? {};
    if (this.#isTodo || !exports) return undefined;
    return exports.calls({ ...this.#scope(), ...asFilters(this.view.shape.filters) }).then(({ url }) => url);
  }

  protected override forget(): void {
    this.#close();
    super.forget();
  }

  protected override askAnew(): void {
    this.#close();
    super.askAnew();
  }

  get #isTodo(): boolean {
    return this.view.shape.filters.which === TODO;
  }

  #scope(): Pick<CallFilters, 'partyId'> {
    return this.partyId ? { partyId: this.partyId } : {};
  }

  /** The list of those to call back, where it is what is shown. */
  get #shownTodo(): LogTodo | undefined {
    return this.#isTodo ? this.#todo : undefined;
  }

  async #bringTodo(): Promise<LogTodo> {
    const { LogTodo: Todo } = await import('./log-todo.ts');
    return (this.#todo ??= new Todo({
      ...{ backend: () => this.backend, locale: () => this.locale, nameOf: (row) => this.nameOf(row) },
      put: (row, options) => this.pages.put(row, options),
      remove: (id) => this.pages.remove({ id }),
      ...{ host: this, show: (row, focus) => this.#show(row, focus), close: () => this.#close() },
      attempt: (row, work) => this.attempt(row, work),
    }));
  }

  #listenAction(): ListAction<LogRow> {
    return {
      title: (row) => fill(this.words(callLogWords).listen, { who: this.nameOf(row) }),
      ...{ key: 'listen', icon: playIcon, may: (row) => storedOf(row) !== undefined },
      run: (row) => this.#listen(row),
    };
  }

  #take(call: Call): void {
    const known = this.pages.get(call.id);
    if (known && known.version > call.version) return;
    const filters = { ...this.#scope(), ...asFilters(this.view.shape.filters) };
    const { words: _words, ...others } = filters;
    // A call that was found by its words stays found.
    if (fits(call, known ? others : filters)) this.pages.put(call, { add: true });
    else if (known && !fits(call, others)) this.pages.remove(call);
  }

  #rename({ id, system, name, kind }: { id: string; system: string; name: string; kind: string }): void {
    const party = { system, id, name, kind };
    for (const row of this.pages.items)
      if (row.party?.id === id && row.party.system === system) this.pages.put({ ...row, party });
  }

  /** A number beside the button; a log without it is a log all the same. */
  async #count(): Promise<void> {
    try {
      const { open = 0, mine = 0 } = (await this.backend?.missed?.counts()) ?? {};
      this.#waiting = open + mine;
    } catch {
      this.#waiting = 0;
    }
    this.requestUpdate();
  }

  async #show(row: LogRow, focus?: string): Promise<void> {
    try {
      if (!row.missed) await this.#bringDetails();
    } catch (error) {
      return this.report(error);
    }
    if (this.openId !== row.id) {
      this.#close();
      this.openId = row.id;
      if (!row.missed) this.#details?.begin(row);
    }
    this.requestUpdate();
    await this.updateComplete;
    if (focus) this.renderRoot.querySelector<HTMLElement>(focus)?.focus();
  }

  async #bringDetails(): Promise<void> {
    const { CallDetails: Details } = await import('./call-details.ts');
    this.#details ??= new Details(this, {
      ...{ backend: () => this.backend, phone: () => this.phone, locale: () => this.locale },
      ...{ put: (call) => this.#take(call), failed: (error) => this.report(error) },
    });
  }

  async #listen(row: LogRow): Promise<void> {
    await this.#show(row);
    await this.#details?.listen(storedOf(row)?.id ?? '');
  }

  #close(): void {
    if (this.openId === undefined) return;
    this.#details?.end(this.openId);
    if (this.#todo) this.#todo.writes = undefined;
    this.openId = undefined;
    this.requestUpdate();
  }

  async #dial({ number }: LogRow): Promise<void> {
    if (!emit(this, 'ringback-number-dial', { number }, { cancelable: true })) return;
    try {
      await this.phone?.call(number);
    } catch (error) {
      const code = phoneErrorCode(error, 'dial');
      throw Object.assign(new Error(phoneErrorSentence(code, this.locale)), { code });
    }
  }
}

const storedOf = ({ recordings }: LogRow) => recordings?.find(({ state }) => state === 'stored');
