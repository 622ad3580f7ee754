/** The firm that a person belongs to: shown, looked for, chosen. */
import type { Party } from '@ringback/model';
import { fill, icon, searchIcon } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import type { PartyCardWords } from './party-card.words.ts';

export interface FirmFieldOptions {
  find: (words: string) => Promise<readonly Party[]>;
  choose: (id: string) => void;
  changed: () => void;
  failed: (error: unknown) => void;
}

export class FirmField {
  readonly #options: FirmFieldOptions;
  #found: readonly Party[] | undefined;
  #chosen: Party | undefined;
  #problem: string | undefined;
  #turn = 0;

  constructor(options: FirmFieldOptions) {
    this.#options = options;
  }

  forget(): void {
    this.#turn += 1;
    this.#found = this.#chosen = this.#problem = undefined;
  }

  /** Name of the firm that was chosen here and is not saved. */
  nameOf(id: unknown): string | undefined {
    return this.#chosen?.id === id ? this.#chosen?.name : undefined;
  }

  render(view: {
    title: string;
    name: string | undefined;
    words: PartyCardWords;
    fixed: boolean;
  }): TemplateResult {
    const { title, name, words, fixed } = view;
    const typed = (event: Event) => void this.#find((event.target as HTMLInputElement).value);
    return html`<div class="form-field" part="form-field" data-key="organization">
      <label
        ><span class="label"
          >${title}${name === undefined ? nothing : html`: <bdi class="now">${name}</bdi>`}</span
        >
        ${
          fixed
            ? nothing
            : html`<span class="phone"
                ><input
                  class="field"
                  type="search"
                  autocomplete="off"
                  data-find-firm
                  placeholder=${words.findFirm}
                  @change=${typed}
                />${icon(searchIcon)}</span
              >`
        }
      </label>
      <span role="status">${this.#found?.length === 0 ? words.noFirm : nothing}</span>
      ${
        this.#found?.length
          ? html`<ul class="found">
              ${this.#found.map(
                (firm) =>
                  html`<li>
                    <button
                      class="button"
                      type="button"
                      data-firm=${firm.id}
                      @click=${() => this.#choose(firm)}
                    >
                      <bdi>${firm.name}</bdi>
                    </button>
                  </li>`,
              )}
            </ul>`
          : nothing
      }
      <span class="field-error" role="alert"
        >${this.#problem === undefined ? nothing : fill(words.notFound, { why: this.#problem })}</span
      >
    </div>`;
  }

  #choose(firm: Party): void {
    this.#chosen = firm;
    this.#found = undefined;
    this.#options.choose(firm.id);
  }

  async #find(words: string): Promise<void> {
    const turn = (this.#turn += 1);
    this.#problem = undefined;
    try {
      const found = words.trim() === '' ? undefined : await this.#options.find(words.trim());
      if (turn !== this.#turn) return;
      this.#found = found;
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#problem = (error as Error).message;
      this.#options.failed(error);
    }
    this.#options.changed();
  }
}
