/** What is asked while a deal goes to another stage: why it is lost, what to do about a colleague's change, whether to try again. */
import type { Locale } from '@ringback/model';
import { addStyles, fill } from '@ringback/ui';
import { html, type LitElement, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { formButtonsStyles } from '../form/form-buttons.styles.ts';
import { fieldNames } from '../form/form.words.ts';
import type { StageMoveState } from './stage-move.ts';
import { stageMoveStyles } from './stage-move.styles.ts';
import { stageMoveQuestions } from './stage-move-view.words.ts';

export interface StageMoveView {
  move: StageMoveState;
  locale: Locale;
  reasons: readonly string[];
  run: (move: StageMoveState) => void;
  leave: () => void;
}

/** An element that asks nothing has no need of them. */
export const bringStyles = (host: LitElement): void => addStyles(host, formButtonsStyles, stageMoveStyles);

export function stageMoveView(view: StageMoveView): TemplateResult {
  const { is } = view.move;
  if (is === 'asking') return reasonView(view);
  return is === 'clash' ? clashView(view) : failedView(view);
}

function reasonView({ move, locale, reasons, run, leave }: StageMoveView): TemplateResult {
  const words = stageMoveQuestions[locale];
  const submit = (event: Event) => {
    event.preventDefault();
    run(move);
  };
  const write = (event: Event) => (move.reason = (event.target as HTMLInputElement).value);
  return html`<form class="note" @submit=${submit}>
    <p>${fill(words.why, { deal: move.deal.title })}</p>
    <label
      ><span class="label">${words.reason}</span>
      ${
        reasons.length
          ? html`<select class="field" data-reason required .value=${live(move.reason)} @change=${write}>
              <option value="">${words.choose}</option>
              ${reasons.map((one) => html`<option ?selected=${one === move.reason}>${one}</option>`)}
            </select>`
          : html`<input class="field" data-reason required .value=${live(move.reason)} @input=${write} />`
      }
    </label>
    <div class="form-buttons">
      <button class="button primary" type="submit">${fill(words.move, { stage: move.stage.name })}</button>
      ${leaveButton(words.leave, leave)}
    </div>
  </form>`;
}

function clashView({ move, locale, run, leave }: StageMoveView): TemplateResult {
  const words = stageMoveQuestions[locale];
  const { theirs = move.deal, stage } = move;
  const again = () => run({ ...move, deal: theirs });
  const sentence = { deal: theirs.title, theirs: theirs.stage.name, yours: stage.name };
  return html`<div class="note">
    <p>${fill(words.clash, sentence)}</p>
    <div class="form-buttons">
      <button class="button primary" type="button" data-again @click=${again}>
        ${fill(words.again, { stage: stage.name })}
      </button>
      ${leaveButton(words.takeTheirs, leave)}
    </div>
  </div>`;
}

function failedView({ move, locale, run, leave }: StageMoveView): TemplateResult {
  const words = stageMoveQuestions[locale];
  const { message: why = '', fields = {} } = move.error ?? {};
  const names = Object.keys(fields).map(
    (key) => fieldNames[locale][key as keyof (typeof fieldNames)['en']] ?? key,
  );
  const about = { deal: move.deal.title, stage: move.stage.name };
  return html`<div class="note">
    <p>
      ${names.length ? fill(words.needs, { ...about, fields: names.join(', ') }) : fill(words.failed, { ...about, why })}
    </p>
    <div class="form-buttons">
      <button class="button" type="button" data-again @click=${() => run(move)}>${words.tryAgain}</button>
      ${leaveButton(words.leave, leave)}
    </div>
  </div>`;
}

function leaveButton(title: string, leave: () => void): TemplateResult {
  return html`<button class="button" type="button" data-leave @click=${leave}>${title}</button>`;
}
