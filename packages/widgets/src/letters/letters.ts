import type { Document, Letter, LetterQuery, RingbackError, RingbackEvent } from '@ringback/model';
import { emit, fill, formatTime, icon, type LetterWriteDetail, mailIcon, undoIcon } from '@ringback/ui';
import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { WindowKeeper } from '../form/window-keeper.ts';
import {
  type ListAction,
  type ListFilter,
  type ListQuestion,
  RecordListElement,
} from '../list/record-list.ts';
import type { ListColumn } from '../list/table-view.ts';
import { windowStyles } from '../list/window.styles.ts';
import { answerTo, type Draft, draftView, inputOf, problemOf } from './draft-view.ts';
import { lettersStyles } from './letters.styles.ts';
import { lettersWords } from './letters.words.ts';
import { threadView } from './thread-view.ts';

export interface LetterSentDetail {
  letter: Letter;
}

declare module '@ringback/ui/emit' {
  interface RingbackEventMap {
    'ringback-letter-sent': LetterSentDetail;
  }
}

/** What the window shows: a letter with everything that was said before and after, or one that is written. */
type Shown = { what: 'read'; letter: Letter } | { what: 'write'; draft: Draft };

/**
 * @summary Letters sent and received: read by thread, answered and written, with documents that go along.
 *
 * @attr {string} party - Only the letters of this customer; new ones are his.
 * @attr {string} deal - Only the letters about this deal; new ones are about it.
 * @attr {string} address - To whom a new letter goes, unless another is typed.
 * @attr {boolean} everywhere - Answers every `ringback-letter-write` that the page does not answer itself, while it is shown, however far down.
 * @attr {string} page - Names the host page: each page has saved views of its own.
 *
 * @event {CustomEvent<LetterSentDetail>} ringback-letter-sent - A letter has left the house.
 * @event {CustomEvent<LetterWriteDetail>} ringback-letter-write - A new letter is asked for; cancelable: else its form opens.
 * @event {CustomEvent<ErrorDetail>} ringback-error - Something did not work; the list says it in words.
 *
 * @csspart list - The whole list.
 * @csspart toolbar - Search, filters, views, columns.
 * @csspart columns - Button of the column chooser.
 * @csspart add - Button that begins a letter.
 * @csspart scroller - What scrolls.
 * @csspart head - Row of headings.
 * @csspart row - One letter.
 * @csspart open - Its subject, a button.
 * @csspart action - A button at the row's end.
 * @csspart window - Window in which a letter is read or written.
 * @csspart letter-form - Form in it.
 * @csspart files - Names of the files of a letter.
 * @csspart message - Sentence of the empty, error and signed-out states.
 * @csspart stale - Mark of a list that may be out of date.
 *
 * @cssproperty --ringback-accent - Colour that all others follow.
 * @cssproperty --ringback-list-size - Height that the list may have at most; 60vh when absent.
 */
export class RingbackLetters extends RecordListElement<Letter> {
  static override styles = [...RecordListElement.styles, windowStyles, lettersStyles];

  static override properties: PropertyDeclarations = {
    ...{ party: {}, deal: {}, address: {} },
    everywhere: { type: Boolean },
  };

  declare party: string;
  declare deal: string;
  declare address: string;
  declare everywhere: boolean;

  #shown: Shown | undefined;
  #thread: readonly Letter[] | undefined;
  #documents: readonly Document[] = [];
  /** Text that a letter began with: what differs from it was written. */
  #begun = '';
  #sending = false;
  #problem: string | undefined;
  readonly #window = new WindowKeeper(this, () => this.#closed());
  /** Whose letters were read. */
  #about: string | undefined;

  constructor() {
    super();
    this.party = this.deal = this.address = '';
    this.everywhere = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('ringback-letter-write', this.#answerPage);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('ringback-letter-write', this.#answerPage);
  }

  /** Opens the window for a new letter. */
  write({ to, partyId }: LetterWriteDetail = {}): void {
    const links = { partyId: partyId ?? this.party, dealId: this.deal };
    void this.#write({ to: to ?? this.address, subject: '', text: '', ...links });
  }

  protected listName() {
    return 'letters' as const;
  }

  protected initialColumns(): readonly string[] {
    return ['subject', 'who', 'direction', 'at'];
  }

  protected present(): boolean {
    return this.backend?.mail !== undefined;
  }

  protected get sentences(): { region: string; empty: string } {
    const { region, empty } = this.words(lettersWords);
    return { region, empty };
  }

  protected nameOf({ subject }: Letter): string {
    return subject.trim() || this.words(lettersWords).noSubject;
  }

  protected read({ filters, words, cursor, limit }: ListQuestion) {
    const { direction } = filters as Pick<LetterQuery, 'direction'>;
    return this.backend!.mail!.list({
      ...{ limit, ...this.#links() },
      ...(cursor === undefined ? {} : { cursor }),
      ...(direction === undefined ? {} : { direction }),
      ...(words === undefined ? {} : { words }),
    });
  }

  protected hear(event: RingbackEvent): void {
    if (event.type !== 'letter.created') return;
    const { letter } = event.data;
    this.pages.put(letter, { add: this.#fits(letter) });
    if (this.#shown?.what === 'read' && this.#shown.letter.threadId === letter.threadId)
      void this.#readThread(this.#shown.letter);
  }

  protected columns(): readonly ListColumn<Letter>[] {
    const words = this.words(lettersWords);
    return [
      {
        ...{ key: 'subject', title: words.subject, lead: true, grow: 3 },
        cell: (letter) => html`<bdi>${this.nameOf(letter)}</bdi>`,
      },
      {
        ...{ key: 'who', title: words.who, grow: 2, narrow: true },
        cell: ({ direction, from, to }) => html`<bdi>${direction === 'in' ? from : to.join(', ')}</bdi>`,
      },
      { key: 'direction', title: words.direction, cell: ({ direction }) => words[direction], narrow: true },
      { key: 'text', title: words.text, cell: ({ text }) => html`<bdi>${text}</bdi>`, grow: 3 },
      {
        ...{ key: 'files', title: words.files },
        cell: ({ attachments = [] }) => html`<bdi>${attachments.join(', ')}</bdi>`,
      },
      {
        ...{ key: 'at', title: words.at, end: true },
        cell: ({ at }) => html`<time datetime=${at}>${formatTime(at, this.locale)}</time>`,
      },
    ];
  }

  protected override filters(): readonly ListFilter[] {
    const words = this.words(lettersWords);
    const options = (['in', 'out'] as const).map((id) => ({ id, title: words[id] }));
    return [{ key: 'direction', title: words.direction, options }];
  }

  protected override actions(): readonly ListAction<Letter>[] {
    if (!this.backend?.mail?.send) return [];
    return [
      {
        ...{ key: 'answer', icon: undoIcon },
        title: (letter) => fill(this.words(lettersWords).answerTo, { subject: this.nameOf(letter) }),
        run: (letter) => this.#answer(letter),
      },
    ];
  }

  protected override tools(): unknown {
    if (!this.backend?.mail?.send) return nothing;
    return html`<button class="button primary" part="add" type="button" @click=${() => this.#ask()}>
      ${icon(mailIcon)}<span>${this.words(lettersWords).add}</span>
    </button>`;
  }

  protected override open = (letter: Letter): void => {
    void this.#show({ what: 'read', letter });
    void this.#readThread(letter);
  };

  protected override body(): TemplateResult {
    const { status } = this.backend?.state ?? {};
    if (this.backend && status !== 'signed-out' && !this.present())
      return this.message(this.words(lettersWords).noMailbox);
    return super.body();
  }

  protected override willUpdate(changes: PropertyValues): void {
    const about = JSON.stringify(this.#links());
    const changed = this.#about !== undefined && this.#about !== about;
    this.#about = about;
    if (changed) this.pages.clear();
    super.willUpdate(changes);
    if (changed) void this.pages.refresh();
  }

  protected override render(): TemplateResult {
    return html`${super.render()}
      <dialog
        part="window"
        aria-labelledby="letter-title"
        @close=${() => this.#window.isGone && this.#closed()}
        @cancel=${this.#cancelled}
      >
        ${this.#windowView()}
      </dialog>`;
  }

  #windowView(): unknown {
    const shown = this.#shown;
    if (!shown) return nothing;
    const close = () => this.#dialog.close();
    const { locale } = this;
    if (shown.what === 'read') {
      const { letter } = shown;
      const { send, file } = this.backend?.mail ?? {};
      return threadView({
        ...{ letter, thread: this.#thread, problem: this.#problem, locale, close },
        answer: send && (() => this.#answer(letter)),
        take: file && ((of, index) => void this.#take(of, index)),
      });
    }
    return draftView({
      ...{ locale, draft: shown.draft, documents: this.#documents, sending: this.#sending },
      ...{ problem: this.#problem, cancel: () => this.#leave() },
      send: (draft) => void this.#send(draft),
    });
  }

  get #dialog(): HTMLDialogElement {
    return this.renderRoot.querySelector('dialog')!;
  }

  #links(): { partyId?: string; dealId?: string } {
    return { ...(this.party ? { partyId: this.party } : {}), ...(this.deal ? { dealId: this.deal } : {}) };
  }

  /** Whether a new one belongs at the head of what is shown. */
  #fits({ partyId, dealId, direction }: Letter): boolean {
    const { direction: wanted, ...others } = this.view.shape.filters;
    const about = this.#links();
    return (
      (about.partyId ?? partyId) === partyId &&
      (about.dealId ?? dealId) === dealId &&
      (wanted ?? direction) === direction &&
      Object.keys(others).length === 0
    );
  }

  #ask(): void {
    const { party: partyId, address: to } = this;
    const detail = { ...(to ? { to } : {}), ...(partyId ? { partyId } : {}) };
    if (emit(this, 'ringback-letter-write', detail, { cancelable: true })) this.write(detail);
  }

  #answer(letter: Letter): void {
    void this.#write(answerTo(letter, this.#links()));
  }

  readonly #answerPage = (event: Event): void => {
    const { detail } = event as CustomEvent<LetterWriteDetail>;
    // What it asked itself, it opens itself.
    if (!this.everywhere || event.defaultPrevented || event.composedPath().includes(this)) return;
    // A window of what the page hides would not be seen.
    if (!this.backend?.mail?.send || !this.checkVisibility()) return;
    event.preventDefault();
    this.write(detail);
  };

  async #write(draft: Draft): Promise<void> {
    this.#begun = draft.text;
    await this.#show({ what: 'write', draft });
    const fields = [...this.#dialog.querySelectorAll<HTMLInputElement>('input, textarea')];
    // An answer is written above what it answers.
    const begin = fields.find(({ value }) => value === '') ?? fields.at(-1);
    begin?.focus();
    begin?.setSelectionRange(0, 0);
    await this.#readDocuments(draft);
  }

  async #show(shown: Shown): Promise<void> {
    this.#shown = shown;
    this.#problem = this.#thread = undefined;
    this.requestUpdate();
    await this.updateComplete;
    this.#window.show();
  }

  async #readThread(letter: Letter): Promise<void> {
    try {
      const { threadId } = letter;
      const page =
        threadId === undefined ? undefined : await this.backend?.mail?.list({ threadId, limit: 100 });
      if (this.#shown?.what !== 'read' || this.#shown.letter.id !== letter.id) return;
      this.#thread = page?.items ?? [letter];
    } catch (error) {
      this.#problem = fill(this.words(lettersWords).noThread, { why: (error as Error).message });
      this.report(error);
    }
    this.requestUpdate();
  }

  async #take({ id, attachments = [] }: Letter, index: number): Promise<void> {
    const name = attachments[index] ?? '';
    this.#problem = undefined;
    try {
      const { takeFile } = await import('../list/list-file.ts');
      const { url } = await this.backend!.mail!.file!(id, index);
      takeFile(url, name);
    } catch (error) {
      this.#problem = fill(this.words(lettersWords).noFile, { name, why: (error as Error).message });
      this.report(error);
    }
    this.requestUpdate();
  }

  /** What may go along. A letter without it is a letter all the same. */
  async #readDocuments({ partyId, dealId }: Draft): Promise<void> {
    this.#documents = [];
    if (!partyId && !dealId) return;
    try {
      const of = dealId ? { dealId } : { partyId };
      this.#documents = (await this.backend?.documents?.list(of)) ?? [];
    } catch (error) {
      this.report(error);
    }
    this.requestUpdate();
  }

  #closed(): void {
    this.#shown = this.#problem = undefined;
    this.requestUpdate();
  }

  readonly #cancelled = (event: Event): void => {
    if (this.#shown?.what !== 'write') return;
    event.preventDefault();
    // Once it has asked, only the button that says so discards.
    if (!this.#shown.draft.leaving) this.#leave();
  };

  /** What was written is not lost by one key: it is asked about first. */
  #leave(): void {
    const shown = this.#shown;
    if (shown?.what !== 'write' || shown.draft.leaving || shown.draft.text === this.#begun)
      return this.#dialog.close();
    shown.draft.leaving = true;
    this.requestUpdate();
  }

  async #send(draft: Draft): Promise<void> {
    this.#shown = { what: 'write', draft };
    this.#problem = problemOf(draft, this.words(lettersWords));
    if (this.#problem !== undefined || this.#sending) return this.requestUpdate();
    this.#sending = true;
    this.requestUpdate();
    try {
      const letter = await this.backend!.mail!.send!(inputOf(draft));
      this.pages.put(letter, { add: this.#fits(letter) });
      this.#dialog.close();
      emit(this, 'ringback-letter-sent', { letter });
    } catch (error) {
      const { message, hint = '' } = error as RingbackError;
      const why = [message, hint].filter(Boolean).join(' ');
      this.#problem = fill(this.words(lettersWords).notSent, { why });
      this.report(error);
    }
    this.#sending = false;
    this.requestUpdate();
  }
}
