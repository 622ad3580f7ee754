/** The form under an unknown number: choose an existing party, or create one. */
import type { Locale, PartyMatch } from '@ringback/model';
import { formatNumber, icon, searchIcon, userPlusIcon } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { kindWords } from '../call/call-words.ts';
import { callWords } from '../call/call.words.ts';

import type { Identify } from './identify.ts';
import { identifyWords, type IdentifyWords } from './identify.words.ts';

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
  const tab = (mode: 'choose' | 'create', label: string, shape: typeof searchIcon) =>
    html`<button
      class="button"
      part="identify-${mode}"
      type="button"
      aria-pressed=${String(identify.mode === mode)}
      @click=${() => identify.open(mode)}
    >
      ${icon(shape)}<span>${label}</span>
    </button>`;
  return html`<div class="identify" part="identify" role="group" aria-labelledby="who">
    <p class="ask" id="who">${words.who}</p>
    <div class="tabs">
      ${tab('choose', words.chooseExisting, searchIcon)}
      ${view.number ? tab('create', words.createNew, userPlusIcon) : nothing}
    </div>
    ${identify.mode === 'choose' ? choose(view, words) : identify.mode === 'create' ? create(view, words) : nothing}
    <div role="alert">${problem(view, words)}</div>
  </div>`;
}

function choose({ identify, locale }: IdentifyView, words: IdentifyWords): TemplateResult {
  const results = identify.results ?? [];
  return html`<label class="label" for="search">${words.search}</label>
    <input
      class="field"
      id="search"
      type="search"
      autocomplete="off"
      role="combobox"
      aria-label=${words.search}
      aria-expanded=${String(results.length > 0)}
      aria-controls="found"
      aria-autocomplete="list"
      aria-activedescendant=${results.length > 0 ? `found-${identify.active}` : nothing}
      .value=${identify.query}
      @input=${(event: InputEvent) => identify.search((event.target as HTMLInputElement).value)}
      @keydown=${(event: KeyboardEvent) => keys(event, identify)}
    />
    <ul class="found" id="found" role="listbox" aria-label=${words.found} ?hidden=${results.length === 0}>
      ${results.map((match, index) => option(match, index, identify, locale))}
    </ul>
    <p class="hint" role="status">${identify.results && results.length === 0 ? words.nobody : nothing}</p>`;
}

function option(match: PartyMatch, index: number, identify: Identify, locale: Locale): TemplateResult {
  const { party } = match;
  // Keys work on the field, which keeps the focus: rows are for the pointer.
  return html`<li
    class="option"
    id="found-${index}"
    role="option"
    tabindex="-1"
    aria-selected=${String(index === identify.active)}
    @mousedown=${(event: MouseEvent) => event.preventDefault()}
    @click=${() => void identify.choose(party)}
    @keydown=${(event: KeyboardEvent) => keys(event, identify)}
  >
    <bdi>${party.name}</bdi>
    <span class="reason"
      >${kindWords(party.kind, callWords[locale])} · ${formatNumber(party.phones[0] ?? '')}</span
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
  return html`<form class="create" novalidate @submit=${(event: SubmitEvent) => submit(event, identify)}>
    <label class="label" for="name">${words.name}</label>
    <input
      class="field"
      id="name"
      name="name"
      maxlength="200"
      autocomplete="off"
      required
      .defaultValue=${claim ?? ''}
      aria-invalid=${String(missing('name'))}
      aria-describedby="name-error"
    />
    ${error('name', words.missingName)}
    <label class="label" for="kind">${words.kind}</label>
    <select
      class="field"
      id="kind"
      name="kind"
      required
      aria-invalid=${String(missing('kind'))}
      aria-describedby="kind-error"
    >
      <option value="">${words.chooseKind}</option>
      ${kinds.map((kind) => html`<option value=${kind}>${kindWords(kind, callWords[locale])}</option>`)}
    </select>
    ${error('kind', words.missingKind)}
    <label class="label" for="phone">${words.number}</label>
    <input
      class="field"
      id="phone"
      name="phone"
      type="tel"
      maxlength="40"
      autocomplete="off"
      .defaultValue=${number}
    />
    <button class="button primary" part="create" type="submit" aria-disabled=${String(identify.busy)}>
      ${words.create}
    </button>
  </form>`;
}

function submit(event: SubmitEvent, identify: Identify): void {
  event.preventDefault();
  const form = event.target as HTMLFormElement;
  const text = (name: string) => String(new FormData(form).get(name) ?? '');
  void identify.create({ name: text('name'), kind: text('kind'), phone: text('phone') });
  const empty = identify.missing[0];
  if (empty) form.querySelector<HTMLElement>(`[name=${empty}]`)?.focus();
}

function problem({ identify, locale }: IdentifyView, words: IdentifyWords): TemplateResult | typeof nothing {
  if (!identify.problem) return nothing;
  return html`<p class="field-error">${words[identify.problem]}</p>
    ${identify.owners.map(
      ({ party }) =>
        html`<p class="owner">
          <span
            ><bdi>${party.name}</bdi>
            <span class="reason">${kindWords(party.kind, callWords[locale])}</span></span
          >
          <button
            class="button"
            type="button"
            aria-label="${words.thisOne}: ${party.name}"
            @click=${() => void identify.choose(party)}
          >
            ${words.thisOne}
          </button>
        </p>`,
    )}`;
}
