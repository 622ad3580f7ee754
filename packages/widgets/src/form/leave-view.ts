/** What is asked of who leaves what he typed. */
import type { Locale } from '@ringback/model';
import { html, type TemplateResult } from 'lit';
import { recordStateWords } from './record-state.words.ts';

export interface LeaveView {
  locale: Locale;
  goOn: () => void;
  discard: () => void;
}

export function leaveView({ locale, goOn, discard }: LeaveView): TemplateResult {
  const words = recordStateWords[locale];
  return html`<div class="note" data-leave>
    <p>${words.leaveAsk}</p>
    <div class="form-buttons">
      <button class="button primary" type="button" @click=${goOn}>${words.goOn}</button>
      <button class="button" type="button" data-discard @click=${discard}>${words.discard}</button>
    </div>
  </div>`;
}
