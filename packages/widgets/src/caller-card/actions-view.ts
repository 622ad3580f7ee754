import type { Locale, PhoneErrorCode } from '@ringback/model';
import { icon, phoneErrorWords, phoneIcon, phoneOffIcon } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { callerCardWords } from './caller-card.words.ts';

export interface ActionsView {
  readonly answerable: boolean;
  /** A command that did not work. */
  readonly problem: PhoneErrorCode | undefined;
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
  const sentence = problem ? html`<p class="field-error">${phoneErrorWords[locale][problem]}</p>` : nothing;
  return html`${answerable ? buttons : nothing}
    <div role="alert">${sentence}</div>`;
}
