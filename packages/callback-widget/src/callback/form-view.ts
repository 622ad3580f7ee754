/** What the visitor fills in. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { CallbackSite } from '../site.ts';
import type { CallbackWords } from '../words/en.ts';
import type { Wish } from './wish.ts';

export interface FormView {
  readonly site: CallbackSite;
  readonly words: CallbackWords;
  readonly wish: Wish;
  readonly problem: keyof CallbackWords | undefined;
  readonly busy: boolean;
  /** A number of the country, as its people write it; empty until the gateway has said so. */
  readonly example: string;
  /** Groups the digits; absent until it is loaded. */
  readonly format: ((typed: string, example: string) => string) | undefined;
  /** What the main button says; empty where no call can be had. */
  readonly action: string;
  /** Why nobody calls now; where a time is chosen; the way there. */
  readonly note: unknown;
  readonly chooser: unknown;
  readonly choose: (() => void) | undefined;
  /** Calls from the page itself. */
  readonly browser: (() => void) | undefined;
  change(wish: Partial<Wish>): void;
  submit(): void;
}

export function formView(view: FormView): TemplateResult {
  const { words, problem, wish, change, example } = view;
  if (!view.action) return html`${view.note} ${departments(view)}`;
  const refused = problem && problem !== 'errConsent';
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    view.submit();
  };
  return html`<form novalidate @submit=${submit}>
    ${view.note}
    <label for="number">${words.number}</label>
    <input
      id="number"
      type="tel"
      name="tel"
      autocomplete="tel"
      maxlength="40"
      required
      placeholder=${example}
      .value=${wish.number}
      aria-invalid=${refused ? 'true' : 'false'}
      aria-describedby=${problem ? 'problem' : nothing}
      @input=${(event: InputEvent) => change({ number: typed(event, view) })}
    />
    ${problem === 'errConsent' ? nothing : problemOf(view)} ${text(view, 'name', 100)} ${departments(view)}
    ${view.note || view.chooser ? text(view, 'message', 500) : nothing} ${view.chooser} ${consent(view)}
    ${problem === 'errConsent' ? problemOf(view) : nothing}
    <button class="main" type="submit" aria-disabled=${view.busy ? 'true' : 'false'}>
      ${view.busy ? words.asking : view.action}
    </button>
    ${link(words.otherTime, view.choose)} ${link(words.browser, view.browser)}
  </form>`;
}

/** At the field that it is about. */
const problemOf = ({ words, problem }: FormView): TemplateResult =>
  html`<p id="problem" class="problem" role="alert">${problem ? words[problem] : nothing}</p>`;

const link = (label: string, press: (() => void) | undefined): TemplateResult | undefined =>
  press && html`<button class="link" type="button" @click=${press}>${label}</button>`;

/** Formats what was typed at the end; a correction in the middle is left alone. */
function typed({ target, inputType }: InputEvent, { example, format }: FormView): string {
  const field = target as HTMLInputElement;
  if (format && field.selectionStart === field.value.length && !inputType?.startsWith('delete'))
    field.value = format(field.value, example);
  return field.value;
}

function text({ words, wish, change }: FormView, key: 'name' | 'message', max: number): TemplateResult {
  return html`<label for=${key}>${words[key]}</label>
    <input
      id=${key}
      name=${key}
      autocomplete=${key === 'name' ? key : 'off'}
      maxlength=${max}
      .value=${wish[key]}
      @input=${(event: InputEvent) => change({ [key]: (event.target as HTMLInputElement).value })}
    />`;
}

function departments({ site, words, wish, change }: FormView): TemplateResult | typeof nothing {
  if (!site.departments?.length) return nothing;
  return html`<label for="department">${words.department}</label>
    <select
      id="department"
      @change=${(event: Event) => change({ department: (event.target as HTMLSelectElement).value })}
    >
      ${site.departments.map(
        ({ id, name }) => html`<option value=${id} ?selected=${id === wish.department}>${name}</option>`,
      )}
    </select>`;
}

function consent({ site, words, wish, change }: FormView): TemplateResult {
  if (!site.consent) return html`<p class="consent">${words.consent.replace('{name}', site.name)}</p>`;
  return html`<label class="consent"
    ><input
      type="checkbox"
      id="consent"
      .checked=${wish.consent}
      aria-describedby="problem"
      @change=${(event: Event) => change({ consent: (event.target as HTMLInputElement).checked })}
    />
    ${site.consent}</label
  >`;
}
