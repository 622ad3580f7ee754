/** One call in the bar: who, what goes on, and what can be done about it. */
import type { Phone, PhoneCall, RecordingWish } from '@ringback/model';
import {
  formatDuration,
  icon,
  type IconNode,
  phoneErrorSentence,
  phoneIcon,
  pauseIcon,
  phoneIncomingIcon,
  phoneMissedIcon,
  phoneOffIcon,
  phoneOutgoingIcon,
  plusIcon,
  rotateCcwIcon,
  usersIcon,
} from '@ringback/ui';
import type { Locale, PhoneErrorCode } from '@ringback/model';
import { html, nothing, type TemplateResult } from 'lit';
import type { Caller } from './caller.ts';
import { again, qualityLine, silentRing, talkControls } from './call-controls.ts';
import { isIncoming, isTalking, mayAnswer } from './call-kind.ts';
import type { PanelName } from './panel.ts';
import { type CallMoreWords, callMoreWords } from './call-more.words.ts';
import { type ChangedKeys, spokenKey } from './usual-keys.ts';
import { whenPointed } from './when-pointed.ts';

export interface CallRowActions {
  answer(call: PhoneCall): void;
  end(call: PhoneCall): void;
  mute(call: PhoneCall): void;
  hold(call: PhoneCall): void;
  toggle(call: PhoneCall, panel: PanelName): void;
  record(call: PhoneCall, wish: RecordingWish): void;
  /** Joins all calls that are being talked. */
  merge(): void;
  /** Of a consultation: passes the first call on, or goes back to it. */
  complete(call: PhoneCall): void;
  back(call: PhoneCall): void;
  callAgain(call: PhoneCall): void;
  /** A new record that begins with what is known of this call. */
  create(call: PhoneCall): void;
  /** Puts a call aside that was cut off. */
  dismiss(call: PhoneCall): void;
  /** Lets the phone ring aloud. */
  unblock(): void;
}

export interface CallRow {
  readonly call: PhoneCall;
  readonly caller: Caller;
  readonly locale: Locale;
  /** Panel that is open for this call. */
  readonly opened: PanelName | undefined;
  /** All that are shown beside it. */
  readonly calls: readonly PhoneCall[];
  readonly phone: Phone | undefined;
  /** A command for this call that did not work. */
  readonly problem: PhoneErrorCode | undefined;
  readonly keys: ChangedKeys;
  /** The browser lets nothing ring before a person has clicked. */
  readonly ringBlocked: boolean;
  /** Whether anything can be created here. */
  readonly creates: boolean;
  readonly actions: CallRowActions;
}

/** In words: what the call is doing, or why it ended. */
export function stateWords(call: PhoneCall, words: CallMoreWords, locale: Locale): string {
  if (call.recovering) return words.recovering;
  if (call.state === 'ended') return endWords(call, words, locale);
  if (call.state === 'held') return words.held;
  if (isIncoming(call)) return call.handset ? words.pickUp : words.incoming;
  if (call.state === 'ringing') return words.ringing;
  return call.direction === 'out' ? words.calling : words.connecting;
}

/** Some ends are the far side's refusals, which log and card tell in the same words. */
function endWords(call: PhoneCall, words: CallMoreWords, locale: Locale): string {
  const reason = call.endReason ?? 'completed';
  if (reason === 'failed') return call.connectedAt ? words.cutOff : words.failedCall;
  if (reason === 'busy' || reason === 'no-answer' || reason === 'rejected')
    return phoneErrorSentence(reason, locale);
  return words[reason];
}

function stateIcon(call: PhoneCall): IconNode {
  if (call.recovering) return rotateCcwIcon;
  if (call.state === 'ended') return call.endReason === 'missed' ? phoneMissedIcon : phoneOffIcon;
  if (call.state === 'held') return pauseIcon;
  if (call.participants) return usersIcon;
  if (call.state === 'connected') return phoneIcon;
  return call.direction === 'out' ? phoneOutgoingIcon : phoneIncomingIcon;
}

function look(call: PhoneCall): string {
  if (call.recovering) return 'recovering';
  return isIncoming(call) ? 'incoming' : call.state;
}

export function callRow(row: CallRow): TemplateResult {
  const { call, caller, locale } = row;
  const words = callMoreWords[locale];
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
        ${call.consultationOf ? html`<span class="mark" part="consultation">${words.consultation}</span>` : nothing}
        ${caller.recorded === 'on' ? html`<span class="mark" part="recorded">${words.recorded}</span>` : nothing}
        ${caller.recorded === 'paused' ? html`<span class="warning" part="recorded">${words.recordPaused}</span>` : nothing}
        ${call.muted && isTalking(call) ? html`<span class="warning">${words.muted}</span>` : nothing}
      </span>
      ${wrong ? html`<span class="wrong" part="error">${wrong}</span>` : nothing} ${qualityLine(row)}
      ${row.ringBlocked && isIncoming(call) ? silentRing(row) : nothing}
    </div>
    ${row.creates ? createButton(row, words) : nothing} ${timer(call, words)}
    <div class="controls" part="controls" role="group" aria-label=${caller.title}>${controls(row)}</div>
  </li>`;
}

/** The pointer that rests on it opens what is only a choice; so do a key and a finger. */
function createButton({ call, opened, actions }: CallRow, words: CallMoreWords): TemplateResult {
  const create = (): void => actions.create(call);
  const rests = (event: PointerEvent): void => whenPointed(event, () => opened || create());
  return html`<button
    class="button quiet icon-only create"
    part="call-create"
    type="button"
    title=${words.create}
    aria-label=${words.create}
    @click=${create}
    @pointerenter=${rests}
  >
    ${icon(plusIcon)}
  </button>`;
}

function timer(call: PhoneCall, words: CallMoreWords): TemplateResult | typeof nothing {
  if (!call.connectedAt || call.state === 'ended') return nothing;
  const seconds = (Date.now() - Date.parse(call.connectedAt)) / 1000;
  return html`<span class="timer" part="timer" role="timer" aria-label=${words.duration}
    >${formatDuration(seconds)}</span
  >`;
}

function controls(row: CallRow): TemplateResult | typeof nothing {
  const { call, locale, actions, keys } = row;
  const words = callMoreWords[locale];
  if (call.state === 'ended') return again(row);
  if (isIncoming(call)) {
    if (!mayAnswer(call)) return hangUp(row, words.decline);
    return html`<button
        class="button answer"
        part="answer"
        type="button"
        aria-keyshortcuts=${spokenKey('answer', keys) ?? nothing}
        @click=${() => actions.answer(call)}
      >
        ${icon(phoneIcon)}<span>${words.answer}</span>
      </button>
      ${hangUp(row, words.decline)}`;
  }
  return html`${isTalking(call) ? talkControls(row) : nothing} ${hangUp(row, words.hangUp)}`;
}

function hangUp({ call, actions, keys }: CallRow, label: string): TemplateResult {
  return html`<button
    class="button danger"
    part="hang-up"
    type="button"
    aria-keyshortcuts=${spokenKey('hangUp', keys) ?? nothing}
    @click=${() => actions.end(call)}
  >
    ${icon(phoneOffIcon)}<span>${label}</span>
  </button>`;
}
