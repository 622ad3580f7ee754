/** “They never asked for this call”: said once, asked about once more, and done for good. */
import type { Backend, Locale } from '@ringback/model';
import { html, nothing, type TemplateResult } from 'lit';
import type { CallFacts } from './call-facts.ts';
import { callerCardWords } from './caller-card.words.ts';
import type { CardCall } from './calls-book.ts';

export interface DisownMeans {
  backend(): Backend | undefined;
  changed(): void;
  failed(error: unknown): void;
}

type Step = 'sure' | 'busy' | 'done' | 'failed';

export class Disown {
  readonly #means: DisownMeans;
  /** By call. */
  readonly #steps = new Map<string, Step>();

  constructor(means: DisownMeans) {
    this.#means = means;
  }

  view(call: CardCall, { number }: CallFacts, locale: Locale): TemplateResult | typeof nothing {
    const words = callerCardWords[locale];
    const step = this.#steps.get(call.id);
    const offered = call.record?.callback && number && call.phase !== 'ring';
    if (!offered || !this.#means.backend()?.calls.disown) return nothing;
    if (step === 'done') return html`<p class="hint" part="disowned" role="status">${words.disowned}</p>`;
    if (!step)
      return html`<button
        class="link doubt"
        part="disown"
        type="button"
        @click=${() => this.#to(call.id, 'sure')}
      >
        ${words.disown}
      </button>`;
    return html`<div class="sure" part="sure" role="group" aria-labelledby="sure">
      <p id="sure" role="alert">${step === 'failed' ? words.failed : words.disownSure}</p>
      <button
        class="button danger"
        part="disown-yes"
        type="button"
        aria-disabled=${step === 'busy'}
        @click=${() => void this.#do(call.id)}
      >
        ${words.disownYes}
      </button>
      <button class="button" part="disown-no" type="button" @click=${() => this.#to(call.id, undefined)}>
        ${words.disownNo}
      </button>
    </div>`;
  }

  forget(callId: string): void {
    this.#steps.delete(callId);
  }

  #to(callId: string, step: Step | undefined): void {
    if (step) this.#steps.set(callId, step);
    else this.#steps.delete(callId);
    this.#means.changed();
  }

  async #do(callId: string): Promise<void> {
    if (this.#steps.get(callId) === 'busy') return;
    this.#to(callId, 'busy');
    try {
      await this.#means.backend()?.calls.disown?.(callId);
      this.#to(callId, 'done');
    } catch (error) {
      this.#to(callId, 'failed');
      this.#means.failed(error);
    }
  }
}
