import type {
  ConversionInput,
  Lead,
  LeadChoices,
  LeadQuery,
  LeadUpdate,
  RingbackError,
  RingbackEvent,
  UserChoice,
} from '@ringback/model';
import {
  checkIcon,
  emit,
  fill,
  icon,
  type IconNode,
  mailIcon,
  phoneIcon,
  plusIcon,
  type RecordCreateDetail,
  xIcon,
} from '@ringback/ui';
import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { formButtonsStyles } from '../form/form-buttons.styles.ts';
import { formStyles } from '../form/form.styles.ts';
import { recordStateStyles } from '../form/record-state.styles.ts';
import { WindowKeeper } from '../form/window-keeper.ts';
import {
  type ListAction,
  type ListFilter,
  type ListQuestion,
  RecordListElement,
} from '../list/record-list.ts';
import { inlineChoiceStyles } from '../list/inline-choice.styles.ts';
import type { ListColumn } from '../list/table-view.ts';
import { windowStyles } from '../list/window.styles.ts';
import { removedFrom } from '../list/removed.ts';
import { webUrl } from '../web-url.ts';
import { clashOf } from './lead-clash.ts';
import { leadColumns, titled } from './lead-columns.ts';
import type { LeadForm } from './lead-form.ts';
import { convertWindow, type Duplicates, duplicatesOf, isTyped, rejectWindow } from './lead-windows.ts';
import { leadsWords } from './leads.words.ts';
import { type ListedLead, unattendedLeads, whyAfter } from './listed-lead.ts';

/** Ready-made lists. */
const WHICH = ['unattended', 'open', 'converted', 'rejected'] as const;

/**
 * @summary People who showed interest and are no customers yet: followed up, made customers or rejected straight from the list.
 *
 * @attr {unattended|open|converted|rejected} which - The ready-made list that this element is; all when absent.
 * @attr {string} page - Names the host page: each page has saved views of its own.
 *
 * @event {CustomEvent<RecordOpenDetail>} ringback-record-open - A name was clicked; cancelable: else the record's page opens.
 * @event {CustomEvent<RecordCreateDetail>} ringback-record-create - A new lead is asked for; cancelable: else its form opens.
 * @event {CustomEvent<NumberDialDetail>} ringback-number-dial - The call button was clicked; cancelable: else the phone dials.
 * @event {CustomEvent<LetterWriteDetail>} ringback-letter-write - The letter button was clicked; cancelable: else the mail program opens.
 * @event {CustomEvent<ErrorDetail>} ringback-error - Something did not work; the list says it in words.
 *
 * @csspart list - The whole list.
 * @csspart toolbar - Search, filters, views, columns.
 * @csspart columns - Button of the column chooser.
 * @csspart add - Button that makes a lead.
 * @csspart scroller - What scrolls.
 * @csspart head - Row of headings.
 * @csspart row - One lead.
 * @csspart open - Its name, a button.
 * @csspart action - A button at the row's end.
 * @csspart window - Window in which a lead is made a customer or rejected.
 * @csspart lead-form - Form in it.
 * @csspart message - Sentence of the empty, error and signed-out states.
 * @csspart stale - Mark of a list that may be out of date.
 *
 * @cssproperty --ringback-accent - Colour that all others follow.
 * @cssproperty --ringback-list-size - Height that the list may have at most; 60vh when absent.
 */
export class RingbackLeads extends RecordListElement<ListedLead> {
  static override styles = [
    ...RecordListElement.styles,
    ...[inlineChoiceStyles, windowStyles, formStyles, formButtonsStyles, recordStateStyles],
  ];

  static override properties: PropertyDeclarations = { which: {} };

  /** The ready-made list that this element is. */
  declare which: (typeof WHICH)[number] | '';

  #choices: LeadChoices = { statuses: [], sources: [], rejectReasons: [] };
  #users: readonly UserChoice[] = [];
  #choicesOf: unknown;
  #shown: { what: 'convert' | 'reject'; lead: ListedLead } | { what: 'new' } | undefined;
  #form: LeadForm | undefined;
  /** Which ready-made list was read. */
  #readWhich: string | undefined;
  #duplicates: Duplicates;
  readonly #window = new WindowKeeper(this, () => this.#closed());
  #busy = false;
  #asksToLeave = false;
  #trouble: string | undefined;

  constructor() {
    super();
    this.which = '';
  }

  /** Opens the window for a new lead. */
  create({ name, number }: Pick<RecordCreateDetail, 'name' | 'number'> = {}): void {
    void this.#showForm({ name, phones: number === undefined ? undefined : [number] });
  }

  protected listName() {
    return 'leads' as const;
  }

  protected initialColumns(): readonly string[] {
    return ['name', 'status', 'source', 'owner', 'why', 'created'];
  }

  protected present(): boolean {
    return this.backend?.leads !== undefined;
  }

  protected get sentences(): { region: string; empty: string } {
    return this.words(leadsWords);
  }

  protected nameOf({ name }: ListedLead): string {
    return name;
  }

  protected read(question: ListQuestion) {
    const group = this.backend!.leads!;
    void this.#loadChoices();
    const { filters, words, cursor, limit } = question;
    const { which = this.which || undefined, ...fields } = filters;
    if (which === 'unattended') return unattendedLeads(group, { ...question, filters: fields });
    const query: LeadQuery = {
      ...{ limit, ...(fields as Pick<LeadQuery, 'statusId' | 'source' | 'responsibleId'>) },
      ...(which === undefined ? {} : { outcome: which as (typeof WHICH)[1] }),
      ...(words === undefined ? {} : { words }),
      ...(cursor === undefined ? {} : { cursor }),
    };
    return group.list(query);
  }

  protected hear(event: RingbackEvent): void {
    this.pages.remove(removedFrom(event, 'lead'));
    if (event.type === 'lead.updated') this.#put(event.data.lead);
    if (event.type === 'lead.created')
      this.pages.put(event.data.lead, {
        add: Object.keys(this.view.shape.filters).length === 0 && !this.#isOver,
      });
  }

  protected columns(): readonly ListColumn<ListedLead>[] {
    return leadColumns({
      ...{ words: this.words(leadsWords), locale: this.locale },
      ...{ statuses: this.#choices.statuses, users: this.#users },
      change: this.backend?.leads?.update && ((lead, patch) => this.#change(lead, patch)),
    });
  }

  protected override filters(): readonly ListFilter[] {
    const words = this.words(leadsWords);
    const { statuses, sources } = this.#choices;
    const all: ListFilter[] = [
      ...(this.which
        ? []
        : [{ key: 'which', title: words.which, options: WHICH.map((id) => ({ id, title: words[id] })) }]),
      { key: 'statusId', title: words.status, options: statuses.map(titled) },
      { key: 'source', title: words.source, options: sources.map((id) => ({ id, title: id })) },
      { key: 'responsibleId', title: words.owner, options: this.#users.map(titled) },
    ];
    return all.filter(({ options }) => options.length > 0);
  }

  protected override actions(): readonly ListAction<ListedLead>[] {
    const words = this.words(leadsWords);
    const isOpen = ({ status }: Lead) => status.outcome === 'open';
    const named = (sentence: string) => (lead: Lead) => fill(sentence, { who: lead.name });
    const ending = (key: 'convert' | 'reject', icon: IconNode): ListAction<ListedLead>[] => {
      const run = (lead: ListedLead) => this.#show(key, lead);
      return this.backend?.leads?.[key] ? [{ key, title: named(words[key]), icon, may: isOpen, run }] : [];
    };
    return [
      {
        ...{ key: 'call', title: named(words.call), icon: phoneIcon },
        may: ({ phones }) => phones.length > 0,
        run: ({ phones: [number = ''] }) => this.#dial(number),
      },
      {
        ...{ key: 'write', title: named(words.write), icon: mailIcon },
        may: ({ email }) => email !== undefined,
        run: (lead) => this.#write(lead),
      },
      ...ending('convert', checkIcon),
      ...ending('reject', xIcon),
    ];
  }

  protected override open = (lead: ListedLead): void => {
    const { system, id, name: title } = lead;
    const url = webUrl(lead.url);
    const detail = { kind: 'lead' as const, system, id, title, ...(url === undefined ? {} : { url }) };
    if (emit(this, 'ringback-record-open', detail, { cancelable: true }) && url !== undefined)
      window.open(url, '_blank', 'noopener,noreferrer');
  };

  protected override tools(): unknown {
    if (!this.backend?.leads?.create) return nothing;
    return html`<button class="button primary" part="add" type="button" @click=${() => this.#ask()}>
      ${icon(plusIcon)}<span>${this.words(leadsWords).add}</span>
    </button>`;
  }

  protected override willUpdate(changes: PropertyValues): void {
    const changed = this.#readWhich !== undefined && this.#readWhich !== this.which;
    this.#readWhich = this.which;
    super.willUpdate(changes);
    if (changed) this.askAnew();
  }

  protected override render(): TemplateResult {
    return html`${super.render()}
      <dialog
        part="window"
        aria-labelledby="window-title"
        @close=${() => this.#window.isGone && this.#closed()}
        @cancel=${(event: Event) => !this.#mayLeave() && event.preventDefault()}
      >
        ${this.#windowView()}
      </dialog>`;
  }

  #windowView(): unknown {
    if (!this.#shown) return nothing;
    if (this.#shown.what === 'new') return this.#form?.render();
    const { what, lead } = this.#shown;
    const view = {
      ...{ lead, locale: this.locale, busy: this.#busy, problem: this.#trouble, asks: this.#asksToLeave },
      cancel: () => this.#mayLeave() && this.#dialog.close(),
      goOn: () => this.#asks(false),
      discard: () => this.#dialog.close(),
    };
    if (what === 'convert')
      return convertWindow({
        ...view,
        duplicates: this.#duplicates,
        convert: (into) => void this.#convert(lead, into),
      });
    return rejectWindow({
      ...view,
      reasons: this.#choices.rejectReasons,
      reject: (reason) => void this.#finish(() => this.backend?.leads?.reject?.(lead.id, reason)),
    });
  }

  /** False, and asks, when something that was typed would be lost. */
  #mayLeave(): boolean {
    if (this.#shown?.what === 'new') return this.#form?.mayLeave() ?? true;
    this.#asks(isTyped(this.#dialog));
    return !this.#asksToLeave;
  }

  #asks(toLeave: boolean): void {
    this.#asksToLeave = toLeave;
    this.requestUpdate();
  }

  /** Whether a new one has no place in it. */
  get #isOver(): boolean {
    return this.which === 'converted' || this.which === 'rejected';
  }

  get #dialog(): HTMLDialogElement {
    return this.renderRoot.querySelector('dialog')!;
  }

  async #show(what: 'convert' | 'reject', lead: ListedLead): Promise<void> {
    this.#shown = { what, lead };
    this.#trouble = this.#duplicates = undefined;
    this.requestUpdate();
    await this.updateComplete;
    this.#window.show();
    if (what === 'convert') await this.#lookUp(lead);
  }

  #ask(): void {
    if (emit(this, 'ringback-record-create', { kind: 'lead' }, { cancelable: true })) this.create();
  }

  async #showForm(values: { name?: string | undefined; phones?: string[] | undefined }): Promise<void> {
    try {
      const { LeadForm } = await import('./lead-form.ts');
      this.#form ??= new LeadForm({
        ...{ backend: () => this.backend, locale: () => this.locale, people: () => this.#users.map(titled) },
        changed: () => this.requestUpdate(),
        saved: (lead) => {
          this.pages.put(lead, { add: !this.#isOver });
          this.#dialog.close();
        },
        close: () => this.#dialog.close(),
        failed: (error) => this.report(error),
      });
    } catch (error) {
      return this.report(error);
    }
    this.#shown = { what: 'new' };
    const ready = this.#form.begin(values);
    this.requestUpdate();
    await this.updateComplete;
    this.#window.show();
    await ready;
    await this.updateComplete;
    this.#dialog.querySelector<HTMLElement>('input, select, textarea')?.focus();
  }

  #closed(): void {
    this.#shown = undefined;
    this.#asks(false);
  }

  async #lookUp(lead: ListedLead): Promise<void> {
    const found = await duplicatesOf(lead, this.backend, (error) => this.report(error));
    if (this.#shown?.what !== 'convert' || this.#shown.lead.id !== lead.id) return;
    this.#duplicates = found;
    this.requestUpdate();
  }

  async #convert(lead: ListedLead, into: ConversionInput): Promise<void> {
    await this.#finish(async () => (await this.backend?.leads?.convert?.(lead.id, into))?.lead);
  }

  /** Does what the window asked about; it stays, with what was chosen, until that worked. */
  async #finish(work: () => Promise<Lead | undefined> | undefined): Promise<void> {
    this.#busy = true;
    this.#trouble = undefined;
    this.requestUpdate();
    try {
      const lead = await work();
      if (lead) this.#put(lead);
      this.#dialog.close();
    } catch (error) {
      this.#trouble = (error as Error).message;
      this.report(error);
    } finally {
      this.#busy = false;
      this.requestUpdate();
    }
  }

  /** As it is now; one that is looked after leaves the list of those that are not. */
  #put(lead: Lead): void {
    const known = this.pages.items.find(({ id }) => id === lead.id);
    const why = whyAfter(lead, known?.why);
    const which = this.view.shape.filters.which ?? this.which;
    if (which === 'unattended' && why.length === 0) this.pages.remove(lead);
    else this.pages.put(known?.why ? { ...lead, why } : lead);
  }

  #change(lead: ListedLead, patch: LeadUpdate): void {
    void this.attempt(lead, async () => {
      try {
        const ifUnmodifiedSince = lead.updatedAt;
        const changed = await this.backend?.leads?.update?.(lead.id, { ...patch, ifUnmodifiedSince });
        if (changed) this.#put(changed);
      } catch (error) {
        const { code, current } = error as RingbackError;
        if (code !== 'conflict' || current === undefined) throw error;
        this.#put(current as Lead);
        const known = { statuses: this.#choices.statuses, users: this.#users };
        throw clashOf(current as Lead, patch, { ...known, words: this.words(leadsWords) });
      }
    });
  }

  #write({ email = '', party }: ListedLead): void {
    const detail = { to: email, ...(party ? { partyId: party.id } : {}) };
    if (emit(this, 'ringback-letter-write', detail, { cancelable: true }))
      location.assign(`mailto:${encodeURIComponent(email)}`);
  }

  async #dial(number: string): Promise<void> {
    if (emit(this, 'ringback-number-dial', { number }, { cancelable: true })) await this.phone?.call(number);
  }

  /** What filters and rows choose from; a list without it is a list all the same. */
  async #loadChoices(): Promise<void> {
    const { leads, users } = this.backend ?? {};
    if (this.#choicesOf === leads) return;
    this.#choicesOf = leads;
    const [choices, people] = await Promise.allSettled([leads?.choices(), users?.list()]);
    for (const answer of [choices, people]) if (answer.status === 'rejected') this.report(answer.reason);
    if (choices.status === 'fulfilled') this.#choices = choices.value ?? this.#choices;
    if (people.status === 'fulfilled') this.#users = people.value ?? [];
    this.requestUpdate();
  }
}
