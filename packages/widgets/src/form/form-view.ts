/** A form drawn from the firm's layout: a control for each type of field, its name, what is wrong with it. */
import type { CardLayout, FieldSpec, Locale } from '@ringback/model';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { fieldNames, formWords } from './form.words.ts';
import type { FieldValue, RecordForm } from './record-form.ts';
import { typed } from './typed.ts';

export interface FieldChoice {
  id: string;
  title: string;
}

export interface FormView {
  form: RecordForm;
  locale: Locale;
  /** Of the host's own choices: stages, users, kinds; others come with the layout. */
  choices?: Readonly<Record<string, readonly FieldChoice[]>>;
  /** Controls of the element's own, by key: the goods of a deal. `undefined` leaves the field out. */
  own?: Readonly<Record<string, (field: FieldSpec) => unknown>>;
  /** Currency of amounts. */
  currency?: string;
}

export function formView(view: FormView): TemplateResult {
  return html`${view.form.groups.map(({ title, fields }) => {
    const drawn = fields.map((field) => fieldView(view, field));
    return title === undefined
      ? html`<div class="fields" part="fields">${drawn}</div>`
      : html`<fieldset class="fields" part="fields">
          <legend>${title}</legend>
          ${drawn}
        </fieldset>`;
  })}`;
}

function fieldView(view: FormView, field: FieldSpec): unknown {
  const { form, locale, own } = view;
  const { key } = field;
  const draw = own?.[key];
  if (draw) return draw(field);
  const words = formWords[locale];
  const fault = form.faultOf(key);
  const id = `field-${key.replace('.', '-')}`;
  const named = html`<span class="label" id="${id}-label"
    >${titleOf(field, locale)}${form.isRequired(key) ? html` <span aria-hidden="true">*</span>` : nothing}</span
  >`;
  // A label of several controls would name the first of them alone.
  if (field.type === 'tags')
    return html`<div class="form-field" part="form-field" data-key=${key}>
      ${named} ${control(view, field, id)}
      <span class="field-error" id="${id}-error" role="alert"
        >${fault === 'missing' ? words.missing : (fault ?? nothing)}</span
      >
    </div>`;
  return html`<label class="form-field" part="form-field" data-key=${key}>
    ${field.type === 'boolean' ? html`${control(view, field, id)} ${named}` : html`${named} ${control(view, field, id)}`}
    <span class="field-error" id="${id}-error" role="alert"
      >${fault === 'missing' ? words.missing : (fault ?? nothing)}</span
    >
  </label>`;
}

export function titleOf({ key, title }: FieldSpec, locale: Locale): string {
  return title ?? fieldNames[locale][key as keyof (typeof fieldNames)['en']] ?? key;
}

/** The same by its key, also where the firm's layout has no such field. */
export function fieldTitle(layout: CardLayout | undefined, key: string, locale: Locale): string {
  const field = layout?.fields.find((one) => one.key === key);
  return titleOf(field ?? { key, type: 'text', writable: true }, locale);
}

/** Attributes that every control has. What is typed is set at each key: Escape may come before a field says `change`. */
interface Common {
  id: string;
  value: FieldValue;
  required: boolean;
  disabled: boolean;
  invalid: boolean;
  set: (value: FieldValue) => void;
}

function control(view: FormView, field: FieldSpec, id: string): TemplateResult {
  const { form, locale, choices } = view;
  const { key, type, writable } = field;
  const common: Common = {
    ...{ id, value: form.get(key), required: form.isRequired(key), disabled: !writable },
    invalid: form.faultOf(key) !== undefined,
    set: (value) => form.set(key, value),
  };
  const options = choices?.[key] ?? field.options;
  if (type === 'boolean') return checkbox(common);
  if (type === 'tags' && options?.length) return checks(common, options);
  if (options) return select(common, options, formWords[locale].choose);
  if (type === 'multiline') return textarea(common);
  if (type === 'phones' || type === 'tags') return input(common, 'text', listed(common));
  if (type === 'number' || type === 'money' || type === 'percent') return numeric(common, type);
  if (type === 'date' || type === 'time') return moment(common, type);
  return input(common, type === 'email' ? 'email' : type === 'phone' ? 'tel' : 'text', texts(common));
}

interface Text {
  shown: string;
  read: (text: string) => FieldValue;
}

const texts = ({ value }: Common): Text => ({
  shown: typeof value === 'string' ? value : '',
  read: (text) => (text === '' ? undefined : text),
});

/** Several, with commas between. */
const listed = ({ value }: Common): Text => ({
  shown: Array.isArray(value) ? value.join(', ') : '',
  read: (text) =>
    text
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== ''),
});

function input(common: Common, type: string, { shown, read }: Text): TemplateResult {
  const { id, required, disabled, invalid, set } = common;
  return html`<input
    class="field"
    id=${id}
    type=${type}
    autocomplete="off"
    ?required=${required}
    ?disabled=${disabled}
    aria-invalid=${invalid}
    aria-describedby="${id}-error"
    .value=${typed(shown)}
    @input=${(event: Event) => set(read((event.target as HTMLInputElement).value))}
  />`;
}

function numeric(common: Common, type: 'number' | 'money' | 'percent'): TemplateResult {
  const { id, value, required, disabled, invalid, set } = common;
  return html`<input
    class="field"
    id=${id}
    type="number"
    inputmode="decimal"
    min=${type === 'number' ? nothing : 0}
    max=${type === 'percent' ? 100 : nothing}
    step=${type === 'money' ? 0.01 : 'any'}
    ?required=${required}
    ?disabled=${disabled}
    aria-invalid=${invalid}
    aria-describedby="${id}-error"
    .value=${typed(value === undefined ? '' : String(value))}
    @input=${(event: Event) => {
      const { valueAsNumber } = event.target as HTMLInputElement;
      set(Number.isNaN(valueAsNumber) ? undefined : valueAsNumber);
    }}
  />`;
}

/** Values are ISO times in UTC; people see and enter their own. */
function moment(common: Common, type: 'date' | 'time'): TemplateResult {
  const { id, value, required, disabled, invalid, set } = common;
  const read = (text: string) => {
    const at = new Date(type === 'date' ? `${text}T00:00` : text);
    return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
  };
  return html`<input
    class="field"
    id=${id}
    type=${type === 'date' ? 'date' : 'datetime-local'}
    ?required=${required}
    ?disabled=${disabled}
    aria-invalid=${invalid}
    aria-describedby="${id}-error"
    .value=${typed(typeof value === 'string' ? localText(value, type) : '')}
    @input=${(event: Event) => set(read((event.target as HTMLInputElement).value))}
  />`;
}

/** As `<input type="date">` and `datetime-local` have it. */
export function localText(iso: string, type: 'date' | 'time'): string {
  const at = new Date(iso);
  const two = (figure: number) => String(figure).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return type === 'date' ? day : `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

function textarea({ id, value, required, disabled, invalid, set }: Common): TemplateResult {
  return html`<textarea
    class="field"
    id=${id}
    rows="3"
    ?required=${required}
    ?disabled=${disabled}
    aria-invalid=${invalid}
    aria-describedby="${id}-error"
    .value=${typed(typeof value === 'string' ? value : '')}
    @input=${(event: Event) => set((event.target as HTMLTextAreaElement).value || undefined)}
  ></textarea>`;
}

function checkbox({ id, value, disabled, set }: Common): TemplateResult {
  return html`<input
    id=${id}
    type="checkbox"
    ?disabled=${disabled}
    .checked=${live(value === true)}
    @change=${(event: Event) => set((event.target as HTMLInputElement).checked)}
  />`;
}

/** Of the firm's segments any number; what stands there and is none any more can be taken off. */
function checks({ id, value, disabled, set }: Common, options: readonly FieldChoice[]): TemplateResult {
  const chosen = Array.isArray(value) ? (value as readonly string[]) : [];
  const others = chosen.filter((one) => options.every((option) => option.id !== one));
  const all = [...options, ...others.map((one) => ({ id: one, title: one }))];
  const put = (one: string, on: boolean) =>
    set(all.map((option) => option.id).filter((key) => (key === one ? on : chosen.includes(key))));
  return html`<span class="checks" role="group" aria-labelledby="${id}-label">
    ${all.map(
      (one) =>
        html`<label
          ><input
            type="checkbox"
            data-choice=${one.id}
            ?disabled=${disabled}
            .checked=${live(chosen.includes(one.id))}
            @change=${(event: Event) => put(one.id, (event.target as HTMLInputElement).checked)}
          />
          ${one.title}</label
        >`,
    )}
  </span>`;
}

function select(common: Common, options: readonly FieldChoice[], choose: string): TemplateResult {
  const { id, value, required, disabled, invalid, set } = common;
  const now = typeof value === 'string' ? value : '';
  // What it is now may be no choice any more, and is shown all the same.
  const all =
    now === '' || options.some((one) => one.id === now) ? options : [{ id: now, title: now }, ...options];
  return html`<select
    class="field"
    id=${id}
    ?required=${required}
    ?disabled=${disabled}
    aria-invalid=${invalid}
    aria-describedby="${id}-error"
    .value=${live(now)}
    @change=${(event: Event) => set((event.target as HTMLSelectElement).value || undefined)}
  >
    <option value="">${choose}</option>
    ${all.map((one) => html`<option value=${one.id} ?selected=${one.id === now}>${one.title}</option>`)}
  </select>`;
}
