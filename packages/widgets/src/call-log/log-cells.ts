/** What stands in the columns of the log. */
import type { Locale } from '@ringback/model';
import { colleagueOf, fill, formatDuration, formatNumber, formatTime, icon } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { directionIcon, isCut, isMissed, kindWords, resultWords } from '../call/call-words.ts';
import { callWords } from '../call/call.words.ts';
import { pageTitle } from '../web-url.ts';
import type { CallLogWords } from './call-log.words.ts';
import type { LogRow } from './log-row.ts';

/** Name where one is known, else the number. `self`: id of whoever reads. */
export function whoOf(row: LogRow, locale: Locale, self: string | undefined): string {
  const known = row.party ?? colleagueOf(row, self);
  return known?.name ?? (formatNumber(row.number) || callWords[locale].hiddenNumber);
}

export function whoCell(row: LogRow, locale: Locale, who: string): TemplateResult {
  const words = callWords[locale];
  const { party, claimedName } = row;
  const about = party
    ? kindWords(party.kind, words)
    : claimedName && fill(words.claims, { name: claimedName });
  return html`<span class="who ${isMissed(row) ? 'missed' : isCut(row) ? 'cut-off' : ''}"
    ><span class="badge">${icon(directionIcon(row))}</span
    ><span class="names"
      ><bdi class="name" part="name">${who}</bdi
      >${about ? html`<span class="about" part=${party ? 'kind' : 'claim'}>${about}</span>` : nothing}</span
    ></span
  >`;
}

export function numberCell(shown: string, words: CallLogWords, dial: () => void): unknown {
  const number = formatNumber(shown);
  if (!number) return nothing;
  return html`<button
    class="open number"
    part="number"
    type="button"
    data-action="number"
    aria-label=${fill(words.call, { who: number })}
    @click=${dial}
  >
    <bdi dir="ltr">${number}</bdi>
  </button>`;
}

export function resultCell(row: LogRow, locale: Locale): TemplateResult {
  const words = callWords[locale];
  const { callback, direction } = row;
  const page = callback?.page;
  return html`<span class="result ${isMissed(row) ? 'missed' : isCut(row) ? 'cut-off' : ''}" part="result"
    ><span class="outcome">${words[direction]} · ${resultWords(row, words)}</span>${
      callback
        ? html`<span class="mark" part="callback" title=${page ? pageTitle(page) : nothing}
            >${words.callback}${page ? html` · <bdi>${pageTitle(page)}</bdi>` : nothing}</span
          >`
        : nothing
    }</span
  >`;
}

/** The comment, which opens to be written on. */
export function commentCell(
  { comment }: LogRow,
  words: CallLogWords,
  { who, write }: { who: string; write: () => void },
): TemplateResult {
  return html`<button
    class="open preview ${comment ? '' : 'none'}"
    part="comment-preview"
    type="button"
    data-action="comment"
    @click=${write}
  >
    ${
      comment
        ? html`<span class="unseen">${fill(words.editComment, { who })}: </span><bdi>${comment}</bdi>`
        : html`${words.addComment}<span class="unseen">: ${who}</span>`
    }
  </button>`;
}

export function durationCell({ connectedAt, state, durationSeconds }: LogRow): unknown {
  const running = connectedAt && state !== 'ended';
  const seconds = running ? (Date.now() - Date.parse(connectedAt)) / 1000 : durationSeconds;
  return running || seconds > 0 ? formatDuration(seconds) : nothing;
}

export function whenCell({ startedAt }: LogRow, locale: Locale): TemplateResult {
  return html`<time datetime=${startedAt}>${formatTime(startedAt, locale)}</time>`;
}
