/** The card's first line: what the call is doing, for how long, and the way to close the card. */
import type { Locale } from '@ringback/model';
import {
  chevronDownIcon,
  fill,
  formatDuration,
  formatNumber,
  icon,
  type IconNode,
  pauseIcon,
  phoneIcon,
  phoneOffIcon,
  phoneOutgoingIcon,
  phoneIncomingIcon,
  xIcon,
} from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { endWords } from '../call/call-words.ts';
import { callWords } from '../call/call.words.ts';
import type { CallFacts } from './call-facts.ts';
import { callerCardWords } from './caller-card.words.ts';
import type { CardCall } from './calls-book.ts';

export interface StateView {
  readonly call: CardCall;
  readonly facts: CallFacts;
  readonly locale: Locale;
  /** Only the first lines are shown. */
  readonly folded: boolean;
  fold(): void;
  close(): void;
}

export function stateView({ call, facts, locale, folded, fold, close }: StateView): TemplateResult {
  const words = callerCardWords[locale];
  const seconds = secondsTalked(call, facts);
  return html`<header part="state">
    <span class="badge" part="badge">${icon(stateIcon(call, facts))}</span>
    <span class="words"
      >${stateWords(call, facts, locale)}
      ${call.record?.callback ? html`<span class="mark" part="callback">${callWords[locale].callback}</span>` : nothing}</span
    >
    ${
      seconds === undefined
        ? nothing
        : html`<span part="timer" role="timer" aria-label=${words.duration}>${formatDuration(seconds)}</span>`
    }
    <button
      class="button quiet icon-only"
      part="fold"
      type="button"
      aria-expanded=${String(!folded)}
      aria-label=${words.fold}
      title=${words.fold}
      @click=${fold}
    >
      ${icon(chevronDownIcon)}
    </button>
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
  const { direction } = facts;
  const { record, phone, phase } = call;
  if (phase === 'ended') return endedWords(call, facts, locale);
  if (phone?.recovering) return words.recovering;
  if (facts.callingCustomer) return words.callingCustomer;
  if (phase === 'talk')
    return facts.asking ? words.transferring : isHeld(call) ? shared.held : shared.connected;
  const { name, returned } = record?.transferredBy ?? {};
  if (name !== undefined) return returned ? words.transferFailed : fill(words.transferIncoming, { name });
  if (phone?.state === 'connecting' && direction !== 'out') return words.connecting;
  // A callback is an outgoing call that rings here first; the event may come before the INVITE.
  if (direction === 'out' && !facts.answerable && !record?.callback)
    return phone?.state === 'ringing' ? words.ringsThere : shared.calling;
  return direction === 'internal' ? words.internalCall : words.incomingCall;
}

function endedWords({ record }: CardCall, { direction, endReason }: CallFacts, locale: Locale): string {
  const words = callerCardWords[locale];
  const to = record?.transferredTo;
  if (endReason === 'transferred' && to)
    return fill(words.transferConnected, { name: to.agent?.name ?? formatNumber(to.number) });
  return endReason === undefined || endReason === 'completed'
    ? words.over
    : endWords(direction, endReason, callWords[locale]);
}

function stateIcon(call: CardCall, { direction }: CallFacts): IconNode {
  if (call.phase === 'ended') return phoneOffIcon;
  if (call.phase === 'talk') return isHeld(call) ? pauseIcon : phoneIcon;
  return direction === 'out' ? phoneOutgoingIcon : phoneIncomingIcon;
}

function secondsTalked({ phase, record }: CardCall, { connectedAt }: CallFacts): number | undefined {
  if (phase === 'ended') return record?.durationSeconds || undefined;
  return connectedAt && phase === 'talk' ? (Date.now() - Date.parse(connectedAt)) / 1000 : undefined;
}
