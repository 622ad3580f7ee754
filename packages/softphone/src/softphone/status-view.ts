/** Whether calls can come and go, in words; with the reason and one action when they cannot. */
import type { Locale, Me, Phone, PhoneErrorCode, PhoneState } from '@ringback/model';
import {
  chevronDownIcon,
  clockIcon,
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
  /** The agent's own status, where the backend knows it. */
  readonly me: Me | undefined;
  readonly words: SoftphoneWords;
  readonly locale: Locale;
  /** Signing in, out or trying again did not work. */
  readonly problem: PhoneErrorCode | undefined;
  run(command: () => Promise<unknown>): void;
  toggle(panel: 'health' | 'status'): void;
}

export function statusView(view: StatusView): TemplateResult {
  const { phone, me, words, locale, problem } = view;
  const status = phone?.state.status ?? 'connecting';
  const told = statusWords(phone?.state, words, locale);
  // Whoever has asked to be left alone is not "ready for calls".
  const own = status === 'registered' && me?.status !== 'available' ? me?.status : undefined;
  const word = own ? words[own] : told.word;
  const wrong = phone && ailing(phone.state);
  return html`<div class="status ${own ?? status} ${wrong ? 'ailing' : ''}" part="status">
    <button
      class="badge"
      part="badge"
      type="button"
      title=${words.health}
      aria-label=${words.health}
      @click=${() => view.toggle('health')}
    >
      ${icon(own ? clockIcon : wrong ? triangleAlertIcon : ICONS[status])}
    </button>
    <span class="status-text"
      >${
        me && status === 'registered'
          ? html`<button
              class="link word"
              part="own-status"
              type="button"
              title=${words.status}
              @click=${() => view.toggle('status')}
            >
              ${word}${icon(chevronDownIcon)}
            </button>`
          : html`<b class="word">${word}</b>`
      }
      ${told.detail ? html`<span class="detail">${told.detail}</span>` : nothing}
      ${wrong ? html`<button class="link wrong" part="ailing" type="button" @click=${() => view.toggle('health')}>${words[wrong]}</button>` : nothing}
      ${problem ? html`<span class="wrong" part="error">${phoneErrorSentence(problem, locale)}</span>` : nothing}
    </span>
    ${action(view)}
  </div>`;
}

/** What does not work although the phone is connected: the bar says what, its panel says more. */
function ailing({ status, health }: PhoneState): 'ailingMicrophone' | 'ailingMedia' | undefined {
  if (status !== 'registered' || !health) return undefined;
  if (health.microphone.state === 'failed') return 'ailingMicrophone';
  return health.media.state === 'failed' ? 'ailingMedia' : undefined;
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
