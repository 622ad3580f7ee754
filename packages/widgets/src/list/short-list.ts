/** A few records in a card: read when they are shown, page by page, and again when something has changed. */
import type { Locale } from '@ringback/model';
import { fill } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { shortListWords } from './short-list.words.ts';

export interface ShortListOptions<T> {
  read: (cursor: string | undefined) => Promise<{ items: readonly T[]; next?: string | undefined }>;
  row: (record: T) => unknown;
  locale: () => Locale;
  changed: () => void;
  failed: (error: unknown) => void;
}

export class ShortList<T> {
  readonly #options: ShortListOptions<T>;
  #items: readonly T[] | undefined;
  #next: string | undefined;
  #problem: string | undefined;
  #asked = false;
  #turn = 0;

  constructor(options: ShortListOptions<T>) {
    this.#options = options;
  }

  get items(): readonly T[] {
    return this.#items ?? [];
  }

  forget(): void {
    this.#turn += 1;
    this.#asked = false;
    this.#items = this.#next = this.#problem = undefined;
  }

  /** What is shown stays until the answer comes; what was not asked for yet is not asked for now. */
  refresh(): void {
    if (this.#asked) void this.#read(undefined);
  }

  /** Asks when it is drawn for the first time. */
  render(empty?: string): TemplateResult {
    if (!this.#asked) void this.#read(undefined);
    const words = shortListWords[this.#options.locale()];
    const items = this.#items;
    const waits = items === undefined && this.#problem === undefined;
    return html`${
        items?.length
          ? html`<ul class="entries">
              ${items.map((one) => html`<li>${this.#options.row(one)}</li>`)}
            </ul>`
          : nothing
      }
      <p role="status" class="muted" aria-busy=${waits}>
        ${waits ? words.loading : items?.length === 0 ? (empty ?? words.none) : nothing}
      </p>
      <p class="field-error" role="alert">
        ${this.#problem === undefined ? nothing : fill(words.failed, { why: this.#problem })}
      </p>
      ${
        this.#problem !== undefined || this.#next !== undefined
          ? html`<button class="button" type="button" data-more @click=${() => void this.#read(this.#next)}>
              ${this.#problem === undefined ? words.more : words.tryAgain}
            </button>`
          : nothing
      }`;
  }

  async #read(cursor: string | undefined): Promise<void> {
    const turn = (this.#turn += 1);
    this.#asked = true;
    this.#problem = undefined;
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
