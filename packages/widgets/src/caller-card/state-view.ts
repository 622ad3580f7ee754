/** The card's first line: what the call is doing, for how long, and the way to close the card. */
import type { Locale } from '@ringback/model';
import {
  formatDuration,
  icon,
  type IconNode,
  pauseIcon,
  phoneIcon,
  phoneMissedIcon,
  phoneOffIcon,
  phoneOutgoingIcon,
  phoneIncomingIcon,
  rotateCcwIcon,
  xIcon,
} from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { isMissed, resultWords } from '../call/call-words.ts';
import { callWords } from '../call/call.words.ts';
import type { CallFacts } from './call-facts.ts';
import { callerCardWords } from './caller-card.words.ts';
import type { CardCall } from './calls-book.ts';

export interface StateView {
  readonly call: CardCall;
  readonly facts: CallFacts;
  readonly locale: Locale;
  close(): void;
}

export function stateView({ call, facts, locale, close }: StateView): TemplateResult {
  const words = callerCardWords[locale];
  return html`<header class="state" part="state">
    <span class="badge" part="badge">${icon(stateIcon(call, facts))}</span>
    <span class="state-words">${stateWords(call, facts, locale)}</span>
    ${call.record?.callback ? html`<span class="mark" part="callback">${words.callbackCall}</span>` : nothing}
    ${timer(call, facts, words.duration)}
    <button
      class="button quiet icon-only"
      part="close"
      type="button"
      aria-label=${words.close}
      title=${words.close}
      @click=${close}
    >
      ${icon(xIcon)}
    </button>
  </header>`;
}

const isHeld = ({ phone, record }: CardCall): boolean => (phone ?? record)?.state === 'held';

/** In words: what the call is doing, or what came of it. */
export function stateWords(call: CardCall, facts: CallFacts, locale: Locale): string {
  const words = callerCardWords[locale];
  const shared = callWords[locale];
  const { direction, endReason } = facts;
  if (call.phase === 'ended') {
    const ended = { direction, state: 'ended' as const, ...(endReason ? { endReason } : {}) };
    return endReason && endReason !== 'completed' ? resultWords(ended, shared) : words.over;
  }
  if (call.phone?.recovering) return words.recovering;
  if (facts.callingCustomer) return words.callingCustomer;
  if (call.phase === 'talk') return isHeld(call) ? shared.held : shared.connected;
  // A callback is an outgoing call that rings here first; the event may come before the INVITE.
  if (direction === 'out' && !facts.answerable && !call.record?.callback) return shared.calling;
  return direction === 'internal' ? words.internalCall : words.incomingCall;
}

function stateIcon(call: CardCall, facts: CallFacts): IconNode {
  const { direction, endReason } = facts;
  if (call.phase === 'ended') {
    return isMissed({ direction, state: 'ended', ...(endReason ? { endReason } : {}) })
      ? phoneMissedIcon
      : phoneOffIcon;
  }
  if (call.phone?.recovering) return rotateCcwIcon;
  if (call.phase === 'talk') return isHeld(call) ? pauseIcon : phoneIcon;
  return direction === 'out' ? phoneOutgoingIcon : phoneIncomingIcon;
}

function timer(call: CardCall, facts: CallFacts, label: string): TemplateResult | typeof nothing {
  if (call.phase === 'ended') {
    const talked = call.record?.state === 'ended' ? call.record.durationSeconds : 0;
    return talked > 0 ? html`<span class="timer" part="timer">${formatDuration(talked)}</span>` : nothing;
  }
  if (!facts.connectedAt || call.phase === 'ring') return nothing;
  const seconds = (Date.now() - Date.parse(facts.connectedAt)) / 1000;
  return html`<span class="timer" part="timer" role="timer" aria-label=${label}
    >${formatDuration(seconds)}</span
  >`;
}
