/** A call while the part that knows more about it has not come: who rings, and the two buttons that matter. */
import type { PhoneCall } from '@ringback/model';
import { formatNumber, icon, phoneIcon, phoneOffIcon } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { isIncoming } from './call-kind.ts';
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
  const button = (part: string, look: string, label: string, press: () => void) =>
    html`<button class="button ${look}" part=${part} type="button" @click=${press}>
      ${icon(look === 'answer' ? phoneIcon : phoneOffIcon)}<span>${label}</span>
    </button>`;
  return html`<li class="row" part="call" data-call=${call.id}>
    <bdi class="status-text" part="caller">${plainCaller(call, words).title}</bdi>
    ${isIncoming(call) ? button('answer', 'answer', words.answer, () => answer(call)) : nothing}
    ${button('hang-up', 'danger', isIncoming(call) ? words.decline : words.hangUp, () => end(call))}
  </li>`;
}
