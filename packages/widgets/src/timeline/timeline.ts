import type { RingbackEvent, TimelineEntry, TimelineKind, TimelineQuery } from '@ringback/model';
import {
  emit,
  fill,
  formatDuration,
  formatNumber,
  formatTime,
  icon,
  phoneIcon,
  plusIcon,
} from '@ringback/ui';
import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { formButtonsStyles } from '../form/form-buttons.styles.ts';
import { leaveView } from '../form/leave-view.ts';
import { recordStateStyles } from '../form/record-state.styles.ts';
import { WindowKeeper } from '../form/window-keeper.ts';
import {
  type ListAction,
  type ListFilter,
  type ListQuestion,
  RecordListElement,
} from '../list/record-list.ts';
import type { ListColumn } from '../list/table-view.ts';
import { windowStyles } from '../list/window.styles.ts';
import { webUrl } from '../web-url.ts';
import { beginForm, entryForm, type EntryText, textOf } from './entry-form.ts';
import { entryName, entryView, kindOf } from './entry-view.ts';
import { toldEntry } from './told.ts';
import { ALL_KINDS, PERIODS, timelineWords, WRITTEN_KINDS } from './timeline.words.ts';

const DAY_MS = 86_400_000;

/** What the window shows: an entry to be read, one to be changed, or a new one. */
type Shown = { what: 'read' | 'change'; entry: TimelineEntry } | { what: 'new' };

/**
 * @summary Everything that happened: calls, letters, meetings, notes, requests from the site, orders and visits in one list.
 *
 * @attr {string} party - Only what happened with this party.
 * @attr {string} deal - Only what happened about this deal.
 * @attr {string} lead - Only what happened with this lead.
 * @attr {string} page - Names the host page: each page has saved views of its own.
 *
 * @event {CustomEvent<RecordOpenDetail>} ringback-record-open - An entry was clicked; cancelable: else it is shown whole in a window.
 * @event {CustomEvent<RecordCreateDetail>} ringback-record-create - A new entry is asked for; cancelable: else the form opens.
 * @event {CustomEvent<NumberDialDetail>} ringback-number-dial - The call button was clicked; cancelable: else the phone dials.
 * @event {CustomEvent<ErrorDetail>} ringback-error - Something did not work; the list says it in words.
 *
 * @csspart list - The whole list.
 * @csspart toolbar - Search, filters, views, columns.
 * @csspart columns - Button of the column chooser.
 * @csspart add - Button that writes an entry down.
 * @csspart scroller - What scrolls.
 * @csspart head - Row of headings.
 * @csspart row - One entry.
 * @csspart open - Its name, a button.
 * @csspart action - A button at the row's end.
 * @csspart window - Window in which an entry is read or written.
 * @csspart entry-form - Form in it.
 * @csspart message - Sentence of the empty, error and signed-out states.
 * @csspart stale - Mark of a list that may be out of date.
 *
 * @cssproperty --ringback-accent - Colour that all others follow.
 * @cssproperty --ringback-list-size - Height that the list may have at most; 60vh when absent.
 */
export class RingbackTimeline extends RecordListElement<TimelineEntry> {
  static override styles = [
    ...[...RecordListElement.styles, windowStyles, formButtonsStyles, recordStateStyles],
  ];

  static override properties: PropertyDeclarations = { party: {}, deal: {}, lead: {} };

  declare party: string;
  declare deal: string;
  declare lead: string;

  #shown: Shown | undefined;
  #saving = false;
  #problem: string | undefined;
  #typed = false;
  #asksToLeave = false;
  /** Whether an entry waits for the gateway. */
  #waits = false;
  readonly #window = new WindowKeeper(this, () => this.#closed());
  /** Whose entries were read. */
  #about: string | undefined;

  constructor() {
    super();
    this.party = '';
    this.deal = '';
    this.lead = '';
  }

  protected listName() {
    return 'timeline' as const;
  }

  protected initialColumns(): readonly string[] {
    return ['what', 'kind', 'author', 'duration', 'at'];
  }

  protected present(): boolean {
    return this.backend?.timeline !== undefined;
  }

  protected get sentences(): { region: string; empty: string } {
    const { region, empty } = this.words(timelineWords);
    return { region, empty };
  }

  protected nameOf(entry: TimelineEntry): string {
    return entryName(entry, this.words(timelineWords));
  }

  protected override order = (one: TimelineEntry, other: TimelineEntry): number =>
    other.at.localeCompare(one.at);

  protected read({ filters, words, cursor, limit }: ListQuestion) {
    const days = PERIODS[filters.period as keyof typeof PERIODS];
    const query: TimelineQuery = {
      ...{ limit, ...this.#links() },
      ...(cursor === undefined ? {} : { cursor }),
      ...(filters.kind === undefined ? {} : { kinds: [filters.kind as TimelineKind] }),
      ...(days === undefined ? {} : { from: new Date(Date.now() - days * DAY_MS).toISOString() }),
      ...(words === undefined ? {} : { words }),
    };
    return this.backend!.timeline!.list(query);
  }

  protected hear(event: RingbackEvent): void {
    const entry = toldEntry(event);
    if (!entry) return;
    const known = this.pages.get(entry.id);
    this.pages.put({ ...known, ...entry }, { add: this.#fits(entry) });
  }

  protected columns(): readonly ListColumn<TimelineEntry>[] {
    const words = this.words(timelineWords);
    return [
      {
        ...{ key: 'what', title: words.what, lead: true, grow: 2 },
        cell: (entry) =>
          html`<bdi>${this.nameOf(entry)}</bdi
            >${entry.waiting ? html` <small>${words.waiting}</small>` : nothing}`,
      },
      { key: 'kind', title: words.kind, cell: (entry) => kindOf(entry, words), narrow: true },
      { key: 'text', title: words.text, cell: ({ text }) => html`<bdi>${text}</bdi>`, grow: 2 },
      { key: 'author', title: words.author, cell: ({ author }) => author ?? nothing },
      { key: 'number', title: words.number, cell: ({ number }) => formatNumber(number ?? '') },
      {
        ...{ key: 'duration', title: words.duration, end: true },
        cell: ({ durationSeconds }) => (durationSeconds ? formatDuration(durationSeconds) : nothing),
      },
      {
        ...{ key: 'at', title: words.at, end: true, narrow: true },
        cell: ({ at }) => html`<time datetime=${at}>${formatTime(at, this.locale)}</time>`,
      },
    ];
  }

  protected override filters(): readonly ListFilter[] {
    const words = this.words(timelineWords);
    const periods = Object.keys(PERIODS) as (keyof typeof PERIODS)[];
    return [
      { key: 'kind', title: words.kind, options: ALL_KINDS.map((id) => ({ id, title: words[id] })) },
      { key: 'period', title: words.period, options: periods.map((id) => ({ id, title: words[id] })) },
    ];
  }

  protected override actions(): readonly ListAction<TimelineEntry>[] {
    return [
      {
        key: 'call',
        title: ({ number = '' }) => fill(this.words(timelineWords).dial, { who: formatNumber(number) }),
        icon: phoneIcon,
        may: ({ number }) => Boolean(number),
        run: ({ number = '' }) => this.#dial(number),
      },
    ];
  }

  protected override tools(): unknown {
    if (!this.backend?.timeline?.create) return nothing;
    return html`<button class="button primary" part="add" type="button" @click=${() => this.#add()}>
      ${icon(plusIcon)}<span>${this.words(timelineWords).add}</span>
    </button>`;
  }

  protected override open = (entry: TimelineEntry): void => {
    const url = webUrl(entry.url);
    const detail = {
      ...{ kind: 'communication' as const, system: entry.system, id: entry.id, title: this.nameOf(entry) },
      ...(url === undefined ? {} : { url }),
    };
    if (emit(this, 'ringback-record-open', detail, { cancelable: true }))
      void this.#show({ what: 'read', entry });
  };

  protected override willUpdate(changes: PropertyValues): void {
    const about = JSON.stringify(this.#links());
    const changed = this.#about !== undefined && this.#about !== about;
    this.#about = about;
    if (changed) this.pages.clear();
    super.willUpdate(changes);
    const { status, waiting } = this.backend?.state ?? {};
    // What waited has arrived, and is the gateway's now.
    const arrived = status === 'online' && waiting === 0 && this.#waits;
    this.#waits = this.pages.items.some((entry) => entry.waiting);
    if (changed || arrived) void this.pages.refresh();
  }

  protected override render(): TemplateResult {
    return html`${super.render()}
      <dialog
        part="window"
        aria-labelledby="entry-title"
        @close=${() => this.#window.isGone && this.#closed()}
        @cancel=${this.#cancelled}
        @input=${this.#typing}
      >
        ${this.#windowView()}
      </dialog>`;
  }

  #windowView(): unknown {
    const shown = this.#shown;
    const close = () => this.#dialog.close();
    if (!shown) return nothing;
    if (shown.what === 'read') {
      const { entry } = shown;
      const edit = this.#mayChange(entry) ? () => void this.#show({ what: 'change', entry }) : undefined;
      return entryView({ entry, locale: this.locale, backend: this.backend, edit, close });
    }
    return entryForm({
      ...{ locale: this.locale, entry: shown.what === 'change' ? shown.entry : undefined },
      ...{ saving: this.#saving, problem: this.#problem, cancel: () => this.#leave() },
      leave: this.#asksToLeave ? this.#leaveView() : undefined,
      save: (text) => void this.#save(shown, text),
    });
  }

  #leaveView(): TemplateResult {
    return leaveView({
      locale: this.locale,
      goOn: () => {
        this.#asksToLeave = false;
        this.requestUpdate();
      },
      discard: () => this.#dialog.close(),
    });
  }

  get #dialog(): HTMLDialogElement {
    return this.renderRoot.querySelector('dialog')!;
  }

  #links(): { partyId?: string; dealId?: string; leadId?: string } {
    return {
      ...(this.party ? { partyId: this.party } : {}),
      ...(this.deal ? { dealId: this.deal } : {}),
      ...(this.lead ? { leadId: this.lead } : {}),
    };
  }

  /** Whether a new one belongs at the head of what is shown. */
  #fits({ partyId, dealId, leadId, kind }: TimelineEntry): boolean {
    const { kind: wanted, ...others } = this.view.shape.filters;
    const about = this.#links();
    return (
      (about.partyId ?? partyId) === partyId &&
      (about.dealId ?? dealId) === dealId &&
      (about.leadId ?? leadId) === leadId &&
      (wanted ?? kind) === kind &&
      Object.keys(others).length === 0
    );
  }

  /** What came from elsewhere stays as it was; what somebody wrote may be written better. */
  #mayChange({ kind, callId, threadId, recordings, waiting }: TimelineEntry): boolean {
    const written = WRITTEN_KINDS.some((one) => one === kind);
    const own = !callId && !threadId && !recordings && !waiting;
    return Boolean(this.backend?.timeline?.update) && written && own;
  }

  #add(): void {
    const detail = { kind: 'communication' as const, ...this.#links() };
    if (emit(this, 'ringback-record-create', detail, { cancelable: true })) void this.#show({ what: 'new' });
  }

  async #show(shown: Shown): Promise<void> {
    if (shown.what === 'read' && shown.entry.recordings?.length)
      void import('../player/ringback-player.ts').catch((error: unknown) => this.report(error));
    this.#shown = shown;
    this.#problem = undefined;
    this.#typed = this.#asksToLeave = false;
    this.requestUpdate();
    await this.updateComplete;
    const form = this.#dialog.querySelector('form');
    if (form) beginForm(form, this.#beginning(shown));
    this.#window.show();
    form?.querySelector<HTMLElement>('select')?.focus();
  }

  /** The kind that one is looking at is likely the one that one writes; every other can be chosen. */
  #beginning(shown: Shown): Partial<EntryText> {
    if (shown.what !== 'new') return textOf(shown.entry);
    const { kind } = this.view.shape.filters;
    return { kind: WRITTEN_KINDS.find((one) => one === kind) ?? 'note' };
  }

  #closed(): void {
    this.#shown = undefined;
    this.requestUpdate();
  }

  readonly #typing = (): void => void (this.#typed = true);

  readonly #cancelled = (event: Event): void => {
    event.preventDefault();
    this.#leave();
  };

  /** What was typed is not lost by one key: it is asked about first. */
  #leave(): void {
    if (!this.#typed) return this.#dialog.close();
    this.#asksToLeave = true;
    this.requestUpdate();
    void this.updateComplete.then(() => this.#dialog.querySelector<HTMLElement>('.note .primary')?.focus());
  }

  async #save(shown: Shown, text: EntryText): Promise<void> {
    const { create, update } = this.backend?.timeline ?? {};
    this.#saving = true;
    this.#asksToLeave = false;
    this.#problem = undefined;
    this.requestUpdate();
    try {
      const entry = await (shown.what === 'new'
        ? create?.({ ...text, ...this.#links() })
        : update?.(shown.entry.id, text));
      if (entry) this.pages.put(entry, { add: this.#fits(entry) });
      this.#dialog.close();
    } catch (error) {
      this.#problem = (error as Error).message;
      this.report(error);
    } finally {
      this.#saving = false;
      this.requestUpdate();
    }
  }

  async #dial(number: string): Promise<void> {
    if (emit(this, 'ringback-number-dial', { number }, { cancelable: true })) await this.phone?.call(number);
  }
}
