import { buttonStyles, icon, phoneIcon, tokens } from '@ringback/ui';
import { html, type TemplateResult } from 'lit';
import type { RingbackSoftphone } from '../../softphone/softphone.ts';
import { PanelElement, panelElementStyles } from '../panel-element.ts';
import { numbersWords } from './numbers.words.ts';

/** @summary The phone numbers that stand in the page, to be called without a pointer. Part of `<ringback-softphone>`. */
export class SoftphoneNumbers extends PanelElement {
  static override readonly styles = [tokens, buttonStyles, panelElementStyles];

  protected override render(): TemplateResult {
    const words = this.words(numbersWords);
    const numbers = (this.context.host as RingbackSoftphone).numbers?.() ?? [];
    if (numbers.length === 0) return html`<p class="hint" role="status">${words.none}</p>`;
    return html`<ul class="rows">
      ${numbers.map(
        (number) =>
          html`<li>
            <button
              class="button quiet wide"
              part="number"
              type="button"
              @click=${() => void this.#dial(number)}
            >
              ${icon(phoneIcon)}<bdi dir="ltr">${number}</bdi>
            </button>
          </li>`,
      )}
    </ul>`;
  }

  async #dial(number: string): Promise<void> {
    if (await this.context.dial(number)) this.context.close();
  }
}
