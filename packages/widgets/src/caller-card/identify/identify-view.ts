/** What comes once it was said how an unknown number gets a name: choose an existing party, or create one. */
import type { Locale, PartyMatch } from '@ringback/model';
import { formatNumber } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { kindWords } from '../../call/call-words.ts';
import { callWords } from '../../call/call.words.ts';
import { Identify, type IdentifyMode } from './identify.ts';
import { identifyWords, type IdentifyWords } from './identify.words.ts';

export { Identify };

export function identifyView(identify: Identify, mode: IdentifyMode, locale: Locale): TemplateResult {
  if (mode === 'create') return identify.form.view();
  const words = identifyWords[locale];
  return html`${choose({ identify, locale }, words)}
    <div role="alert">
      ${identify.problem ? html`<p class="field-error">${words[identify.problem]}</p>` : nothing}
    </div>`;
}

interface IdentifyView {
  readonly identify: Identify;
  readonly locale: Locale;
}

function choose({ identify, locale }: IdentifyView, words: IdentifyWords): TemplateResult {
  const { results = [], active, query } = identify;
  const some = results.length > 0;
  return html`<label class="label"
      >${words.search}
      <input
        class="field"
        id="search"
        type="search"
        autocomplete="off"
        role="combobox"
        aria-label=${words.search}
        aria-expanded=${some}
        aria-controls="found"
        aria-autocomplete="list"
        aria-activedescendant=${some ? `found-${active}` : nothing}
        .value=${query}
        @input=${(event: InputEvent) => identify.search((event.target as HTMLInputElement).value)}
        @keydown=${(event: KeyboardEvent) => keys(event, identify)}
    /></label>
    <ul class="found" id="found" role="listbox" aria-label=${words.found} ?hidden=${!some}>
      ${results.map((match, index) => option(match, index, identify, locale))}
    </ul>
    <p class="hint" role="status">${identify.results && !some ? words.nobody : nothing}</p>`;
}

function option({ party }: PartyMatch, index: number, identify: Identify, locale: Locale): TemplateResult {
  // eslint-disable-next-line lit-a11y/click-events-have-key-events -- keys work on the field, which keeps the focus: rows are for the pointer
  return html`<li
    class="option"
    id="found-${index}"
    role="option"
    aria-selected=${index === identify.active}
    @mousedown=${(event: MouseEvent) => event.preventDefault()}
    @click=${() => void identify.choose(party)}
  >
    <bdi>${party.name}</bdi>
    <small
      >${kindWords(party.kind, callWords[locale])} · <bdi>${formatNumber(party.phones[0] ?? '')}</bdi></small
    >
  </li>`;
}

function keys(event: KeyboardEvent, identify: Identify): void {
  if (event.isComposing) return;
  const party = identify.results?.[identify.active]?.party;
  if (event.key === 'ArrowDown') identify.move(1);
  else if (event.key === 'ArrowUp') identify.move(-1);
  else if (event.key === 'Enter' && party) void identify.choose(party);
  else if (event.key === 'Escape') identify.search('');
  else return;
  event.preventDefault();
}
