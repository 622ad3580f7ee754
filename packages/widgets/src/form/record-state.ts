/** What stands in the place of a record, or in the way of what was typed into it. */
import type { BackendState, Locale, Phone, RingbackError } from '@ringback/model';
import { fill, icon, rotateCcwIcon } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import type { FieldValue } from './record-form.ts';
import { recordStateWords } from './record-state.words.ts';

export function messageView(sentence: string, action: unknown = nothing): TemplateResult {
  return html`<div class="message" part="message">
    <p>${sentence}</p>
    ${action}
  </div>`;
}

/** Why a record is not shown, or not to be believed any more. */
export type RecordProblem = Pick<RingbackError, 'code' | 'message'>;

/** Somebody has removed it while it was shown. */
export const GONE: RecordProblem = { code: 'not-found', message: '' };

/** Above a record that may not be so any more. */
export function staleView(
  locale: Locale,
  { error, status }: { error: RecordProblem | undefined; status: BackendState['status'] | undefined },
): TemplateResult | typeof nothing {
  const why = error?.code === 'not-found' ? 'gone' : status === 'offline' ? 'offline' : undefined;
  return why ? html`<p class="stale">${recordStateWords[locale][why]}</p>` : nothing;
}

export interface FailedView {
  error: RecordProblem;
  locale: Locale;
  retry: () => void;
}

/** Why it did not come, and the one thing that helps. */
export function failedView({ error, locale, retry }: FailedView): TemplateResult {
  const words = recordStateWords[locale];
  if (error.code === 'forbidden') return messageView(words.forbidden);
  if (error.code === 'unsupported') return messageView(words.missing);
  if (error.code === 'not-found') return messageView(words.gone);
  const again = html`<button class="button" type="button" data-retry @click=${retry}>
    ${icon(rotateCcwIcon)}<span>${words.tryAgain}</span>
  </button>`;
  return messageView(fill(words.failed, { why: error.message }), again);
}

export function signedOutView(
  locale: Locale,
  phone: Phone | undefined,
  failed: (error: unknown) => void,
): TemplateResult {
  const words = recordStateWords[locale];
  const signIn = () => void phone?.signIn?.().catch(failed);
  return messageView(
    words.signedOut,
    phone?.signIn
      ? html`<button class="button primary" type="button" @click=${signIn}>${words.signIn}</button>`
      : nothing,
  );
}

export function loadingView(locale: Locale, lines = 4): TemplateResult {
  return html`<div class="loading" aria-busy="true">
    <span class="unseen" role="status">${recordStateWords[locale].loading}</span>
    ${[...Array(lines)].map(() => html`<span class="skeleton"></span>`)}
  </div>`;
}

export interface ClashView {
  locale: Locale;
  /** What was typed, and the present value of each field. */
  typed: Readonly<Record<string, FieldValue>>;
  now: Readonly<Record<string, FieldValue>>;
  titleOf: (key: string) => string;
  shown: (key: string, value: FieldValue) => string;
  saveMine: () => void;
  takeTheirs: () => void;
}

/** Somebody else was first: both values of everything that was typed. */
export function clashView({ locale, typed, now, ...clash }: ClashView): TemplateResult {
  const words = recordStateWords[locale];
  return html`<div class="note" data-clash>
    <p>${words.clash}</p>
    <table>
      <tr>
        <th scope="col">${words.field}</th>
        <th scope="col">${words.theirs}</th>
        <th scope="col">${words.yours}</th>
      </tr>
      ${Object.entries(typed).map(
        ([key, value]) =>
          html`<tr>
            <th scope="row">${clash.titleOf(key)}</th>
            <td>${clash.shown(key, now[key])}</td>
            <td>${clash.shown(key, value)}</td>
          </tr>`,
      )}
    </table>
    <div class="form-buttons">
      <button class="button primary" type="button" data-mine @click=${clash.saveMine}>
        ${words.saveMine}
      </button>
      <button class="button" type="button" data-theirs @click=${clash.takeTheirs}>${words.takeTheirs}</button>
    </div>
  </div>`;
}
