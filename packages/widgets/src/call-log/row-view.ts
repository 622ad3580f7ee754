/** One call of the log: a row, and under it its details when they are open. */
import type { Call, Locale } from '@ringback/model';
import {
  chevronDownIcon,
  fill,
  formatDuration,
  formatNumber,
  formatTime,
  icon,
  phoneIcon,
} from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { directionIcon, isCut, isMissed, kindWords, resultWords } from '../call/call-words.ts';
import { callWords } from '../call/call.words.ts';
import type { CommentDraft } from '../comment/comment-draft.ts';
import { commentField } from '../comment/comment-field.ts';
import { pageTitle, webUrl } from '../web-url.ts';
import { callLogWords } from './call-log.words.ts';

export interface RowView {
  readonly call: Call;
  readonly locale: Locale;
  /** Present while the details are open. */
  readonly draft: CommentDraft | undefined;
  /** Why this number could not be called just now. */
  readonly problem: string | undefined;
  dial(call: Call): void;
  toggle(call: Call): void;
  comment(call: Call): void;
}

export function rowView(view: RowView): TemplateResult {
  const { call, locale, draft } = view;
  const words = callLogWords[locale];
  const who = whoOf(call, locale);
  const calls = fill(isCut(call) ? words.callBack : words.call, { who });
  return html`<li
    class="row ${isMissed(call) ? 'missed' : ''} ${isCut(call) ? 'cut-off' : ''} ${draft ? 'open' : ''}"
    part="row"
    data-call=${call.id}
  >
    <span class="badge" part="direction">${icon(directionIcon(call))}</span>
    <div class="who" part="who">${caller(view, who)}</div>
    <div class="result" part="result">${result(call, locale)}</div>
    <button
      class="link preview ${call.comment ? '' : 'none'}"
      part="comment-preview"
      type="button"
      data-action="comment"
      @click=${() => view.comment(call)}
    >
      ${
        call.comment
          ? html`<span class="unseen">${fill(words.editComment, { who })}: </span><bdi>${call.comment}</bdi>`
          : html`${words.addComment}<span class="unseen">: ${who}</span>`
      }
    </button>
    <div class="meta">
      <time class="when" part="when" datetime=${call.startedAt}>${formatTime(call.startedAt, locale)}</time>
      <span class="duration" part="duration">${duration(call, words.duration)}</span>
    </div>
    <div class="controls" part="controls">
      ${
        call.number
          ? html`<button
              class="button icon-only ${isCut(call) ? '' : 'quiet'}"
              part="call"
              type="button"
              data-action="call"
              title=${calls}
              aria-label=${calls}
              @click=${() => view.dial(call)}
            >
              ${icon(phoneIcon)}
            </button>`
          : nothing
      }
      <button
        class="button icon-only quiet toggle"
        part="toggle"
        type="button"
        data-action="toggle"
        aria-expanded=${String(draft !== undefined)}
        aria-label=${fill(words.details, { who })}
        @click=${() => view.toggle(call)}
      >
        ${icon(chevronDownIcon)}
      </button>
    </div>
    <div class="problem" role="alert">${view.problem ?? nothing}</div>
    ${draft ? details(view, draft) : nothing}
  </li>`;
}

/** Name where one is known, else the number. */
export function whoOf(call: Call, locale: Locale): string {
  return call.party?.name ?? (formatNumber(call.number) || callWords[locale].hiddenNumber);
}

function caller({ call, locale, dial }: RowView, who: string): TemplateResult {
  const words = callWords[locale];
  const number = formatNumber(call.number);
  const numberLink = (look: string) =>
    html`<button
      class="link number ${look}"
      part="number"
      type="button"
      data-action="number"
      aria-label=${fill(callLogWords[locale].call, { who: number })}
      @click=${() => dial(call)}
    >
      <bdi dir="ltr">${number}</bdi>
    </button>`;
  if (call.party) {
    return html`<bdi class="name" part="name">${who}</bdi>
      <span class="about">
        <span class="kind" part="kind">${kindWords(call.party.kind, words)}</span>
        ${number ? numberLink('') : nothing}
      </span>`;
  }
  return html`${number ? numberLink('name') : html`<span class="name">${who}</span>`}
  ${call.claimedName ? html`<span class="claim" part="claim">${fill(words.claims, { name: call.claimedName })}</span>` : nothing}`;
}

function result(call: Call, locale: Locale): TemplateResult {
  const words = callWords[locale];
  const page = call.callback?.page;
  return html`<span class="outcome"
      ><span class="direction">${words[call.direction]}</span> · ${resultWords(call, words)}</span
    >
    ${
      call.callback
        ? html`<span class="mark" part="callback" title=${page ? pageTitle(page) : nothing}
            >${words.callback}${page ? html`<span class="from"> · <bdi>${pageTitle(page)}</bdi></span>` : nothing}</span
          >`
        : nothing
    }`;
}

function duration(call: Call, label: string): TemplateResult | typeof nothing {
  const running = call.connectedAt && call.state !== 'ended';
  const seconds = running ? (Date.now() - Date.parse(call.connectedAt ?? '')) / 1000 : call.durationSeconds;
  if (!running && seconds === 0) return nothing;
  return html`<span class="unseen">${label}</span> ${formatDuration(seconds)}`;
}

function soundOf({ mos, rttMs, lossPercent }: NonNullable<Call['quality']>, locale: Locale): string {
  const read = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const [value, rtt, loss] = [mos, Math.round(rttMs), lossPercent].map((number) => read.format(number));
  return fill(callLogWords[locale].soundWas, { mos: value!, rtt: rtt!, loss: loss! });
}

function details({ call, locale }: RowView, draft: CommentDraft): TemplateResult {
  const words = callLogWords[locale];
  const page = call.callback?.page;
  const url = webUrl(page?.url);
  const began = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
    dateStyle: 'long',
    timeStyle: 'medium',
  });
  const fact = (name: string, value: unknown) =>
    html`<div>
      <dt>${name}</dt>
      <dd>${value}</dd>
    </div>`;
  return html`<div class="details" part="details">
    <dl>
      ${fact(words.started, began.format(new Date(call.startedAt)))}
      ${call.agent ? fact(words.agent, html`<bdi>${call.agent.name}</bdi>`) : nothing}
      ${call.line ? fact(words.line, html`<bdi>${formatNumber(call.line)}</bdi>`) : nothing}
      ${
        page
          ? fact(
              words.page,
              url
                ? html`<a class="link" href=${url} target="_blank" rel="noopener noreferrer"
                    ><bdi>${pageTitle(page)}</bdi></a
                  >`
                : html`<bdi>${pageTitle(page)}</bdi>`,
            )
          : nothing
      }
      ${call.quality ? fact(words.sound, soundOf(call.quality, locale)) : nothing}
    </dl>
    ${commentField(draft, locale)}
  </div>`;
}
