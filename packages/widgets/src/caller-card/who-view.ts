/** Who is on the far side: one party, several to choose from, or a number alone. */
import type { Locale, PartyMatch, PartyRef } from '@ringback/model';
import { fill, formatNumber, formatTime } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { kindWords } from '../call/call-words.ts';
import { callWords } from '../call/call.words.ts';
import { pageTitle, webUrl } from '../web-url.ts';
import type { CallFacts } from './call-facts.ts';
import { callerCardWords } from './caller-card.words.ts';
import type { CardCall } from './calls-book.ts';

export interface WhoView {
  readonly call: CardCall;
  readonly facts: CallFacts;
  readonly locale: Locale;
  open(event: Event, party: PartyRef, url: string | undefined): void;
  choose(party: PartyRef): void;
}

export function whoView(view: WhoView): TemplateResult {
  const { facts, locale, call } = view;
  const words = callWords[locale];
  const number = formatNumber(facts.number) || words.hiddenNumber;
  if (facts.choice.length > 0) return html`<bdi class="name" part="name">${number}</bdi>${picker(view)}`;
  if (!facts.party) {
    return html`<bdi class="name" part="name">${number}</bdi>
      ${facts.claim ? html`<span class="claim" part="claim">${fill(words.claims, { name: facts.claim })}</span>` : nothing}
      ${details(view)}`;
  }
  return html`<div class="title">
      ${nameLink(view, facts.party, facts.match, 'name')}
      <span class="kind" part="kind">${kindWords(facts.party.kind, words)}</span>
    </div>
    <span class="number" part="number">${number}</span>
    ${details(view)} ${call.phase === 'ended' ? nothing : lastTalk(view, facts.match)}`;
}

/** A link where the record has a page, else a button: both ask the host first. */
function nameLink(
  view: WhoView,
  party: PartyRef,
  match: PartyMatch | undefined,
  look: string,
): TemplateResult {
  const url = webUrl(match?.party.url);
  const label = callerCardWords[view.locale].openRecord;
  const press = (event: Event) => view.open(event, party, url);
  return url
    ? html`<a
        class="link ${look}"
        part="name"
        href=${url}
        target="_blank"
        rel="noopener noreferrer"
        title=${label}
        @click=${press}
        ><bdi>${party.name}</bdi></a
      >`
    : html`<button class="link ${look}" part="name" type="button" title=${label} @click=${press}>
        <bdi>${party.name}</bdi>
      </button>`;
}

function details({ facts, call, locale }: WhoView): TemplateResult | typeof nothing {
  const words = callerCardWords[locale];
  const page = call.record?.callback?.page;
  if (!page && !facts.match) return nothing;
  return html`<dl class="facts" part="facts">
    ${
      page
        ? html`<div>
            <dt>${words.page}</dt>
            <dd part="page">${pageLink(page)}</dd>
          </div>`
        : nothing
    }
    ${
      facts.match
        ? html`<div>
            <dt>${words.why}</dt>
            <dd part="reason">${words[facts.match.why]}</dd>
          </div>`
        : nothing
    }
  </dl>`;
}

function pageLink(page: { url: string; title?: string | undefined }): TemplateResult {
  const url = webUrl(page.url);
  const title = html`<bdi>${pageTitle(page)}</bdi>`;
  return url
    ? html`<a class="link" href=${url} target="_blank" rel="noopener noreferrer" title=${url}>${title}</a>`
    : html`<span>${title}</span>`;
}

function lastTalk({ locale }: WhoView, match: PartyMatch | undefined): TemplateResult | typeof nothing {
  const last = match?.lastCall;
  if (!last) return nothing;
  return html`<div class="last" part="last-talk">
    <span class="last-when">
      ${callerCardWords[locale].lastTalk}
      <time datetime=${last.at}>${formatTime(last.at, locale)}</time>${
        last.agentName ? html` · <bdi>${last.agentName}</bdi>` : nothing
      }
    </span>
    ${last.comment ? html`<q class="last-comment"><bdi>${last.comment}</bdi></q>` : nothing}
  </div>`;
}

function picker(view: WhoView): TemplateResult {
  const { facts, locale } = view;
  const words = callerCardWords[locale];
  return html`${details(view)}
    <div class="picker" part="picker" role="group" aria-labelledby="several">
      <p class="ask" id="several">${words.several}</p>
      <ul>
        ${facts.choice.map(
          (match) =>
            html`<li class="candidate" part="match">
              <div>
                ${nameLink(view, match.party, match, 'candidate-name')}
                <span class="kind">${kindWords(match.party.kind, callWords[locale])}</span>
                <span class="reason">${words.why} ${words[match.why]}</span>
                ${lastTalk(view, match)}
              </div>
              <button
                class="button"
                type="button"
                aria-label="${words.thisOne}: ${match.party.name}"
                @click=${() => view.choose(match.party)}
              >
                ${words.thisOne}
              </button>
            </li>`,
        )}
      </ul>
    </div>`;
}
