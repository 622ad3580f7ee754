/** Somebody who waits for a call back: who, how long, who of us has taken it, and what can be done. */
import type { Locale, MissedCall } from '@ringback/model';
import { fill, formatNumber, formatTime, icon, phoneIcon, phoneMissedIcon, xIcon } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { iconButton } from '../panel-element.ts';
import { recentWords } from './recent.words.ts';

const REASONS = ['reasonNone', 'reasonWrong', 'reasonAdvert'] as const;

interface MissedRow {
  readonly missed: MissedCall;
  readonly locale: Locale;
  readonly self: string | undefined;
  /** It is being put aside, and asks why. */
  readonly leaving: boolean;
  callBack(): void;
  leave(): void;
  dismiss(reason: string): void;
}

export function missedRow(row: MissedRow): TemplateResult {
  const { missed, locale, self } = row;
  const words = recentWords[locale];
  // What the network says of a hidden number is no number.
  const callable = /\d/.test(missed.number);
  const number = callable ? formatNumber(missed.number) : words.hidden;
  const name = missed.party?.name ?? missed.claimedName;
  const who = name ?? number;
  const taken = missed.claimedBy && missed.claimedBy.id !== self ? missed.claimedBy.name : undefined;
  const times = missed.times > 1 ? ` · ${missed.times}×` : '';
  return html`<li class="call" part="missed-call">
    <div class="row">
      <span class="mark missed">${icon(phoneMissedIcon)}</span>
      <span class="grow">
        <bdi class="cut who">${who}</bdi>
        <span class="hint"
          >${name ? html`<bdi dir="ltr">${number}</bdi> · ` : nothing}${formatTime(missed.lastAt, locale)}${times}</span
        >
        ${taken ? html`<span class="hint" part="taken">${fill(words.takenBy, { who: taken })}</span>` : nothing}
      </span>
      ${taken ? nothing : iconButton({ part: 'dismiss', label: fill(words.dismiss, { who }), shape: xIcon, press: row.leave })}
      ${
        callable && !taken
          ? iconButton({
              part: 'call-back',
              label: fill(words.callBack, { who }),
              shape: phoneIcon,
              press: row.callBack,
            })
          : nothing
      }
    </div>
    ${row.leaving ? reasons(row) : nothing}
  </li>`;
}

function reasons({ locale, dismiss }: MissedRow): TemplateResult {
  const words = recentWords[locale];
  return html`<div class="reasons" role="group" aria-label=${words.why}>
    <span class="hint">${words.why}</span>
    ${REASONS.map(
      (reason) =>
        html`<button class="button" part="reason" type="button" @click=${() => dismiss(words[reason])}>
          ${words[reason]}
        </button>`,
    )}
  </div>`;
}
