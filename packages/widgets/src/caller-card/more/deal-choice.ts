/** Which of the open deals the call is about: shown at once, kept by the gateway, taken back where it refuses. */
import { fill } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { dealless } from '../kept-calls.ts';
import { type MoreMeans, reasonOf } from './means.ts';
import { moreWords } from './more.words.ts';

export class DealChoice {
  readonly #means: MoreMeans;
  /** Chosen here, and not yet told by the gateway; `null` = none of them. */
  #wanted: string | null | undefined;
  #problem: string | undefined;
  /** Whether it can be told has been settled: a choice was made, or there is none to be made. */
  #settled = false;

  constructor(means: MoreMeans) {
    this.#means = means;
  }

  /** The only open deal is what the talk is about, until somebody says otherwise: also where the page was loaded in the middle of it. */
  heard(deals: readonly { id: string }[] | undefined): void {
    const { id, phase } = this.#means.call();
    if (this.#settled || phase === 'ring' || !this.#mayChoose || !deals) return;
    this.#settled = true;
    const [only, ...others] = deals;
    const untold = this.#now === null && !dealless.all.includes(id);
    if (only && others.length === 0 && untold) void this.#choose(only.id);
  }

  /** The question, around the deals that answer it. While it rings there is nothing to be said about the call. */
  frame(records: TemplateResult, none: (radio: unknown, title: string) => unknown): TemplateResult {
    if (!this.#mayChoose) return records;
    const words = moreWords[this.#means.locale()];
    // Outside of a form a radio button that has gone is held by its shadow root (Chromium 156), and the whole card of its call with it.
    return html`<form @submit=${(event: Event) => event.preventDefault()}>
      <fieldset class="plain" part="deal-choice">
        <legend>${words.which}</legend>
        ${records} ${this.#now === null ? nothing : none(this.radio(null, words.noDeal), words.noDeal)}
        <p class="field-error" role="alert">${this.#problem ?? nothing}</p>
      </fieldset>
    </form>`;
  }

  radio(dealId: string | null, title: string): unknown {
    if (!this.#mayChoose) return nothing;
    return html`<input
      type="radio"
      name="deal"
      aria-label=${title}
      .checked=${live(dealId !== null && this.#now === dealId)}
      @change=${() => void this.#choose(dealId)}
    />`;
  }

  get #mayChoose(): boolean {
    const { phase, record } = this.#means.call();
    return phase !== 'ring' && record !== undefined;
  }

  get #now(): string | null {
    const told = this.#means.call().record?.deal?.id ?? null;
    if (this.#wanted === told) this.#wanted = undefined;
    return this.#wanted === undefined ? told : this.#wanted;
  }

  async #choose(dealId: string | null): Promise<void> {
    this.#settled = true;
    if (dealId === null) dealless.add(this.#means.call().id);
    this.#wanted = dealId;
    this.#problem = undefined;
    this.#means.changed();
    try {
      await this.#means.update({ dealId });
    } catch (error) {
      this.#wanted = undefined;
      this.#problem = fill(moreWords[this.#means.locale()].notSaved, { why: reasonOf(error) });
      this.#means.failed(error);
    }
    this.#means.changed();
  }
}
