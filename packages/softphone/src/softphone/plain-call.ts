/** A call while the part that knows more about it has not come: who rings, and the two buttons that matter. */
import type { PhoneCall } from '@ringback/model';
import { formatNumber } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { mayAnswer } from './call-kind.ts';
import type { CallRowActions } from './call-row.ts';
import type { Caller } from './caller.ts';
import type { SoftphoneWords } from './softphone.words.ts';

export function plainCaller({ name, number }: PhoneCall, words: SoftphoneWords): Caller {
  const shown = formatNumber(number) || words.hiddenNumber;
  return { title: name ?? shown, number: name ? shown : '' };
}

export function plainCall(
  call: PhoneCall,
  words: SoftphoneWords,
  { answer, end }: Pick<CallRowActions, 'answer' | 'end'>,
): TemplateResult | typeof nothing {
  if (call.state === 'ended') return nothing;
  return html`<li class="status" part="call" data-call=${call.id}>
    <bdi part="caller">${plainCaller(call, words).title}</bdi>
    ${
      mayAnswer(call)
        ? html`<button class="button answer" part="answer" type="button" @click=${() => answer(call)}>
            ${words.answer}
          </button>`
        : nothing
    }
    <button class="button danger" part="hang-up" type="button" @click=${() => end(call)}>
      ${words.hangUp}
    </button>
  </li>`;
}
