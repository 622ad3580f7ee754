/** The form under an unknown number: choose an existing party, or create one. */
import type { Locale, PartyMatch } from '@ringback/model';
import { formatNumber } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { kindWords } from '../call/call-words.ts';
import { callWords } from '../call/call.words.ts';
import type { Identify } from './identify.ts';
import { identifyWords, type IdentifyWords } from './identify.words.ts';
import { chooseButton } from './who-view.ts';

export interface IdentifyView {
  readonly identify: Identify;
  readonly locale: Locale;
  readonly kinds: readonly string[];
  readonly number: string;
  /** Name that the caller gave for himself: a good guess for a new record. */
  readonly claim: string | undefined;
}

export function identifyView(view: IdentifyView): TemplateResult {
  const { identify, locale } = view;
  const words = identifyWords[locale];
  const tab = (mode: 'choose' | 'create', label: string) =>
    html`<button
      class="button"
      part="identify-${mode}"
      type="button"
      aria-pressed=${identify.mode === mode}
      @click=${() => identify.open(mode)}
    >
      ${label}
    </button>`;
  return html`<div class="identify" part="identify" role="group" aria-labelledby="who">
    <b id="who">${words.who}</b>
    <div class="actions">
      ${tab('choose', words.chooseExisting)} ${view.number ? tab('create', words.createNew) : nothing}
    </div>
    ${identify.mode === 'choose' ? choose(view, words) : identify.mode === 'create' ? create(view, words) : nothing}
    <div role="alert">${problem(view, words)}</div>
  </div>`;
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
  // Keys work on the field, which keeps the focus: rows are for the pointer.
  // eslint-disable-next-line lit-a11y/click-events-have-key-events
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
  else if (event.key === 'Escape') identify.open('choose');
  else return;
  event.preventDefault();
}

function create(
  { identify, locale, kinds, number, claim }: IdentifyView,
  words: IdentifyWords,
): TemplateResult {
  const missing = (name: 'name' | 'kind') => identify.missing.includes(name);
  const error = (name: 'name' | 'kind', text: string) =>
    html`<span class="field-error" id="${name}-error">${missing(name) ? text : nothing}</span>`;
  return html`<form novalidate autocomplete="off" @submit=${(event: SubmitEvent) => submit(event, identify)}>
    <label class="label"
      >${words.name}
      <input
        class="field"
        id="name"
        required
        .defaultValue=${claim ?? ''}
        aria-invalid=${missing('name')}
        aria-describedby="name-error"
    /></label>
    ${error('name', words.missingName)}
    <label class="label"
      >${words.kind}
      <select class="field" id="kind" required aria-invalid=${missing('kind')} aria-describedby="kind-error">
        <option value="">${words.chooseKind}</option>
        ${kinds.map((kind) => html`<option value=${kind}>${kindWords(kind, callWords[locale])}</option>`)}
      </select></label
    >
    ${error('kind', words.missingKind)}
    <label class="label"
      >${words.number} <input class="field" id="phone" type="tel" .defaultValue=${number}
    /></label>
    <button class="button primary" part="create" type="submit" aria-disabled=${identify.busy}>
      ${words.create}
    </button>
  </form>`;
}

function submit(event: SubmitEvent, identify: Identify): void {
  event.preventDefault();
  const fields = (event.target as HTMLFormElement).elements;
  const at = (id: string) => fields.namedItem(id) as HTMLInputElement;
  void identify.create({ name: at('name').value, kind: at('kind').value, phone: at('phone').value });
  const empty = identify.missing[0];
  if (empty) at(empty).focus();
}

function problem({ identify, locale }: IdentifyView, words: IdentifyWords): TemplateResult | typeof nothing {
  if (!identify.problem) return nothing;
  return html`<p class="field-error">${words[identify.problem]}</p>
    ${identify.owners.map(
      ({ party }) =>
        html`<div class="candidate">
          <div>
            <bdi>${party.name}</bdi>
            <small>${kindWords(party.kind, callWords[locale])}</small>
          </div>
          ${chooseButton(party, locale, (chosen) => void identify.choose(chosen))}
        </div>`,
    )}`;
}
