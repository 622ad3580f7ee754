import type { Party, RingbackError, RingbackEvent } from '@ringback/model';
import {
  buttonStyles,
  emit,
  fieldStyles,
  fill,
  FollowController,
  LiveRegion,
  onePerson,
  PortController,
  RingbackElement,
  skeletonStyles,
  tokens,
  unseenStyles,
} from '@ringback/ui';
import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { formButtonsStyles } from '../form/form-buttons.styles.ts';
import { formStyles } from '../form/form.styles.ts';
import {
  failedView,
  GONE,
  loadingView,
  messageView,
  type RecordProblem,
  signedOutView,
  staleView,
} from '../form/record-state.ts';
import { recordStateStyles } from '../form/record-state.styles.ts';
import { recordStateWords } from '../form/record-state.words.ts';
import { linkStyles } from '../link.styles.ts';
import { openRecord } from '../list/open-record.ts';
import { removedFrom } from '../list/removed.ts';
import { isSame } from '../list/same-record.ts';
import { partyCardStyles } from './party-card.styles.ts';
import { partyCardWords } from './party-card.words.ts';
import { completeView, headView, type LinkKind, linksView } from './party-head.ts';
import { type PartyBegin, PartyForm } from './party-form.ts';
import type { PartyMore } from './party-more.ts';
import { type PartyTab, tabsOf, tabsView } from './party-tabs.ts';

export interface PartySavedDetail {
  party: Party;
  isNew: boolean;
}

declare module '@ringback/ui/emit' {
  interface RingbackEventMap {
    'ringback-party-saved': PartySavedDetail;
    'ringback-party-leave': null;
  }
}

/**
 * @summary One customer, person or firm: how he is reached, the firm's own form, everything that belongs to him, and making one of two.
 *
 * @attr {string} party-id - Which customer.
 *
 * @event {CustomEvent<PartySavedDetail>} ringback-party-saved - The customer was saved.
 * @event {CustomEvent} ringback-party-leave - The person leaves the card without saving what he typed.
 * @event {CustomEvent<NumberDialDetail>} ringback-number-dial - A number was clicked; cancelable: else the phone dials.
 * @event {CustomEvent<LetterWriteDetail>} ringback-letter-write - The address was clicked; cancelable: else the letter is written in the card, or by the mail program.
 * @event {CustomEvent<RecordOpenDetail>} ringback-record-open - A deal, task or person was clicked; cancelable: else a person is shown here, and another record's page opens.
 * @event {CustomEvent<RecordCreateDetail>} ringback-record-create - A deal, task, process or communication is asked for; cancelable.
 * @event {CustomEvent<ErrorDetail>} ringback-error - Something did not work; the card says it in words.
 *
 * @csspart card - The whole card.
 * @csspart tabs - The row of tabs.
 * @csspart panel - What the chosen tab shows.
 * @csspart fields - A group of fields.
 * @csspart form-field - A field with its name.
 * @csspart message - Sentence of the empty, error and signed-out states.
 *
 * @slot - Beside the head: what the page has to say of this customer.
 *
 * @cssproperty --ringback-accent - Colour that all others follow.
 */
export class RingbackPartyCard extends RingbackElement {
  static override styles = [
    ...[tokens, buttonStyles, fieldStyles, skeletonStyles, unseenStyles, linkStyles],
    ...[formStyles, formButtonsStyles, recordStateStyles, partyCardStyles],
  ];

  static override properties: PropertyDeclarations = { partyId: { attribute: 'party-id' } };

  declare partyId: string | undefined;

  readonly #form = new PartyForm({
    ...{ backend: () => this.backend, locale: () => this.locale, changed: () => this.requestUpdate() },
    focus: (selector, which) => void this.#focus(selector, which),
    saved: (party, isNew) => this.#wrote(party, isNew),
    left: () => {
      if (!this.#party) this.#forget();
      emit(this, 'ringback-party-leave', null);
    },
    openParty: (party) => this.#openParty(party),
    failed: (error) => this.#report(error),
  });
  readonly #live = new LiveRegion(this);
  #party: Party | undefined;
  /** Of a customer who is being made. */
  #begins: PartyBegin | undefined;
  #readFor: { backend: unknown; status: unknown; id: string | undefined } | undefined;
  #error: RecordProblem | undefined;
  #mergedAway = false;
  #tab: PartyTab = 'details';
  #more: PartyMore | undefined;
  #moreFailed = false;

  constructor() {
    super();
    new PortController(this, () => this.phone);
    onePerson(this, () => this.#leave());
    new FollowController(
      this,
      () => this.backend,
      (backend) => backend.follow((event) => this.#hear(event)),
    );
  }

  /** Shows this customer. */
  open(id: string): void {
    this.#forget();
    this.#readFor = undefined;
    this.partyId = id;
    this.requestUpdate();
  }

  /** Begins a new customer with what is known of him. */
  create(begins: PartyBegin = {}): void {
    this.#forget();
    this.#begins = begins;
    this.#readFor = undefined;
    this.partyId = undefined;
    this.requestUpdate();
  }

  /** False, and asks the person, when something that he typed would be lost. */
  mayLeave(): boolean {
    return this.#form.mayLeave();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // What happens while the card is out of the page is read when it comes back, unless something was typed.
    if (!this.#form.dirty) this.#readFor = undefined;
  }

  protected override willUpdate(): void {
    const { backend } = this;
    const now = { backend, status: backend?.state.status, id: this.partyId };
    const before = this.#readFor;
    const stays = before && before.backend === backend && before.id === now.id;
    if (stays && before.status === now.status) return;
    // What is being read or has failed stays so when the gateway goes away: it is read again when that is back.
    if (stays && now.status === 'offline' && before.status === 'online') {
      before.status = now.status;
      return;
    }
    this.#readFor = now;
    if (before && !stays) this.#forget();
    if (!backend?.parties || now.status === 'signed-out' || (now.id === undefined && !this.#begins)) return;
    if (!this.#party || now.status === 'online') void this.#read();
  }

  protected override render(): TemplateResult {
    const { status } = this.backend?.state ?? {};
    return html`<article
        class="whole"
        part="card"
        aria-label=${this.#party?.name ?? this.words(partyCardWords).region}
      >
        <div role="status">
          ${this.#party ? staleView(this.locale, { error: this.#error, status }) : nothing}
        </div>
        ${this.#bodyView()}
      </article>
      ${this.#live.render()}`;
  }

  #bodyView(): TemplateResult {
    const { backend, locale } = this;
    const words = this.words(partyCardWords);
    if (backend?.state.status === 'signed-out')
      return signedOutView(locale, this.phone, (error) => this.#report(error));
    if (backend && (!backend.parties || (this.partyId !== undefined && !backend.parties.get)))
      return messageView(this.words(recordStateWords).missing);
    if (this.#party) return this.#partyView(this.#party);
    if (this.#error) return failedView({ error: this.#error, locale, retry: () => void this.#read() });
    if (this.#begins && this.#form.ready)
      return html`<h2>${words.create}</h2>
        ${this.#form.render()}`;
    if (backend && this.partyId === undefined && !this.#begins) return messageView(words.nothing);
    return loadingView(locale);
  }

  #partyView(party: Party): TemplateResult {
    const { backend, locale } = this;
    const words = this.words(partyCardWords);
    const may = backend?.parties?.merge;
    return html`${headView({
        ...{ party, locale },
        dial: (number) => void this.#dial(number),
        write: (to) => this.#write(to, party),
        openFirm: () => party.organization && this.#openParty(party.organization),
      })}
      <slot></slot>
      ${this.#mergedAway ? html`<p role="status" class="stale">${words.mergedAway}</p>` : nothing}
      ${completeView({
        ...{ party, locale, missing: this.#form.missing },
        confirm: this.#form.mayWrite ? () => void this.#change({ confirmed: true }) : undefined,
        task: backend?.tasks?.create ? () => this.#askTask(party) : undefined,
      })}
      ${linksView({
        ...{ locale, backend, ask: (kind: LinkKind) => this.#ask(kind, party) },
        merge: may && (() => void this.#merge()),
      })}
      ${this.#more?.mergeView() ?? nothing}
      ${tabsView({
        ...{ tabs: tabsOf(party, backend), now: this.#tab, locale, label: words.tabs },
        choose: (tab) => this.#choose(tab),
        panel: this.#panelView(),
      })}`;
  }

  #panelView(): unknown {
    if (this.#tab === 'details') return this.#form.render();
    if (this.#more) return this.#more.render(this.#tab);
    if (!this.#moreFailed) return loadingView(this.locale, 3);
    return messageView(
      this.words(partyCardWords).noMore,
      html`<button class="button" type="button" @click=${() => void this.#bringMore()}>
        ${this.words(recordStateWords).tryAgain}
      </button>`,
    );
  }

  #choose(tab: PartyTab): void {
    this.#tab = tab;
    if (tab !== 'details') void this.#bringMore();
    this.requestUpdate();
  }

  #ask(kind: LinkKind, { id, name }: Party): void {
    const asked = emit(this, 'ringback-record-create', { kind, partyId: id, name }, { cancelable: true });
    if (asked && kind === 'communication') this.#choose('communications');
  }

  #askTask({ id, name }: Party): void {
    const title = fill(this.words(partyCardWords).completeTitle, { name });
    emit(this, 'ringback-record-create', { kind: 'task', partyId: id, name: title }, { cancelable: true });
  }

  async #dial(number: string): Promise<void> {
    try {
      if (emit(this, 'ringback-number-dial', { number }, { cancelable: true }))
        await this.phone?.call(number);
    } catch (error) {
      this.#report(error);
    }
  }

  #write(to: string, { id }: Party): void {
    if (!emit(this, 'ringback-letter-write', { to, partyId: id }, { cancelable: true })) return;
    if (this.backend?.mail?.send) this.#choose('letters');
    else location.assign(`mailto:${encodeURIComponent(to)}`);
  }

  #openParty({
    id,
    name,
    ...record
  }: {
    id: string;
    name: string;
    system?: string;
    url?: string | undefined;
  }): void {
    const { system = this.#party?.system ?? '', url } = record;
    openRecord(this, { kind: 'party', system, id, title: name, url }, () => {
      if (this.mayLeave()) this.open(id);
    });
  }

  async #read(): Promise<void> {
    const { backend, partyId } = this;
    const turn = this.#readFor;
    this.#error = undefined;
    try {
      const [party] = await Promise.all([
        partyId === undefined ? undefined : backend?.parties?.get?.(partyId),
        this.#form.load(),
      ]);
      if (turn !== this.#readFor) return;
      if (party) this.#saved(party);
      else if (!this.#form.ready) this.#form.beginNew(this.#begins ?? {});
    } catch (error) {
      if (turn !== this.#readFor) return;
      if ((error as RingbackError).code === 'not-found') this.#lost();
      else this.#error = error as RingbackError;
      this.#report(error);
    }
    this.requestUpdate();
  }

  async #bringMore(): Promise<void> {
    this.#moreFailed = false;
    if (this.#more) return;
    try {
      const { PartyMore } = await import('./party-more.ts');
      this.#more ??= new PartyMore(this, {
        ...{ backend: () => this.backend, party: () => this.#party, locale: () => this.locale },
        openParty: (party) => this.#openParty(party),
        dial: (number) => void this.#dial(number),
        saved: (party) => this.#saved(party),
        say: (sentence) => this.#live.say(sentence),
        failed: (error) => this.#report(error),
      });
    } catch (error) {
      this.#moreFailed = true;
      this.#report(error);
    }
    this.requestUpdate();
  }

  async #merge(): Promise<void> {
    await this.#bringMore();
    this.#more?.findSame();
  }

  #hear(event: RingbackEvent): void {
    if (event.type === 'party.updated' && isSame(event.data.party, this.#party))
      this.#saved(event.data.party);
    if (event.type === 'party.merged' && event.data.id === this.#party?.id) {
      this.open(event.data.intoId);
      this.#mergedAway = true;
    }
    if (isSame(removedFrom(event, 'party'), this.#party)) this.#lost();
    this.#more?.hear(event);
  }

  /** He is there no more. Whoever has typed something keeps it before him. */
  #lost(): void {
    if (!this.#form.dirty) this.#party = undefined;
    this.#error = GONE;
    this.requestUpdate();
  }

  /** As he is now. What is typed stays, and meets with it when it is saved. */
  #saved(party: Party): void {
    if (this.#party?.id === party.id && this.#party.updatedAt === party.updatedAt) return;
    this.#party = party;
    this.#form.follow(party);
    this.requestUpdate();
  }

  #wrote(party: Party, isNew: boolean): void {
    this.#begins = undefined;
    this.#party = party;
    if (isNew) {
      this.partyId = party.id;
      if (this.#readFor) this.#readFor = { ...this.#readFor, id: party.id };
    }
    this.#live.say(this.words(partyCardWords).saved);
    emit(this, 'ringback-party-saved', { party, isNew });
    this.requestUpdate();
  }

  #forget(): void {
    this.#party = this.#error = this.#begins = undefined;
    this.#mergedAway = false;
    this.#tab = 'details';
    this.#form.forget();
    this.#more?.forget();
  }

  /** Somebody else sits here now: what was typed is not his, and a customer who was begun is nobody's. */
  #leave(): void {
    const begun = this.#begins !== undefined;
    this.#forget();
    this.#readFor = undefined;
    if (begun) emit(this, 'ringback-party-leave', null);
  }

  async #focus(selector: string, which?: 'last'): Promise<void> {
    await this.updateComplete;
    [...this.renderRoot.querySelectorAll<HTMLElement>(selector)].at(which ? -1 : 0)?.focus();
  }

  async #change(patch: { confirmed: true }): Promise<void> {
    try {
      const party = await this.backend?.parties?.update?.(this.#party!.id, patch);
      if (party) this.#saved(party);
    } catch (error) {
      this.#live.say(fill(this.words(recordStateWords).notSaved, { why: (error as Error).message }));
      this.#report(error);
    }
  }

  #report(error: unknown): void {
    const { code, message } = error as { code?: 'bug'; message?: string };
    emit(this, 'ringback-error', { code: code ?? 'bug', message: message ?? String(error) });
  }
}
