import { emit } from '@ringback/ui/emit';
import { html, LitElement, nothing } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { CallbackSite } from '../site.ts';
import type { CallbackWords } from '../words/en.ts';
import {
  type CallbackApi,
  CallbackError,
  type CallbackState,
  type CallbackStatus,
  createCallbackApi,
} from './api.ts';
import { styles } from './callback.styles.ts';
import { errorKey, isOver, stateKey } from './callback.sentences.ts';

export interface CallbackRequestDetail {
  number: string;
}
export interface CallbackChangedDetail {
  id: string;
  state: CallbackState;
}

declare module '@ringback/ui/emit' {
  interface RingbackEventMap {
    'ringback-callback-request': CallbackRequestDetail;
    'ringback-callback-requested': CallbackChangedDetail;
    'ringback-callback-changed': CallbackChangedDetail;
  }
}

/**
 * @summary Dialog in which a visitor leaves a number and watches the promise being kept.
 * @event ringback-callback-request - Asks, cancelable: a number is about to be sent.
 * @event ringback-callback-requested - The gateway has taken the request.
 * @event ringback-callback-changed - The callback has gone to another state.
 * @csspart dialog
 * @cssproperty --ringback-accent - The one accent colour.
 */
export class RingbackCallback extends LitElement {
  static override styles = styles;

  /** Site, gateway and language; from the script tag. */
  @property({ attribute: false }) site!: CallbackSite;
  /** Words of the site's language. */
  @property({ attribute: false }) words!: CallbackWords;
  /** Where requests go; a test gives its own. */
  @property({ attribute: false }) api: CallbackApi | undefined;
  /** How often the true state is asked for while a callback is under way, ms. */
  @property({ attribute: false }) pollMs = 1000;

  @state() private status: CallbackStatus | undefined;
  @state() private problem: keyof CallbackWords | undefined;
  @state() private busy = false;
  @state() private secondsLeft = 0;

  @query('dialog') private dialog!: HTMLDialogElement;
  @query('#number') private numberField!: HTMLInputElement | null;

  #number = '';
  #name = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** `performance.now()` at which the promise ends: the visitor's own clock may be wrong. */
  #promiseEnds = 0;

  /** Shows the dialog; the browser gives the focus back to where it was when it closes. */
  async open(): Promise<void> {
    await this.updateComplete;
    if (!this.dialog.open) this.dialog.showModal();
    this.numberField?.focus();
    if (this.status && !isOver(this.status.state)) this.#follow();
  }

  close(): void {
    this.dialog?.close();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  protected override render() {
    return html`<dialog part="dialog" aria-labelledby="title">
      <header>
        <h2 id="title">${this.words.title}</h2>
        <button class="close" type="button" aria-label=${this.words.close} @click=${this.close}>×</button>
      </header>
      ${this.status ? this.#renderStatus(this.status) : this.#renderForm()}
    </dialog>`;
  }

  #renderForm() {
    const { words, problem } = this;
    return html`<form novalidate @submit=${this.#submit}>
      <label for="number">${words.number}</label>
      <input
        id="number"
        type="tel"
        name="tel"
        autocomplete="tel"
        inputmode="tel"
        maxlength="40"
        required
        .value=${this.#number}
        aria-invalid=${problem ? 'true' : 'false'}
        aria-describedby=${problem ? 'problem' : nothing}
        @input=${(event: InputEvent) => (this.#number = (event.target as HTMLInputElement).value)}
      />
      <p id="problem" class="problem" role="alert">${problem ? words[problem] : nothing}</p>
      <label for="name">${words.name}</label>
      <input
        id="name"
        name="name"
        autocomplete="name"
        maxlength="100"
        .value=${this.#name}
        @input=${(event: InputEvent) => (this.#name = (event.target as HTMLInputElement).value)}
      />
      <button class="main" type="submit" aria-disabled=${this.busy ? 'true' : 'false'}>
        ${this.busy ? words.asking : words.ask}
      </button>
      <p class="consent">${words.consent.replace('{name}', this.site.name)}</p>
    </form>`;
  }

  #renderStatus(status: CallbackStatus) {
    const over = isOver(status.state);
    const waiting = status.state === 'requested' || status.state === 'agent-ringing';
    return html`<div class="status">
      ${waiting ? html`<p class="count" aria-hidden="true">${this.words.seconds.replace('{n}', String(this.secondsLeft))}</p>` : nothing}
      <p role="status">${this.words[this.problem ?? stateKey(status, waiting && this.secondsLeft === 0)]}</p>
      ${
        over
          ? html`<button
              class="main"
              type="button"
              @click=${status.state === 'failed' ? this.#again : this.#finish}
            >
              ${status.state === 'failed' ? this.words.again : this.words.done}
            </button>`
          : status.state === 'connected'
            ? nothing
            : html`<button
                class="quiet"
                type="button"
                aria-disabled=${this.busy ? 'true' : 'false'}
                @click=${this.#cancel}
              >
                ${this.words.cancel}
              </button>`
      }
    </div>`;
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault();
    if (this.busy) return;
    const number = this.#number.trim();
    if (!number) {
      this.#refuse('errEmpty');
      return;
    }
    if (emit(this, 'ringback-callback-request', { number }, { cancelable: true })) void this.#request(number);
  }

  async #request(number: string): Promise<void> {
    this.busy = true;
    this.problem = undefined;
    try {
      const status = await this.#api().request(number, this.#name.trim());
      this.#take(status);
      emit(this, 'ringback-callback-requested', { id: status.id, state: status.state });
    } catch (error) {
      this.#refuse(errorKey(error));
    } finally {
      this.busy = false;
    }
  }

  #refuse(problem: keyof CallbackWords): void {
    this.problem = problem;
    this.numberField?.focus();
  }

  #api(): CallbackApi {
    return (this.api ??= createCallbackApi(this.site));
  }

  #take(status: CallbackStatus): void {
    const before = this.status?.state;
    this.status = status;
    this.problem = undefined;
    this.#promiseEnds = performance.now() + Date.parse(status.promisedUntil) - Date.parse(status.now);
    this.#count();
    if (before && before !== status.state)
      emit(this, 'ringback-callback-changed', { id: status.id, state: status.state });
    if (!isOver(status.state)) this.#follow();
  }

  #count(): void {
    this.secondsLeft = Math.max(0, Math.ceil((this.#promiseEnds - performance.now()) / 1000));
  }

  /** Asks for the true state, also while the dialog is closed: the visitor may open it again. */
  #follow(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), this.pollMs);
  }

  async #ask(): Promise<void> {
    const asked = this.status;
    if (!asked || !this.isConnected) return;
    try {
      const status = await this.#api().status(asked);
      if (this.status?.id === asked.id) this.#take(status);
    } catch (error) {
      // Out of reach for a moment: the callback itself goes on, so the last known state stands and the asking too.
      this.#count();
      if (error instanceof CallbackError && error.code === 'not-found') this.#finish();
      else this.#follow();
    }
  }

  async #cancel(): Promise<void> {
    if (!this.status || this.busy) return;
    this.busy = true;
    try {
      this.#take(await this.#api().cancel(this.status));
    } catch (error) {
      this.problem = errorKey(error);
    } finally {
      this.busy = false;
    }
  }

  #again(): void {
    this.status = undefined;
    this.problem = undefined;
  }

  #finish(): void {
    this.#again();
    this.close();
  }
}
