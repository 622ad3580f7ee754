/** One call in the bar: who, what goes on, and what can be done about it. */
import type { EndReason, PhoneCall } from '@ringback/model';
import {
  formatDuration,
  icon,
  type IconNode,
  keypadIcon,
  micIcon,
  micOffIcon,
  pauseIcon,
  phoneIcon,
  phoneIncomingIcon,
  phoneMissedIcon,
  phoneOffIcon,
  phoneOutgoingIcon,
  phoneErrorSentence,
  playIcon,
  rotateCcwIcon,
} from '@ringback/ui';
import type { Locale, PhoneErrorCode } from '@ringback/model';
import { html, nothing, type TemplateResult } from 'lit';
import type { Caller } from './caller.ts';
import type { SoftphoneWords } from './softphone.words.ts';

export interface CallRowActions {
  answer(call: PhoneCall): void;
  end(call: PhoneCall): void;
  mute(call: PhoneCall): void;
  hold(call: PhoneCall): void;
  toggleKeypad(call: PhoneCall): void;
  callAgain(call: PhoneCall): void;
}

export interface CallRow {
  readonly call: PhoneCall;
  readonly caller: Caller;
  readonly locale: Locale;
  readonly words: SoftphoneWords;
  readonly keypadOpen: boolean;
  /** A command for this call that did not work. */
  readonly problem: PhoneErrorCode | undefined;
  readonly actions: CallRowActions;
}

/** Ends after which another try makes sense. */
const AGAIN: readonly EndReason[] = ['busy', 'no-answer', 'failed', 'missed', 'rejected'];

/** Rings here and waits for this person. What this phone dialled itself is `out` and rings elsewhere. */
export const isIncoming = (call: PhoneCall): boolean => call.state === 'ringing' && call.direction !== 'out';

export const isTalking = (call: PhoneCall): boolean => call.state === 'connected' || call.state === 'held';

/** In words: what the call is doing, or why it ended. */
export function stateWords(call: PhoneCall, words: SoftphoneWords, locale: Locale): string {
  if (call.recovering) return words.recovering;
  if (call.state === 'ended') return endWords(call.endReason ?? 'completed', words, locale);
  if (call.state === 'held') return words.held;
  if (isIncoming(call)) return words.incoming;
  if (call.state === 'ringing') return words.ringing;
  return call.direction === 'out' ? words.calling : words.connecting;
}

/** Some ends are the far side's refusals, which log and card tell in the same words. */
function endWords(reason: EndReason, words: SoftphoneWords, locale: Locale): string {
  if (reason === 'failed') return words.failedCall;
  if (reason === 'busy' || reason === 'no-answer' || reason === 'rejected')
    return phoneErrorSentence(reason, locale);
  return words[reason];
}

function stateIcon(call: PhoneCall): IconNode {
  if (call.recovering) return rotateCcwIcon;
  if (call.state === 'ended') return call.endReason === 'missed' ? phoneMissedIcon : phoneOffIcon;
  if (call.state === 'held') return pauseIcon;
  if (call.state === 'connected') return phoneIcon;
  return call.direction === 'out' ? phoneOutgoingIcon : phoneIncomingIcon;
}

function look(call: PhoneCall): string {
  if (call.recovering) return 'recovering';
  return isIncoming(call) ? 'incoming' : call.state;
}

export function callRow(row: CallRow): TemplateResult {
  const { call, caller, words, locale } = row;
  const state = stateWords(call, words, locale);
  const code = row.problem ?? call.error?.code;
  // An end that is a refusal says it already.
  const sentence = code ? phoneErrorSentence(code, locale) : '';
  const wrong = sentence === state ? '' : sentence;
  return html`<li class="call ${look(call)}" part="call" data-call=${call.id}>
    <span class="badge" part="badge">${icon(stateIcon(call))}</span>
    <div class="who" part="who">
      <div class="title" part="caller"><bdi>${caller.title}</bdi></div>
      <span class="details">
        ${
          call.state === 'connected' && !call.recovering
            ? nothing
            : html`<span class="state" part="state">${state}</span>`
        }
        ${caller.number ? html`<bdi class="number" part="number" dir="ltr">${caller.number}</bdi>` : nothing}
        ${caller.callback ? html`<span class="mark" part="callback" title=${caller.callback}>${caller.callback}</span>` : nothing}
        ${call.muted && isTalking(call) ? html`<span class="warning">${words.muted}</span>` : nothing}
      </span>
      ${wrong ? html`<span class="wrong" part="error">${wrong}</span>` : nothing}
    </div>
    ${timer(call, words)}
    <div class="controls" part="controls" role="group" aria-label=${caller.title}>${controls(row)}</div>
  </li>`;
}

function timer(call: PhoneCall, words: SoftphoneWords): TemplateResult | typeof nothing {
  if (!call.connectedAt || call.state === 'ended') return nothing;
  const seconds = (Date.now() - Date.parse(call.connectedAt)) / 1000;
  return html`<span class="timer" part="timer" role="timer" aria-label=${words.duration}
    >${formatDuration(seconds)}</span
  >`;
}

function controls(row: CallRow): TemplateResult | typeof nothing {
  const { call, words, actions } = row;
  if (call.state === 'ended') return again(row);
  if (isIncoming(call)) {
    return html`<button
        class="button answer"
        part="answer"
        type="button"
        @click=${() => actions.answer(call)}
      >
        ${icon(phoneIcon)}<span>${words.answer}</span>
      </button>
      <button class="button danger" part="hang-up" type="button" @click=${() => actions.end(call)}>
        ${icon(phoneOffIcon)}<span>${words.decline}</span>
      </button>`;
  }
  return html`${isTalking(call) ? talkControls(row) : nothing}
    <button class="button danger" part="hang-up" type="button" @click=${() => actions.end(call)}>
      ${icon(phoneOffIcon)}<span>${words.hangUp}</span>
    </button>`;
}

function talkControls({ call, words, actions, keypadOpen }: CallRow): TemplateResult {
  const toggle = (
    name: string,
    label: string,
    pressed: boolean,
    shape: IconNode,
    press: (call: PhoneCall) => void,
  ) =>
    html`<button
      class="button icon-only"
      part=${name}
      type="button"
      title=${label}
      aria-label=${label}
      aria-pressed=${String(pressed)}
      aria-disabled=${String(call.recovering)}
      @click=${() => call.recovering || press(call)}
    >
      ${icon(shape)}
    </button>`;
  return html`${toggle('mute', words.mute, call.muted, call.muted ? micOffIcon : micIcon, actions.mute)}
  ${toggle('hold', words.hold, call.state === 'held', call.state === 'held' ? playIcon : pauseIcon, actions.hold)}
  ${toggle('keypad-toggle', words.keypad, keypadOpen, keypadIcon, actions.toggleKeypad)}`;
}

function again({ call, words, actions }: CallRow): TemplateResult | typeof nothing {
  const useful = call.error !== undefined || AGAIN.includes(call.endReason ?? 'completed');
  if (!useful || !call.number) return nothing;
  return html`<button class="button" part="call-again" type="button" @click=${() => actions.callAgain(call)}>
    ${icon(phoneIcon)}<span>${call.endReason === 'missed' ? words.callBack : words.callAgain}</span>
  </button>`;
}
