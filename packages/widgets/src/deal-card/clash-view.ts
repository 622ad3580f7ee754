/** What stands in the way of what was typed: what somebody else has saved, and leaving without saving. */
import type { CardLayout, Locale, UserChoice } from '@ringback/model';
import { html, type TemplateResult } from 'lit';
import { titleOf } from '../form/form-view.ts';
import type { FieldValue } from '../form/record-form.ts';
import { dealCardWords } from './deal-card.words.ts';
import { linesOf, type Values } from './deal-values.ts';

export interface ClashView {
  locale: Locale;
  layout: CardLayout | undefined;
  users: readonly UserChoice[];
  /** What was typed, and the present value of each field. */
  typed: Values;
  now: Values;
  saveMine: () => void;
  takeTheirs: () => void;
}

/** Both values of everything that was typed. */
export function clashView(clash: ClashView): TemplateResult {
  const { locale, typed, now, saveMine, takeTheirs } = clash;
  const words = dealCardWords[locale];
  return html`<div class="note" data-clash>
    <p>${words.clash}</p>
    <table>
      <tr>
        <th scope="col">${words.field}</th>
        <th scope="col">${words.theirs}</th>
        <th scope="col">${words.yours}</th>
      </tr>
      ${Object.entries(typed).map(
        ([key, value]) =>
          html`<tr>
            <th scope="row">${titleIn(clash, key)}</th>
            <td>${shown(clash, key, now[key])}</td>
            <td>${shown(clash, key, value)}</td>
          </tr>`,
      )}
    </table>
    <div class="form-buttons">
      <button class="button primary" type="button" data-mine @click=${saveMine}>${words.saveMine}</button>
      <button class="button" type="button" data-theirs @click=${takeTheirs}>${words.takeTheirs}</button>
    </div>
  </div>`;
}

function titleIn({ layout, locale }: ClashView, key: string): string {
  const field = layout?.fields.find((one) => one.key === key);
  return field ? titleOf(field, locale) : key;
}

function shown({ users }: ClashView, key: string, value: FieldValue): string {
  if (value === undefined) return '—';
  if (key === 'responsible') return users.find(({ id }) => id === value)?.name ?? String(value);
  if (key !== 'lines') return String(value);
  return (
    linesOf(value)
      .map(({ name, quantity }) => `${name} × ${quantity}`)
      .join(', ') || '—'
  );
}

export interface LeaveView {
  locale: Locale;
  goOn: () => void;
  discard: () => void;
}

export function leaveView({ locale, goOn, discard }: LeaveView): TemplateResult {
  const words = dealCardWords[locale];
  return html`<div class="note">
    <p>${words.leaveAsk}</p>
    <div class="form-buttons">
      <button class="button primary" type="button" @click=${goOn}>${words.goOn}</button>
      <button class="button" type="button" data-discard @click=${discard}>${words.discard}</button>
    </div>
  </div>`;
}
