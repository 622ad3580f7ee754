import type { Backend, BackendState, Phone, PhoneCall, PhoneErrorCode, PhoneState } from '@ringback/model';
import {
  buttonStyles,
  chevronDownIcon,
  emit,
  fieldStyles,
  icon,
  LiveRegion,
  phoneErrorCode,
  phoneErrorSentence,
  PortController,
  RingbackElement,
  Ticker,
  tokens,
  unseenStyles,
} from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { HeadsetController } from '../headset/headset-controller.ts';
import { isTalking } from './call-kind.ts';
import { CallParts } from './call-parts.ts';
import type { CallRowActions } from './call-row.ts';
import type { Caller } from './caller.ts';
import { cornerStyles } from './corner.styles.ts';
import { DialController } from './dial-controller.ts';
import { dialView } from './dial-view.ts';
import { FocusKeeper } from './focus-keeper.ts';
import { kindsOf } from './kinds.ts';
import { menuView, readMenu } from './menu-view.ts';
import { MissedController } from './missed.ts';
import { plainCall, plainCaller } from './plain-call.ts';
import type { BarPanel, PanelName, RecordSeed } from './panel.ts';
import type { PanelShell } from './panel-shell.ts';
import { ShortcutController } from './shortcut-controller.ts';
import { pressOrRest } from './when-pointed.ts';
import type { BarDock } from './softphone.events.ts';
import { styles } from './softphone.styles.ts';
import { softphoneWords, type SoftphoneWords } from './softphone.words.ts';
import { statusView, statusWords } from './status-view.ts';
import { spokenKey } from './usual-keys.ts';

/**
 * The bar: one strip with the phone's state, the calls, a field to dial from, and panels for the rest.
 *
 * Keyboard: everything is a button or a field. Enter in the field dials; with an empty field it brings the last number back. Escape closes
 * a panel. Docked, the strip can be dragged to another edge. Shortcuts (`keys`) work anywhere in the page but while somebody types; one of them
 * goes to the bar, and back. A ringing call is read out at once and never takes the focus.
 *
 * @summary The softphone: sign in, dial, answer, hold, mute, transfer, tones, hang up.
 * @event {CustomEvent<NumberDialDetail>} ringback-number-dial - Before a number is dialled; cancelable.
 * @event {CustomEvent<CallAnswerDetail>} ringback-call-answer - Before a call is picked up; cancelable.
 * @event {CustomEvent<CallEndDetail>} ringback-call-end - Before a call is declined, cancelled or hung up; cancelable.
 * @event {CustomEvent<RecordCreateDetail>} ringback-record-create - Somebody wants a new record; cancelable: else the bar's own short form.
 * @event {CustomEvent<LetterWriteDetail>} ringback-letter-write - Somebody wants to write a letter; cancelable: else `mailto:`.
 * @event {CustomEvent<BarArrangedDetail>} ringback-bar-arranged - The bar was moved or folded, or its keys were changed.
 * @event {CustomEvent<ErrorDetail>} ringback-error - A command did not work; the bar shows it in words.
 * @csspart bar - The strip.
 * @csspart status - State of the phone; `sign-in` and `retry` are its buttons.
 * @csspart calls - List of calls; each is a `call` with `badge`, `who`, `caller`, `number`, `state`, `callback`, `recorded`, `error`, `timer`, `controls`.
 * @csspart answer - Picks up.
 * @csspart hang-up - Declines, cancels, hangs up.
 * @csspart call-again - Dials an ended call's number.
 * @csspart mute - Toggles the microphone; `hold`, `keypad-toggle`, `record`, `transfer-toggle` and `merge` stand beside it.
 * @csspart dial - Form with the field `number-field` and the button `call-button`.
 * @csspart menu - The strip's buttons: `recent-toggle` with its count `missed`, `create-toggle`, `more-toggle` and so on; `fold` folds the bar.
 * @csspart panel - What a button opens.
 * @cssproperty [--ringback-accent=oklch(0.52 0.14 255)] - The one accent.
 * @cssproperty [--ringback-neutral-hue=255] - Hue of all greys.
 * @cssproperty [--ringback-radius=8px] - Corners.
 * @cssproperty [--ringback-font-size=14px] - Size of normal text; the other two follow.
 * @cssproperty [--ringback-softphone-layer=2147482000] - z-index while docked, and of an open panel.
 * @cssproperty [--ringback-softphone-inset=0px] - Distance from the window's edges while docked, for a page that has controls of its own there.
 */
export class RingbackSoftphone extends RingbackElement {
  static override readonly styles = [tokens, buttonStyles, fieldStyles, unseenStyles, styles, cornerStyles];

  static override readonly properties = {
    ...RingbackElement.properties,
    dock: { reflect: true },
    collapsed: { type: Boolean, reflect: true },
    panels: {},
    create: {},
    keys: { attribute: false },
    numbers: { attribute: false },
  };

  /** Edge of the window where the bar is fixed: `bottom`, `top`, `start`, `end`, or `none` (it stands where the page puts it). */
  declare dock: BarDock;

  /** Folded to its state and its calls. */
  declare collapsed: boolean;

  /** What has a button in the strip, then, after a bar, what stands behind "More": `recent create | mail status`. */
  declare panels: string;

  /** What the page makes itself on `ringback-record-create` (`party lead deal task process communication`), or `all`, where a `<ringback-record-window everywhere>` does. */
  declare create: string;

  /** Shortcuts by what they do, where they differ from the usual ones: `{ answer: 'Alt+Shift+U' }`; an empty one is switched off. */
  declare keys: Record<string, string>;

  /** Reads the numbers that the page shows now, for the panel `numbers`; absent = there is none. */
  declare numbers: (() => readonly string[]) | undefined;

  /** Buttons and lights of a headset. */
  readonly headset = new HeadsetController(this);

  readonly #live = new LiveRegion(this);
  readonly #missed = new MissedController(this);
  readonly #dial = new DialController(this);
  readonly #focus = new FocusKeeper(this);
  #shell: PanelShell | undefined;
  readonly #press = pressOrRest({
    shown: () => this.#shell?.name,
    open: (panel) => this.open(panel),
    toggle: (panel) => this.#toggle(panel),
  });
  readonly #parts = new CallParts(this, {
    ...{ live: this.#live, locale: () => this.locale },
    run: (command, callId) => this.#run(command, callId),
    toggle: (call, panel) => this.#toggle(panel, call.id),
  });
  /** The last command that did not work: of a call, or of the phone itself. */
  #problem: { callId: string | undefined; code: PhoneErrorCode } | undefined;

  constructor() {
    super();
    this.dock = 'none';
    this.collapsed = false;
    this.panels = 'recent create | status devices health keys window mail place';
    this.create = '';
    this.keys = {};
    new PortController<PhoneState, Phone>(
      this,
      () => this.phone,
      (state, before) => this.#changed(state, before),
    );
    new PortController<BackendState, Backend>(this, () => this.backend);
    new Ticker(this, () => this.calls.some((call) => call.connectedAt && call.state !== 'ended'));
    new ShortcutController(this);
  }

  /** Dials as if the number had been typed; what goes wrong is said in the bar. Resolves with whether the call is on its way. */
  dial(number: string): Promise<boolean> {
    return this.#dial.dial(number);
  }

  /** Puts a number into the field and the focus with it; the person dials. */
  prepare(number = ''): void {
    if (this.collapsed) this.#arrange({ collapsed: false });
    if (number) this.#dial.type(number);
    void this.updateComplete.then(() =>
      this.shadowRoot?.querySelector<HTMLElement>('[part=number-field]')?.focus(),
    );
  }

  /** Puts the focus into the bar: on what can be done with the call, else into the field. */
  override focus(options?: FocusOptions): void {
    this.#focus.enter(options);
  }

  /** Opens one of the bar's panels. */
  open(panel: PanelName, seed?: RecordSeed, callId?: string): void {
    void this.#panels().then((shell) => shell?.open(panel, callId, seed));
  }

  /** Picks up, unless the page says no. */
  answer(call: PhoneCall): void {
    if (!emit(this, 'ringback-call-answer', { callId: call.id }, { cancelable: true })) return;
    void this.#run(() => this.phone?.answer(call.id), call.id);
  }

  /** Declines, cancels or hangs up, unless the page says no. */
  end(call: PhoneCall): void {
    if (!emit(this, 'ringback-call-end', { callId: call.id }, { cancelable: true })) return;
    void this.#run(() => this.phone?.hangup(call.id), call.id);
  }

  /** Does something for the bar that may fail; what goes wrong is said in it. Resolves with whether it worked. */
  attempt(command: () => Promise<unknown>): Promise<boolean> {
    return this.#run(command);
  }

  /** Calls as they are shown: live ones, those that have just ended, and those that were cut off and not yet called back. */
  get calls(): readonly PhoneCall[] {
    return this.#parts.with(this.phone?.state.calls ?? []);
  }

  /** What can be done with a call; there once there is one. */
  get actions(): CallRowActions | undefined {
    return this.#parts.actions;
  }

  protected override render(): TemplateResult {
    const words = this.words(softphoneWords);
    const { calls } = this;
    const status = this.phone?.state.status ?? 'connecting';
    const ready = status === 'registered';
    const busy = calls.length > 0;
    // What is wrong with the phone takes room: then the bar is stacked earlier.
    const well = ready || status === 'connecting';
    const look = `${busy ? 'busy' : ''} ${well ? 'well' : ''} ${busy && ready ? 'one-row' : ''}`;
    return html`<section
      class="bar ${look}"
      part="bar"
      aria-label=${words.phone}
      aria-keyshortcuts=${spokenKey('phone', this.keys) ?? nothing}
      @pointerdown=${this.#grab}
    >
      ${statusView({
        phone: this.phone,
        me: this.backend?.state.me,
        words,
        locale: this.locale,
        problem: this.#problem && !this.#problem.callId ? this.#problem.code : undefined,
        run: (command) => void this.#run(command),
        toggle: (panel) => this.#toggle(panel),
      })}
      ${busy ? this.#renderCalls(calls, words) : nothing}
      ${dialView({ dial: this.#dial, ready, quiet: busy, words, locale: this.locale, keys: this.keys })}
      ${this.#renderMenu(words)} ${this.#shell?.render()} ${this.#live.render()}
    </section>`;
  }

  #renderCalls(calls: readonly PhoneCall[], words: SoftphoneWords): TemplateResult {
    return html`<ul class="calls" part="calls">
      ${repeat(
        calls,
        (call) => call.id,
        (call) => {
          const { more, actions, plain } = this.#parts;
          if (!more || !actions) return plain ? plainCall(call, words, this) : nothing;
          return more.callRow({
            call,
            caller: this.#caller(call),
            locale: this.locale,
            opened: this.#shell?.callId === call.id ? this.#shell.name : undefined,
            calls,
            phone: this.phone,
            problem: this.#problem?.callId === call.id ? this.#problem.code : undefined,
            keys: this.keys,
            ringBlocked: !!this.phone?.state.ringBlocked,
            creates: this.#has('create'),
            actions,
          });
        },
      )}
    </ul>`;
  }

  #renderMenu(words: SoftphoneWords): TemplateResult {
    const fold = this.collapsed ? words.unfold : words.fold;
    const main = readMenu(this.panels).main.filter((panel) => this.#has(panel));
    // Names and icons of all others are there.
    if (main.some((panel) => panel !== 'recent' && panel !== 'create')) void this.#panels();
    return html`${menuView({
      main,
      missed: this.#missed.count,
      shell: this.#shell,
      ...{ words, keys: this.keys },
      ...this.#press,
    })}
    ${
      this.dock === 'none'
        ? nothing
        : html`<button
            class="button quiet icon-only fold"
            part="fold"
            type="button"
            title=${fold}
            aria-label=${fold}
            aria-expanded=${String(!this.collapsed)}
            @click=${() => this.#arrange({ collapsed: !this.collapsed })}
          >
            ${icon(chevronDownIcon)}
          </button>`
    }`;
  }

  #has(panel: BarPanel): boolean {
    if (panel === 'create') return kindsOf(this).length > 0;
    if (panel === 'status') return !!this.backend?.state.me;
    if (panel === 'devices') return !!this.phone?.devices && !!this.phone.state.devices;
    if (panel === 'numbers') return !!this.numbers;
    if (panel === 'recent') return !!this.backend;
    return panel !== 'place' || this.dock !== 'none';
  }

  #toggle(panel: PanelName, callId?: string): void {
    void this.#panels().then((shell) => shell?.toggle(panel, callId));
  }

  async #panels(): Promise<PanelShell | undefined> {
    if (!this.#shell) {
      await this.#run(async () => {
        const { PanelShell } = await import('./panel-shell.ts');
        this.#shell ??= new PanelShell(this, {
          locale: () => this.locale,
          run: this.#run,
          say: (sentence) => this.#live.say(sentence),
          arrange: (change) => this.#arrange(change),
          caller: (call) => this.#caller(call),
          has: (panel) => this.#has(panel),
        });
      });
    }
    return this.#shell;
  }

  #caller(call: PhoneCall): Caller {
    return this.#parts.callers?.of(call, this.locale) ?? plainCaller(call, this.words(softphoneWords));
  }

  #arrange(change: { dock?: BarDock; collapsed?: boolean; keys?: Record<string, string> }): void {
    Object.assign(this, change);
    if (this.collapsed) this.#shell?.close();
    emit(this, 'ringback-bar-arranged', { dock: this.dock, collapsed: this.collapsed, keys: this.keys });
  }

  /** Where nothing can be pressed, typed or marked the strip can be taken and moved. */
  readonly #grab = (event: PointerEvent): void => {
    const taken = (event.target as Element).closest('button, input, .calls, .panel');
    if (this.dock === 'none' || event.button || taken) return;
    import('./drag.ts').then(
      ({ drag }) => drag(this, event, (dock) => this.#arrange({ dock })),
      () => {},
    );
  };

  /** Runs a command; what goes wrong is shown beside its call, and told to the page. */
  readonly #run = async (command: () => Promise<unknown> | undefined, callId?: string): Promise<boolean> => {
    this.#problem = undefined;
    this.requestUpdate();
    try {
      await command();
      return true;
    } catch (error) {
      const code = phoneErrorCode(error);
      this.#problem = { callId, code };
      this.#live.say(phoneErrorSentence(code, this.locale));
      emit(this, 'ringback-error', { code, message: error instanceof Error ? error.message : String(error) });
      this.requestUpdate();
      return false;
    }
  };

  /** Reads changes out, and closes what has lost its call. */
  #changed(state: PhoneState, before: PhoneState | undefined): void {
    if (state.calls.length === 0 || this.#parts.more) this.#tell(state, before);
    else void this.#parts.learn().then(() => this.#tell(state, before));
    if (before && before.status !== state.status) this.#problem = undefined;
    this.#parts.look(state.calls);
    const callId = this.#shell?.callId;
    if (callId && !state.calls.some((call) => call.id === callId && isTalking(call))) this.#shell?.close();
  }

  #tell(state: PhoneState, before: PhoneState | undefined): void {
    const known = new Map(before?.calls.map((call) => [call.id, call.state]));
    for (const call of state.calls)
      if (known.get(call.id) !== call.state)
        this.#parts.more?.announce(this.#live, {
          call,
          caller: this.#caller(call),
          locale: this.locale,
          isNews: !!before,
        });
    if (before && before.status !== state.status) {
      const { word, detail } = statusWords(state, this.words(softphoneWords), this.locale);
      this.#live.say(`${word}. ${detail}`);
    }
  }
}
