/** The firm's own form of a deal with its goods, and what stands in the way of saving it. */
import type { Deal, Locale } from '@ringback/model';
import { fill } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { moneyText } from '../deal/money-text.ts';
import { type FieldChoice, formView } from '../form/form-view.ts';
import { formWords } from '../form/form.words.ts';
import type { RecordForm } from '../form/record-form.ts';
import { recordStateWords } from '../form/record-state.words.ts';
import { dealCardWords } from './deal-card.words.ts';
import { linesOf, sumOf } from './deal-values.ts';

export interface DealFormView {
  /** Absent while a new one is made. */
  deal: Deal | undefined;
  locale: Locale;
  form: RecordForm;
  people: readonly FieldChoice[];
  currency: string;
  /** The role and the host take what is typed. */
  may: boolean;
  /** The rows of goods, once that part has come. */
  goods: unknown;
  submit: (event: Event) => void;
  /** What somebody else has saved meanwhile: asked before anything else is said. */
  inTheWay: TemplateResult | undefined;
  leave: TemplateResult | undefined;
}

export function dealFormView(view: DealFormView): TemplateResult {
  const { deal, locale, form, people, may, submit, inTheWay, leave } = view;
  const { error } = form;
  const sentence = error && !inTheWay ? fill(recordStateWords[locale].notSaved, { why: error.sentence }) : '';
  return html`<form novalidate @submit=${submit}>
    <fieldset class="form" ?disabled=${!may}>
      ${formView({ form, locale, choices: { responsible: people }, own: ownFields(view) })}
    </fieldset>
    <div role="alert">
      ${sentence ? html`<p class="field-error">${sentence}</p>` : nothing} ${inTheWay ?? nothing}
      ${leave ?? nothing}
    </div>
    ${may ? saveView(form, locale, deal !== undefined) : nothing}
  </form>`;
}

function saveView({ saving, dirty }: RecordForm, locale: Locale, stored: boolean): TemplateResult {
  const words = formWords[locale];
  return html`<div class="form-buttons">
    <button class="button primary" type="submit" data-save aria-disabled=${saving || (stored && !dirty)}>
      ${saving ? words.saving : words.save}
    </button>
  </div>`;
}

function ownFields({ deal, form, goods, currency, locale }: DealFormView): Record<string, () => unknown> {
  const lines = linesOf(form.get('lines'));
  const sum = () =>
    html`<p class="form-field">
      <span class="label">${dealCardWords[locale].lineHint}</span><br />
      <strong data-sum>${moneyText({ amount: sumOf(lines), currency }, locale)}</strong>
    </p>`;
  return {
    // They stand above the form.
    stage: () => nothing,
    party: () => nothing,
    lines: () => goods ?? nothing,
    ...(lines.length > 0 ? { amount: sum } : {}),
    ...(deal?.stage.outcome === 'lost' ? {} : { lostReason: () => nothing }),
  };
}
