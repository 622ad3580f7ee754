import type { Party, PartyListQuery, PartyPatch, RingbackEvent, UserChoice } from '@ringback/model';
import {
  emit,
  fill,
  formatNumber,
  formatTime,
  icon,
  mailIcon,
  phoneIcon,
  plusIcon,
  xIcon,
} from '@ringback/ui';
import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { kindWords } from '../call/call-words.ts';
import { callWords } from '../call/call.words.ts';
import { WindowKeeper } from '../form/window-keeper.ts';
import { inlineChoice } from '../list/inline-choice.ts';
import { inlineChoiceStyles } from '../list/inline-choice.styles.ts';
import {
  type ListAction,
  type ListFilter,
  type ListQuestion,
  RecordListElement,
} from '../list/record-list.ts';
import type { ListColumn } from '../list/table-view.ts';
import { windowStyles } from '../list/window.styles.ts';
import { removedFrom } from '../list/removed.ts';
import type { RingbackPartyCard } from '../party-card/party-card.ts';
import { webUrl } from '../web-url.ts';
import { partyListWords } from './party-list.words.ts';

/** Ready-made questions beside the filters by field. */
const WHICH = ['incomplete', 'draft'] as const;

/**
 * @summary Customers, suppliers and whoever else: filtered, ordered, called and changed straight from the list.
 *
 * @attr {string} kind - The kind that this list is of; all when absent.
 * @attr {incomplete|draft} which - Those to be completed, or drafts, alone.
 * @attr {string} page - Names the host page: each page has saved views of its own.
 *
 * @event {CustomEvent<PartyOpenDetail>} ringback-party-open - A name was clicked; cancelable: else the customer's card opens, or his page where the gateway is older.
 * @event {CustomEvent<RecordCreateDetail>} ringback-record-create - A new customer is asked for; cancelable: else his card opens.
 * @event {CustomEvent<NumberDialDetail>} ringback-number-dial - The call button was clicked; cancelable: else the phone dials.
 * @event {CustomEvent<LetterWriteDetail>} ringback-letter-write - The letter button was clicked; cancelable: else the mail program opens.
 * @event {CustomEvent<ErrorDetail>} ringback-error - Something did not work; the list says it in words.
 *
 * @csspart list - The whole list.
 * @csspart toolbar - Search, filters, views, columns.
 * @csspart columns - Button of the column chooser.
 * @csspart add - Button that makes a customer.
 * @csspart window - Window with a customer's card.
 * @csspart scroller - What scrolls.
 * @csspart head - Row of headings.
 * @csspart row - One record.
 * @csspart open - Its name, a button.
 * @csspart action - A button at the row's end.
 * @csspart message - Sentence of the empty, error and signed-out states.
 * @csspart stale - Mark of a list that may be out of date.
 *
 * @cssproperty --ringback-accent - Colour that all others follow.
 * @cssproperty --ringback-list-size - Height that the list may have at most; 60vh when absent.
 */
export class RingbackPartyList extends RecordListElement<Party> {
  static override styles = [...RecordListElement.styles, inlineChoiceStyles, windowStyles];

  static override properties: PropertyDeclarations = { kind: {}, which: {} };

  /** The kind that this list is of: a ready-made list (S038). */
  declare kind: string;
  /** Those to be completed, or drafts, alone (S045, S136). */
  declare which: (typeof WHICH)[number] | '';

  #users: readonly UserChoice[] = [];
  /** Which ready-made list was read. */
  #about: string | undefined;
  #usersOf: unknown;
  #segments: readonly string[] = [];
  /** What was typed in the card the card itself forgets. */
  readonly #window = new WindowKeeper(this, () => {});

  constructor() {
    super();
    this.kind = this.which = '';
  }

  protected listName() {
    return 'parties' as const;
  }

  protected initialColumns(): readonly string[] {
    return ['name', 'kind', 'phone', 'responsible', 'changed'];
  }

  protected present(): boolean {
    return this.backend?.parties?.list !== undefined;
  }

  protected get sentences(): { region: string; empty: string } {
    const { region, empty } = this.words(partyListWords);
    return { region: this.kind ? kindWords(this.kind, callWords[this.locale]) : region, empty };
  }

  protected nameOf(party: Party): string {
    return party.name;
  }

  protected read({ filters, words, sort, order, ...page }: ListQuestion) {
    void this.#loadUsers();
    const { which = this.which || undefined, ...fields } = filters;
    const query: PartyListQuery = {
      ...page,
      ...(this.kind ? { kind: this.kind } : {}),
      ...(fields as Pick<PartyListQuery, 'kind' | 'nature' | 'responsibleId' | 'segment'>),
      ...(which === undefined ? {} : { [which]: 'true' }),
      ...(words === undefined ? {} : { words }),
      ...(sort === undefined ? {} : { sort: sort === 'changed' ? 'updated' : 'name', order }),
    };
    return this.backend!.parties!.list!(query);
  }

  protected hear(event: RingbackEvent): void {
    if (event.type === 'party.updated') this.pages.put(event.data.party);
    if (event.type === 'party.created')
      this.pages.put(event.data.party, {
        add: this.#isPlain() && (this.kind || event.data.party.kind) === event.data.party.kind,
      });
    if (event.type === 'party.merged') this.pages.remove(event.data);
    this.pages.remove(removedFrom(event, 'party'));
  }

  protected columns(): readonly ListColumn<Party>[] {
    const words = this.words(partyListWords);
    return [
      {
        key: 'name',
        title: words.name,
        cell: ({ name }) => html`<bdi>${name}</bdi>`,
        lead: true,
        grow: 2,
        sortable: true,
      },
      { key: 'kind', title: words.kind, cell: (party) => this.#kindCell(party), narrow: true },
      {
        key: 'phone',
        title: words.phone,
        cell: ({ phones: [first = ''] }) => formatNumber(first),
        narrow: true,
      },
      { key: 'email', title: words.email, cell: ({ email }) => email ?? nothing },
      { key: 'belongs', title: words.belongs, cell: ({ organization }) => organization?.name ?? nothing },
      { key: 'responsible', title: words.responsible, cell: (party) => this.#responsibleCell(party) },
      { key: 'tags', title: words.tags, cell: ({ tags = [] }) => tags.join(', ') },
      {
        key: 'changed',
        title: words.changed,
        cell: ({ updatedAt }) => formatTime(updatedAt, this.locale),
        end: true,
        sortable: true,
      },
    ];
  }

  protected override filters(): readonly ListFilter[] {
    const words = this.words(partyListWords);
    const kinds = this.backend?.parties?.kinds ?? [];
    const titled = (id: string) => ({ id, title: kindWords(id, callWords[this.locale]) });
    return [
      ...(this.kind ? [] : [{ key: 'kind', title: words.kind, options: kinds.map(titled) }]),
      ...(this.#segments.length
        ? [{ key: 'segment', title: words.tags, options: this.#segments.map((id) => ({ id, title: id })) }]
        : []),
      {
        key: 'nature',
        title: words.nature,
        options: (['person', 'organization'] as const).map((id) => ({ id, title: words[id] })),
      },
      ...(this.#users.length
        ? [{ key: 'responsibleId', title: words.responsible, options: this.#people() }]
        : []),
      ...(this.which
        ? []
        : [{ key: 'which', title: words.which, options: WHICH.map((id) => ({ id, title: words[id] })) }]),
    ];
  }

  protected override actions(): readonly ListAction<Party>[] {
    const words = this.words(partyListWords);
    return [
      {
        key: 'call',
        title: ({ name }) => fill(words.call, { who: name }),
        icon: phoneIcon,
        may: ({ phones }) => phones.length > 0,
        run: ({ phones: [number = ''] }) => this.#dial(number),
      },
      {
        key: 'write',
        title: ({ name }) => fill(words.write, { who: name }),
        icon: mailIcon,
        may: ({ email }) => email !== undefined,
        run: ({ id, email = '' }) => {
          if (emit(this, 'ringback-letter-write', { to: email, partyId: id }, { cancelable: true }))
            location.assign(`mailto:${encodeURIComponent(email)}`);
        },
      },
    ];
  }

  protected override open = (party: Party): void => {
    const { system, id, name, kind } = party;
    const url = webUrl(party.url);
    const detail = { party: { system, id, name, kind }, ...(url === undefined ? {} : { url }) };
    if (!emit(this, 'ringback-party-open', detail, { cancelable: true })) return;
    if (this.backend?.parties?.get) void this.#showCard((card) => card.open(id));
    else if (url !== undefined) window.open(url, '_blank', 'noopener,noreferrer');
  };

  protected override tools(): unknown {
    if (!this.#mayCreate) return nothing;
    return html`<button class="button primary" part="add" type="button" @click=${() => this.#ask()}>
      ${icon(plusIcon)}<span>${this.words(partyListWords).add}</span>
    </button>`;
  }

  protected override willUpdate(changes: PropertyValues): void {
    const about = `${this.kind} ${this.which}`;
    const changed = this.#about !== undefined && this.#about !== about;
    this.#about = about;
    super.willUpdate(changes);
    if (changed) this.askAnew();
  }

  protected override render(): TemplateResult {
    return html`${super.render()}
      <dialog
        class="card"
        part="window"
        aria-label=${this.words(partyListWords).card}
        @cancel=${this.#cancelled}
      >
        <button
          class="button icon-only quiet close"
          type="button"
          aria-label=${this.words(partyListWords).close}
          @click=${() => this.#leave()}
        >
          ${icon(xIcon)}
        </button>
        <ringback-party-card
          .phone=${this.phone}
          .backend=${this.backend}
          @ringback-party-leave=${() => this.#dialog?.close()}
        ></ringback-party-card>
      </dialog>`;
  }

  /** Everywhere but where the host, or the role, has no such thing. */
  get #mayCreate(): boolean {
    return this.backend?.parties?.create !== undefined && this.backend.parties.get !== undefined;
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  #ask(): void {
    if (emit(this, 'ringback-record-create', { kind: 'party' }, { cancelable: true }))
      void this.#showCard((card) => card.create(this.kind ? { kind: this.kind } : {}));
  }

  async #showCard(show: (card: RingbackPartyCard) => void): Promise<void> {
    try {
      await import('../party-card/ringback-party-card.ts');
      const card = this.renderRoot.querySelector<RingbackPartyCard>('ringback-party-card');
      if (!card) return;
      show(card);
      this.#window.show();
    } catch (error) {
      this.report(error);
    }
  }

  readonly #cancelled = (event: Event): void => {
    event.preventDefault();
    this.#leave();
  };

  #leave(): void {
    const card = this.renderRoot.querySelector<RingbackPartyCard>('ringback-party-card');
    if (card?.mayLeave?.() ?? true) this.#dialog?.close();
  }

  #isPlain(): boolean {
    return Object.keys(this.view.shape.filters).length === 0;
  }

  #people(): { id: string; title: string }[] {
    return this.#users.map(({ id, name }) => ({ id, title: name }));
  }

  #kindCell(party: Party): unknown {
    const kinds = this.backend?.parties?.kinds ?? [];
    const words = callWords[this.locale];
    if (!this.backend?.parties?.update) return kindWords(party.kind, words);
    return inlineChoice({
      label: fill(this.words(partyListWords).kindOf, { who: party.name }),
      value: party.kind,
      options: kinds.map((id) => ({ id, title: kindWords(id, words) })),
      change: (kind) => this.#change(party, { kind }),
      action: 'kind',
    });
  }

  #responsibleCell(party: Party): unknown {
    const words = this.words(partyListWords);
    const { id = '', name } = party.responsible ?? {};
    if (this.#users.length === 0 || !this.backend?.parties?.update) return name ?? words.nobody;
    const unknown = this.#users.some((user) => user.id === id) ? [] : [{ id, title: name ?? words.nobody }];
    return inlineChoice({
      label: fill(words.responsibleOf, { who: party.name }),
      value: id,
      options: [...unknown, ...this.#people()],
      change: (responsibleId) => this.#change(party, { responsibleId }),
      action: 'responsible',
    });
  }

  #change(party: Party, patch: PartyPatch): void {
    void this.attempt(party, async () => {
      const changed = await this.backend?.parties?.update?.(party.id, patch);
      if (changed) this.pages.put(changed);
    });
  }

  async #dial(number: string): Promise<void> {
    if (emit(this, 'ringback-number-dial', { number }, { cancelable: true })) await this.phone?.call(number);
  }

  /** Who may be responsible; a list without them is a list all the same. */
  async #loadUsers(): Promise<void> {
    const { users, layouts } = this.backend ?? {};
    if (this.#usersOf === users) return;
    this.#usersOf = users;
    void layouts?.get('party').then(
      ({ fields }) => {
        this.#segments = fields.find(({ key }) => key === 'tags')?.options?.map(({ id }) => id) ?? [];
        this.requestUpdate();
      },
      (error: unknown) => this.report(error),
    );
    try {
      this.#users = (await users?.list()) ?? [];
    } catch (error) {
      this.#users = [];
      this.report(error);
    }
    this.requestUpdate();
  }
}
