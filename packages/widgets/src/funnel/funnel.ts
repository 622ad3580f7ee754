import type { Funnel, FunnelGrouping, FunnelQuery, RingbackError, RingbackEvent } from '@ringback/model';
import {
  buttonStyles,
  emit,
  fieldStyles,
  FollowController,
  icon,
  PortController,
  RingbackElement,
  skeletonStyles,
  tokens,
  unseenStyles,
  wifiOffIcon,
} from '@ringback/ui';
import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { DealFacts } from '../deal/deal-facts.ts';
import { failedView, loadingView, messageView, signedOutView } from '../form/record-state.ts';
import { recordStateStyles } from '../form/record-state.styles.ts';
import { recordStateWords } from '../form/record-state.words.ts';
import { funnelStyles } from './funnel.styles.ts';
import { funnelWords } from './funnel.words.ts';
import { groupsView, reasonsView, stagesView, summaryView } from './funnel-view.ts';

const GROUPINGS = ['responsible', 'source', 'month'] as const satisfies readonly FunnelGrouping[];
/** Days that a period reaches back. */
const PERIODS = { month: 30, quarter: 91, year: 365, all: undefined } as const;
export type FunnelPeriod = keyof typeof PERIODS;
const DAY_MS = 86_400_000;

/**
 * @summary How many deals came how far, how long it took, why others fell through, and who brings them home.
 *
 * @attr {string} pipeline - Which pipeline is shown first; the firm's first when absent.
 * @attr {string} responsible - Whose deals are shown first, by the host's id; everybody's when absent.
 * @attr {month|quarter|year|all} period - Deals begun within this time; a quarter when absent.
 * @attr {responsible|source|month} by - What the table below is grouped by.
 *
 * @event {CustomEvent<ErrorDetail>} ringback-error - Something did not work; the report says it in words.
 *
 * @csspart report - The whole report.
 * @csspart toolbar - What it is asked of.
 * @csspart summary - The figures at its head.
 * @csspart stages - The funnel itself.
 * @csspart bar - Bar of a stage.
 * @csspart reasons - Why deals fell through.
 * @csspart groups - Table of what is grouped by.
 * @csspart message - Sentence of the empty, error and signed-out states.
 *
 * @cssproperty --ringback-accent - Colour that all others follow.
 */
export class RingbackFunnel extends RingbackElement {
  static override styles = [
    ...[tokens, buttonStyles, fieldStyles, skeletonStyles, unseenStyles],
    ...[recordStateStyles, funnelStyles],
  ];

  static override properties: PropertyDeclarations = {
    ...{ pipeline: {}, responsible: {}, period: {}, by: {} },
    clock: { attribute: false },
  };

  declare pipeline: string;
  declare responsible: string;
  declare period: FunnelPeriod;
  declare by: FunnelGrouping;
  /** What time it is; the browser's clock unless a test brings another. */
  declare clock: () => Date;

  readonly #facts = new DealFacts(
    () => this.backend,
    (error) => this.#report(error),
  );
  #funnel: Funnel | undefined;
  /** What it was grouped by when it was reckoned. */
  #grouped: FunnelGrouping = 'responsible';
  #error: RingbackError | undefined;
  #asked = '';
  #backend: unknown;
  /** Deals have changed since it was reckoned. */
  #old = false;

  constructor() {
    super();
    this.pipeline = this.responsible = '';
    this.period = 'quarter';
    this.by = 'responsible';
    this.clock = () => new Date();
    new PortController(this, () => this.backend);
    new FollowController(
      this,
      () => this.backend,
      (backend) => backend.follow((event) => this.#hear(event)),
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // What happens while it is out of the page is reckoned when it comes back.
    this.#asked = '';
  }

  protected override willUpdate(): void {
    const { backend } = this;
    const { status } = backend?.state ?? {};
    const asked = JSON.stringify([status, this.pipeline, this.responsible, this.period, this.by]);
    if (backend === this.#backend && asked === this.#asked) return;
    if (backend !== this.#backend || status === 'signed-out') this.#funnel = this.#error = undefined;
    this.#backend = backend;
    this.#asked = asked;
    if (backend?.deals?.funnel && status !== 'signed-out' && (status === 'online' || !this.#funnel))
      void this.#read();
  }

  protected override render(): TemplateResult {
    const { backend, locale } = this;
    const words = this.words(funnelWords);
    const offline = this.#funnel && backend?.state.status === 'offline';
    return html`<section class="report" part="report" aria-label=${words.region}>
      <div role="status">
        ${
          offline
            ? html`<p class="stale">
                ${icon(wifiOffIcon)} <span>${this.words(recordStateWords).offline}</span>
              </p>`
            : this.#old
              ? html`<p class="stale">
                  ${words.changed}
                  <button class="button" type="button" data-again @click=${() => void this.#read()}>
                    ${words.again}
                  </button>
                </p>`
              : nothing
        }
      </div>
      ${
        backend?.state.status === 'signed-out'
          ? signedOutView(locale, this.phone, (error) => this.#report(error))
          : backend && !backend.deals?.funnel
            ? messageView(words.missing)
            : this.#bodyView()
      }
    </section>`;
  }

  #bodyView(): TemplateResult {
    const { locale } = this;
    const funnel = this.#funnel;
    if (this.#error)
      return html`${this.#toolbarView()}
      ${failedView({ error: this.#error, locale, retry: () => void this.#read() })}`;
    if (!funnel) return loadingView(locale, 6);
    const words = this.words(funnelWords);
    if (funnel.total === 0) return html`${this.#toolbarView()} ${messageView(words.empty)}`;
    return html`${this.#toolbarView()} ${summaryView(funnel, locale)} ${stagesView(funnel, locale)}
      <div class="pair">${reasonsView(funnel, locale)} ${groupsView(funnel, this.#grouped, locale)}</div>`;
  }

  #toolbarView(): TemplateResult {
    const words = this.words(funnelWords);
    const pipelines = this.#facts.choices?.pipelines ?? [];
    const titled = (id: FunnelPeriod | FunnelGrouping) => ({ id, title: words[id] });
    const all = { id: '', title: words.everybody };
    const shown = this.#funnel?.pipeline.id ?? this.pipeline;
    return html`<div class="toolbar" part="toolbar">
      ${
        pipelines.length > 1
          ? this.#choice(
              'pipeline',
              words.pipeline,
              shown,
              pipelines.map(({ id, name }) => ({ id, title: name })),
            )
          : nothing
      }
      ${this.#choice('period', words.period, this.period, (Object.keys(PERIODS) as FunnelPeriod[]).map(titled))}
      ${
        this.#facts.people.length
          ? this.#choice('responsible', words.who, this.responsible, [all, ...this.#facts.people])
          : nothing
      }
      ${this.#choice('by', words.by, this.by, GROUPINGS.map(titled))}
    </div>`;
  }

  #choice(
    key: 'pipeline' | 'responsible' | 'period' | 'by',
    title: string,
    value: string,
    options: readonly { id: string; title: string }[],
  ): TemplateResult {
    const change = (event: Event) =>
      Object.assign(this, { [key]: (event.target as HTMLSelectElement).value });
    return html`<label
      ><span class="label">${title}</span
      ><select class="field" data-ask=${key} .value=${live(value)} @change=${change}>
        ${options.map((one) => html`<option value=${one.id} ?selected=${one.id === value}>${one.title}</option>`)}
      </select></label
    >`;
  }

  #query(): FunnelQuery {
    const days = PERIODS[this.period];
    return {
      ...(this.pipeline ? { pipelineId: this.pipeline } : {}),
      ...(this.responsible ? { responsibleId: this.responsible } : {}),
      ...(days === undefined ? {} : { from: new Date(this.clock().getTime() - days * DAY_MS).toISOString() }),
      by: this.by,
    };
  }

  async #read(): Promise<void> {
    const asked = this.#asked;
    const query = this.#query();
    this.#error = undefined;
    this.#old = false;
    try {
      const [funnel] = await Promise.all([this.backend?.deals?.funnel?.(query), this.#facts.load()]);
      if (asked !== this.#asked) return;
      this.#funnel = funnel;
      this.#grouped = query.by ?? this.#grouped;
    } catch (error) {
      if (asked !== this.#asked) return;
      this.#error = error as RingbackError;
      this.#report(error);
    }
    this.requestUpdate();
  }

  /** Figures do not jump under the eyes of who reads them: they are reckoned anew when he wants it. */
  #hear(event: RingbackEvent): void {
    if (!this.#funnel || (event.type !== 'deal.created' && event.type !== 'deal.updated')) return;
    if (event.data.deal.pipeline.id !== this.#funnel.pipeline.id) return;
    this.#old = true;
    this.requestUpdate();
  }

  #report(error: unknown): void {
    const { code, message } = error as { code?: 'bug'; message?: string };
    emit(this, 'ringback-error', { code: code ?? 'bug', message: message ?? String(error) });
  }
}
