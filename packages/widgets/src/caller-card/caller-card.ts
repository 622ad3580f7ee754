import type { Call, CallPatch, PartyRef } from '@ringback/model';
import {
  buttonStyles,
  emit,
  fieldStyles,
  FollowController,
  onePerson,
  PortController,
  RingbackElement,
  skeletonStyles,
  Ticker,
  tokens,
  unseenStyles,
} from '@ringback/ui';
import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { CommentDrafts } from '../comment/comment-drafts.ts';
import { commentField } from '../comment/comment-field.ts';
import { commentStyles } from '../comment/comment.styles.ts';
import { LeaveController } from '../comment/leave-controller.ts';
import type { PartyOpenDetail } from '../events.ts';
import { linkStyles } from '../link.styles.ts';
import { actionsView, againView } from './actions-view.ts';
import { CallCommands } from './call-commands.ts';
import { type CallFacts, factsOf, mayDialAgain } from './call-facts.ts';
import { styles } from './caller-card.styles.ts';
import { callerCardWords } from './caller-card.words.ts';
import { type CardCall, CallsBook } from './calls-book.ts';
import { Disown } from './disown.ts';
import { IdentifyPart } from './identify-part.ts';
import { closedCalls } from './kept-calls.ts';
import { LookUp } from './look-up.ts';
import { lookUpView } from './look-up-view.ts';
import { MorePart } from './more-part.ts';
import { PartyChoice } from './party-choice.ts';
import { stateView } from './state-view.ts';
import { switchView } from './switch-view.ts';
import { whoView } from './who-view.ts';

/**
 * @summary Who calls, why we think so, and a place for a comment: from the first ring until it is closed.
 *
 * Draws nothing while there is no call, unless `standing`.
 *
 * @event {CustomEvent<PartyOpenDetail>} ringback-party-open - The name was clicked, also before pick-up; cancelable: else the record's page opens in a new tab.
 * @event {CustomEvent<{callId: string}>} ringback-call-answer - Before a call is answered; cancelable.
 * @event {CustomEvent<{callId: string}>} ringback-call-end - Before a ringing call is declined; cancelable.
 * @event {CustomEvent<NumberDialDetail>} ringback-number-dial - "Call again" was pressed; cancelable.
 * @event {CustomEvent<CallShownDetail>} ringback-call-shown - Another call is on the card, or the party of the one that is; for what the page puts into its slots.
 * @event {CustomEvent<RecordCreateDetail>} ringback-record-create - A task, deal, process, note or contact of the call is asked for; cancelable.
 * @event {CustomEvent<RecordOpenDetail>} ringback-record-open - A deal, task or process was clicked; cancelable: else its page opens, where it has one.
 * @event {CustomEvent<ErrorDetail>} ringback-error - Something did not work; the card says it in words.
 *
 * @slot who - The page's own, under who calls.
 * @slot blocks - The page's own, after the blocks about the customer.
 * @slot end - The page's own, at the end of the card.
 *
 * @csspart card - The whole card.
 * @csspart state - First line: what the call is doing, timer, close.
 * @csspart badge - Round icon of the state.
 * @csspart callback - Mark of a callback.
 * @csspart timer - Time talked.
 * @csspart fold - Button that puts the card aside, but for its first lines, and brings it back.
 * @csspart close - Button that closes the card.
 * @csspart switch - Row of live calls, when there are several.
 * @csspart name - Name (link), or the number of an unknown caller.
 * @csspart kind - Kind of the party.
 * @csspart number - Number under the name.
 * @csspart claim - Name the caller gave for himself.
 * @csspart facts - Where they came from and why they match.
 * @csspart page - Page of the callback.
 * @csspart reason - Why the party matches.
 * @csspart last-talk - When, with whom and about what the last talk was.
 * @csspart picker - Several possible parties.
 * @csspart match - One of them.
 * @csspart actions - Answer and decline.
 * @csspart answer - Button.
 * @csspart decline - Button.
 * @csspart identify - Choose existing or create.
 * @csspart identify-choose - Button.
 * @csspart identify-create - Button.
 * @csspart create - Button that creates the party.
 * @csspart comment - Label, field and state of the comment.
 * @csspart comment-field - The field.
 * @csspart save-state - Saving, saved, kept, not saved.
 * @csspart again - Button that calls the number again.
 * @csspart more - Everything about the customer, loaded after the card is painted.
 * @csspart block - One block of it: deals, tasks, orders, cart, goods looked at, processes, details, script.
 * @csspart block-title - Its name, count and first record.
 * @csspart deal-choice - The question which deal the call is about.
 * @csspart add-to-deal - Button that puts goods into a deal.
 * @csspart script - What to say.
 * @csspart links - Buttons for new records.
 * @csspart outcome - What came of the call.
 * @csspart disposition - One of its choices.
 * @csspart directory - What a directory knows of the number.
 * @csspart draft - That the record is a draft.
 * @csspart confirm - Button that says that the draft is right.
 * @csspart doubt - "Not them?": opens the choice again.
 * @csspart hint - A sentence about what cannot be shown or done.
 * @csspart empty - What stands here while there is no call (`standing`).
 *
 * @cssproperty --ringback-accent - Colour that all others follow.
 * @cssproperty --ringback-caller-card-max-width - Widest the card grows; 420px.
 *
 * @cssstate empty - No call.
 * @cssstate ring - The shown call is not answered yet.
 * @cssstate talk - The shown call is being talked.
 * @cssstate ended - The shown call is over.
 * @cssstate away - It is over, and not shown while nobody is signed in.
 */
export class RingbackCallerCard extends RingbackElement {
  static override styles = [
    tokens,
    buttonStyles,
    fieldStyles,
    skeletonStyles,
    unseenStyles,
    linkStyles,
    commentStyles,
    styles,
  ];

  static override properties: PropertyDeclarations = {
    standing: { type: Boolean, reflect: true },
    blocks: {},
  };

  /** Keeps a quiet sentence in the card's place while there is no call. */
  declare standing: boolean;

  /** Blocks of this page, in order: any of `script deals tasks orders cart viewed processes details`, or `none`; as the firm has it when absent. */
  declare blocks: string | undefined;

  readonly #internals = this.attachInternals();
  readonly #book = new CallsBook(closedCalls.all);
  /** What those who work for the card get from it. */
  readonly #means = {
    backend: () => this.backend,
    changed: () => this.requestUpdate(),
    failed: (error: unknown) => this.#report(error),
  };
  readonly #commands = new CallCommands(this, {
    ...this.#means,
    phone: () => this.phone,
    locale: () => this.locale,
  });
  readonly #choice = new PartyChoice({
    ...this.#means,
    book: this.#book,
    update: (id, patch) => this.#update(id, patch),
  });
  readonly #lookUp = new LookUp(this, {
    ...this.#means,
    found: (answer) => this.#book.hear(answer, this.#agentId),
  });
  readonly #drafts = new CommentDrafts({
    ...this.#means,
    save: (id, comment) => this.#update(id, { comment }),
  });
  readonly #more = new MorePart(this, {
    ...this.#means,
    locale: () => this.locale,
    blocks: () => this.blocks?.trim().split(/[\s,]+/),
    update: (id, patch) => this.#update(id, patch),
    link: (call, party) => this.#choice.choose(call, party),
    comment: (id) => {
      const draft = this.#drafts.get(id);
      return {
        text: draft?.text ?? '',
        flush: async () => draft?.flush(),
        focus: () => this.renderRoot.querySelector<HTMLElement>('#comment')?.focus(),
      };
    },
  });
  readonly #disown = new Disown(this.#means);
  readonly #identify = new IdentifyPart({
    ...this.#means,
    locale: () => this.locale,
    link: (call, party) => this.#choice.choose(call, party),
    entry: () => this.#more.entry,
    root: async () => {
      await this.updateComplete;
      return this.renderRoot;
    },
  });
  #current: string | undefined;
  /** Call whose card was put aside: a line of it is left. */
  #folded: string | undefined;
  /** What the page was told last of the call on the card. */
  #told = 'undefined:undefined:undefined';
  /** Call whose answer button has, or had last, the focus. */
  #answering: string | undefined;

  constructor() {
    super();
    this.standing = false;
    new PortController(this, () => this.phone);
    onePerson(this, () => {
      this.#drafts.forget();
      this.#show(undefined);
    });
    new FollowController(
      this,
      () => this.backend,
      (backend) =>
        backend.follow((event) => {
          this.#more.hear(event);
          if ('call' in event.data) this.#book.hear(event.data, this.#agentId);
          else if (event.type === 'party.updated') this.#book.hearParty(event.data.party);
          else return;
          this.requestUpdate();
        }),
    );
    new LeaveController(this, () => this.#drafts.flush());
    // A call that waited for the typing to end comes forward now.
    this.addEventListener('focusout', () => this.requestUpdate());
    new Ticker(this, () => this.#book.get(this.#current)?.phase === 'talk');
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#identify.dispose();
  }

  protected override willUpdate(): void {
    const { phone, backend } = this;
    const arrived = this.#book.read({
      phoneCalls: phone?.state.calls ?? [],
      live: backend?.state.live ?? [],
      agentId: this.#agentId,
    });
    this.#turnTo(arrived);
    for (const { id, phase, record } of this.#book.calls) {
      const writing = id === this.#current && this.#focused?.id === 'comment';
      this.#drafts.keep(id, { phase, writing, stored: record?.comment });
    }
    if (backend?.state.status === 'online' && backend.state.waiting === 0) this.#drafts.arrived();
    const call = this.#book.get(this.#current);
    this.#lookUp.want(call?.matches ? undefined : call?.id);
    this.#identify.turnTo(call?.phase === 'ring' ? undefined : call?.id);
    this.#more.turnTo(call, call && this.#choice.factsOf(call));
    if (this.#focused?.matches('.answer')) this.#answering = this.#current;
    this.#internals.states.clear();
    this.#internals.states.add(call?.phase ?? 'empty');
    if (call?.phase === 'ended' && backend?.state.status === 'signed-out') this.#internals.states.add('away');
  }

  protected override updated(): void {
    this.#tellShown();
    const comment = this.renderRoot.querySelector<HTMLElement>('#comment');
    if (!comment || this.#answering !== this.#current) return;
    this.#answering = undefined;
    // Who answered from the keyboard goes on here, with the name in sight; after a finger no keyboard comes up over half of it.
    if (document.activeElement === document.body && !matchMedia('(pointer: coarse)').matches)
      comment.focus({ preventScroll: true });
  }

  protected override render(): TemplateResult | typeof nothing {
    const call = this.#book.get(this.#current);
    const { locale } = this;
    const words = callerCardWords[locale];
    if (!call) return this.standing ? html`<p class="empty" part="empty">${words.empty}</p>` : nothing;
    const facts = this.#choice.factsOf(call);
    const others = !this.backend || facts.endReason === 'answered-elsewhere';
    const draft = others ? undefined : this.#drafts.get(call.id);
    const show = (id: string) => {
      this.#show(id);
      this.requestUpdate();
    };
    const folded = this.#folded === call.id;
    const fold = () => {
      this.#folded = folded ? undefined : call.id;
      this.requestUpdate();
    };
    const body = html`${stateView({ call, facts, locale, folded, fold, close: () => this.#close(call) })}
      ${this.#who(call, facts)}
      ${
        facts.answerable && this.phone
          ? actionsView(
              locale,
              () => this.#commands.answer(call.id),
              () => this.#commands.decline(call.id),
            )
          : nothing
      }
      ${this.phone && mayDialAgain(call, facts) ? againView(locale, () => this.#commands.dial(call.id, facts.number)) : nothing}
      <p class="field-error" role="alert">${this.#commands.problemOf(call.id)}</p>
      <slot name="who"></slot>
      ${call.phase !== 'ring' && this.#choice.asksWho(call, facts) ? this.#identify.view(call, facts) : nothing}
      ${this.#disown.view(call, facts, locale)} ${this.#more.view()}
      ${draft ? commentField(draft, locale) : nothing}<slot name="end"></slot>`;
    return html`<section
      class="card ${call.phase} ${folded ? 'folded' : ''}"
      part="card"
      aria-label=${words.region}
    >
      ${switchView({ calls: this.#book.calls, current: call.id, locale, show })} ${keyed(call.id, body)}
    </section>`;
  }

  /** Once for each call and party. */
  #tellShown(): void {
    const call = this.#book.get(this.#current);
    const { party, number = '' } = call ? this.#choice.factsOf(call) : {};
    const told = `${call?.id}:${party?.system}:${party?.id}`;
    if (told === this.#told) return;
    this.#told = told;
    emit(this, 'ringback-call-shown', call ? { callId: call.id, number, ...(party ? { party } : {}) } : null);
  }

  get #agentId(): string | undefined {
    return this.phone?.state.agent?.id;
  }

  get #focused(): Element | null {
    return this.shadowRoot?.activeElement ?? null;
  }

  /** Decides which call is shown. A new one comes forward by itself, but never under the hands of who is typing. */
  #turnTo(arrived: readonly CardCall[]): void {
    const shown = this.#book.get(this.#current);
    if (this.#isTyping(shown)) return;
    const { calls } = this.#book;
    const next = arrived.at(-1);
    if (next) return this.#show(next.id);
    if (shown && shown.phase !== 'ended') return;
    // Who talked may still want to write, until a later call comes forward; who asked a colleague is back with the customer.
    const about = this.#book.get(shown?.record?.consultationOf);
    const later = shown && !about && factsOf(shown).connectedAt ? calls.slice(calls.indexOf(shown)) : calls;
    this.#show((later.filter((call) => call.phase !== 'ended').at(-1) ?? about ?? shown)?.id);
  }

  /** A cursor left in the comment of a call that is over does not count, once all that was typed is saved. */
  #isTyping(shown: CardCall | undefined): boolean {
    if (!shown || !this.#focused?.matches('.field')) return false;
    const saved = this.#drafts.get(shown.id)?.state === 'saved';
    return !(shown.phase === 'ended' && saved && this.#focused.id === 'comment');
  }

  /** What has ended is gone once another call has taken its place. */
  #show(id: string | undefined): void {
    if (this.#current === id) return;
    this.#current = id;
    for (const call of this.#book.calls) if (call.phase === 'ended' && call.id !== id) this.#drop(call.id);
  }

  #drop(id: string): void {
    this.#drafts.end(id);
    this.#commands.forget(id);
    this.#disown.forget(id);
    this.#book.close(id);
  }

  #close(call: CardCall): void {
    closedCalls.add(call.id);
    this.#drop(call.id);
    this.#current = undefined;
    this.requestUpdate();
  }

  async #update(id: string, patch: CallPatch): Promise<Call | undefined> {
    const call = await this.backend?.calls.update(id, patch);
    if (call) this.#book.hear({ call }, this.#agentId);
    return call;
  }

  #open(event: Event, { system, id, name, kind }: PartyRef, url: string | undefined, callId: string): void {
    const detail: PartyOpenDetail = { party: { system, id, name, kind }, callId, ...(url ? { url } : {}) };
    if (!emit(this, 'ringback-party-open', detail, { cancelable: true })) event.preventDefault();
  }

  #report(error: unknown): void {
    const { code, message } = error as { code?: 'bug'; message?: string };
    emit(this, 'ringback-error', { code: code ?? 'bug', message: message ?? String(error) });
    this.requestUpdate();
  }

  #who(call: CardCall, facts: CallFacts): TemplateResult {
    const { locale } = this;
    const who = whoView({
      call,
      facts,
      locale,
      open: (event, party, url) => this.#open(event, party, url, call.id),
      choose: (party) =>
        void this.#choice.choose(call, party).catch((error: unknown) => {
          this.#commands.tell(call.id, callerCardWords[locale].failed);
          this.#report(error);
        }),
    });
    const signIn =
      this.phone?.signIn && (() => void this.phone?.signIn?.().catch((error) => this.#report(error)));
    const state = this.#lookUp.stateOf(call);
    return html`<div part="who">
      ${who} ${this.#choice.doubtView(call, facts, locale)}
      ${state ? lookUpView({ state, locale, signIn, retry: () => void this.#lookUp.ask() }) : nothing}
    </div>`;
  }
}
