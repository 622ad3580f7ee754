import type { Call, MissedCall } from '@ringback/model';
import {
  buttonStyles,
  colleagueOf,
  fill,
  formatNumber,
  formatTime,
  icon,
  type IconNode,
  phoneIcon,
  phoneIncomingIcon,
  phoneMissedIcon,
  phoneOutgoingIcon,
  plusIcon,
  skeletonStyles,
  tokens,
  unseenStyles,
} from '@ringback/ui';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { iconButton, PanelElement, panelElementStyles } from '../panel-element.ts';
import { missedRow } from './missed-row.ts';
import { recentStyles } from './recent.styles.ts';
import { recentWords } from './recent.words.ts';

/** As many as fit without scrolling far: the call log shows all. */
const SHOWN = 20;

type Which = 'all' | 'missed';
type Loaded<T> = 'loading' | 'failed' | { readonly items: readonly T[]; readonly stale?: boolean };

/** @summary The latest calls, and those that wait for a call back. Part of `<ringback-softphone>`. */
export class SoftphoneRecent extends PanelElement {
  static override readonly styles = [
    tokens,
    buttonStyles,
    unseenStyles,
    skeletonStyles,
    panelElementStyles,
    recentStyles,
  ];

  @state() private latest: Loaded<Call> = 'loading';
  @state() private missed: Loaded<MissedCall> = 'loading';
  @state() private chosen: Which | undefined;
  /** The missed call that is being put aside: it asks why. */
  @state() private leaving: string | undefined;
  /** Why the last thing did not work, in words. */
  @state() private problem = '';

  #stop: (() => void) | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
    this.#stop = undefined;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (this.#stop || !changed.has('context')) return;
    const stop = this.context.backend?.follow(({ type }) => {
      if (type === 'call.ended' || type === 'call.updated') void this.#loadLatest();
      if (type === 'missed.changed') void this.#loadMissed();
    });
    this.#stop = stop ?? (() => {});
    void this.#loadLatest();
    void this.#loadMissed();
  }

  protected override render(): TemplateResult {
    const words = this.words(recentWords);
    const which = this.#which;
    const tab = (name: Which) =>
      html`<button
        class="button"
        part=${name}
        type="button"
        aria-pressed=${String(which === name)}
        @click=${() => (this.chosen = name)}
      >
        ${words[name]}
      </button>`;
    return html`${
        this.context.backend?.missed ? html`<div class="row">${tab('all')} ${tab('missed')}</div>` : nothing
      }
      ${
        which === 'missed'
          ? this.#list(this.missed, words.noneMissed, (one) => this.#missedRow(one))
          : this.#list(this.latest, words.none, (call) => this.#row(call))
      }
      <p class="wrong" role="alert">${this.problem}</p>`;
  }

  /** Opens with whom one owes a call, if there is anybody. */
  get #which(): Which {
    if (this.chosen) return this.chosen;
    return typeof this.missed === 'object' && this.missed.items.length > 0 ? 'missed' : 'all';
  }

  #list<T>(list: Loaded<T>, none: string, row: (one: T) => TemplateResult): TemplateResult {
    const words = this.words(recentWords);
    if (list === 'loading') {
      return html`<ul class="rows" aria-busy="true">
        ${[1, 2, 3].map(() => html`<li class="row call"><span class="skeleton grow"></span></li>`)}
      </ul>`;
    }
    if (list === 'failed') {
      return html`<p class="hint" role="alert">${words.failed}</p>
        <button class="button" type="button" @click=${() => this.#again()}>${words.tryAgain}</button>`;
    }
    if (list.items.length === 0) return html`<p class="hint">${none}</p>`;
    return html`${list.stale ? html`<p class="hint">${words.stale}</p>` : nothing}
      <ul class="rows">
        ${list.items.map(row)}
      </ul>`;
  }

  #row(call: Call): TemplateResult {
    const words = this.words(recentWords);
    const { open, kinds } = this.context;
    const colleague = colleagueOf(call, this.context.backend?.state.me?.agent.id);
    // Whoever was called by a colleague finds his own number in the record.
    const isOwn = colleague !== call.colleague;
    const number = formatNumber(call.number) || words.hidden;
    const name = call.party?.name ?? colleague?.name ?? call.claimedName;
    const who = name ?? number;
    const missed = call.endReason === 'missed';
    const what = missed ? words.missedCall : words[call.direction];
    // A colleague is nobody's customer.
    const whose = colleague ? {} : { number: call.number, ...(name ? { name } : {}) };
    return html`<li class="row call" part="call">
      <span class="mark ${missed ? 'missed' : ''}" title=${what}
        >${icon(iconOf(call))}<span class="unseen">${what}</span></span
      >
      <span class="grow">
        <bdi class="cut who">${who}</bdi>
        <span class="hint"
          >${name && !isOwn ? html`<bdi dir="ltr">${number}</bdi> · ` : nothing}${formatTime(call.startedAt, this.locale)}</span
        >
      </span>
      ${
        kinds.length > 0 && !call.party
          ? iconButton({
              part: 'create',
              label: fill(words.create, { who }),
              shape: plusIcon,
              press: () => open('create', { callId: call.id, ...whose }),
            })
          : nothing
      }
      ${
        call.number && !isOwn
          ? iconButton({
              part: 'dial',
              label: fill(words.call, { who }),
              shape: phoneIcon,
              press: () => this.#dial(call.number),
            })
          : nothing
      }
    </li>`;
  }

  #missedRow(missed: MissedCall): TemplateResult {
    return missedRow({
      missed,
      locale: this.locale,
      self: this.context.backend?.state.me?.agent.id,
      leaving: this.leaving === missed.id,
      callBack: () => void this.#callBack(missed),
      leave: () => (this.leaving = this.leaving === missed.id ? undefined : missed.id),
      dismiss: (reason) => void this.#dismiss(missed, reason),
    });
  }

  async #dial(number: string): Promise<void> {
    if (await this.context.dial(number)) this.context.close();
  }

  /** Claimed first, so that no colleague calls the same customer at the same time. */
  async #callBack(missed: MissedCall): Promise<void> {
    if (await this.#ask(() => this.context.backend?.missed?.claim(missed.id)))
      await this.#dial(missed.number);
  }

  async #dismiss({ id }: MissedCall, reason: string): Promise<void> {
    if (await this.#ask(() => this.context.backend?.missed?.dismiss(id, reason))) this.leaving = undefined;
  }

  async #ask(command: () => Promise<unknown> | undefined): Promise<boolean> {
    this.problem = '';
    try {
      await command();
      return true;
    } catch (error) {
      const words = this.words(recentWords);
      const taken = (error as { code?: unknown } | undefined)?.code === 'conflict';
      this.problem = taken ? words.taken : words.notDone;
      void this.#loadMissed();
      return false;
    }
  }

  #again(): void {
    this.latest = this.missed = 'loading';
    void this.#loadLatest();
    void this.#loadMissed();
  }

  async #loadLatest(): Promise<void> {
    try {
      const list = await this.context.backend?.calls.list({ limit: SHOWN });
      const items = list?.value.items.filter((call) => call.state === 'ended') ?? [];
      this.latest = { items, stale: list?.stale ?? false };
    } catch {
      if (typeof this.latest === 'string') this.latest = 'failed';
    }
  }

  async #loadMissed(): Promise<void> {
    try {
      const page = await this.context.backend?.missed?.list({ limit: SHOWN });
      this.missed = { items: page?.items ?? [] };
    } catch {
      if (typeof this.missed === 'string') this.missed = 'failed';
    }
  }
}

function iconOf({ endReason, direction }: Call): IconNode {
  if (endReason === 'missed') return phoneMissedIcon;
  return direction === 'in' ? phoneIncomingIcon : phoneOutgoingIcon;
}
