import { buttonStyles, fill, tokens } from '@ringback/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { PanelElement, panelElementStyles } from '../panel-element.ts';
import { keysWords } from './keys.words.ts';
import { comboOf, type Shortcut, SHORTCUTS } from '../../softphone/usual-keys.ts';
import { type Conflict, conflictOf, keysOf } from './shortcuts.ts';

/** @summary The keyboard map, to read and to change. Part of `<ringback-softphone>`. */
export class SoftphoneKeys extends PanelElement {
  static override readonly styles = [
    tokens,
    buttonStyles,
    panelElementStyles,
    css`
      .combo {
        font-variant-numeric: tabular-nums;
        font-weight: inherit;
        white-space: nowrap;
      }
      .row {
        justify-content: space-between;
      }
    `,
  ];

  /** The one whose new key is waited for. */
  @state() private changing: Shortcut | undefined;
  @state() private refused: { combo: string; why: Conflict } | undefined;

  protected override render(): TemplateResult {
    const words = this.words(keysWords);
    const keys = keysOf(this.context.keys);
    return html`<p class="hint">${words.hint}</p>
      <ul class="rows">
        ${SHORTCUTS.map(
          (name) =>
            html`<li class="row">
              <span>${words[name]}</span>
              <button
                class="button combo"
                part="combo"
                type="button"
                aria-label=${`${fill(words.change, { what: words[name] })}, ${keys[name] || words.off}`}
                aria-pressed=${String(this.changing === name)}
                @click=${() => this.#begin(name)}
                @blur=${() => (this.changing = undefined)}
                @keydown=${this.#pressed}
              >
                ${this.changing === name ? '…' : keys[name] || words.off}
              </button>
            </li>`,
        )}
      </ul>
      <p class=${this.refused ? 'wrong' : 'hint'} role="status">${this.#sentence()}</p>
      <button class="button quiet" part="usual" type="button" @click=${() => this.#keep({})}>
        ${words.usual}
      </button>`;
  }

  #sentence(): string | typeof nothing {
    const words = this.words(keysWords);
    if (!this.refused) return this.changing ? words.press : nothing;
    const { combo: keys, why } = this.refused;
    if (why === 'noModifier' || why === 'browser' || why === 'page') return fill(words[why], { keys });
    return fill(words.taken, { keys, what: words[why] });
  }

  #begin(name: Shortcut): void {
    this.changing = this.changing === name ? undefined : name;
    this.refused = undefined;
  }

  readonly #pressed = (event: KeyboardEvent): void => {
    const { changing } = this;
    if (!changing || event.key === 'Tab') return;
    event.preventDefault();
    // Nobody else shall act on a key that is being chosen: not the bar's shortcuts, not the page's.
    event.stopPropagation();
    if (event.key === 'Escape') this.#begin(changing);
    else if (event.key === 'Backspace' || event.key === 'Delete') this.#set(changing, '');
    else this.#try(changing, comboOf(event));
  };

  #try(changing: Shortcut, combo: string): void {
    if (!combo) return;
    const why = conflictOf(combo, changing, keysOf(this.context.keys));
    if (why) this.refused = { combo, why };
    else this.#set(changing, combo);
  }

  #set(name: Shortcut, combo: string): void {
    this.#keep({ ...this.context.keys, [name]: combo });
  }

  #keep(keys: Record<string, string>): void {
    this.changing = this.refused = undefined;
    this.context.arrange({ keys });
  }
}
