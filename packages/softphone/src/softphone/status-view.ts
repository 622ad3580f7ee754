/** Whether calls can come and go, in words; with the reason and one action when they cannot. */
import type { Locale, Phone, PhoneErrorCode, PhoneState } from '@ringback/model';
import {
  icon,
  type IconNode,
  logInIcon,
  phoneErrorSentence,
  phoneIcon,
  phoneOffIcon,
  rotateCcwIcon,
  triangleAlertIcon,
  wifiOffIcon,
} from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import type { SoftphoneWords } from './softphone.words.ts';

export interface StatusWords {
  /** `Offline` */
  readonly word: string;
  /** Who is on the phone, or why it does not work. */
  readonly detail: string;
}

export function statusWords(
  state: PhoneState | undefined,
  words: SoftphoneWords,
  locale: Locale,
): StatusWords {
  if (!state) return { word: words.connecting, detail: '' };
  const why = state.error ? phoneErrorSentence(state.error.code, locale) : '';
  const detail = {
    'signed-out': words.signedOutHint,
    connecting: '',
    registered: state.agent ? `${state.agent.name} · ${state.agent.extension}` : '',
    offline: `${why} ${words.offlineAgain}`.trim(),
    failed: why,
  }[state.status];
  return { word: words[state.status], detail };
}

const ICONS: Record<PhoneState['status'], IconNode> = {
  'signed-out': phoneOffIcon,
  connecting: phoneIcon,
  registered: phoneIcon,
  offline: wifiOffIcon,
  failed: triangleAlertIcon,
};

interface StatusView {
  readonly phone: Phone | undefined;
  readonly words: SoftphoneWords;
  readonly locale: Locale;
  /** Signing in, out or trying again did not work. */
  readonly problem: PhoneErrorCode | undefined;
  run(command: () => Promise<unknown>): void;
}

export function statusView(view: StatusView): TemplateResult {
  const status = view.phone?.state.status ?? 'connecting';
  const { word, detail } = statusWords(view.phone?.state, view.words, view.locale);
  return html`<div class="status ${status}" part="status">
    <span class="badge" part="badge">${icon(ICONS[status])}</span>
    <span class="status-text"
      ><b class="word">${word}</b>
      ${detail ? html`<span class="detail">${detail}</span>` : nothing}
      ${view.problem ? html`<span class="wrong" part="error">${phoneErrorSentence(view.problem, view.locale)}</span>` : nothing}
    </span>
    ${action(view)}
  </div>`;
}

function action({ phone, words, run }: StatusView): TemplateResult | typeof nothing {
  if (!phone) return nothing;
  const { status, error } = phone.state;
  const mustSignIn = status === 'signed-out' || (status === 'failed' && error?.code === 'credential-refused');
  if (mustSignIn && phone.signIn) {
    return html`<button
      class="button primary"
      part="sign-in"
      type="button"
      @click=${() => run(() => phone.signIn!())}
    >
      ${icon(logInIcon)}<span>${words.signIn}</span>
    </button>`;
  }
  if ((status === 'offline' || status === 'failed') && phone.retry) {
    return html`<button class="button" part="retry" type="button" @click=${() => run(() => phone.retry!())}>
      ${icon(rotateCcwIcon)}<span>${words.tryAgain}</span>
    </button>`;
  }
  return nothing;
}
