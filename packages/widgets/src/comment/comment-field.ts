import type { Locale } from '@ringback/model';
import { checkIcon, icon, type IconNode, triangleAlertIcon, wifiOffIcon } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { type CommentDraft, MAX_COMMENT, type SaveState } from './comment-draft.ts';
import { commentWords } from './comment.words.ts';

const ICONS: Partial<Record<SaveState, IconNode>> = {
  saved: checkIcon,
  waiting: wifiOffIcon,
  failed: triangleAlertIcon,
};

/** The field, and beside its label what became of the text. Only what needs an ear is read out: not each "saved". */
export function commentField(draft: CommentDraft, locale: Locale): TemplateResult {
  const words = commentWords[locale];
  return html`<div class="comment" part="comment">
    <div class="comment-head">
      <label class="label" for="comment">${words.comment}</label>
      <span class="save ${draft.state}" part="save-state">${saveState(draft, locale)}</span>
      <span class="unseen" role="status">${spoken(draft.state, locale)}</span>
    </div>
    <textarea
      class="field"
      part="comment-field"
      id="comment"
      rows="2"
      maxlength=${MAX_COMMENT}
      placeholder=${words.placeholder}
      .value=${live(draft.text)}
      @input=${(event: InputEvent) => draft.type((event.target as HTMLTextAreaElement).value)}
      @blur=${() => void draft.leave()}
    ></textarea>
  </div>`;
}

function saveState(draft: CommentDraft, locale: Locale): TemplateResult | typeof nothing {
  const words = commentWords[locale];
  const { state } = draft;
  if (state === 'clean' || state === 'dirty') return nothing;
  return html`${icon(ICONS[state])}${words[state]}
  ${
    state === 'failed'
      ? html`<button class="link" type="button" @click=${() => void draft.flush()}>
          ${words.saveAgain}
        </button>`
      : nothing
  }`;
}

function spoken(state: SaveState, locale: Locale): string {
  return state === 'waiting' || state === 'failed' ? commentWords[locale][state] : '';
}
