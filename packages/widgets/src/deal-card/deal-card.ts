import type { CardLayout, Deal, DealInput, RingbackError, RingbackEvent } from '@ringback/model';
import {
  buttonStyles,
  emit,
  fieldStyles,
  fill,
  FollowController,
  PortController,
  type RecordCreateDetail,
  RingbackElement,
  skeletonStyles,
  tokens,
  unseenStyles,
} from '@ringback/ui';
import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { DealFacts } from '../deal/deal-facts.ts';
import { moneyText } from '../deal/money-text.ts';
import { StageMove, stageMoveStyles } from '../deal/stage-move.ts';
import { formButtonsStyles } from '../form/form-buttons.styles.ts';
import { formStyles } from '../form/form.styles.ts';
import { fieldTitle, formView } from '../form/form-view.ts';
import { formWords } from '../form/form.words.ts';
import { type FieldValue, RecordForm } from '../form/record-form.ts';
import { clashView, leaveView } from '../form/record-state.ts';
import { linkStyles } from '../link.styles.ts';
import { dealCardStyles } from './deal-card.styles.ts';
import { dealCardWords } from './deal-card.words.ts';
import type { DealMore } from './deal-more.ts';
import { type LinkKind, linksView, stagesView } from './stages-view.ts';
import { failedView, headView, loadingView, message, newView } from './state-view.ts';
import { PLAIN_LAYOUT } from './plain-layout.ts';
import { linesOf, patchOf, shownValue, sumOf, valuesOf } from './deal-values.ts';

export interface DealSavedDetail {
  deal: Deal;
  isNew: boolean;
}

declare module '@ringback/ui/emit' {
  interface RingbackEventMap {
    'ringback-deal-saved': DealSavedDetail;
    'ringback-deal-leave': null;
  }
}

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
    ...[linkStyles, formStyles, formButtonsStyles, stageMoveStyles, dealCardStyles],
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
    stages: () => this.#passed(),
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
  #error: RingbackError | undefined;
  /** As somebody else has saved it while this one was typed. */
  #theirs: Deal | undefined;
  #asksToLeave = false;
  #more: DealMore | undefined;
  #moreFailed = false;

  constructor() {
    super();
    new PortController(this, () => this.backend);
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
    this.#asksToLeave = this.#form.dirty && this.#form.ready;
    this.requestUpdate();
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
    if (before && before.backend === now.backend && before.status === now.status && before.id === now.id)
      return;
    this.#readFor = now;
    if (before && (before.id !== now.id || before.backend !== now.backend)) this.#forget();
    if (!backend?.deals || now.status === 'signed-out' || (now.id === undefined && !this.#links)) return;
    if (!this.#deal || now.status === 'online') void this.#read();
  }

  protected override render(): TemplateResult {
    const words = this.words(dealCardWords);
    return html`<article class="whole" part="card" aria-label=${this.#deal?.title ?? words.region}>
      <div role="status">
        ${this.#deal && this.backend?.state.status === 'offline' ? html`<p class="stale">${words.offline}</p>` : nothing}
      </div>
      ${this.#bodyView()}
    </article>`;
  }

  #bodyView(): TemplateResult {
    const words = this.words(dealCardWords);
    if (this.backend?.state.status === 'signed-out') return message(words.signedOut, this.#signIn());
    if (this.backend && !this.backend.deals) return message(words.missing);
    if (this.#deal) return this.#dealView(this.#deal);
    if (this.#error)
      return failedView({ error: this.#error, locale: this.locale, retry: () => void this.#read() });
    if (this.#links && this.#form.ready)
      return html`${newView({
        ...{ name: this.#links.name, locale: this.locale, pipelines: this.#facts.choices?.pipelines ?? [] },
        choose: (id) => (this.#pipelineId = id),
      })}
      ${this.#formView()}`;
    if (this.backend && this.dealId === undefined && !this.#links) return message(words.nothing);
    return loadingView(this.locale);
  }

  #signIn(): unknown {
    if (!this.phone?.signIn) return nothing;
    const signIn = () => void this.phone?.signIn?.().catch((error: unknown) => this.#report(error));
    return html`<button class="button primary" type="button" @click=${signIn}>
      ${this.words(dealCardWords).signIn}
    </button>`;
  }

  #dealView(deal: Deal): TemplateResult {
    const words = this.words(dealCardWords);
    return html`${headView({ deal, locale: this.locale, openParty: () => this.#openParty(deal) })}
    ${stagesView({
      ...{ deal, locale: this.locale, stages: this.#facts.stagesOf(deal.pipeline.id) },
      now: this.#move.target(deal.id) ?? deal.stage,
      move: this.backend?.deals?.update && ((stage) => void this.#move.to(deal, stage)),
    })}
    ${this.#move.render()} ${this.#formView()}
    ${linksView({ deal, locale: this.locale, backend: this.backend, ask: (kind) => this.#ask(kind, deal) })}
    ${this.#more ? this.#more.render() : nothing}
    ${this.#moreFailed ? message(words.noWhole, this.#moreAgain()) : nothing}`;
  }

  #formView(): TemplateResult {
    const words = this.words(dealCardWords);
    const common = formWords[this.locale];
    const { saving, error, dirty } = this.#form;
    const may = this.#deal ? this.backend?.deals?.update : this.backend?.deals?.create;
    return html`<form novalidate @submit=${this.#submit}>
      <fieldset class="form" ?disabled=${!may}>
        ${formView({
          ...{ form: this.#form, locale: this.locale, choices: { responsible: this.#facts.people } },
          own: this.#ownFields(),
        })}
      </fieldset>
      <div role="alert">
        ${error && !this.#theirs ? html`<p class="field-error">${fill(words.notSaved, { why: error.sentence })}</p>` : nothing}
        ${this.#clashView()} ${this.#asksToLeave ? this.#leaveView() : nothing}
      </div>
      ${
        may
          ? html`<div class="form-buttons">
              <button
                class="button primary"
                type="submit"
                data-save
                aria-disabled=${saving || (this.#deal !== undefined && !dirty)}
              >
                ${saving ? common.saving : common.save}
              </button>
            </div>`
          : nothing
      }
    </form>`;
  }

  #ownFields(): Record<string, () => unknown> {
    const hasGoods = linesOf(this.#form.get('lines')).length > 0;
    return {
      // They stand above the form.
      stage: () => nothing,
      party: () => nothing,
      lines: () => this.#more?.lines() ?? nothing,
      ...(hasGoods ? { amount: () => this.#sumView() } : {}),
      ...(this.#deal?.stage.outcome === 'lost' ? {} : { lostReason: () => nothing }),
    };
  }

  #sumView(): TemplateResult {
    const sum = { amount: sumOf(linesOf(this.#form.get('lines'))), currency: this.#currency };
    return html`<p class="form-field">
      <span class="label">${this.words(dealCardWords).lineHint}</span><br />
      <strong data-sum>${moneyText(sum, this.locale)}</strong>
    </p>`;
  }

  #clashView(): unknown {
    const theirs = this.#theirs;
    if (!theirs) return nothing;
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
      ${this.words(dealCardWords).tryAgain}
    </button>`;
  }

  get #currency(): string {
    return this.#deal?.amount?.currency ?? this.#facts.choices?.currency ?? 'UAH';
  }

  /** Stages that it has reached, and the one in which it ended. */
  #passed(): string[] {
    const stage = this.#deal?.stage;
    const stages = this.#facts.stagesOf(this.#deal?.pipeline.id ?? '');
    const at = stages.findIndex(({ id }) => id === stage?.id);
    return stages
      .slice(0, at + 1)
      .flatMap(({ id, outcome }) => (outcome === 'open' || id === stage?.id ? [id] : []));
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
      this.#layout = layout;
      if (deal) this.#saved(deal);
      else if (!this.#form.ready) this.#form.begin(layout, { title: this.#links?.name, ...NO_GOODS });
    } catch (error) {
      if (turn !== this.#readFor) return;
      this.#error = error as RingbackError;
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
        ...{
          backend: () => this.backend,
          deal: () => this.#deal,
          locale: () => this.locale,
          form: this.#form,
        },
        ...{ currency: () => this.#currency, failed: (error) => this.#report(error) },
      });
    } catch (error) {
      this.#moreFailed = true;
      this.#report(error);
    }
    this.requestUpdate();
  }

  #hear(event: RingbackEvent): void {
    if (event.type === 'deal.updated' && event.data.deal.id === this.#deal?.id) this.#saved(event.data.deal);
    this.#more?.hear(event);
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

  readonly #submit = (event: Event): void => {
    event.preventDefault();
    if (!this.#deal || this.#form.dirty) void this.#save();
  };

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
        ...this.#newLinks(),
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

  #newLinks(): Partial<DealInput> {
    const { partyId, leadId } = this.#links ?? {};
    const pipelineId = this.#pipelineId;
    return {
      ...(partyId === undefined ? {} : { partyId }),
      ...(leadId === undefined ? {} : { leadId }),
      ...(pipelineId === undefined ? {} : { pipelineId }),
    };
  }

  #openParty({ system, party }: Deal): void {
    if (party)
      emit(
        this,
        'ringback-record-open',
        { kind: 'party', system, id: party.id, title: party.name },
        { cancelable: true },
      );
  }

  #report(error: unknown): void {
    const { code, message } = error as { code?: 'bug'; message?: string };
    emit(this, 'ringback-error', { code: code ?? 'bug', message: message ?? String(error) });
  }
}

const NO_GOODS = { lines: [] as readonly string[] };
