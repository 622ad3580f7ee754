import type { Call } from '@ringback/model';
import {
  buttonStyles,
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
import { openMissed } from '../../softphone/missed.ts';
import { PanelElement, panelElementStyles } from '../panel-element.ts';
import { recentStyles } from './recent.styles.ts';
import { recentWords } from './recent.words.ts';

/** As many as are read for the badge, so that both agree. */
const LIMIT = 50;
const SHOWN = 15;

type List = 'loading' | 'failed' | { readonly items: readonly Call[]; readonly stale: boolean };

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

  @state() private list: List = 'loading';
  @state() private which: 'all' | 'missed' | undefined;

  #stop: (() => void) | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
    this.#stop = undefined;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (this.#stop || !changed.has('context')) return;
    const { backend } = this.context;
    const stop = backend?.follow(({ type }) => {
      if (type === 'call.ended' || type === 'call.updated') void this.#load();
    });
    this.#stop = stop ?? (() => {});
    void this.#load();
  }

  protected override render(): TemplateResult {
    const words = this.words(recentWords);
    const which = this.#which;
    const tab = (name: 'all' | 'missed') =>
      html`<button
        class="button"
        part=${name}
        type="button"
        aria-pressed=${String(which === name)}
        @click=${() => (this.which = name)}
      >
        ${words[name]}
      </button>`;
    return html`<div class="row">${tab('all')} ${tab('missed')}</div>
      ${this.#body()}`;
  }

  /** Opens with whom one owes a call, if there is anybody. */
  get #which(): 'all' | 'missed' {
    if (this.which || typeof this.list === 'string') return this.which ?? 'all';
    return openMissed(this.list.items).length > 0 ? 'missed' : 'all';
  }

  #body(): TemplateResult {
    const words = this.words(recentWords);
    const { list } = this;
    if (list === 'loading') {
      return html`<ul class="rows" aria-busy="true">
        ${[1, 2, 3].map(() => html`<li class="row call"><span class="skeleton grow"></span></li>`)}
      </ul>`;
    }
    if (list === 'failed') {
      return html`<p class="hint" role="alert">${words.failed}</p>
        <button class="button" type="button" @click=${() => this.#load()}>${words.tryAgain}</button>`;
    }
    const shown = this.#which === 'missed' ? openMissed(list.items) : list.items.slice(0, SHOWN);
    return html`${list.stale ? html`<p class="hint">${words.stale}</p>` : nothing}
    ${
      shown.length > 0
        ? html`<ul class="rows">
            ${shown.map((call) => this.#row(call))}
          </ul>`
        : html`<p class="hint">${this.#which === 'missed' ? words.noneMissed : words.none}</p>`
    }`;
  }

  #row(call: Call): TemplateResult {
    const words = this.words(recentWords);
    const { dial, open, close, kinds } = this.context;
    const number = formatNumber(call.number) || words.hidden;
    const name = call.party?.name ?? call.claimedName;
    const who = name ?? number;
    const missed = call.endReason === 'missed';
    const back = async (): Promise<void> => {
      if (await dial(call.number)) close();
    };
    const seed = { callId: call.id, number: call.number, ...(name ? { name } : {}) };
    return html`<li class="row call" part="call">
      <span class="mark ${missed ? 'missed' : ''}" title=${missed ? words.missedCall : words[call.direction]}
        >${icon(iconOf(call))}<span class="unseen"
          >${missed ? words.missedCall : words[call.direction]}</span
        ></span
      >
      <span class="grow">
        <bdi class="cut who">${who}</bdi>
        <span class="hint"
          >${name ? html`<bdi dir="ltr">${number}</bdi> · ` : nothing}${formatTime(call.startedAt, this.locale)}</span
        >
      </span>
      ${
        kinds.length > 0 && !call.party
          ? iconButton('create', fill(words.create, { who }), plusIcon, () => open('create', seed))
          : nothing
      }
      ${call.number ? iconButton('dial', fill(words.call, { who }), phoneIcon, () => void back()) : nothing}
    </li>`;
  }

  async #load(): Promise<void> {
    const { backend } = this.context;
    if (!backend) return;
    if (this.list === 'failed') this.list = 'loading';
    try {
      const { value, stale } = await backend.calls.list({ limit: LIMIT });
      this.list = { items: value.items.filter(({ state }) => state === 'ended'), stale };
    } catch {
      if (typeof this.list === 'string') this.list = 'failed';
    }
  }
}

function iconOf({ endReason, direction }: Call): IconNode {
  if (endReason === 'missed') return phoneMissedIcon;
  return direction === 'in' ? phoneIncomingIcon : phoneOutgoingIcon;
}

function iconButton(part: string, label: string, shape: IconNode, press: () => void): TemplateResult {
  return html`<button
    class="button quiet icon-only"
    part=${part}
    type="button"
    title=${label}
    aria-label=${label}
    @click=${press}
  >
    ${icon(shape)}
  </button>`;
}
