import { buttonStyles, fill, headphonesIcon, icon, tokens } from '@ringback/ui';
import { html, type TemplateResult } from 'lit';
import { PanelElement, panelElementStyles } from '../panel-element.ts';
import { headsetWords } from './headset.words.ts';

/** @summary The headset whose buttons answer, hang up and mute: chosen, and what is the matter with it. Part of the panel of devices. */
export class SoftphoneHeadset extends PanelElement {
  static override readonly styles = [tokens, buttonStyles, panelElementStyles];

  protected override render(): TemplateResult {
    const words = this.words(headsetWords);
    const { headset } = this.context;
    const { name, problem } = headset.state;
    return html`<div class="rows">
      <p class=${problem ? 'wrong' : 'hint'} part="headset" role="status">
        ${problem ? words[problem] : name ? fill(words.connected, { name }) : words.headset}
      </p>
      <button class="button" part="headset-choose" type="button" @click=${() => void headset.choose()}>
        ${icon(headphonesIcon)}<span>${words.connect}</span>
      </button>
    </div>`;
  }
}
