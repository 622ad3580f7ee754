/** What can be done with a call beyond picking up and hanging up. */
import type { EndReason } from '@ringback/model';
import {
  icon,
  type IconNode,
  keypadIcon,
  mergeIcon,
  micIcon,
  micOffIcon,
  pauseIcon,
  phoneIcon,
  playIcon,
  recordIcon,
  recordPauseIcon,
  transferIcon,
  undoIcon,
  volumeIcon,
  xIcon,
} from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { isTalking, mayHold, mayMute } from './call-kind.ts';
import type { CallRow } from './call-row.ts';
import { callMoreWords } from './call-more.words.ts';
import { isCut } from './cut-calls.ts';
import { spokenKey } from './usual-keys.ts';

/** Ends after which another try makes sense. */
const AGAIN: readonly EndReason[] = ['busy', 'no-answer', 'failed', 'missed', 'rejected'];

export function talkControls({
  call,
  caller,
  calls,
  phone,
  locale,
  actions,
  opened,
  keys,
}: CallRow): TemplateResult {
  const words = callMoreWords[locale];
  const one = (name: string, label: string, shape: IconNode, press: () => void, pressed?: boolean) =>
    html`<button
      class="button icon-only"
      part=${name}
      type="button"
      title=${label}
      aria-label=${label}
      aria-pressed=${pressed === undefined ? nothing : String(pressed)}
      aria-disabled=${String(call.recovering)}
      aria-keyshortcuts=${((name === 'mute' || name === 'hold') && spokenKey(name, keys)) || nothing}
      @click=${() => call.recovering || press()}
    >
      ${icon(shape)}
    </button>`;
  const panel = (name: 'keypad' | 'transfer', shape: IconNode) =>
    one(`${name}-toggle`, words[name], shape, () => actions.toggle(call, name), opened === name);
  const held = call.state === 'held';
  const record = () => {
    const { recorded } = caller;
    if (recorded === 'on')
      return one('record', words.recordPause, recordPauseIcon, () => actions.record(call, 'paused'));
    return one('record', recorded ? words.recordOn : words.record, recordIcon, () =>
      actions.record(call, 'on'),
    );
  };
  const consults = call.consultationOf !== undefined;
  // Whoever is heard already asks the one who waits to join.
  const merges = !!phone?.merge && held && !call.handset && calls.filter(isTalking).length > 1;
  return html`${consults ? one('transfer-cancel', words.transferCancel, undoIcon, () => actions.back(call)) : nothing}
  ${mayMute(call) ? one('mute', words.mute, call.muted ? micOffIcon : micIcon, () => actions.mute(call), call.muted) : nothing}
  ${
    mayHold(call)
      ? one('hold', words.hold, held ? playIcon : pauseIcon, () => actions.hold(call), held)
      : nothing
  }
  ${call.handset ? nothing : panel('keypad', keypadIcon)} ${caller.records ? record() : nothing}
  ${merges ? one('merge', words.merge, mergeIcon, actions.merge) : nothing}
  ${
    consults
      ? html`<button
          class="button primary"
          part="transfer-complete"
          type="button"
          @click=${() => actions.complete(call)}
        >
          ${icon(transferIcon)}<span>${words.transferComplete}</span>
        </button>`
      : phone?.transfer && !(call.handset && held)
        ? panel('transfer', transferIcon)
        : nothing
  }`;
}

/** Only what somebody should know: that the far side may not hear him well. The numbers are in the panel. */
export function qualityLine({ call, locale, actions }: CallRow): TemplateResult | typeof nothing {
  if (!call.quality?.warnings.length || call.state !== 'connected') return nothing;
  return html`<button
    class="link warning"
    part="quality"
    type="button"
    @click=${() => actions.toggle(call, 'health')}
  >
    ${callMoreWords[locale].poorLine}
  </button>`;
}

export function again({ call, locale, actions }: CallRow): TemplateResult | typeof nothing {
  const words = callMoreWords[locale];
  const useful = call.error !== undefined || AGAIN.includes(call.endReason ?? 'completed');
  if (!useful || !call.number) return nothing;
  const back = call.endReason === 'missed' || isCut(call);
  return html`<button
      class="button ${isCut(call) ? 'primary' : ''}"
      part="call-again"
      type="button"
      @click=${() => actions.callAgain(call)}
    >
      ${icon(phoneIcon)}<span>${back ? words.callBack : words.callAgain}</span>
    </button>
    ${
      isCut(call)
        ? html`<button
            class="button quiet icon-only"
            part="dismiss"
            type="button"
            title=${words.dismiss}
            aria-label=${words.dismiss}
            @click=${() => actions.dismiss(call)}
          >
            ${icon(xIcon)}
          </button>`
        : nothing
    }`;
}

/** The click on this button is what the browser waits for. */
export function silentRing({ locale, actions }: CallRow): TemplateResult {
  const words = callMoreWords[locale];
  return html`<span class="wrong" part="ring-blocked" role="alert">${words.ringBlocked}</span>
    <button class="button" part="unblock" type="button" @click=${actions.unblock}>
      ${icon(volumeIcon)}<span>${words.unblock}</span>
    </button>`;
}
