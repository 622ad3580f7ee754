/** A folded part of the card that is read when it is first opened, and again when something has changed. */
import { fill } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import type { DealMoreWords } from './deal-more.words.ts';

export interface SectionOptions<T> {
  name: 'history' | 'timeline' | 'documents';
  read: (cursor: string | undefined) => Promise<{ items: readonly T[]; next?: string | undefined }>;
  changed: () => void;
  failed: (error: unknown) => void;
}

export class Section<T> {
  readonly #options: SectionOptions<T>;
  #open = false;
  #items: readonly T[] | undefined;
  #next: string | undefined;
  #problem: string | undefined;
  #turn = 0;

  constructor(options: SectionOptions<T>) {
    this.#options = options;
  }

  /** Another deal: folded, and nothing read. */
  forget(): void {
    this.#turn += 1;
    this.#open = false;
    this.#items = this.#next = this.#problem = undefined;
  }

  show(): void {
    if (this.#open) return;
    this.#open = true;
    if (!this.#items) void this.#read(undefined);
    this.#options.changed();
  }

  refresh(): void {
    if (this.#open) void this.#read(undefined);
    else this.#items = undefined;
  }

  render(words: DealMoreWords, item: (one: T) => unknown, above: unknown = nothing): TemplateResult {
    const toggled = (event: Event) => {
      const { open } = event.target as HTMLDetailsElement;
      if (open) this.show();
      else this.#open = false;
    };
    return html`<details
      part="section"
      data-section=${this.#options.name}
      ?open=${this.#open}
      @toggle=${toggled}
    >
      <summary>${words[this.#options.name]}</summary>
      <div class="inside">${this.#open ? html`${above} ${this.#itemsView(words, item)}` : nothing}</div>
    </details>`;
  }

  #itemsView(words: DealMoreWords, item: (one: T) => unknown): TemplateResult {
    const items = this.#items;
    const again = this.#problem !== undefined;
    return html`${
        items?.length
          ? html`<ul class="entries">
              ${items.map(item)}
            </ul>`
          : nothing
      }
      <p role="status">
        ${items === undefined && !again ? words.loading : items?.length === 0 ? words.none : nothing}
      </p>
      <p class="field-error" role="alert">
        ${again ? fill(words.failed, { why: this.#problem ?? '' }) : nothing}
      </p>
      ${
        again || this.#next !== undefined
          ? html`<button class="button" type="button" data-more @click=${() => void this.#read(this.#next)}>
              ${again ? words.tryAgain : words.more}
            </button>`
          : nothing
      }`;
  }

  async #read(cursor: string | undefined): Promise<void> {
    const turn = (this.#turn += 1);
    this.#problem = undefined;
    this.#options.changed();
    try {
      const { items, next } = await this.#options.read(cursor);
      if (turn !== this.#turn) return;
      this.#items = cursor === undefined ? items : [...(this.#items ?? []), ...items];
      this.#next = next;
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#problem = (error as Error).message;
      this.#options.failed(error);
    }
    this.#options.changed();
  }
}
