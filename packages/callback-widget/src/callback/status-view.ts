/** How a callback stands, and what the visitor may do about it. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { CallbackWords } from '../words/en.ts';
import type { CallbackStatus } from './api.ts';
import { isOver } from './callback.sentences.ts';

export interface StatusView {
  readonly status: CallbackStatus;
  readonly words: CallbackWords;
  readonly busy: boolean;
  /** Seconds of the promise; absent while nothing is counted. */
  readonly secondsLeft: number | undefined;
  readonly sentence: string;
  /** What a call from the page itself shows. */
  readonly call: TemplateResult | undefined;
  /** Where another time is chosen. */
  readonly chooser: TemplateResult | undefined;
  /** Where the talk is rated. */
  readonly rating: TemplateResult | undefined;
  again(): unknown;
  choose(): unknown;
  move(): unknown;
  cancel(): unknown;
  finish(): unknown;
}

export function statusView(view: StatusView): TemplateResult {
  const { words, secondsLeft, sentence } = view;
  const count =
    secondsLeft === undefined
      ? nothing
      : html`<p class="count" aria-hidden="true">${words.seconds.replace('{n}', `${secondsLeft}`)}</p>`;
  return html`<div class="status">
    ${count}
    <p role="status" tabindex="-1">${sentence}</p>
    ${actions(view)}
  </div>`;
}

function actions(view: StatusView): TemplateResult | typeof nothing {
  const { words, busy, call, chooser, rating } = view;
  const { state } = view.status;
  const button = (look: string, label: string, press: () => unknown): TemplateResult =>
    html`<button class=${look} type="button" aria-disabled=${`${busy}`} @click=${press}>${label}</button>`;
  if (call) return call;
  if (state === 'connected') return nothing;
  if (state === 'failed') return button('main', words.again, view.again);
  if (isOver(state))
    return html`${rating} ${button(rating ? 'quiet' : 'main', rating ? words.close : words.done, view.finish)}`;
  return html`${chooser} ${chooser && button('main', words.move, view.move)}
  ${state === 'scheduled' && !chooser ? button('quiet', words.otherTime, view.choose) : nothing}
  ${button('quiet', words.cancel, view.cancel)}`;
}
