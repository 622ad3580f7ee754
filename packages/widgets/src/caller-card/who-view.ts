/** Who is on the far side: one party, several to choose from, or a number alone. */
import type { Locale, Party, PartyMatch, PartyRef } from '@ringback/model';
import { formatNumber, formatTime } from '@ringback/ui';
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
  const { choice, claim, match, party } = facts;
  const number = formatNumber(facts.number) || words.hiddenNumber;
  if (!party) {
    // What our own gateway says of a colleague is no claim.
    const colleague = facts.direction === 'internal' && claim;
    return html`<bdi class="name" part="name">${colleague || number}</bdi> ${
        colleague
          ? html`<bdi part="number">${number}</bdi>`
          : claim && choice.length === 0
            ? html`<span part="claim">${words.claims.replace('{name}', () => claim)}</span>`
            : nothing
      }
      ${details(view)} ${choice.length > 0 ? picker(view) : nothing}`;
  }
  return html`<div class="title">
      ${nameLink(view, party, match)}
      <span class="mark kind" part="kind">${kindWords(party.kind, words)}</span>
      ${(match?.party.tags ?? []).map((tag) => html`<span class="mark kind" part="segment">${tag}</span>`)}
      ${match?.party.draft ? html`<span class="mark" part="draft-mark">${callerCardWords[locale].draft}</span>` : nothing}
    </div>
    <bdi part="number">${number}</bdi>
    ${details(view)} ${call.phase === 'ended' ? nothing : lastTalk(view, match)}`;
}

/** A link where the record has a page, else a button: both ask the host first. */
function nameLink(view: WhoView, party: PartyRef, match: PartyMatch | undefined): TemplateResult {
  const url = webUrl(match?.party.url);
  const press = (event: Event) => view.open(event, party, url);
  return url
    ? outLink(url, party.name, 'name', press)
    : html`<button class="link name" part="name" type="button" @click=${press}>
        <bdi>${party.name}</bdi>
      </button>`;
}

function outLink(url: string, text: string, name: string, press?: (event: Event) => void): TemplateResult {
  return html`<a
    class="link ${name}"
    part=${name}
    href=${url}
    target="_blank"
    rel="noopener noreferrer"
    @click=${press}
    ><bdi>${text}</bdi></a
  >`;
}

function details({ facts, call, locale }: WhoView): TemplateResult | typeof nothing {
  const words = callerCardWords[locale];
  const { callback, direction } = call.record ?? {};
  const page = callback?.page;
  const { match } = facts;
  const url = webUrl(page?.url);
  const title = page && pageTitle(page);
  const rows: readonly (readonly [part: string, name: string, value: unknown])[] = [
    [
      'page',
      words.page,
      url && title ? outLink(url, title, '') : title ? html`<bdi>${title}</bdi>` : seenPages(call),
    ],
    ['source', words.source, sourceOf(call)],
    ['line', words.line, direction === 'in' ? lineOf(call) : undefined],
    ['region', words.place, facts.unknown ? regionOf(call, locale) : undefined],
    ['reason', words.why, match && whyText(match, locale)],
    ['organization', words.organization, match?.party.organization?.name],
    ['responsible', words.responsible, match?.party.responsible?.name],
  ];
  const told = rows.filter(([, , value]) => value);
  if (told.length === 0) return nothing;
  return html`<dl part="facts">
    ${told.map(
      ([part, name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd part=${part}>${typeof value === 'string' ? html`<bdi>${value}</bdi>` : value}</dd>
        </div>`,
    )}
  </dl>`;
}

/** Why it is thought to be him, and through which record, where it is not he himself who has the number. */
function whyText({ why, via }: PartyMatch, locale: Locale): string {
  const reason = callerCardWords[locale][why];
  return via ? `${reason}: ${via.label}` : reason;
}

/** Of several lines it matters which one was called. */
function lineOf({ record }: CardCall): string | undefined {
  const { line, lineName } = record ?? {};
  return line && [lineName, formatNumber(line)].filter(Boolean).join(' · ');
}

function regionOf({ record }: CardCall, locale: Locale): string | undefined {
  const { country, area } = record?.place ?? {};
  if (!country) return undefined;
  const name = new Intl.DisplayNames(locale, { type: 'region' }).of(country);
  return [area?.[locale], name].filter(Boolean).join(', ');
}

/** What he had before him when he called, the newest first. */
function seenPages({ record }: CardCall): unknown {
  const links = record?.source?.pages?.flatMap((page) => {
    const url = webUrl(page.url);
    return url ? html`<div>${outLink(url, pageTitle(page), '')}</div>` : [];
  });
  return links?.length ? links : undefined;
}

/** `google / cpc · spring` */
function sourceOf({ record }: CardCall): string | undefined {
  const touch = record?.source?.last ?? record?.source?.first;
  if (!touch) return undefined;
  const { source, medium, campaign } = touch;
  return [`${source} / ${medium}`, campaign].filter(Boolean).join(' · ');
}

function lastTalk({ locale }: WhoView, match: PartyMatch | undefined): TemplateResult | typeof nothing {
  const last = match?.lastCall;
  if (!last) return nothing;
  return html`<div class="last" part="last-talk">
    <small
      >${callerCardWords[locale].lastTalk} <time datetime=${last.at}>${formatTime(last.at, locale)}</time> ${
        last.agentName ? html`· <bdi>${last.agentName}</bdi>` : nothing
      }</small
    >
    ${last.comment ? html`<q><bdi>${last.comment}</bdi></q>` : nothing}
  </div>`;
}

function picker(view: WhoView): TemplateResult {
  const { facts, locale, choose } = view;
  const words = callerCardWords[locale];
  return html`<div class="picker" part="picker" role="group" aria-labelledby="several">
    <b id="several">${words.several}</b>
    <ul>
      ${facts.choice.map(
        (match) =>
          html`<li class="candidate" part="match">
            <div>
              ${nameLink(view, match.party, match)}
              <span class="mark kind">${kindWords(match.party.kind, callWords[locale])}</span>
              <small>${words.why} ${whyText(match, locale)}</small>
              ${lastTalk(view, match)}
            </div>
            ${chooseButton(match.party, locale, choose)}
          </li>`,
      )}
    </ul>
  </div>`;
}

export function chooseButton(party: Party, locale: Locale, choose: (party: Party) => void): TemplateResult {
  const { thisOne } = callerCardWords[locale];
  return html`<button
    class="button"
    type="button"
    aria-label="${thisOne}: ${party.name}"
    @click=${() => choose(party)}
  >
    ${thisOne}
  </button>`;
}
