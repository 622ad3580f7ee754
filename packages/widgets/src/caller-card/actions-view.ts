import type { Locale } from '@ringback/model';
import { icon, phoneIcon, phoneOffIcon } from '@ringback/ui';
import { html, type TemplateResult } from 'lit';
import { callerCardWords } from './caller-card.words.ts';

/** Of a call in which nobody talked, once it is over. */
export function againView(locale: Locale, dial: () => void): TemplateResult {
  return html`<div class="actions">
    <button class="button" part="again" type="button" @click=${dial}>
      ${icon(phoneIcon)}${callerCardWords[locale].again}
    </button>
  </div>`;
}

/** Answer and decline. */
export function actionsView(locale: Locale, answer: () => void, decline: () => void): TemplateResult {
  const words = callerCardWords[locale];
  return html`<div class="actions" part="actions">
    <button class="button answer" part="answer" type="button" @click=${answer}>
      ${icon(phoneIcon)}${words.answer}
    </button>
    <button class="button danger" part="decline" type="button" @click=${decline}>
      ${icon(phoneOffIcon)}${words.decline}
    </button>
  </div>`;
}
