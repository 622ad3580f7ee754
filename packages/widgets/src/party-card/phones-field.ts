/** Numbers of a customer: the main one first, each with its own field. */
import { fill, icon, plusIcon, xIcon } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import type { RecordForm } from '../form/record-form.ts';
import { typed } from '../form/typed.ts';
import type { PartyCardWords } from './party-card.words.ts';

export interface PhonesField {
  form: RecordForm;
  title: string;
  words: PartyCardWords;
  missing: string;
  /** Numbers that cannot be taken away or corrected; others are added after them. */
  fixed: readonly string[];
  added: () => void;
}

export function phonesField({ form, title, words, missing, fixed, added }: PhonesField): TemplateResult {
  const value = form.get('phones');
  const phones = Array.isArray(value) ? (value as readonly string[]) : [];
  const rows = phones.length > 0 ? phones : [''];
  const fault = faultOf(form, rows.length);
  const put = (index: number, text: string) =>
    form.set(
      'phones',
      rows.map((one, at) => (at === index ? text.trim() : one)),
    );
  const take = (index: number) =>
    form.set(
      'phones',
      rows.filter((_, at) => at !== index),
    );
  const more = () => {
    form.set('phones', [...rows, '']);
    added();
  };
  const mayMore = rows.every((one) => one !== '');
  return html`<div
    class="form-field phones"
    part="form-field"
    data-key="phones"
    role="group"
    aria-label=${title}
  >
    <span class="label" aria-hidden="true"
      >${title}${form.isRequired('phones') ? html` <span aria-hidden="true">*</span>` : nothing}</span
    >
    ${rows.map(
      (phone, index) =>
        html`<span class="phone">
          <input
            class="field"
            type="tel"
            autocomplete="off"
            data-phone=${index}
            aria-label=${fill(index === 0 ? words.mainNumber : words.number, { n: index + 1 })}
            aria-invalid=${fault !== undefined}
            aria-describedby="field-phones-error"
            ?required=${index === 0 && form.isRequired('phones')}
            ?readonly=${index < fixed.length}
            .value=${typed(phone)}
            @input=${(event: Event) => put(index, (event.target as HTMLInputElement).value)}
          />
          ${
            rows.length < 2 || index < fixed.length
              ? nothing
              : html`<button
                  class="button icon-only quiet"
                  type="button"
                  data-take-phone=${index}
                  aria-label=${fill(words.takeNumber, { number: phone })}
                  @click=${() => take(index)}
                >
                  ${icon(xIcon)}
                </button>`
          }
        </span>`,
    )}
    ${
      mayMore
        ? html`<button class="button quiet" type="button" data-add-phone @click=${more}>
            ${icon(plusIcon)}<span>${words.addNumber}</span>
          </button>`
        : nothing
    }
    <span class="field-error" id="field-phones-error" role="alert"
      >${fault === 'missing' ? missing : (fault ?? nothing)}</span
    >
  </div>`;
}

/** The gateway names the number that it does not understand by its place. */
function faultOf(form: RecordForm, count: number): string | undefined {
  const keys = ['phones', 'addPhone', ...[...Array(count).keys()].map((index) => `phones.${index}`)];
  return keys.map((key) => form.faultOf(key)).find((one) => one !== undefined);
}
