/** What came of the call: one of the firm's own results, with one press. */
import type { Disposition } from '@ringback/model';
import { fill } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { type MoreMeans, reasonOf } from './means.ts';
import { moreWords } from './more.words.ts';

export interface OutcomeMeans extends MoreMeans {
  choices: () => readonly Disposition[];
  /** What stands in the comment now, and a way to have it saved first. */
  comment: () => { text: string; flush: () => Promise<unknown>; focus: () => void };
}

export class Outcome {
  readonly #means: OutcomeMeans;
  /** Chosen here, and not yet told by the gateway. */
  #wanted: Disposition | undefined;
  #state: 'idle' | 'saving' | 'kept' | 'wordless' = 'idle';
  #problem: string | undefined;

  constructor(means: OutcomeMeans) {
    this.#means = means;
  }

  view(): TemplateResult | typeof nothing {
    const choices = this.#means.choices();
    if (choices.length === 0) return nothing;
    const words = moreWords[this.#means.locale()];
    const now = this.#wanted?.id ?? this.#means.call().record?.disposition?.id;
    return html`<div class="outcome" part="outcome" role="group" aria-labelledby="outcome">
      <b id="outcome">${words.outcome}</b>
      <div class="chips">
        ${choices.map(
          (choice) =>
            html`<button
              class="button small"
              part="disposition"
              type="button"
              aria-pressed=${choice.id === now}
              @click=${() => void this.#choose(choice)}
            >
              ${choice.name}
            </button>`,
        )}
      </div>
      <p class="hint" role="status">${this.#hint(words)}</p>
      <p class="field-error" role="alert">${this.#problem ?? nothing}</p>
    </div>`;
  }

  /** The comment that it waited for may be there now. */
  heard(): void {
    if (
      this.#wanted &&
      this.#means.call().record?.disposition?.id === this.#wanted.id &&
      this.#state === 'kept'
    ) {
      this.#wanted = undefined;
      this.#state = 'idle';
    }
    if (this.#state === 'wordless' && this.#means.call().record?.comment.trim()) void this.#save();
  }

  #hint(words: (typeof moreWords)['en']): string | typeof nothing {
    if (this.#state === 'kept') return words.outcomeKept;
    return this.#state === 'wordless'
      ? fill(words.needsComment, { name: this.#wanted?.name ?? '' })
      : nothing;
  }

  async #choose(choice: Disposition): Promise<void> {
    if (this.#state === 'saving') return;
    this.#problem = undefined;
    this.#wanted = choice;
    const comment = this.#means.comment();
    if (choice.needsComment && comment.text.trim() === '') {
      this.#state = 'wordless';
      this.#means.changed();
      return comment.focus();
    }
    await this.#save();
  }

  async #save(): Promise<void> {
    const wanted = this.#wanted;
    if (!wanted) return;
    this.#state = 'saving';
    this.#means.changed();
    try {
      await this.#means.comment().flush();
      const taken = await this.#means.update({ dispositionId: wanted.id });
      this.#state = taken ? 'idle' : 'kept';
      if (taken) this.#wanted = undefined;
    } catch (error) {
      this.#wanted = undefined;
      this.#state = 'idle';
      this.#problem = fill(moreWords[this.#means.locale()].notSaved, { why: reasonOf(error) });
      this.#means.failed(error);
    }
    this.#means.changed();
  }
}
