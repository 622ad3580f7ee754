import type { Recording } from '@ringback/model';
import {
  buttonStyles,
  downloadIcon,
  emit,
  fieldStyles,
  fill,
  formatDuration,
  icon,
  pauseIcon,
  playIcon,
  PortController,
  RingbackElement,
  setStyle,
  tokens,
  trashIcon,
  unseenStyles,
} from '@ringback/ui';
import { html, nothing, type PropertyDeclarations, type PropertyValues, svg, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { playerStyles } from './player.styles.ts';
import { playerWords } from './player.words.ts';

const SPEEDS = [0.75, 1, 1.25, 1.5, 2];
/** What an arrow key goes on by, in seconds. */
const STEP_SECONDS = 5;
/** Of the waveform's picture, in its own units. */
const HEIGHT = 32;

/**
 * @summary A recording: listened to from any place at any speed, kept as a file, and deleted by whoever may.
 *
 * @event {CustomEvent<RecordingRemovedDetail>} ringback-recording-removed - The recording was deleted.
 * @event {CustomEvent<ErrorDetail>} ringback-error - Something did not work; the player says it in words.
 *
 * @csspart player - The whole player.
 * @csspart play - Button that plays and pauses.
 * @csspart place - Slider over the waveform.
 * @csspart time - Time heard and whole length.
 * @csspart speed - Choice of speed.
 * @csspart download - Button that gives the file to the browser.
 * @csspart remove - Button that deletes it.
 *
 * @cssproperty --ringback-accent - Colour that all others follow.
 */
export class RingbackPlayer extends RingbackElement {
  static override styles = [tokens, buttonStyles, fieldStyles, unseenStyles, playerStyles];

  static override properties: PropertyDeclarations = {
    recording: { attribute: false },
    held: { attribute: false },
  };

  /** Whoever is heard now: the next one makes him pause. */
  static #heard: RingbackPlayer | undefined;

  /** What is to be heard. */
  declare recording: Recording | undefined;

  /** Somebody holds on to it: out of the page it plays on, until `pause()`. A list takes out rows that are scrolled away. */
  declare held: boolean;

  #audio: HTMLAudioElement | undefined;
  /** Until then the address works, in ms since the epoch. */
  #goodUntil = 0;
  #loading = false;
  #at = 0;
  #speed = 1;
  #peaks: readonly number[] | undefined;
  #peaksOf: string | undefined;
  #asking = false;
  #problem: string | undefined;

  constructor() {
    super();
    this.held = false;
    new PortController(this, () => this.backend);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (!this.held) this.#silence();
  }

  /** Plays from where it is; resolves when it sounds, or has said why it does not. */
  async play(): Promise<void> {
    if (!this.recording || this.#loading) return;
    this.#problem = undefined;
    this.#loading = true;
    this.requestUpdate();
    try {
      const audio = await this.#load();
      RingbackPlayer.#heard?.pause();
      RingbackPlayer.#heard = this;
      audio.playbackRate = this.#speed;
      await audio.play();
    } catch (error) {
      this.#fail(error);
    }
    this.#loading = false;
    this.requestUpdate();
  }

  pause(): void {
    this.#audio?.pause();
  }

  protected override willUpdate(changed: PropertyValues): void {
    const before = changed.get('recording') as Recording | undefined;
    if (changed.has('recording') && before && before.id !== this.recording?.id) {
      this.#silence();
      this.#at = 0;
      this.#problem = this.#peaks = undefined;
      this.#asking = false;
    }
    void this.#readPeaks();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { recording } = this;
    if (!recording) return nothing;
    const words = this.words(playerWords);
    const { state, kind, seconds } = recording;
    if (state !== 'stored') return html`<p part="player">${words[state]}</p>`;
    const playing = this.#audio !== undefined && !this.#audio.paused;
    return html`<div class="player" part="player" role="group" aria-label=${words[kind]}>
      <button
        class="button icon-only quiet"
        part="play"
        type="button"
        aria-label=${playing ? words.pause : words.play}
        title=${playing ? words.pause : words.play}
        aria-busy=${String(this.#loading)}
        @click=${() => (playing ? this.pause() : void this.play())}
      >
        ${icon(playing ? pauseIcon : playIcon)}
      </button>
      ${this.#placeView(seconds)}
      <span class="time" part="time">${formatDuration(this.#at)} / ${formatDuration(seconds)}</span>
      ${this.#asking ? this.#sureView() : this.#toolsView()}
      <p class="problem" role="alert">${this.#problem ?? nothing}</p>
    </div>`;
  }

  #placeView(seconds: number): TemplateResult {
    const words = this.words(playerWords);
    const [at, whole] = [formatDuration(this.#at), formatDuration(seconds)];
    const share = seconds > 0 ? Math.min(1, this.#at / seconds) : 0;
    return html`<div class="place">
      ${this.#picture()}
      <div class="heard" ${setStyle({ '--_heard': `${share * 100}%` })}>${this.#picture()}</div>
      <input
        part="place"
        type="range"
        min="0"
        max=${seconds}
        step="0.1"
        aria-label=${words.place}
        aria-valuetext=${fill(words.placeIs, { at, whole })}
        .value=${live(String(this.#at))}
        @keydown=${this.#keys}
        @input=${(event: Event) => this.#seek(Number((event.target as HTMLInputElement).value))}
      />
    </div>`;
  }

  /** Bars as high as it is loud; a line where nobody knows. */
  #picture(): TemplateResult {
    const peaks = this.#peaks ?? new Array<number>(2).fill(0);
    const middle = HEIGHT / 2;
    const bars = this.#peaks
      ? peaks
          .map((peak, at) => `M${at} ${middle - Math.max(0.5, peak * middle)}v${Math.max(1, peak * HEIGHT)}`)
          .join('')
      : `M0 ${middle}h1`;
    return html`<svg
      viewBox="0 0 ${peaks.length - 1} ${HEIGHT}"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      ${svg`<path d=${bars}></path>`}
    </svg>`;
  }

  #toolsView(): TemplateResult {
    const words = this.words(playerWords);
    return html`<select
        class="field"
        part="speed"
        aria-label=${words.speed}
        @change=${(event: Event) => this.#hasten(Number((event.target as HTMLSelectElement).value))}
      >
        ${SPEEDS.map(
          (speed) =>
            html`<option value=${speed} ?selected=${speed === this.#speed}>
              ${new Intl.NumberFormat(this.locale).format(speed)}×
            </option>`,
        )}
      </select>
      <button
        class="button icon-only quiet"
        part="download"
        type="button"
        aria-label=${words.download}
        title=${words.download}
        @click=${() => void this.#download()}
      >
        ${icon(downloadIcon)}
      </button>
      ${
        this.backend?.recordings?.remove
          ? html`<button
              class="button icon-only quiet"
              part="remove"
              type="button"
              aria-label=${words.remove}
              title=${words.remove}
              @click=${() => void this.#ask(true)}
            >
              ${icon(trashIcon)}
            </button>`
          : nothing
      }`;
  }

  #sureView(): TemplateResult {
    const words = this.words(playerWords);
    return html`<span class="sure" role="group" aria-label=${words.sure}
      ><span>${words.sure}</span>
      <button class="button danger" type="button" data-yes @click=${() => void this.#remove()}>
        ${words.yes}
      </button>
      <button class="button" type="button" data-no @click=${() => void this.#ask(false)}>
        ${words.no}
      </button></span
    >`;
  }

  readonly #keys = (event: KeyboardEvent): void => {
    const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (by === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.#seek(this.#at + by * STEP_SECONDS);
  };

  #seek(seconds: number): void {
    this.#at = Math.min(this.recording?.seconds ?? 0, Math.max(0, seconds));
    if (this.#audio) this.#audio.currentTime = this.#at;
    this.requestUpdate();
  }

  #hasten(speed: number): void {
    this.#speed = speed;
    if (this.#audio) this.#audio.playbackRate = speed;
    this.requestUpdate();
  }

  /** The sound, at its place, by an address that still works. */
  async #load(): Promise<HTMLAudioElement> {
    if (this.#audio && Date.now() < this.#goodUntil && !this.#audio.error) return this.#audio;
    const { url, expiresAt } = await this.#link();
    this.#silence();
    const audio = new Audio();
    this.#audio = audio;
    this.#goodUntil = Date.parse(expiresAt);
    audio.preload = 'auto';
    for (const type of ['play', 'pause', 'ended', 'timeupdate'] as const)
      audio.addEventListener(type, () => this.#follow(audio));
    audio.src = url;
    audio.currentTime = this.#at;
    return audio;
  }

  #follow(audio: HTMLAudioElement): void {
    if (audio !== this.#audio) return;
    this.#at = audio.ended ? 0 : audio.currentTime;
    this.requestUpdate();
  }

  #silence(): void {
    const audio = this.#audio;
    this.#audio = undefined;
    audio?.pause();
    // Lets go of the file and of the connection that brings it.
    audio?.removeAttribute('src');
    audio?.load();
    if (RingbackPlayer.#heard === this) RingbackPlayer.#heard = undefined;
  }

  async #link() {
    const { recording, backend } = this;
    const link = await backend?.recordings?.link(recording?.id ?? '');
    if (link) return link;
    throw Object.assign(new Error(this.words(playerWords).silent), { code: 'forbidden' as const });
  }

  async #download(): Promise<void> {
    this.#problem = undefined;
    try {
      const { url } = await this.#link();
      const link = document.createElement('a');
      link.href = url.startsWith('blob:') ? url : `${url}&download=true`;
      link.download = `${this.recording?.id}.${this.recording?.format}`;
      link.click();
    } catch (error) {
      this.#fail(error);
    }
  }

  async #ask(asking: boolean): Promise<void> {
    this.#asking = asking;
    this.requestUpdate();
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(asking ? '[data-no]' : '[part=remove]')?.focus();
  }

  async #remove(): Promise<void> {
    const { recording } = this;
    if (!recording) return;
    this.#asking = false;
    this.#problem = undefined;
    try {
      await this.backend?.recordings?.remove?.(recording.id);
      this.#silence();
      emit(this, 'ringback-recording-removed', { recordingId: recording.id, callId: recording.callId });
    } catch (error) {
      this.#fail(error, this.words(playerWords).notRemoved);
    }
    this.requestUpdate();
  }

  /** Once for each recording; a picture that does not come is a line. */
  async #readPeaks(): Promise<void> {
    const { recording, backend } = this;
    if (recording?.state !== 'stored' || !backend?.recordings || this.#peaksOf === recording.id) return;
    this.#peaksOf = recording.id;
    const peaks = await backend.recordings.waveform(recording.id).then(
      (waveform) => waveform.peaks,
      () => undefined,
    );
    if (this.#peaksOf !== recording.id) return;
    this.#peaks = peaks && peaks.length > 1 ? peaks : undefined;
    this.requestUpdate();
  }

  #fail(error: unknown, sentence = this.words(playerWords).refused): void {
    const { name, code, message } = error as { name?: string; code?: unknown; message?: string };
    // Somebody pressed pause before it had begun.
    if (name === 'AbortError') return;
    const ours = typeof code === 'string';
    this.#problem = ours ? fill(sentence, { why: message ?? '' }) : this.words(playerWords).silent;
    emit(this, 'ringback-error', {
      code: ours ? (code as 'bug') : 'unsupported',
      message: message ?? String(error),
    });
    this.requestUpdate();
  }
}
