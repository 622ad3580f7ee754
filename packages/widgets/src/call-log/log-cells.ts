/** What stands in the columns of the log. */
import type { Locale } from '@ringback/model';
import { fill, formatDuration, formatNumber, formatTime, icon } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { directionIcon, isCut, isMissed, kindWords, resultWords } from '../call/call-words.ts';
import { callWords } from '../call/call.words.ts';
import { pageTitle } from '../web-url.ts';
import { callLogWords } from './call-log.words.ts';
import type { LogRow } from './log-row.ts';

/** Name where one is known, else the number. */
export function whoOf({ party, number }: LogRow, locale: Locale): string {
  return party?.name ?? (formatNumber(number) || callWords[locale].hiddenNumber);
}

export function whoCell(row: LogRow, locale: Locale): TemplateResult {
  const words = callWords[locale];
  const { party, claimedName } = row;
  const about = party
    ? kindWords(party.kind, words)
    : claimedName && fill(words.claims, { name: claimedName });
  return html`<span class="who ${isMissed(row) ? 'missed' : isCut(row) ? 'cut-off' : ''}"
    ><span class="badge">${icon(directionIcon(row))}</span
    ><span class="names"
      ><bdi class="name" part="name">${whoOf(row, locale)}</bdi
      >${about ? html`<span class="about" part=${party ? 'kind' : 'claim'}>${about}</span>` : nothing}</span
    ></span
  >`;
}

export function numberCell(row: LogRow, locale: Locale, dial: () => void): unknown {
  const number = formatNumber(row.number);
  if (!number) return nothing;
  return html`<button
    class="open number"
    part="number"
    type="button"
    data-action="number"
    aria-label=${fill(callLogWords[locale].call, { who: number })}
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
export function commentCell(row: LogRow, locale: Locale, write: () => void): TemplateResult {
  const words = callLogWords[locale];
  const who = whoOf(row, locale);
  return html`<button
    class="open preview ${row.comment ? '' : 'none'}"
    part="comment-preview"
    type="button"
    data-action="comment"
    @click=${write}
  >
    ${
      row.comment
        ? html`<span class="unseen">${fill(words.editComment, { who })}: </span><bdi>${row.comment}</bdi>`
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
