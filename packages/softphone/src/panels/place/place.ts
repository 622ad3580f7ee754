import { tokens } from '@ringback/ui';
import { html, type TemplateResult } from 'lit';
import { PanelElement, panelElementStyles } from '../panel-element.ts';
import { placeWords } from './place.words.ts';

const EDGES = ['bottom', 'top', 'start', 'end'] as const;

/** @summary Where the bar stands: by pointer, or by the arrow keys. Part of `<ringback-softphone>`. */
export class SoftphonePlace extends PanelElement {
  static override readonly styles = [tokens, panelElementStyles];

  protected override render(): TemplateResult {
    const words = this.words(placeWords);
    const { dock, arrange } = this.context;
    return html`<fieldset>
      <legend>${words.edge}</legend>
      ${EDGES.map(
        (edge) =>
          html`<label class="choice">
            <input
              type="radio"
              name="edge"
              .value=${edge}
              .checked=${dock === edge}
              @change=${() => arrange({ dock: edge })}
            />
            ${words[edge]}
          </label>`,
      )}
    </fieldset>`;
  }
}
