import type { Locale } from '@ringback/model';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { type CommentDraft, MAX_COMMENT } from './comment-draft.ts';
import { commentWords } from './comment.words.ts';

/** The field, and beside its label what became of the text. Only what needs an ear is read out: not each "saved". */
export function commentField(draft: CommentDraft, locale: Locale): TemplateResult {
  const words = commentWords[locale];
  const { state } = draft;
  const told = state === 'clean' || state === 'dirty' ? nothing : words[state];
  const again = () => void draft.flush();
  return html`<div class="comment" part="comment">
    <div class="comment-head">
      <label class="label" for="comment">${words.comment}</label>
      <span class="label ${state}" part="save-state"
        >${told}
        ${state === 'failed' ? html`<button class="link" type="button" @click=${again}>${words.saveAgain}</button>` : nothing}</span
      >
      <span class="unseen" role="status">${state === 'waiting' || state === 'failed' ? told : nothing}</span>
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
