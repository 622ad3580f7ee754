import { emit } from '@ringback/ui/emit';
import { html, render, type TemplateResult } from 'lit/html.js';
import { keepClosed } from '../closed.ts';
import type { CallbackSite } from '../site.ts';
import type { CallbackWords } from '../words/en.ts';
import {
  type CallbackApi,
  CallbackError,
  type CallbackState,
  type CallbackStatus,
  createCallbackApi,
} from './api.ts';
import './callback.events.ts';
import { styles } from './callback.styles.ts';
import { NEW, type State } from './callback.state.ts';
import { errorKey, failureKey, isOver, refusalKey, sentenceOf } from './callback.sentences.ts';
import { BrowserCaller } from './browser-caller.ts';
import { formView } from './form-view.ts';
import { LazyParts } from './lazy-parts.ts';
import type { Later } from './later.ts';
import { sheetOf } from './sheet.ts';
import { statusView } from './status-view.ts';
import { keepTicket, keptTicket, statusOf } from './ticket-box.ts';
import { inputOf, type Wish } from './wish.ts';

/**
 * Lit's templates without its element class, which would weigh two kilobytes more on every shop's page.
 *
 * @summary Dialog in which a visitor leaves a number, chooses a time if now is none, and watches the promise being kept.
 * @event ringback-callback-request - Asks, cancelable: a number is about to be sent.
 * @event ringback-callback-requested - The gateway has taken the request.
 * @event ringback-callback-changed - The callback has gone to another state.
 * @csspart dialog
 * @cssproperty --ringback-accent - The one accent colour.
 * @cssproperty --ringback-ink - Letters on the accent; white when absent.
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
  #state: State = NEW;
  #drawn: Promise<void> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** `performance.now()` at which the promise ends: the visitor's own clock may be wrong. */
  #promiseEnds = 0;
  readonly #parts = new LazyParts(this.#root);
  readonly #caller = new BrowserCaller({
    load: () => this.#parts.load(import('../browser-call/browser-call.ts')),
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

  /** Asks for a callback as the form would, without showing it; rejects with the sentence that the form would show. */
  async request(wish: Partial<Wish>): Promise<CallbackState | undefined> {
    this.#change(wish);
    await this.#ask();
    await this.#submit();
    const { problem } = this.#state;
    if (problem) throw new Error(this.words[problem]);
    return this.callbackState;
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer);
  }

  /** Changes are drawn together, before the browser paints. */
  #set(part: Partial<State>): Promise<void> {
    this.#state = { ...this.#state, ...part };
    return (this.#drawn ??= Promise.resolve().then(() => {
      this.#drawn = undefined;
      const focused = this.#root.activeElement;
      render(this.#view(), this.#root, { host: this });
      // What was pressed may be gone: who goes by keyboard or hears the page goes on where it is said what became of it.
      if (focused?.isConnected === false) this.#focus('[tabindex],#number');
    }));
  }

  #view(): TemplateResult {
    const { words, variant } = this;
    const { status, offer, wish } = this.#state;
    const soon = !status && !offer?.obstacle && !wish.time;
    return html`<dialog part="dialog" aria-labelledby="title" @cancel=${keepClosed}>
      <header>
        <h2 id="title">${soon ? (variant?.title ?? words.title) : words.titleLater}</h2>
        <button class="close" type="button" aria-label=${words.close} @click=${this.#putAway}>×</button>
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
      format: this.#parts.format?.formatAsTyped,
      note: later && this.#parts.later?.obstacleNote(later),
      action: (later && this.#parts.later?.askLater(later)) ?? words.ask,
      choose: offer?.spans.length && !chooser ? () => void this.#choose() : undefined,
      browser: site.browser && !later ? () => void this.#callFromBrowser() : undefined,
      change: (part) => this.#change(part),
      submit: () => void this.#submit(),
    });
  }

  /** Set while a call at once cannot be had, or is not wanted. */
  #laterOf(): Later | undefined {
    const { offer, wish } = this.#state;
    if (!offer || !(offer.obstacle || wish.time)) return undefined;
    return { offer, words: this.words, locale: this.site.locale, time: wish.time };
  }

  #chooserView(): TemplateResult | undefined {
    const later = this.#laterOf();
    if (!this.#state.choosing || !later) return undefined;
    return this.#parts.later?.timeChooser(later, (time) => this.#change({ time }));
  }

  #statusView(status: CallbackStatus): TemplateResult {
    const { words } = this;
    const { problem, secondsLeft, busy } = this.#state;
    const { state, rated } = status;
    const counting = !status.kept && (state === 'requested' || state === 'agent-ringing');
    const late = counting && secondsLeft === 0;
    const said = rated ? words.rated : this.#sentence(status, late);
    const rate = state === 'completed' && !rated ? this.#parts.rating : undefined;
    return statusView({
      ...{ status, words, busy, secondsLeft: counting ? secondsLeft : undefined },
      sentence: problem ? `${words[problem]} ${said}` : said,
      call: isOver(state) ? undefined : this.#caller.view(words),
      chooser: state === 'scheduled' ? this.#chooserView() : undefined,
      rating: rate?.ratingView(words, (rating) => void this.#rate(rating)),
      again: () => this.#again(),
      choose: () => this.#choose(),
      move: () => this.#move(),
      cancel: () => this.#cancel(),
      finish: () => this.#finish(),
    });
  }

  #sentence(status: CallbackStatus, late: boolean): string {
    const { words, site } = this;
    if (status.state !== 'scheduled') return sentenceOf(status, words, late);
    const failed = words[failureKey(status)];
    return this.#parts.later?.sayScheduled(status, { words, locale: site.locale, failed }) ?? words.asking;
  }

  #focus(selector: string): void {
    this.#root.querySelector<HTMLElement>(selector)?.focus();
  }

  #change(part: Partial<Wish>): void {
    void this.#set({ wish: { ...this.#state.wish, ...part } });
    if (part.department !== undefined) void this.#ask();
  }

  async #submit(): Promise<void> {
    const number = this.#state.wish.number.trim();
    if (!number) return this.#refuse('errEmpty');
    if (this.#may(number)) await this.#send();
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
    const department = this.#department;
    const asked = this.#api().offer(department, shown);
    const [offer] = await Promise.all([asked.catch(() => undefined), this.#parts.loadFormat()]);
    if (offer?.obstacle) await this.#parts.loadLater();
    // Another one may have been chosen meanwhile.
    if (offer && department === this.#department) await this.#set({ offer });
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
    const status = ticket && (await statusOf(this.#api(), this.site.key, ticket).catch(() => undefined));
    if (status && !this.#state.status) this.#take(status);
  }

  #take(status: CallbackStatus): void {
    const before = this.callbackState;
    this.#promiseEnds = performance.now() + Date.parse(status.promisedUntil) - Date.parse(status.now);
    // What was refused stands beside the state, as long as there is something to be done about it.
    const stands = before && !isOver(status.state) && status.state !== 'connected';
    void this.#set({ status, problem: stands ? this.#state.problem : undefined });
    this.#count();
    if (before && before !== status.state)
      emit(this, 'ringback-callback-changed', { id: status.id, state: status.state });
    if (status.state === 'scheduled') void this.#parts.loadLater().then(() => this.#set({}));
    if (!isOver(status.state)) return this.#follow();
    keepTicket(this.site.key, undefined);
    if (status.state === 'completed') void this.#parts.loadRating().then(() => this.#set({}));
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
      const status = await statusOf(this.#api(), this.site.key, asked);
      if (this.#state.status?.id !== asked.id) return;
      if (status) this.#take(status);
      else this.#finish();
    } catch {
      // Out of reach for a moment: the callback itself goes on, so the last known state stands and the asking too.
      this.#count();
      this.#follow();
    }
  }

  async #choose(): Promise<void> {
    await Promise.all([this.#parts.loadLater(), this.#state.offer ?? this.#ask()]);
    const { offer } = this.#state;
    const [first] = (offer && this.#parts.later?.timesByDay(offer)[0]) ?? [];
    if (!first) return;
    this.#change({ time: first });
    await this.#set({ choosing: true });
    this.#focus('#day');
  }

  /** One command at a time; what it answers is the new state. */
  async #do(command: (api: CallbackApi, status: CallbackStatus) => Promise<CallbackStatus>): Promise<void> {
    const { status, busy } = this.#state;
    if (!status || busy) return;
    void this.#set({ busy: true, problem: undefined });
    try {
      this.#take(await command(this.#api(), status));
    } catch (error) {
      void this.#set({ problem: refusalKey(error) });
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
    this.#putAway();
  }

  /** By the visitor, who is not asked again by himself. */
  #putAway(): void {
    keepClosed();
    this.close();
  }
}
