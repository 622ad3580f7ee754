import type { Call } from '@ringback/model';
import {
  buttonStyles,
  emit,
  fieldStyles,
  FollowController,
  icon,
  phoneErrorCode,
  phoneErrorSentence,
  PortController,
  RingbackElement,
  rotateCcwIcon,
  skeletonStyles,
  Ticker,
  tokens,
  unseenStyles,
  wifiOffIcon,
} from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { CommentDrafts } from '../comment/comment-drafts.ts';
import { commentStyles } from '../comment/comment.styles.ts';
import { LeaveController } from '../comment/leave-controller.ts';
import { linkStyles } from '../link.styles.ts';
import { CallList, type Filter, FILTERS } from './call-list.ts';
import { styles } from './call-log.styles.ts';
import { callLogWords } from './call-log.words.ts';
import { rowView } from './row-view.ts';

/**
 * @summary Who called whom, when, and what came of it. Keeps itself up to date.
 *
 * @event {CustomEvent<NumberDialDetail>} ringback-number-dial - A number or the call button was clicked; cancelable: else the phone dials.
 * @event {CustomEvent<ErrorDetail>} ringback-error - Something did not work; the log says it in words.
 *
 * @csspart log - The whole log.
 * @csspart filters - Row of filter buttons.
 * @csspart filter - One of them.
 * @csspart list - The list.
 * @csspart row - One call.
 * @csspart direction - Round icon of the direction.
 * @csspart who - Name, kind, number.
 * @csspart name - Name.
 * @csspart kind - Kind of the party.
 * @csspart number - Number; a button that dials it.
 * @csspart claim - Name the caller gave for himself.
 * @csspart result - Direction and result in words.
 * @csspart callback - Mark of a callback with its page.
 * @csspart comment-preview - First words of the comment; opens it.
 * @csspart when - Time.
 * @csspart duration - Time talked.
 * @csspart controls - Buttons at the row's end.
 * @csspart call - Button that dials.
 * @csspart toggle - Button that opens the details.
 * @csspart details - What stands under an open row.
 * @csspart comment - Label, field and state of the comment.
 * @csspart comment-field - The field.
 * @csspart save-state - Saving, saved, kept, not saved.
 * @csspart more - Button for the next page.
 * @csspart message - Sentence of the empty, error and signed-out states.
 * @csspart stale - Mark of a list that may be out of date.
 *
 * @cssproperty --ringback-accent - Colour that all others follow.
 */
export class RingbackCallLog extends RingbackElement {
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

  readonly #list = new CallList({
    backend: () => this.backend,
    changed: () => this.requestUpdate(),
    failed: (error) => this.#report(error),
  });
  readonly #drafts = new CommentDrafts({
    save: async (id, comment) => {
      const call = await this.backend?.calls.update(id, { comment });
      if (call) this.#list.put(call);
      return call;
    },
    changed: () => this.requestUpdate(),
    failed: (error) => this.#report(error),
  });
  /** Call whose details are open. */
  #open: string | undefined;
  #problem: { id: string; sentence: string } | undefined;
  /** What the list was last read for: another backend or a new sign-in begins anew. */
  #readFor: { backend: unknown; status: string | undefined } = { backend: undefined, status: undefined };
  #focusComment = false;

  constructor() {
    super();
    new PortController(this, () => this.phone);
    new PortController(this, () => this.backend);
    new FollowController(
      this,
      () => this.backend,
      (backend) => backend.follow((event) => this.#list.hear(event)),
    );
    new LeaveController(this, () => this.#drafts.flush());
    new Ticker(this, () => this.#list.items.some((call) => call.connectedAt && call.state !== 'ended'));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // What happens while the log is out of the page is read when it comes back.
    this.#readFor = { backend: undefined, status: undefined };
  }

  protected override willUpdate(): void {
    this.#readAnew();
    const open = this.#list.items.find((call) => call.id === this.#open);
    const writing = this.shadowRoot?.activeElement?.id === 'comment';
    if (open) this.#drafts.get(open.id)?.hear(open.comment, writing);
    const { status, waiting } = this.backend?.state ?? {};
    if (status === 'online' && waiting === 0) this.#drafts.arrived();
  }

  protected override updated(): void {
    if (!this.#focusComment) return;
    this.#focusComment = false;
    this.renderRoot.querySelector<HTMLElement>('#comment')?.focus();
  }

  protected override render(): TemplateResult {
    const words = this.words(callLogWords);
    return html`<section class="log" part="log" aria-label=${words.region}>
      <div class="filters" part="filters" role="group" aria-label=${words.filter}>
        ${FILTERS.map(
          (filter) =>
            html`<button
              class="button"
              part="filter"
              type="button"
              aria-pressed=${String(this.#list.filter === filter)}
              @click=${() => this.#choose(filter)}
            >
              ${words[filter]}
            </button>`,
        )}
      </div>
      <div role="status">${this.#staleView()}</div>
      ${this.#body()}
    </section>`;
  }

  #readAnew(): void {
    const { backend } = this;
    const status = backend?.state.status;
    const before = this.#readFor;
    if (before.backend === backend && before.status === status) return;
    this.#readFor = { backend, status };
    if (before.backend !== backend || status === 'signed-out') this.#list.clear();
    // Offline is read too: the backend answers with what it has kept. Once is enough while something is shown.
    const shown = this.#list.items.length > 0;
    if (status === 'online' || (status === 'offline' && !shown)) void this.#list.refresh();
  }

  #choose(filter: Filter): void {
    this.#close();
    this.#list.choose(filter);
  }

  #staleView(): TemplateResult | typeof nothing {
    const offline = this.backend?.state.status === 'offline';
    if (!(offline || this.#list.stale) || this.#list.items.length === 0) return nothing;
    return html`<p class="stale" part="stale">
      ${icon(wifiOffIcon)}<span>${this.words(callLogWords).stale}</span>
    </p>`;
  }

  #body(): TemplateResult {
    const words = this.words(callLogWords);
    const { items, error, loading, filter } = this.#list;
    if (this.backend?.state.status === 'signed-out') return this.#message(words.signedOut, this.#signIn());
    if (items.length > 0) return this.#rows(items);
    if (!this.backend || loading) return this.#skeleton();
    if (error) {
      const sentence =
        error === 'forbidden' ? words.forbidden : error === 'unavailable' ? words.offline : words.failed;
      return this.#message(sentence, error === 'forbidden' ? nothing : this.#retry());
    }
    if (filter === 'all') return this.#message(words.empty, nothing);
    return this.#message(
      words.emptyFilter,
      html`<button class="button" type="button" @click=${() => this.#choose('all')}>
        ${words.showAll}
      </button>`,
    );
  }

  #message(sentence: string, action: unknown): TemplateResult {
    return html`<div class="message" part="message">
      <p>${sentence}</p>
      ${action}
    </div>`;
  }

  #retry(): TemplateResult {
    return html`<button class="button" type="button" @click=${() => void this.#list.retry()}>
      ${icon(rotateCcwIcon)}<span>${this.words(callLogWords).tryAgain}</span>
    </button>`;
  }

  #signIn(): TemplateResult | typeof nothing {
    if (!this.phone?.signIn) return nothing;
    const signIn = () => void this.phone?.signIn?.().catch((error: unknown) => this.#report(error));
    return html`<button class="button primary" type="button" @click=${signIn}>
      ${this.words(callLogWords).signIn}
    </button>`;
  }

  #skeleton(): TemplateResult {
    return html`<div class="loading" aria-busy="true">
      <span class="unseen" role="status">${this.words(callLogWords).loading}</span>
      ${[1, 2, 3, 4, 5].map(
        () =>
          html`<div class="ghost">
            <span class="skeleton dot"></span><span class="skeleton wide"></span
            ><span class="skeleton"></span>
          </div>`,
      )}
    </div>`;
  }

  #rows(items: readonly Call[]): TemplateResult {
    const words = this.words(callLogWords);
    const { hasMore, loading, error } = this.#list;
    return html`<ol part="list" @keydown=${this.#keys}>
        ${repeat(
          items,
          (call) => call.id,
          (call) =>
            rowView({
              call,
              locale: this.locale,
              draft: this.#drafts.get(call.id),
              problem: this.#problem?.id === call.id ? this.#problem.sentence : undefined,
              dial: (of) => void this.#dial(of),
              toggle: (of) => (this.#open === of.id ? this.#close() : this.#openRow(of)),
              comment: (of) => this.#openRow(of, true),
            }),
        )}
      </ol>
      ${error ? this.#message(words.failed, this.#retry()) : nothing}
      ${
        hasMore && !error
          ? html`<button
              class="button more"
              part="more"
              type="button"
              aria-disabled=${String(loading === 'more')}
              @click=${() => void this.#list.more()}
            >
              ${loading === 'more' ? words.loading : words.more}
            </button>`
          : nothing
      }`;
  }

  /** Up and down go from row to row and stay on the same control. */
  readonly #keys = (event: KeyboardEvent): void => {
    const from = event.target as HTMLElement;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const { action } = from.dataset;
    if (!step || !action) return;
    const rows = [...this.renderRoot.querySelectorAll('.row')];
    for (let at = rows.indexOf(from.closest('.row')!) + step; rows[at]; at += step) {
      const same = rows[at]?.querySelector<HTMLElement>(`[data-action=${action}]`);
      if (!same) continue;
      same.focus();
      event.preventDefault();
      return;
    }
  };

  #openRow(call: Call, focusComment = false): void {
    this.#focusComment = focusComment;
    if (this.#open !== call.id) {
      this.#close();
      this.#open = call.id;
      this.#drafts.begin(call.id, call.comment);
    }
    this.requestUpdate();
  }

  #close(): void {
    if (this.#open) this.#drafts.end(this.#open);
    this.#open = undefined;
    this.requestUpdate();
  }

  async #dial({ id, number }: Call): Promise<void> {
    this.#problem = undefined;
    this.requestUpdate();
    if (!emit(this, 'ringback-number-dial', { number }, { cancelable: true })) return;
    try {
      await this.phone?.call(number);
    } catch (error) {
      this.#problem = { id, sentence: phoneErrorSentence(phoneErrorCode(error, 'dial'), this.locale) };
      this.#report(error);
    }
  }

  #report(error: unknown): void {
    const { code, message } = error as { code?: 'bug'; message?: string };
    emit(this, 'ringback-error', { code: code ?? 'bug', message: message ?? String(error) });
    this.requestUpdate();
  }
}
