import type { CardLayout, Deal, DealInput, RingbackError, RingbackEvent } from '@ringback/model';
import {
  buttonStyles,
  emit,
  fieldStyles,
  FollowController,
  onePerson,
  type RecordCreateDetail,
  RingbackElement,
  skeletonStyles,
  tokens,
  unseenStyles,
} from '@ringback/ui';
import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { DealFacts } from '../deal/deal-facts.ts';
import { StageMove } from '../deal/stage-move.ts';
import { stageMoveStyles } from '../deal/stage-move.styles.ts';
import { formButtonsStyles } from '../form/form-buttons.styles.ts';
import { formStyles } from '../form/form.styles.ts';
import { fieldTitle } from '../form/form-view.ts';
import { leaveView } from '../form/leave-view.ts';
import { type FieldValue, RecordForm } from '../form/record-form.ts';
import {
  clashView,
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
import { removedFrom } from '../list/removed.ts';
import { isSame } from '../list/same-record.ts';
import { dealCardStyles } from './deal-card.styles.ts';
import { dealCardWords } from './deal-card.words.ts';
import { dealFormView } from './deal-form-view.ts';
import type { DealMore } from './deal-more.ts';
import { type LinkKind, linksView, stagesView } from './stages-view.ts';
import { headView, newView } from './head-view.ts';
import { PLAIN_LAYOUT } from './plain-layout.ts';
import { linksOf, patchOf, reachedStages, shownValue, valuesOf } from './deal-values.ts';

/** Of which a new deal is asked with its links. */
type Links = Omit<RecordCreateDetail, 'kind'>;

/**
 * @summary One deal: its stages, the firm's own form with goods, what happened with it, its documents.
 *
 * @attr {string} deal-id - Which deal.
 *
 * @event {CustomEvent<DealSavedDetail>} ringback-deal-saved - The deal was saved or moved.
 * @event {CustomEvent} ringback-deal-leave - The person leaves the card without saving what he typed.
 * @event {CustomEvent<RecordOpenDetail>} ringback-record-open - The customer was clicked; cancelable.
 * @event {CustomEvent<RecordCreateDetail>} ringback-record-create - A task, process or communication of this deal is asked for; cancelable.
 * @event {CustomEvent<ErrorDetail>} ringback-error - Something did not work; the card says it in words.
 *
 * @csspart card - The whole card.
 * @csspart new - Heading of a new deal; hidden by a window that has said it already.
 * @csspart stages - The stages of its pipeline.
 * @csspart move - What is asked when the deal is moved.
 * @csspart fields - A group of fields.
 * @csspart section - History, communications or documents.
 * @csspart message - Sentence of the empty, error and signed-out states.
 *
 * @cssproperty --ringback-accent - Colour that all others follow.
 */
export class RingbackDealCard extends RingbackElement {
  static override styles = [
    ...[tokens, buttonStyles, fieldStyles, skeletonStyles, unseenStyles],
    ...[linkStyles, formStyles, formButtonsStyles, recordStateStyles, stageMoveStyles, dealCardStyles],
  ];

  static override properties: PropertyDeclarations = { dealId: { attribute: 'deal-id' } };

  declare dealId: string | undefined;

  readonly #facts = new DealFacts(
    () => this.backend,
    (error) => this.#report(error),
  );
  readonly #form = new RecordForm({
    form: 'full',
    changed: () => this.requestUpdate(),
    stages: () => reachedStages(this.#deal, this.#facts.stagesOf(this.#deal?.pipeline.id ?? '')),
  });
  readonly #move = new StageMove(this, {
    deals: () => this.backend?.deals,
    choices: () => this.#facts.choices,
    locale: () => this.locale,
    moved: (deal) => this.#saved(deal),
    failed: (error) => this.#report(error),
  });
  #deal: Deal | undefined;
  #layout: CardLayout | undefined;
  /** Of a deal that is being made. */
  #links: Links | undefined;
  #pipelineId: string | undefined;
  #readFor: { backend: unknown; status: unknown; id: string | undefined } | undefined;
  #error: RecordProblem | undefined;
  /** As somebody else has saved it while this one was typed. */
  #theirs: Deal | undefined;
  #asksToLeave = false;
  #more: DealMore | undefined;
  #moreFailed = false;

  constructor() {
    super();
    onePerson(this, () => this.#leave());
    new FollowController(
      this,
      () => this.backend,
      (backend) => backend.follow((event) => this.#hear(event)),
    );
  }

  /** Shows this deal. */
  open(id: string): void {
    this.#links = undefined;
    this.#readFor = undefined;
    this.#forget();
    this.dealId = id;
    this.requestUpdate();
  }

  /** Begins a new deal, tied to what is named. */
  create(links: Links): void {
    this.#forget();
    this.dealId = undefined;
    this.#links = links;
    this.#readFor = undefined;
    this.requestUpdate();
  }

  /** False, and asks the person, when something that he typed would be lost. */
  mayLeave(): boolean {
    // What is being typed counts before the field is left.
    this.blur();
    this.#asksToLeave = this.#form.dirty && this.#form.ready;
    this.requestUpdate();
    void this.#focus('[data-leave] button');
    return !this.#asksToLeave;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // What happens while the card is out of the page is read when it comes back, unless something was typed.
    if (!this.#form.dirty) this.#readFor = undefined;
  }

  protected override willUpdate(): void {
    const { backend } = this;
    const now = { backend, status: backend?.state.status, id: this.dealId };
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
    if (!backend?.deals || now.status === 'signed-out' || (now.id === undefined && !this.#links)) return;
    if (!this.#deal || now.status === 'online') void this.#read();
  }

  protected override render(): TemplateResult {
    const name = this.#deal?.title ?? this.words(dealCardWords).region;
    return html`<article class="whole" part="card" aria-label=${name}>
      <div role="status">
        ${this.#deal ? staleView(this.locale, { error: this.#error, status: this.backend?.state.status }) : nothing}
      </div>
      ${this.#bodyView()}
    </article>`;
  }

  #bodyView(): TemplateResult {
    const { backend, phone, locale } = this;
    if (backend?.state.status === 'signed-out')
      return signedOutView(locale, phone, (error) => this.#report(error));
    if (backend && !backend.deals) return messageView(recordStateWords[locale].missing);
    if (this.#deal) return this.#dealView(this.#deal);
    if (this.#error) return failedView({ error: this.#error, locale, retry: () => void this.#read() });
    if (this.#links && this.#form.ready)
      return html`${newView({
        ...{ name: this.#links.name, locale, pipelines: this.#facts.choices?.pipelines ?? [] },
        choose: (id) => (this.#pipelineId = id),
      })}
      ${this.#formView()}`;
    if (backend && this.dealId === undefined && !this.#links)
      return messageView(this.words(dealCardWords).nothing);
    return loadingView(locale);
  }

  #dealView(deal: Deal): TemplateResult {
    return html`${headView({ deal, locale: this.locale, openParty: () => this.#openParty(deal) })}
    ${stagesView({
      ...{ deal, locale: this.locale, stages: this.#facts.stagesOf(deal.pipeline.id) },
      now: this.#move.target(deal.id) ?? deal.stage,
      move: this.backend?.deals?.update && ((stage) => void this.#move.to(deal, stage)),
    })}
    ${this.#move.render()} ${this.#formView()}
    ${linksView({ deal, locale: this.locale, backend: this.backend, ask: (kind) => this.#ask(kind, deal) })}
    ${this.#more ? this.#more.render() : nothing}
    ${this.#moreFailed ? messageView(this.words(dealCardWords).noWhole, this.#moreAgain()) : nothing}`;
  }

  #formView(): TemplateResult {
    const { locale } = this;
    const deal = this.#deal;
    return dealFormView({
      ...{ deal, locale, form: this.#form, people: this.#facts.people, currency: this.#currency },
      may: (deal ? this.backend?.deals?.update : this.backend?.deals?.create) !== undefined,
      goods: this.#more?.lines(),
      submit: this.#submit,
      inTheWay: this.#theirs ? this.#clashView(this.#theirs) : undefined,
      leave: this.#asksToLeave ? this.#leaveView() : undefined,
    });
  }

  #clashView(theirs: Deal): TemplateResult {
    return clashView({
      ...{ locale: this.locale, typed: this.#form.patch(), now: valuesOf(theirs) },
      titleOf: (key) => fieldTitle(this.#layout, key, this.locale),
      shown: (key, value) => shownValue(key, value, this.#facts.users),
      saveMine: () => {
        this.#deal = theirs;
        void this.#save();
      },
      takeTheirs: () => this.#begin(theirs),
    });
  }

  #leaveView(): TemplateResult {
    return leaveView({
      locale: this.locale,
      goOn: () => {
        this.#asksToLeave = false;
        this.requestUpdate();
      },
      discard: () => {
        this.#forget();
        emit(this, 'ringback-deal-leave', null);
      },
    });
  }

  #ask(kind: LinkKind, { id, title, party }: Deal): void {
    const about = { dealId: id, name: party?.name ?? title, ...(party ? { partyId: party.id } : {}) };
    const asked = emit(this, 'ringback-record-create', { kind, ...about }, { cancelable: true });
    if (asked && kind === 'communication') this.#more?.write();
  }

  #moreAgain(): TemplateResult {
    return html`<button class="button" type="button" @click=${() => void this.#bringMore()}>
      ${recordStateWords[this.locale].tryAgain}
    </button>`;
  }

  get #currency(): string {
    return this.#deal?.amount?.currency ?? this.#facts.choices?.currency ?? 'UAH';
  }

  async #read(): Promise<void> {
    const { backend, dealId } = this;
    const turn = this.#readFor;
    this.#error = undefined;
    void this.#bringMore();
    try {
      const [deal, layout] = await Promise.all([
        dealId === undefined ? undefined : backend?.deals?.get(dealId),
        backend?.layouts?.get('deal') ?? PLAIN_LAYOUT,
        this.#facts.load(),
      ]);
      if (turn !== this.#readFor) return;
      // No host keeps a deal without a title.
      this.#layout = { ...layout, required: [...layout.required, ...PLAIN_LAYOUT.required] };
      if (deal) this.#saved(deal);
      else if (!this.#form.ready) {
        this.#form.begin(this.#layout, { title: this.#links?.name, lines: [] });
        void this.#focus(':is(input, select, textarea):enabled');
      }
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
      const { DealMore } = await import('./deal-more.ts');
      this.#more ??= new DealMore(this, {
        ...{ backend: () => this.backend, deal: () => this.#deal, locale: () => this.locale },
        ...{ form: this.#form, currency: () => this.#currency, failed: (error) => this.#report(error) },
      });
    } catch (error) {
      this.#moreFailed = true;
      this.#report(error);
    }
    this.requestUpdate();
  }

  #hear(event: RingbackEvent): void {
    if (event.type === 'deal.updated' && isSame(event.data.deal, this.#deal)) this.#saved(event.data.deal);
    if (isSame(removedFrom(event, 'deal'), this.#deal)) this.#lost();
    this.#more?.hear(event);
  }

  /** It is there no more. Whoever has typed something keeps it before him. */
  #lost(): void {
    if (!this.#form.dirty) this.#deal = undefined;
    this.#error = GONE;
    this.requestUpdate();
  }

  /** As it is now. What is typed stays, and meets with it when it is saved. */
  #saved(deal: Deal): void {
    if (this.#deal?.id === deal.id && this.#deal.updatedAt === deal.updatedAt) return;
    const typed = this.#deal && this.#form.ready && this.#form.dirty;
    if (!typed || !this.#deal) return this.#begin(deal);
    const { stage, pipeline } = deal;
    // Where the same field was changed here and there, the stages tell the truth and saving will show both.
    this.#deal = this.#form.rebase(valuesOf(deal)) ? deal : { ...this.#deal, stage, pipeline };
    this.requestUpdate();
  }

  #begin(deal: Deal): void {
    this.#deal = deal;
    this.#theirs = undefined;
    this.#asksToLeave = false;
    this.#form.begin(this.#layout ?? PLAIN_LAYOUT, valuesOf(deal));
    this.requestUpdate();
  }

  #forget(): void {
    this.#deal = this.#error = this.#theirs = this.#links = this.#pipelineId = undefined;
    this.#asksToLeave = false;
    this.#form.reset();
    this.#more?.forget();
  }

  /** Somebody else sits here now: what was typed is not his, and a deal that was begun is nobody's. */
  #leave(): void {
    const begun = this.#links !== undefined;
    this.#forget();
    this.#readFor = undefined;
    if (begun) emit(this, 'ringback-deal-leave', null);
  }

  readonly #submit = (event: Event): void => {
    event.preventDefault();
    if (!this.#deal || this.#form.dirty) void this.#save().then(() => this.#focus('[aria-invalid="true"]'));
  };

  /** The first of these in the form, once it is drawn. */
  async #focus(selector: string): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(`form ${selector}`)?.focus();
  }

  async #save(): Promise<void> {
    this.#theirs = undefined;
    const isNew = this.#deal === undefined;
    const deal = await this.#form.submit((changed) => this.#write(changed));
    if (!deal) return;
    this.#links = undefined;
    this.#begin(deal);
    if (isNew) {
      this.dealId = deal.id;
      if (this.#readFor) this.#readFor = { ...this.#readFor, id: deal.id };
    }
    this.#move.say(this.words(dealCardWords).saved);
    emit(this, 'ringback-deal-saved', { deal, isNew });
  }

  async #write(changed: Record<string, FieldValue>): Promise<Deal> {
    const { deals } = this.backend!;
    const values = { lines: this.#form.get('lines') };
    const patch = patchOf(changed, { values, currency: this.#currency, custom: this.#deal?.custom });
    try {
      if (this.#deal)
        return await deals!.update!(this.#deal.id, { ...patch, ifUnmodifiedSince: this.#deal.updatedAt });
      return await deals!.create!({
        ...linksOf({ ...this.#links, pipelineId: this.#pipelineId }),
        ...(patch as Pick<DealInput, 'title'>),
        title: String(this.#form.get('title') ?? ''),
      });
    } catch (error) {
      const { code, current } = error as RingbackError;
      if (code === 'conflict' && current) this.#theirs = current as Deal;
      this.#report(error);
      throw error;
    }
  }

  #openParty({ system, party }: Deal): void {
    if (!party) return;
    const record = { kind: 'party', system, id: party.id, title: party.name } as const;
    emit(this, 'ringback-record-open', record, { cancelable: true });
  }

  #report(error: unknown): void {
    const { code, message } = error as { code?: 'bug'; message?: string };
    emit(this, 'ringback-error', { code: code ?? 'bug', message: message ?? String(error) });
  }
}
