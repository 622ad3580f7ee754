import type { Backend, BackendState, Phone, PhoneCall, PhoneErrorCode, PhoneState } from '@ringback/model';
import {
  buttonStyles,
  emit,
  fieldStyles,
  fill,
  icon,
  LiveRegion,
  logOutIcon,
  phoneErrorCode,
  phoneErrorSentence,
  PortController,
  RingbackElement,
  Ticker,
  tokens,
  unseenStyles,
} from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { classMap } from 'lit/directives/class-map.js';
import { repeat } from 'lit/directives/repeat.js';
import { callRow, type CallRowActions, isIncoming, isTalking, stateWords } from './call-row.ts';
import { type Caller, callerOf } from './caller.ts';
import { DialController } from './dial-controller.ts';
import { dialView } from './dial-view.ts';
import { keypad } from './keypad.ts';
import { callStyles } from './call-row.styles.ts';
import { styles } from './softphone.styles.ts';
import { softphoneWords, type SoftphoneWords } from './softphone.words.ts';
import { statusView, statusWords } from './status-view.ts';

/**
 * The bar: one strip with the phone's state, the calls, and a field to dial from.
 *
 * Keyboard: everything is a button or a field. Enter in the field dials. While the keypad is open, digits, `*` and `#` are
 * sent as tones; Escape closes it. A ringing call is read out at once and never takes the focus.
 *
 * @summary The softphone: sign in, dial, answer, hold, mute, tones, hang up.
 * @event {CustomEvent<NumberDialDetail>} ringback-number-dial - Before a number is dialled; cancelable.
 * @event {CustomEvent<CallAnswerDetail>} ringback-call-answer - Before a call is picked up; cancelable.
 * @event {CustomEvent<CallEndDetail>} ringback-call-end - Before a call is declined, cancelled or hung up; cancelable.
 * @event {CustomEvent<ErrorDetail>} ringback-error - A command did not work; the bar shows it in words.
 * @csspart bar - The strip.
 * @csspart status - State of the phone; `sign-in` and `retry` are its buttons.
 * @csspart calls - List of calls; each is a `call` with `badge`, `who`, `caller`, `number`, `state`, `callback`, `error`, `timer`, `controls`.
 * @csspart answer - Picks up.
 * @csspart hang-up - Declines, cancels, hangs up.
 * @csspart call-again - Dials an ended call's number.
 * @csspart mute - Toggles the microphone; `hold` and `keypad-toggle` stand beside it.
 * @csspart keypad - Panel of tones; each `key` is a button.
 * @csspart dial - Form with the field `number-field` and the button `call-button`.
 * @csspart sign-out - Signs out.
 * @cssproperty [--ringback-accent=oklch(0.52 0.14 255)] - The one accent.
 * @cssproperty [--ringback-neutral-hue=255] - Hue of all greys.
 * @cssproperty [--ringback-radius=8px] - Corners.
 * @cssproperty [--ringback-font-size=14px] - Size of normal text; the other two follow.
 * @cssproperty [--ringback-softphone-layer=2147482000] - z-index while docked.
 */
export class RingbackSoftphone extends RingbackElement {
  static override readonly styles = [tokens, buttonStyles, fieldStyles, unseenStyles, styles, callStyles];

  /** Where the bar is fixed in the window: `bottom`, `top`, or `none` (it stands where the page puts it). */
  @property({ reflect: true }) dock: 'bottom' | 'top' | 'none' = 'none';

  readonly #dial = new DialController(this);
  readonly #live = new LiveRegion(this);
  /** The last command that did not work: of a call, or of the phone itself. */
  #problem: { callId: string | undefined; code: PhoneErrorCode } | undefined;
  #keypad: { callId: string; tones: string } | undefined;
  /** What had the focus before this update, and in which call. */
  #focused: { element: Element; callId: string | undefined } | undefined;

  readonly #actions: CallRowActions = {
    answer: (call) => this.#answer(call),
    end: (call) => this.#end(call),
    mute: (call) => this.#attempt(() => this.phone?.setMuted(call.id, !call.muted), call.id),
    hold: (call) => this.#attempt(() => this.phone?.setHeld(call.id, call.state !== 'held'), call.id),
    toggleKeypad: (call) => this.#toggleKeypad(call),
    callAgain: (call) => void this.#dial.dial(call.number),
  };

  constructor() {
    super();
    new PortController<PhoneState, Phone>(
      this,
      () => this.phone,
      (state, before) => this.#tell(state, before),
    );
    new PortController<BackendState, Backend>(this, () => this.backend);
    new Ticker(this, () => this.#calls.some((call) => call.connectedAt && call.state !== 'ended'));
  }

  protected override willUpdate(): void {
    const element = this.shadowRoot?.activeElement;
    const callId = element?.closest('[data-call]')?.getAttribute('data-call') ?? this.#keypad?.callId;
    this.#focused = element ? { element, callId } : undefined;
  }

  protected override updated(): void {
    if (this.#focused && !this.#focused.element.isConnected) this.#rescueFocus(this.#focused.callId);
  }

  protected override render(): TemplateResult {
    const words = this.words(softphoneWords);
    const calls = this.#calls;
    const status = this.phone?.state.status ?? 'connecting';
    const ready = status === 'registered';
    const busy = calls.length > 0;
    // What is wrong with the phone takes room: then the bar is stacked earlier.
    const well = ready || status === 'connecting';
    const look = { busy, well, trouble: !well, 'one-row': busy && ready };
    return html`<section class="bar ${classMap(look)}" part="bar" aria-label=${words.phone}>
      ${statusView({
        phone: this.phone,
        words,
        locale: this.locale,
        problem: this.#problem && !this.#problem.callId ? this.#problem.code : undefined,
        run: (command) => this.#attempt(command),
      })}
      ${
        busy
          ? html`<ul class="calls" part="calls">
              ${repeat(
                calls,
                (call) => call.id,
                (call) => this.#renderCall(call, words),
              )}
            </ul>`
          : nothing
      }
      ${this.#renderKeypad(words)}
      ${dialView({ dial: this.#dial, ready, quiet: busy, words, locale: this.locale })}
      ${this.#renderSignOut(words)} ${this.#live.render()}
    </section>`;
  }

  get #calls(): readonly PhoneCall[] {
    return this.phone?.state.calls ?? [];
  }

  #renderCall(call: PhoneCall, words: SoftphoneWords): TemplateResult {
    return callRow({
      call,
      caller: this.#caller(call),
      locale: this.locale,
      words,
      keypadOpen: this.#keypad?.callId === call.id,
      problem: this.#problem?.callId === call.id ? this.#problem.code : undefined,
      actions: this.#actions,
    });
  }

  #renderKeypad(words: SoftphoneWords): TemplateResult | typeof nothing {
    if (!this.#keypad) return nothing;
    return keypad({
      words,
      tones: this.#keypad.tones,
      press: (tone) => this.#press(tone),
      close: () => this.#closeKeypad(),
    });
  }

  #renderSignOut(words: SoftphoneWords): TemplateResult | typeof nothing {
    const { phone } = this;
    // During a call it would be a second, mistakable way to hang up.
    if (!phone?.signOut || phone.state.status === 'signed-out' || this.#calls.length > 0) return nothing;
    return html`<button
      class="button quiet icon-only sign-out"
      part="sign-out"
      type="button"
      title=${words.signOut}
      aria-label=${words.signOut}
      @click=${() => this.#attempt(() => phone.signOut?.())}
    >
      ${icon(logOutIcon)}
    </button>`;
  }

  #caller(call: PhoneCall): Caller {
    return callerOf(call, this.backend?.state.live ?? [], this.words(softphoneWords));
  }

  #answer(call: PhoneCall): void {
    if (!emit(this, 'ringback-call-answer', { callId: call.id }, { cancelable: true })) return;
    this.#attempt(() => this.phone?.answer(call.id), call.id);
  }

  #end(call: PhoneCall): void {
    if (!emit(this, 'ringback-call-end', { callId: call.id }, { cancelable: true })) return;
    this.#attempt(() => this.phone?.hangup(call.id), call.id);
  }

  #toggleKeypad(call: PhoneCall): void {
    if (this.#keypad?.callId === call.id) return this.#closeKeypad();
    this.#keypad = { callId: call.id, tones: '' };
    this.requestUpdate();
    void this.updateComplete.then(() => this.#find('.key')?.focus());
  }

  #press(tone: string): void {
    if (!this.#keypad) return;
    const { callId, tones } = this.#keypad;
    this.#keypad = { callId, tones: tones + tone };
    this.#attempt(() => this.phone?.sendDtmf(callId, tone), callId);
  }

  #closeKeypad(): void {
    const callId = this.#keypad?.callId;
    this.#keypad = undefined;
    this.requestUpdate();
    void this.updateComplete.then(() => this.#findInCall(callId, '[part=keypad-toggle]')?.focus());
  }

  /** Runs a command; what goes wrong is shown beside its call, and told to the page. */
  #attempt(command: () => Promise<unknown> | undefined, callId?: string): void {
    this.#problem = undefined;
    this.requestUpdate();
    command()?.catch((error: unknown) => {
      const code = phoneErrorCode(error);
      this.#problem = { callId, code };
      this.#live.say(phoneErrorSentence(code, this.locale));
      emit(this, 'ringback-error', { code, message: error instanceof Error ? error.message : String(error) });
      this.requestUpdate();
    });
  }

  /** The button that had the focus is gone because its call moved on: the next one of that call gets it, never a dangerous one. */
  #rescueFocus(callId: string | undefined): void {
    const next = this.#findInCall(callId, '.button:not(.danger)') ?? this.#find('[part=number-field]');
    next?.focus();
  }

  #find(selector: string): HTMLElement | undefined {
    return this.shadowRoot?.querySelector<HTMLElement>(selector) ?? undefined;
  }

  #findInCall(callId: string | undefined, selector: string): HTMLElement | undefined {
    return callId ? this.#find(`[data-call="${CSS.escape(callId)}"] ${selector}`) : undefined;
  }

  /** Reads changes out, and closes what has lost its call. */
  #tell(state: PhoneState, before: PhoneState | undefined): void {
    const words = this.words(softphoneWords);
    const known = new Map(before?.calls.map((call) => [call.id, call]));
    for (const call of state.calls) {
      if (known.get(call.id)?.state !== call.state) this.#tellCall(call, words, before !== undefined);
    }
    if (before && before.status !== state.status) {
      const { word, detail } = statusWords(state, words, this.locale);
      this.#live.say(`${word}. ${detail}`);
      this.#problem = undefined;
    }
    if (!state.calls.some((call) => call.id === this.#keypad?.callId && isTalking(call)))
      this.#keypad = undefined;
  }

  #tellCall(call: PhoneCall, words: SoftphoneWords, isNews: boolean): void {
    const { title, number } = this.#caller(call);
    const who = number ? `${title}, ${number}` : title;
    if (isIncoming(call)) this.#live.say(`${words.incoming}: ${who}.`, 'assertive');
    else if (!isNews) return;
    else if (call.state === 'connected') this.#live.say(fill(words.tellConnected, { who: title }));
    else this.#live.say(`${title}: ${stateWords(call, words, this.locale)}`);
  }
}
