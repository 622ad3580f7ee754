/** A call from the page itself: microphone, SIP over WebSocket, sound. Loaded when a visitor asks for it. */
import { html, type TemplateResult } from 'lit/html.js';
import type JsSIP from 'jssip';
import type { CallbackStatus } from '../callback/api.ts';
import { css } from '../callback/sheet.ts';
import type { CallbackWords } from '../words/en.ts';

/** What a later candidate may still be worth waiting for, in ms after the first. */
const ICE_WAIT_MS = 300;

export const styles = css`
  .talk {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 8px;
    margin-block-start: 16px;
  }
  .talk button.quiet {
    margin: 0;
  }
  .talk [aria-pressed='true'] {
    background: light-dark(oklch(0.92 0.02 255), oklch(0.35 0.02 255));
  }
`;

export type MicrophoneProblem = Extract<keyof CallbackWords, 'errMicrophone' | 'errNoMicrophone'>;

/** The microphone, before anybody is asked to call; rejects with the sentence that says what is wrong. */
export async function openMicrophone(): Promise<MediaStream> {
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch (error) {
    const refused = error instanceof DOMException && /NotAllowed|Security/.test(error.name);
    const problem: MicrophoneProblem = refused ? 'errMicrophone' : 'errNoMicrophone';
    throw problem;
  }
}

export function closeMicrophone(microphone: MediaStream | undefined): void {
  for (const track of microphone?.getTracks() ?? []) track.stop();
}

type Agent = InstanceType<typeof JsSIP.UA>;

export interface BrowserCallOptions {
  to: NonNullable<CallbackStatus['browser']>;
  microphone: MediaStream;
  /** Over, or never begun; told once. */
  ended: (how: { connected: boolean }) => void;
  /** Something to be seen has changed. */
  changed: () => void;
}

export class BrowserCall {
  readonly #options: BrowserCallOptions;
  readonly #audio = new Audio();
  #ua: Agent | undefined;
  readonly #leave = (): void => this.hangUp();
  #muted = false;
  #over = false;

  constructor(options: BrowserCallOptions) {
    this.#options = options;
    this.#audio.autoplay = true;
    addEventListener('pagehide', this.#leave);
    import('jssip').then(
      (loaded) => this.#connect(loaded.default),
      () => this.#end(false),
    );
  }

  hangUp(): void {
    this.#ua?.terminateSessions();
    this.#end(!!this.#ua);
  }

  #connect({ UA, WebSocketInterface, debug }: typeof JsSIP): void {
    if (this.#over) return;
    // Whatever a page has put into localStorage: SIP messages do not belong in a visitor's console.
    debug.disable();
    const { uri, authorizationUser, password, servers } = this.#options.to.credential;
    const ua = new UA({
      uri,
      password,
      authorization_user: authorizationUser,
      sockets: servers.map((server) => new WebSocketInterface(server)),
      register: false,
      session_timers: false,
      user_agent: 'Ringback callback',
    });
    this.#ua = ua;
    ua.once('connected', () => this.#invite(ua));
    ua.once('disconnected', () => this.#end(false));
    ua.start();
  }

  /** What the visitor can do while he waits or talks. */
  view(words: CallbackWords): TemplateResult {
    return html`<div class="talk">
      <button class="quiet" type="button" aria-pressed=${this.#muted} @click=${this.#mute}>
        ${words.mute}
      </button>
      <button class="quiet hangup" type="button" @click=${this.#leave}>${words.hangUp}</button>
    </div>`;
  }

  readonly #mute = (): void => {
    this.#muted = !this.#muted;
    for (const track of this.#options.microphone.getTracks()) track.enabled = !this.#muted;
    this.#options.changed();
  };

  #invite(ua: Agent): void {
    const { to, microphone } = this.#options;
    const { uri, iceServers } = to.credential;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let latest: () => void;
    const session = ua.call(`sip:${to.target}@${uri.split('@')[1] ?? ''}`, {
      mediaStream: microphone,
      pcConfig: { iceServers: iceServers as RTCIceServer[] },
      extraHeaders: [`X-Ringback-Call: ${to.callId}`],
      eventHandlers: {
        ended: () => this.#end(true),
        failed: () => this.#end(false),
        icecandidate: ({ ready }: { ready: () => void }) => {
          latest = ready;
          timer ??= setTimeout(() => latest(), ICE_WAIT_MS);
        },
      },
    });
    session.connection.addEventListener('track', ({ streams, track }) => {
      this.#audio.srcObject = streams[0] ?? new MediaStream([track]);
      // The visitor has just pressed a button: the browser lets it sound.
      this.#audio.play().catch(() => undefined);
    });
  }

  #end(connected: boolean): void {
    if (this.#over) return;
    this.#over = true;
    removeEventListener('pagehide', this.#leave);
    this.#audio.srcObject = null;
    closeMicrophone(this.#options.microphone);
    // The BYE goes out first.
    setTimeout(() => this.#ua?.stop());
    this.#options.ended({ connected });
  }
}
