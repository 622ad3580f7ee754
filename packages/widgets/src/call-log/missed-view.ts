/** What stands under somebody who waits to be called back, and why nobody needs to. */
import type { Locale, MissedCall } from '@ringback/model';
import { formatNumber, formatTime } from '@ringback/ui';
import { css, html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { fact } from './fact.ts';
import { missedViewWords } from './missed-view.words.ts';

/** With `detailsStyles`. */
export const missedStyles = css`
  .dismiss {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 8px;
  }
  .dismiss label {
    flex: 1 1 20ch;
  }
`;

export interface MissedView {
  missed: MissedCall;
  locale: Locale;
  /** As far as it was typed. */
  reason: string;
  type: (reason: string) => void;
  dismiss: (reason: string) => void;
  /** Under the facts. */
  way: unknown;
}

export function missedView({ missed, locale, reason, type, dismiss, way }: MissedView): TemplateResult {
  const words = missedViewWords[locale];
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const why = String(data.get('reason') ?? '').trim();
    if (why !== '') dismiss(why);
  };
  return html`<div class="inside">
    <div>
      <dl>
        ${fact(words.times, `${missed.times}×`)} ${fact(words.first, formatTime(missed.firstAt, locale))}
        ${fact(words.last, formatTime(missed.lastAt, locale))}
        ${missed.line ? fact(words.line, html`<bdi dir="ltr">${formatNumber(missed.line)}</bdi>`) : nothing}
      </dl>
      ${way}
    </div>
    <form class="dismiss" part="dismiss" @submit=${submit}>
      <label
        ><span class="label">${words.reason}</span
        ><input
          class="field"
          name="reason"
          required
          maxlength="300"
          placeholder=${words.reasonHint}
          .value=${live(reason)}
          @input=${(event: Event) => type((event.target as HTMLInputElement).value)}
      /></label>
      <button class="button" type="submit">${words.dismiss}</button>
    </form>
  </div>`;
}
