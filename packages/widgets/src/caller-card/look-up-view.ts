import type { Locale } from '@ringback/model';
import { icon, rotateCcwIcon } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { callerCardWords } from './caller-card.words.ts';

/** Why there is no name yet. */
export type LookUpState = 'looking' | 'offline' | 'signed-out' | 'forbidden' | 'failed';

export interface LookUpView {
  readonly state: LookUpState;
  readonly locale: Locale;
  retry(): void;
  /** Absent where the page has no way to sign in. */
  signIn: (() => void) | undefined;
}

export function lookUpView({ state, locale, retry, signIn }: LookUpView): TemplateResult {
  const words = callerCardWords[locale];
  switch (state) {
    case 'offline':
      return html`<p class="hint" part="hint">${words.lookUpOffline}</p>`;
    case 'forbidden':
      return html`<p class="hint" part="hint">${words.lookUpForbidden}</p>`;
    case 'signed-out':
      return html`<p class="hint" part="hint">
        ${words.lookUpSignedOut}
        ${signIn ? html`<button class="link" type="button" @click=${signIn}>${words.signIn}</button>` : nothing}
      </p>`;
    case 'failed':
      return html`<p class="hint wrong" part="hint">
        ${words.lookUpFailed}
        <button class="link" type="button" @click=${retry}>${icon(rotateCcwIcon)} ${words.tryAgain}</button>
      </p>`;
    case 'looking':
      return html`<div class="looking" aria-busy="true">
        <span class="unseen">${words.lookingUp}</span><span class="skeleton wide"></span
        ><span class="skeleton"></span>
      </div>`;
  }
}
