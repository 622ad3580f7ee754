import type { Locale } from '@ringback/model';
import { icon, phoneIcon, phoneOffIcon } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { callerCardWords } from './caller-card.words.ts';

export interface ActionsView {
  readonly answerable: boolean;
  /** What did not work, in words. */
  readonly problem: string | undefined;
  readonly locale: Locale;
  answer(): void;
  decline(): void;
}

/** Answer and decline, and what went wrong with them. */
export function actionsView({ answerable, problem, locale, answer, decline }: ActionsView): TemplateResult {
  const words = callerCardWords[locale];
  const buttons = html`<div class="actions" part="actions">
    <button class="button answer" part="answer" type="button" @click=${answer}>
      ${icon(phoneIcon)}<span>${words.answer}</span>
    </button>
    <button class="button danger" part="decline" type="button" @click=${decline}>
      ${icon(phoneOffIcon)}<span>${words.decline}</span>
    </button>
  </div>`;
  const sentence = problem ? html`<p class="field-error">${problem}</p>` : nothing;
  return html`${answerable ? buttons : nothing}
    <div role="alert">${sentence}</div>`;
}
