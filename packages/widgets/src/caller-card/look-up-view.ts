import type { Locale } from '@ringback/model';
import { html, nothing, type TemplateResult } from 'lit';
import { callerCardWords } from './caller-card.words.ts';

/** Why there is no name yet. */
export type LookUpState = 'looking' | 'offline' | 'signed-out' | 'forbidden' | 'unknown';

export interface LookUpView {
  readonly state: LookUpState;
  readonly locale: Locale;
  retry(): void;
  /** Absent where the page has no way to sign in. */
  signIn: (() => void) | undefined;
}

export function lookUpView({ state, locale, retry, signIn }: LookUpView): TemplateResult {
  const words = callerCardWords[locale];
  if (state === 'looking') {
    return html`<div aria-busy="true">
      <span class="unseen">${words.looking}</span><span class="skeleton wide"></span>
    </div>`;
  }
  const action = state === 'unknown' ? retry : state === 'signed-out' && signIn;
  return html`<p class="hint ${state}" part="hint">
    ${words[state]}
    ${
      action
        ? html`<button class="link" type="button" @click=${action}>
            ${state === 'unknown' ? words.tryAgain : words.signIn}
          </button>`
        : nothing
    }
  </p>`;
}
