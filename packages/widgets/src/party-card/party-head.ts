/** Head of the card: who it is, how he is reached, what is to be completed, and what may be made about him. */
import type { Backend, Locale, Party } from '@ringback/model';
import { fill, formatNumber, icon, mailIcon, phoneIcon, type RecordKind } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { kindWords } from '../call/call-words.ts';
import { callWords } from '../call/call.words.ts';
import { webUrl } from '../web-url.ts';
import { partyCardWords } from './party-card.words.ts';

export interface HeadView {
  party: Party;
  locale: Locale;
  dial: (number: string) => void;
  write: (address: string) => void;
  openFirm: () => void;
}

export function headView({ party, locale, dial, write, openFirm }: HeadView): TemplateResult {
  const words = partyCardWords[locale];
  const { name, kind, nature, phones, email, organization, main, tags = [] } = party;
  const url = webUrl(party.url);
  return html`<header>
    <div class="who">
      <h2 tabindex="-1"><bdi>${name}</bdi></h2>
      <p class="facts">
        <span class="chip">${kindWords(kind, callWords[locale])}</span>
        ${nature ? html`<span>${words[nature]}</span>` : nothing}
        ${
          organization
            ? html`<span
                ><button class="link" type="button" data-firm-open @click=${openFirm}>
                  <bdi>${organization.name}</bdi></button
                >${main ? html` · ${words.main}` : nothing}</span
              >`
            : nothing
        }
        ${tags.length ? html`<span>${tags.join(', ')}</span>` : nothing}
        ${url ? html`<a class="link" href=${url} target="_blank" rel="noopener noreferrer">${words.page}</a>` : nothing}
      </p>
    </div>
    <div class="reach">
      ${phones.map(
        (number) =>
          html`<button
            class="button"
            type="button"
            data-call=${number}
            aria-label=${fill(words.call, { number: formatNumber(number) })}
            @click=${() => dial(number)}
          >
            ${icon(phoneIcon)}<span class="figures">${formatNumber(number)}</span>
          </button>`,
      )}
      ${
        email
          ? html`<button
              class="button"
              type="button"
              data-write
              aria-label=${fill(words.write, { email })}
              @click=${() => write(email)}
            >
              ${icon(mailIcon)}<span><bdi>${email}</bdi></span>
            </button>`
          : nothing
      }
    </div>
  </header>`;
}

const LINK_KINDS = ['deal', 'task', 'process', 'communication'] as const satisfies readonly RecordKind[];
export type LinkKind = (typeof LINK_KINDS)[number];

export interface LinksView {
  locale: Locale;
  backend: Backend | undefined;
  ask: (kind: LinkKind) => void;
  /** Absent where two cannot become one. */
  merge: (() => void) | undefined;
}

export function linksView({ locale, backend, ask, merge }: LinksView): TemplateResult {
  const words = partyCardWords[locale];
  const may = {
    deal: backend?.deals?.create,
    task: backend?.tasks?.create,
    process: backend?.processes?.start,
    communication: backend?.timeline?.create,
  };
  return html`<div class="form-buttons" role="group" aria-label=${words.add}>
    ${LINK_KINDS.filter((kind) => may[kind]).map(
      (kind) =>
        html`<button class="button" type="button" data-link=${kind} @click=${() => ask(kind)}>
          + ${words[kind]}
        </button>`,
    )}
    ${
      merge
        ? html`<button class="button quiet" type="button" data-merge @click=${merge}>
            ${words.findSame}
          </button>`
        : nothing
    }
  </div>`;
}

export interface CompleteView {
  party: Party;
  locale: Locale;
  missing: readonly string[];
  confirm: (() => void) | undefined;
  task: (() => void) | undefined;
}

/** What keeps the record from being complete, and what helps (S045, S136). */
export function completeView({ party, locale, missing, confirm, task }: CompleteView): unknown {
  const words = partyCardWords[locale];
  const { draft, organization, nature } = party;
  const alone = nature === 'person' && !organization;
  if (!draft && missing.length === 0 && !alone) return nothing;
  const source = webUrl(draft?.url);
  return html`<div class="note" data-incomplete>
    ${draft ? html`<p>${fill(words.draft, { source: draft.source })}</p>` : nothing}
    ${missing.length ? html`<p>${fill(words.incomplete, { fields: missing.join(', ') })}</p>` : nothing}
    ${alone ? html`<p>${words.alone}</p>` : nothing}
    <div class="form-buttons">
      ${draft && confirm ? html`<button class="button primary" type="button" data-confirm @click=${confirm}>${words.confirm}</button>` : nothing}
      ${source ? html`<a class="link" href=${source} target="_blank" rel="noopener noreferrer">${words.look}</a>` : nothing}
      ${task ? html`<button class="button" type="button" data-complete-task @click=${task}>${words.completeTask}</button>` : nothing}
    </div>
  </div>`;
}
