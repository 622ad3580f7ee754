import type {
  Backend,
  BackendStatus,
  Funnel,
  FunnelGrouping,
  FunnelQuery,
  RingbackError,
  RingbackEvent,
  UserChoice,
} from '@ringback/model';
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
import { failedView, loadingView, messageView, signedOutView } from '../form/record-state.ts';
import { recordStateStyles } from '../form/record-state.styles.ts';
import { recordStateWords } from '../form/record-state.words.ts';
import { dealReport } from './deal-report.ts';
import { dealReportWords } from './deal-report.words.ts';
import { funnelStyles } from './funnel.styles.ts';
import { funnelWords } from './funnel.words.ts';
import { leadReport } from './lead-report.ts';
import type { ReportChoices, ReportKind } from './report-kind.ts';

const GROUPINGS = ['responsible', 'source', 'month'] as const satisfies readonly FunnelGrouping[];
type AnyKind = ReportKind<{ total: number }>;
const KINDS = { deals: dealReport, leads: leadReport } satisfies Record<string, AnyKind>;
/** Days that a period reaches back. */
const PERIODS = { month: 30, quarter: 91, year: 365, all: undefined } as const;
export type FunnelPeriod = keyof typeof PERIODS;
const DAY_MS = 86_400_000;

/**
 * @summary How many deals or leads came how far, how long it took, why others fell through, and who brings them home.
 *
 * @attr {deals|leads} of - What it is the funnel of; deals when absent.
 * @attr {string} pipeline - Which pipeline of deals is shown first; the firm's first when absent.
 * @attr {string} responsible - Whose are shown first, by the host's id; everybody's when absent.
 * @attr {string} source - Of which source; any when absent.
 * @attr {month|quarter|year|all} period - Begun within this time; a quarter when absent.
 * @attr {responsible|source|month} by - What the table below is grouped by.
 *
 * @event {CustomEvent<ErrorDetail>} ringback-error - Something did not work; the report says it in words.
 *
 * @csspart report - The whole report.
 * @csspart toolbar - What it is asked of.
 * @csspart summary - The figures at its head.
 * @csspart stages - The funnel itself.
 * @csspart bar - Bar of a stage.
 * @csspart reasons - Why others fell through.
 * @csspart statuses - Where leads stand now.
 * @csspart groups - What is grouped by.
 * @csspart compared - Its table.
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
    ...{ of: {}, pipeline: {}, responsible: {}, source: {}, period: {}, by: {} },
    clock: { attribute: false },
  };

  declare of: keyof typeof KINDS;
  declare pipeline: string;
  declare responsible: string;
  declare source: string;
  declare period: FunnelPeriod;
  declare by: FunnelGrouping;
  /** What time it is; the browser's clock unless a test brings another. */
  declare clock: () => Date;

  /** What is shown, and what it was grouped by when it was reckoned. */
  #shown: { kind: AnyKind; report: { total: number }; by: FunnelGrouping } | undefined;
  #choices: ReportChoices = {};
  #users: readonly UserChoice[] = [];
  /** Whose choices these are, or will be when they have come. */
  #choicesOf: { backend: Backend; kind: AnyKind; failed: boolean } | undefined;
  #error: RingbackError | undefined;
  #asked = '';
  #status: BackendStatus | undefined;
  /** Of the newest read; an older one comes too late. */
  #turn: object | undefined;
  #backend: unknown;
  /** Something has changed since it was reckoned. */
  #old = false;

  constructor() {
    super();
    this.of = 'deals';
    this.pipeline = this.responsible = this.source = '';
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
    const asked = JSON.stringify([
      this.of,
      this.period,
      this.by,
      this.pipeline,
      this.responsible,
      this.source,
    ]);
    const before = this.#status;
    this.#status = status;
    const stays = backend === this.#backend && asked === this.#asked;
    // What is being read or has failed stays so when the gateway goes away: it is read again when that is back.
    if (stays && (status === before || (status === 'offline' && before === 'online'))) return;
    this.#turn = undefined;
    if (backend !== this.#backend || status === 'signed-out' || this.#shown?.kind !== this.#kind) {
      this.#shown = this.#error = undefined;
      this.#old = false;
    }
    // Who signs in next may see others.
    if (status === 'signed-out') this.#choicesOf = undefined;
    this.#backend = backend;
    this.#asked = asked;
    if (!backend || !this.#kind.present(backend) || status === 'signed-out') return;
    if (status === 'online' || !this.#shown) void this.#read(backend);
  }

  get #kind(): AnyKind {
    return this.of === 'leads' ? KINDS.leads : KINDS.deals;
  }

  protected override render(): TemplateResult {
    const { backend, locale } = this;
    const words = this.words(this.#kind.words);
    return html`<section class="report" part="report" aria-label=${words.region}>
      <div role="status">${this.#stateView()}</div>
      ${
        backend?.state.status === 'signed-out'
          ? signedOutView(locale, this.phone, (error) => this.#report(error))
          : backend && !this.#kind.present(backend)
            ? messageView(words.missing)
            : this.#bodyView()
      }
    </section>`;
  }

  /** That the figures may not be those of the moment. */
  #stateView(): TemplateResult | typeof nothing {
    if (this.#shown && this.backend?.state.status === 'offline')
      return html`<p class="stale">
        ${icon(wifiOffIcon)} <span>${this.words(recordStateWords).offline}</span>
      </p>`;
    if (!this.#old) return nothing;
    return html`<p class="stale">
      ${this.words(this.#kind.words).changed}
      <button class="button" type="button" data-again @click=${() => void this.#read()}>
        ${this.words(funnelWords).again}
      </button>
    </p>`;
  }

  #bodyView(): TemplateResult {
    const { locale } = this;
    if (this.#error)
      return html`${this.#toolbarView()}
      ${failedView({ error: this.#error, locale, retry: () => void this.#read() })}`;
    if (!this.#shown) return loadingView(locale, 6);
    const { kind, report, by } = this.#shown;
    if (report.total === 0) return html`${this.#toolbarView()} ${messageView(this.words(kind.words).empty)}`;
    return html`${this.#toolbarView()} ${kind.view(report, by, locale)}`;
  }

  #toolbarView(): TemplateResult {
    const words = this.words(funnelWords);
    const { pipelines = [], sources = [] } = this.#choices;
    const titled = (id: FunnelPeriod | FunnelGrouping) => ({ id, title: words[id] });
    const people = this.#users.map(({ id, name }) => ({ id, title: name }));
    const shown = (this.#shown?.report as Partial<Funnel> | undefined)?.pipeline?.id ?? this.pipeline;
    const periods = (Object.keys(PERIODS) as FunnelPeriod[]).map(titled);
    return html`<div class="toolbar" part="toolbar">
      ${
        pipelines.length > 1
          ? this.#choice(
              'pipeline',
              this.words(dealReportWords).pipeline,
              shown,
              pipelines.map(({ id, name }) => ({ id, title: name })),
            )
          : nothing
      }
      ${this.#choice('period', this.words(this.#kind.words).period, this.period, periods)}
      ${
        people.length
          ? this.#choice('responsible', words.who, this.responsible, [
              ...[{ id: '', title: words.everybody }, ...people],
            ])
          : nothing
      }
      ${
        sources.length
          ? this.#choice('source', words.source, this.source, [
              ...[{ id: '', title: words.anySource }, ...sources.map((id) => ({ id, title: id }))],
            ])
          : nothing
      }
      ${this.#choice('by', words.by, this.by, GROUPINGS.map(titled))}
    </div>`;
  }

  #choice(
    key: 'pipeline' | 'responsible' | 'source' | 'period' | 'by',
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
      ...(this.source ? { source: this.source } : {}),
      ...(days === undefined ? {} : { from: new Date(this.clock().getTime() - days * DAY_MS).toISOString() }),
      by: this.by,
    };
  }

  async #read(backend: Backend | undefined = this.backend): Promise<void> {
    if (!backend) return;
    const turn = (this.#turn = {});
    const isLate = () => turn !== this.#turn;
    const kind = this.#kind;
    const query = this.#query();
    this.#error = undefined;
    this.#old = false;
    void this.#readChoices(backend, kind);
    try {
      const report = await kind.read(backend, query);
      if (isLate()) return;
      this.#shown = report && { kind, report, by: query.by ?? 'responsible' };
    } catch (error) {
      if (isLate()) return;
      this.#error = error as RingbackError;
      this.#report(error);
    }
    this.requestUpdate();
  }

  /** Once; what did not come is asked for with the next report. A report without them is a report all the same. */
  async #readChoices(backend: Backend, kind: AnyKind): Promise<void> {
    const known = this.#choicesOf;
    const isKnown = known?.backend === backend && known.kind === kind;
    if (isKnown && !known.failed) return;
    if (!isKnown) {
      this.#choices = {};
      this.#users = [];
    }
    const of = { backend, kind, failed: false };
    this.#choicesOf = of;
    const none = (error: unknown): undefined => {
      of.failed = true;
      this.#report(error);
    };
    const [choices = {}, users = []] = await Promise.all([
      kind.choices(backend).catch(none),
      backend.users?.list().catch(none),
    ]);
    if (of !== this.#choicesOf) return;
    this.#choices = choices;
    this.#users = users;
    this.requestUpdate();
  }

  /** Figures do not jump under the eyes of who reads them: they are reckoned anew when he wants it. */
  #hear(event: RingbackEvent): void {
    if (!this.#shown?.kind.hears(event, this.#shown.report)) return;
    this.#old = true;
    this.requestUpdate();
  }

  #report(error: unknown): void {
    const { code, message } = error as { code?: 'bug'; message?: string };
    emit(this, 'ringback-error', { code: code ?? 'bug', message: message ?? String(error) });
  }
}
