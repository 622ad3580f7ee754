import type { Locale } from '@ringback/model';
import { icon, phoneErrorSentence, phoneIcon } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { MAX_NUMBER_LENGTH } from './clean-number.ts';
import type { DialController, DialProblem } from './dial-controller.ts';
import type { SoftphoneWords } from './softphone.words.ts';
import { type ChangedKeys, spokenKey } from './usual-keys.ts';

interface DialView {
  readonly dial: DialController;
  /** Whether a call could go out now. The field can always be typed in. */
  readonly ready: boolean;
  /** A call has the main button now; this one steps back. */
  readonly quiet: boolean;
  readonly words: SoftphoneWords;
  readonly locale: Locale;
  readonly keys: ChangedKeys;
}

/** The form to dial from. The button stays focusable while it cannot dial: pressing it says why. */
export function dialView({ dial, ready, quiet, words, locale, keys }: DialView): TemplateResult {
  return html`<form class="dial" part="dial" @submit=${dial.submitted}>
    <input
      class="field"
      part="number-field"
      type="tel"
      autocomplete="off"
      spellcheck="false"
      enterkeyhint="go"
      maxlength=${MAX_NUMBER_LENGTH}
      placeholder=${words.numberLabel}
      aria-label=${words.numberLabel}
      aria-keyshortcuts=${spokenKey('dial', keys) ?? nothing}
      aria-invalid=${String(dial.problem !== undefined && dial.problem !== 'lastNumber')}
      aria-describedby="dial-problem"
      .value=${live(dial.number)}
      @input=${dial.typed}
      @paste=${dial.pasted}
    />
    <button
      class="button ${quiet ? '' : 'primary'}"
      part="call-button"
      type="submit"
      aria-disabled=${String(!ready || dial.busy)}
      aria-label=${words.call}
    >
      ${icon(phoneIcon)}<span class="wide">${words.call}</span>
    </button>
    <span class="field-error ${dial.problem === 'lastNumber' ? 'hint' : ''}" id="dial-problem" role="alert">
      ${dial.problem ? sentence(dial.problem, words, locale) : nothing}
    </span>
  </form>`;
}

function sentence(problem: DialProblem, words: SoftphoneWords, locale: Locale): string {
  return problem === 'numberEmpty' || problem === 'notReady' || problem === 'lastNumber'
    ? words[problem]
    : phoneErrorSentence(problem, locale);
}
