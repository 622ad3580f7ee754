import { emit } from '@ringback/ui/emit';
import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import type { CallbackSite } from '../site.ts';
import type { CallbackWords } from '../words/en.ts';
import {
  type CallbackApi,
  CallbackError,
  type CallbackOffer,
  type CallbackState,
  type CallbackStatus,
  createCallbackApi,
} from './api.ts';
import { styles } from './callback.styles.ts';
import { errorKey, failureKey, isOver, sentenceOf } from './callback.sentences.ts';
import { BrowserCaller } from './browser-caller.ts';
import { formView } from './form-view.ts';
import type * as LaterModule from './later.ts';
import type * as FormatModule from './number-format.ts';
import type * as RatingModule from './rating.ts';
import { sheetOf } from './sheet.ts';
import { keepTicket, keptTicket } from './ticket-box.ts';
import { inputOf, NOTHING, type Wish } from './wish.ts';

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

interface State {
  status?: CallbackStatus | undefined;
  offer?: CallbackOffer | undefined;
  problem?: keyof CallbackWords | undefined;
  wish: Wish;
  busy: boolean;
  secondsLeft: number;
  /** A time is being chosen. */
  choosing: boolean;
}

/**
 * Lit's templates without its element class, which would weigh two kilobytes more on every shop's page.
 *
 * @summary Dialog in which a visitor leaves a number, chooses a time if now is none, and watches the promise being kept.
 * @event ringback-callback-request - Asks, cancelable: a number is about to be sent.
 * @event ringback-callback-requested - The gateway has taken the request.
 * @event ringback-callback-changed - The callback has gone to another state.
 * @csspart dialog
 * @cssproperty --ringback-accent - The one accent colour.
 */
export class RingbackCallback extends HTMLElement {
  /** Site, gateway and language; from the script tag. */
  site!: CallbackSite;
  /** Words of the site's language. */
  words!: CallbackWords;
  /** Which of the owner's texts is shown. */
  variant: { id: string; title?: string } | undefined;
  /** Where requests go; a test gives its own. */
  api: CallbackApi | undefined;
  /** How often the true state is asked for while a callback is under way, ms. */
  pollMs = 1000;

  readonly #root = this.attachShadow({ mode: 'open' });
  #state: State = { wish: NOTHING, busy: false, secondsLeft: 0, choosing: false };
  #drawn: Promise<void> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** `performance.now()` at which the promise ends: the visitor's own clock may be wrong. */
  #promiseEnds = 0;
  /** Loaded with the first offer, when a call is not for now, and when there is something to rate. */
  #format: typeof FormatModule | undefined;
  #later: typeof LaterModule | undefined;
  #rating: typeof RatingModule | undefined;
  readonly #caller = new BrowserCaller({
    load: () => this.#load(import('../browser-call/browser-call.ts')),
    changed: () => void this.#set({}),
    ended: (connected) => void this.#browserEnded(connected),
  });

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [sheetOf(styles)];
  }

  /** The state that the visitor sees; undefined while nothing has been asked for. */
  get callbackState(): CallbackState | undefined {
    return this.#state.status?.state;
  }

  /** Resolves when what has changed is drawn. */
  get updateComplete(): Promise<void> {
    return this.#drawn ?? Promise.resolve();
  }

  /** Shows the dialog; the browser gives the focus back to where it was when it closes. */
  async open(): Promise<void> {
    await this.#set({});
    const dialog = this.#root.querySelector('dialog');
    if (!dialog?.open) dialog?.showModal();
    this.#focus('#number');
    const { status } = this.#state;
    if (status) return isOver(status.state) ? undefined : this.#follow();
    await Promise.all([this.#resume(), this.#ask(this.variant?.id)]);
  }

  close(): void {
    this.#root.querySelector('dialog')?.close();
  }

  /** The state of what the visitor has asked for, also on an earlier page; undefined when there is nothing. */
  async status(): Promise<CallbackState | undefined> {
    await this.#resume();
    return this.callbackState;
  }

  /** Asks for a callback as the form would, without showing it. */
  async request(wish: Partial<Wish>): Promise<CallbackStatus | undefined> {
    this.#change(wish);
    await this.#ask();
    await this.#send();
    return this.#state.status;
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer);
  }

  /** Changes are drawn together, before the browser paints. */
  #set(part: Partial<State>): Promise<void> {
    this.#state = { ...this.#state, ...part };
    return (this.#drawn ??= Promise.resolve().then(() => {
      this.#drawn = undefined;
      render(this.#view(), this.#root, { host: this });
    }));
  }

  #view(): TemplateResult {
    const { words, variant } = this;
    const { status, offer, wish } = this.#state;
    const soon = !status && !offer?.obstacle && !wish.time;
    return html`<dialog part="dialog" aria-labelledby="title">
      <header>
        <h2 id="title">${soon ? (variant?.title ?? words.title) : words.titleLater}</h2>
        <button class="close" type="button" aria-label=${words.close} @click=${this.close}>×</button>
      </header>
      ${status ? this.#statusView(status) : this.#formView()}
    </dialog>`;
  }

  #formView(): TemplateResult {
    const { site, words } = this;
    const { offer, wish, problem, busy } = this.#state;
    const later = this.#laterOf();
    const chooser = this.#chooserView();
    return formView({
      ...{ site, words, wish, problem, busy, chooser },
      example: offer?.example ?? '',
      format: this.#format?.formatAsTyped,
      note: later && this.#later?.obstacleNote(later),
      action: (later && this.#later?.askLater(later)) ?? words.ask,
      choose: offer?.spans.length && !chooser ? () => void this.#choose() : undefined,
      browser: site.browser && !later ? () => void this.#callFromBrowser() : undefined,
      change: (part) => this.#change(part),
      submit: (event) => this.#submit(event),
    });
  }

  /** Set while a call at once cannot be had, or is not wanted. */
  #laterOf(): LaterModule.Later | undefined {
    const { offer, wish } = this.#state;
    if (!offer || !(offer.obstacle || wish.time)) return undefined;
    return { offer, words: this.words, locale: this.site.locale, time: wish.time };
  }

  #chooserView(): TemplateResult | undefined {
    const later = this.#laterOf();
    if (!this.#state.choosing || !later) return undefined;
    return this.#later?.timeChooser(later, (time) => this.#change({ time }));
  }

  #statusView(status: CallbackStatus): TemplateResult {
    const { words } = this;
    const { problem, secondsLeft } = this.#state;
    const counting = !status.kept && (status.state === 'requested' || status.state === 'agent-ringing');
    const sentence =
      (problem && words[problem]) ??
      (status.rated ? words.rated : this.#sentence(status, counting && secondsLeft === 0));
    return html`<div class="status">
      ${counting ? html`<p class="count" aria-hidden="true">${words.seconds.replace('{n}', `${secondsLeft}`)}</p>` : nothing}
      <p role="status">${sentence}</p>
      ${this.#actionsView(status)}
    </div>`;
  }

  #sentence(status: CallbackStatus, late: boolean): string {
    const { words, site } = this;
    if (status.state !== 'scheduled') return sentenceOf(status, words, late);
    const failed = words[failureKey(status)];
    return this.#later?.sayScheduled(status, { words, locale: site.locale, failed }) ?? words.asking;
  }

  #actionsView({ state, rated }: CallbackStatus): TemplateResult | typeof nothing {
    const { words } = this;
    const button = (look: string, label: string, press: () => unknown): TemplateResult =>
      html`<button class=${look} type="button" aria-disabled=${`${this.#state.busy}`} @click=${press}>
        ${label}
      </button>`;
    const call = isOver(state) ? undefined : this.#caller.view(words);
    if (call) return call;
    if (state === 'connected') return nothing;
    if (state === 'failed') return button('main', words.again, () => this.#again());
    if (isOver(state)) {
      const rate = state === 'completed' && !rated ? this.#rating : undefined;
      return html`${rate?.ratingView(words, (rating) => void this.#rate(rating))}
      ${button(rate ? 'quiet' : 'main', rate ? words.close : words.done, () => this.#finish())}`;
    }
    const chooser = state === 'scheduled' ? this.#chooserView() : undefined;
    return html`${chooser} ${chooser && button('main', words.move, () => this.#move())}
    ${state === 'scheduled' && !chooser ? button('quiet', words.otherTime, () => this.#choose()) : nothing}
    ${button('quiet', words.cancel, () => this.#cancel())}`;
  }

  #focus(selector: string): void {
    this.#root.querySelector<HTMLElement>(selector)?.focus();
  }

  #change(part: Partial<Wish>): void {
    void this.#set({ wish: { ...this.#state.wish, ...part } });
    if (part.department !== undefined) void this.#ask();
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault();
    const number = this.#state.wish.number.trim();
    if (!number) return this.#refuse('errEmpty');
    if (this.#may(number)) void this.#send();
  }

  /** Whether the visitor has agreed, and the page lets it be. */
  #may(number: string): boolean {
    const { wish, busy } = this.#state;
    if (busy) return false;
    if (!this.site.consent || wish.consent)
      return emit(this, 'ringback-callback-request', { number }, { cancelable: true });
    this.#refuse('errConsent');
    return false;
  }

  /** Nobody is asked to call before the microphone is there. */
  async #callFromBrowser(): Promise<void> {
    if (!this.#may('')) return;
    void this.#set({ busy: true, problem: undefined });
    const problem = await this.#caller.open();
    if (!problem) return this.#send();
    this.#refuse(problem);
    await this.#set({ busy: false });
  }

  async #browserEnded(connected: boolean): Promise<void> {
    if (connected) return this.#look();
    await this.#cancel();
    await this.#set({ problem: 'errBrowser' });
  }

  get #department(): string | undefined {
    return this.#state.wish.department || this.site.departments?.[0]?.id;
  }

  /** What can be promised just now; while it is not known, a call at once is offered. */
  async #ask(shown?: string): Promise<void> {
    const asked = this.#api().offer(this.#department, shown);
    const format = import('./number-format.ts');
    // What cannot be loaded is done without.
    this.#format ??= await format.catch(() => undefined);
    const offer = await asked.catch(() => undefined);
    if (offer?.obstacle) await this.#loadLater();
    if (offer) await this.#set({ offer });
  }

  async #send(again = false): Promise<void> {
    void this.#set({ busy: true, problem: undefined });
    try {
      const proof = await this.#proof();
      const { wish, offer } = this.#state;
      const of = {
        ...{ offer, department: this.#department, variant: this.variant?.id },
        browser: this.#caller.wanted,
      };
      const status = await this.#api().request({ ...inputOf(wish, of), ...(proof && { proof }) });
      keepTicket(this.site.key, status);
      void this.#set({ choosing: false });
      if (status.browser) this.#caller.begin(status.browser);
      this.#take(status);
      emit(this, 'ringback-callback-requested', { id: status.id, state: status.state });
    } catch (error) {
      // Somebody went away, or many ask just now: the offer says what can be had instead, and what is to be done.
      await this.#ask();
      if (error instanceof CallbackError && error.field === 'proof' && !again) return this.#send(true);
      this.#caller.drop();
      this.#refuse(errorKey(error));
    } finally {
      await this.#set({ busy: false });
    }
  }

  async #proof(): Promise<string | undefined> {
    const challenge = this.#state.offer?.challenge;
    if (!challenge) return undefined;
    const { prove } = await import('./proof.ts');
    return prove(challenge);
  }

  #refuse(problem: keyof CallbackWords): void {
    void this.#set({ problem });
    this.#focus(problem === 'errConsent' ? '#consent' : '#number');
  }

  #api(): CallbackApi {
    return (this.api ??= createCallbackApi(this.site));
  }

  /** A callback that was asked for on an earlier page of this visit. */
  async #resume(): Promise<void> {
    const ticket = this.#state.status ? undefined : keptTicket(this.site.key);
    const status =
      ticket &&
      (await this.#api()
        .status(ticket)
        .catch(() => undefined));
    if (status && !this.#state.status) this.#take(status);
  }

  #take(status: CallbackStatus): void {
    const before = this.callbackState;
    this.#promiseEnds = performance.now() + Date.parse(status.promisedUntil) - Date.parse(status.now);
    void this.#set({ status, problem: undefined });
    this.#count();
    if (before && before !== status.state)
      emit(this, 'ringback-callback-changed', { id: status.id, state: status.state });
    if (status.state === 'scheduled') void this.#loadLater();
    if (!isOver(status.state)) return this.#follow();
    keepTicket(this.site.key, undefined);
    if (status.state === 'completed') void this.#loadRating();
  }

  #count(): void {
    void this.#set({ secondsLeft: Math.max(0, Math.ceil((this.#promiseEnds - performance.now()) / 1000)) });
  }

  /** Asks for the true state, also while the dialog is closed: the visitor may open it again. */
  #follow(): void {
    clearTimeout(this.#timer);
    // What waits for its time is asked for less often.
    const pause = this.callbackState === 'scheduled' ? this.pollMs * 15 : this.pollMs;
    this.#timer = setTimeout(() => void this.#look(), pause);
  }

  async #look(): Promise<void> {
    const { status: asked } = this.#state;
    if (!asked || !this.isConnected) return;
    try {
      const status = await this.#api().status(asked);
      if (this.#state.status?.id === asked.id) this.#take(status);
    } catch (error) {
      // Out of reach for a moment: the callback itself goes on, so the last known state stands and the asking too.
      this.#count();
      if (error instanceof CallbackError && error.code === 'not-found') this.#finish();
      else this.#follow();
    }
  }

  async #choose(): Promise<void> {
    await Promise.all([this.#loadLater(), this.#state.offer ?? this.#ask()]);
    const { offer } = this.#state;
    const [first] = (offer && this.#later?.timesByDay(offer)[0]) ?? [];
    if (!first) return;
    this.#change({ time: first });
    await this.#set({ choosing: true });
    this.#focus('#day');
  }

  async #loadLater(): Promise<void> {
    this.#later ??= await this.#load(import('./later.ts'));
    await this.#set({});
  }

  async #loadRating(): Promise<void> {
    this.#rating ??= await this.#load(import('./rating.ts'));
    await this.#set({});
  }

  /** A part that could not be loaded is asked for again the next time. */
  async #load<T extends { styles: string }>(module: Promise<T>): Promise<T | undefined> {
    const part = await module.catch(() => undefined);
    if (part) this.#root.adoptedStyleSheets.push(sheetOf(part.styles));
    return part;
  }

  /** One command at a time; what it answers is the new state. */
  async #do(command: (api: CallbackApi, status: CallbackStatus) => Promise<CallbackStatus>): Promise<void> {
    const { status, busy } = this.#state;
    if (!status || busy) return;
    void this.#set({ busy: true });
    try {
      this.#take(await command(this.#api(), status));
    } catch (error) {
      void this.#set({ problem: errorKey(error) });
    }
    await this.#set({ busy: false });
  }

  async #move(): Promise<void> {
    const { time } = this.#state.wish;
    if (time) await this.#do((api, status) => api.move(status, time));
    if (!this.#state.problem) await this.#set({ choosing: false });
  }

  #cancel(): Promise<void> {
    return this.#do((api, status) => api.cancel(status));
  }

  #rate(rating: { stars: number; comment?: string }): Promise<void> {
    return this.#do((api, status) => api.rate(status, rating));
  }

  #reset(): void {
    const wish = { ...this.#state.wish, time: undefined };
    void this.#set({ status: undefined, problem: undefined, choosing: false, wish });
  }

  #again(): void {
    this.#reset();
    void this.#ask();
  }

  #finish(): void {
    this.#reset();
    this.close();
  }
}
