import {
  buttonStyles,
  emit,
  fieldStyles,
  fill,
  FollowController,
  icon,
  LiveRegion,
  onePerson,
  PortController,
  RingbackElement,
  skeletonStyles,
  tokens,
  unseenStyles,
  xIcon,
} from '@ringback/ui';
import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { loadingView, messageView, signedOutView } from '../form/record-state.ts';
import { recordStateStyles } from '../form/record-state.styles.ts';
import { recordStateWords } from '../form/record-state.words.ts';
import { Arrangement, type Place } from './arrangement.ts';
import { BlockDrag } from './block-drag.ts';
import { blockOf, BLOCKS, FIRST_BLOCKS } from './blocks.ts';
import { deskStyles } from './desk.styles.ts';
import { deskWords, type DeskWords } from './desk.words.ts';

const OWN = 'block-';

/**
 * @summary The desk of one person: the blocks that he needs, arranged as he wants them, by dragging or by keyboard.
 *
 * @attr {string} page - Names the host page: each page has an arrangement of its own.
 *
 * @event {CustomEvent<ErrorDetail>} ringback-error - Something did not work; the desk says it in words.
 *
 * @slot strip - Stands above the blocks: `<ringback-softphone>` with its quick create, dialling, letters and missed calls.
 * @slot block-* - A block of the page's own, such as `slot="block-rates" title="Rates"`; it is arranged like the others.
 *
 * @csspart desk - The whole desk.
 * @csspart block - One block.
 * @csspart block-head - Its title, with what it is arranged by.
 * @csspart chooser - What may be added.
 * @csspart message - Sentence of the empty and signed-out states.
 *
 * @cssproperty --ringback-accent - Colour that all others follow.
 * @cssproperty --ringback-desk-block-size - Height that the list in a block may have at most; 40vh when absent.
 */
export class RingbackDesk extends RingbackElement {
  static override styles = [
    ...[tokens, buttonStyles, fieldStyles, skeletonStyles, unseenStyles],
    ...[recordStateStyles, deskStyles],
  ];

  static override properties: PropertyDeclarations = { page: {} };

  declare page: string;

  #arrangement = this.#newArrangement();
  readonly #live = new LiveRegion(this);
  readonly #drag = new BlockDrag({
    blockAt: (x, y) => this.#blockAt(x, y),
    moved: (name, before) => this.#moveTo(name, before),
    changed: () => this.requestUpdate(),
  });
  /** Elements of blocks that have come into sight, or the reason why one did not come. */
  readonly #elements = new Map<string, HTMLElement | 'loading' | 'failed'>();
  #readFor: { backend?: unknown; status?: unknown; page?: string } = {};
  #sight: IntersectionObserver | undefined;
  #arranges = false;

  constructor() {
    super();
    this.page = '';
    onePerson(this, () => this.#forget());
    new PortController(this, () => this.backend);
    new FollowController(
      this,
      () => this.backend,
      () => () => this.#elements.clear(),
    );
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Somewhat before it is seen, so that scrolling does not wait.
    this.#sight = new IntersectionObserver((seen) => this.#look(seen), { rootMargin: '200px' });
    addEventListener('beforeprint', this.#bringAll);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sight?.disconnect();
    removeEventListener('beforeprint', this.#bringAll);
    this.#drag.stop();
  }

  protected override willUpdate(): void {
    this.#readAnew();
  }

  protected override updated(): void {
    for (const block of this.renderRoot.querySelectorAll('[data-waits]')) this.#sight?.observe(block);
  }

  protected override render(): TemplateResult {
    const words = this.words(deskWords);
    return html`<section class="desk" part="desk" aria-label=${words.region}>
        <slot name="strip"></slot>
        ${this.#bodyView(words)}
      </section>
      ${this.#live.render()}`;
  }

  #bodyView(words: DeskWords): TemplateResult {
    if (this.backend?.state.status === 'signed-out')
      return signedOutView(this.locale, this.phone, (error) => this.#report(error));
    if (!this.backend) return loadingView(this.locale);
    const places = this.#shown();
    return html`${this.#toolbarView(words)}
      <p class="field-error" role="alert">${this.#problemView(words)}</p>
      ${places.length === 0 ? messageView(words.empty) : nothing}
      <div class="blocks">
        ${repeat(
          places,
          ({ name }) => name,
          (place, index) => this.#blockView(place, index, words),
        )}
      </div>`;
  }

  #problemView(words: DeskWords): unknown {
    const { problem } = this.#arrangement;
    if (problem === undefined) return nothing;
    return html`${fill(words.notKept, { why: problem })}
      <button class="button" type="button" data-retry @click=${() => this.#arrangement.retry()}>
        ${this.words(recordStateWords).tryAgain}
      </button>`;
  }

  #toolbarView(words: DeskWords): TemplateResult {
    const toggle = () => {
      this.#arranges = !this.#arranges;
      this.requestUpdate();
    };
    const arrange = html`<button
      class="button"
      type="button"
      data-arrange
      aria-pressed=${this.#arranges}
      @click=${toggle}
    >
      ${this.#arranges ? words.done : words.arrange}
    </button>`;
    if (!this.#arranges) return html`<div class="toolbar">${arrange}</div>`;
    const shown = new Set(this.#shown().map(({ name }) => name));
    const others = this.#all().filter((name) => !shown.has(name));
    return html`<div class="toolbar">
        ${arrange}
        <button class="button quiet" type="button" data-reset @click=${() => this.#arrangement.reset()}>
          ${words.reset}
        </button>
      </div>
      <div class="chooser" part="chooser" role="group" aria-label=${words.add}>
        ${others.map(
          (name) =>
            html`<button
              class="button"
              type="button"
              data-add=${name}
              @click=${() => this.#arrangement.add(name)}
            >
              + ${this.#titleOf(name)}
            </button>`,
        )}
      </div>
      <p class="muted">${words.how}</p>`;
  }

  #blockView({ name, wide }: Place, index: number, words: DeskWords): TemplateResult {
    const title = this.#titleOf(name);
    const held = this.#drag.held === name;
    return html`<div
      class="block ${wide ? 'wide' : ''} ${held ? 'held' : ''}"
      part="block"
      role="group"
      data-block=${name}
      aria-label=${title}
    >
      <header part="block-head">
        ${
          this.#arranges
            ? html`<button
                class="button icon-only handle"
                type="button"
                data-handle
                aria-label=${fill(words.handle, { title, at: index + 1, of: this.#shown().length })}
                @pointerdown=${(event: PointerEvent) => this.#drag.start(name, event)}
                @keydown=${(event: KeyboardEvent) => this.#key(name, index, event)}
              >
                <span aria-hidden="true">⠿</span>
              </button>`
            : nothing
        }
        <h3>${title}</h3>
        ${this.#arranges ? this.#headButtons(name, wide, title, words) : nothing}
      </header>
      ${this.#contentView(name, words)}
    </div>`;
  }

  #headButtons(name: string, wide: boolean, title: string, words: DeskWords): TemplateResult {
    return html`<button
        class="button quiet"
        type="button"
        data-wide
        aria-pressed=${wide}
        aria-label=${fill(words.wideOf, { title })}
        @click=${() => this.#arrangement.widen(name, !wide)}
      >
        ${words.wide}
      </button>
      <button
        class="button icon-only quiet"
        type="button"
        data-remove
        aria-label=${fill(words.remove, { title })}
        @click=${() => this.#remove(name)}
      >
        ${icon(xIcon)}
      </button>`;
  }

  #contentView(name: string, words: DeskWords): unknown {
    if (!blockOf(name)) return html`<slot name=${OWN + name}></slot>`;
    const element = this.#elements.get(name);
    if (element instanceof HTMLElement) return element;
    if (element === 'failed')
      return messageView(
        words.failed,
        html`<button class="button" type="button" data-load=${name} @click=${() => void this.#bring(name)}>
          ${this.words(recordStateWords).tryAgain}
        </button>`,
      );
    return html`<div class="loading" data-waits=${name} aria-busy="true">
      <span class="unseen">${this.words(recordStateWords).loading}</span>
      <p class="on-paper">${words.notLoaded}</p>
      ${[1, 2, 3].map(() => html`<span class="skeleton"></span>`)}
    </div>`;
  }

  /** Names of everything that can stand here. */
  #all(): string[] {
    const { backend } = this;
    const own = [...this.children].flatMap(({ slot }) =>
      slot.startsWith(OWN) ? [slot.slice(OWN.length)] : [],
    );
    const known = Object.keys(BLOCKS).filter((name) => backend && blockOf(name)?.has(backend));
    return [...known, ...new Set(own)];
  }

  /** What was arranged, without what this host has not, or has no more. */
  #shown(): readonly Place[] {
    const all = new Set(this.#all());
    return this.#arrangement.places.filter(({ name }) => all.has(name));
  }

  #titleOf(name: string): string {
    if (blockOf(name)) return this.words(deskWords)[name as keyof DeskWords];
    const own = [...this.children].find(({ slot }) => slot === OWN + name) as HTMLElement | undefined;
    return own?.title || own?.ariaLabel || name;
  }

  /** Paper waits for nothing: what was not in sight comes now, and until then says so. */
  readonly #bringAll = (): void => {
    for (const { name } of this.#shown()) void this.#bring(name);
  };

  #look(seen: readonly IntersectionObserverEntry[]): void {
    for (const { isIntersecting, target } of seen) {
      if (!isIntersecting) continue;
      this.#sight?.unobserve(target);
      void this.#bring((target as HTMLElement).dataset.waits ?? '');
    }
  }

  #newArrangement(): Arrangement {
    return new Arrangement({
      views: () => this.backend?.views,
      page: () => this.page,
      me: () => this.backend?.state.me?.agent.id,
      initial: FIRST_BLOCKS,
      changed: () => this.requestUpdate(),
      failed: (error) => this.#report(error),
    });
  }

  /** Somebody else is here: his own arrangement is read, and his blocks begin anew. */
  #forget(): void {
    this.#drag.stop();
    this.#arrangement.leave();
    this.#arrangement = this.#newArrangement();
    this.#elements.clear();
    this.#arranges = false;
    this.#live.say('');
    this.#readFor = {};
    this.#readAnew();
  }

  #readAnew(): void {
    const { backend } = this;
    const status = backend?.state.status;
    const before = this.#readFor;
    if (before.backend === backend && before.status === status && before.page === this.page) return;
    this.#readFor = { backend, status, page: this.page };
    if (backend && status !== 'signed-out') void this.#arrangement.load();
  }

  async #bring(name: string): Promise<void> {
    const block = blockOf(name);
    const known = this.#elements.get(name);
    if (!block || known === 'loading' || known instanceof HTMLElement) return;
    this.#elements.set(name, 'loading');
    this.requestUpdate();
    try {
      await block.load();
      const { backend, phone, page } = this;
      const element = document.createElement(block.tag);
      for (const [key, value] of Object.entries(block.attributes ?? {})) element.setAttribute(key, value);
      // Two blocks of one element have views of their own, apart from those of other pages.
      element.setAttribute('page', [page, 'desk', name].filter(Boolean).join('-'));
      Object.assign(element, { backend, phone });
      this.#elements.set(name, element);
    } catch (error) {
      this.#elements.set(name, 'failed');
      this.#report(error);
    }
    this.requestUpdate();
  }

  #remove(name: string): void {
    this.#arrangement.remove(name);
    this.#elements.delete(name);
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>('[data-arrange]')?.focus(),
    );
  }

  /** Arrows along the line of reading, and Home and End. */
  #key(name: string, index: number, event: KeyboardEvent): void {
    const forward = getComputedStyle(this).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const back = forward === 'ArrowRight' ? 'ArrowLeft' : 'ArrowRight';
    const last = this.#shown().length - 1;
    const steps: Record<string, number> = {
      ...{ [forward]: index + 1, [back]: index - 1, ArrowDown: index + 1, ArrowUp: index - 1 },
      ...{ Home: 0, End: last },
    };
    const to = steps[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const before = this.#shown()[to]?.name;
    if (before !== undefined) void this.#moveTo(name, before);
  }

  /** To the place of another; the keyboard stays on what is moved. */
  async #moveTo(name: string, placeOf: string): Promise<void> {
    const { places } = this.#arrangement;
    const inside =
      this.shadowRoot?.activeElement?.closest('[data-block]')?.getAttribute('data-block') === name;
    if (
      !this.#arrangement.move(
        name,
        places.findIndex((one) => one.name === placeOf),
      )
    )
      return;
    const at = this.#shown().findIndex((one) => one.name === name) + 1;
    const words = this.words(deskWords);
    this.#live.say(fill(words.moved, { title: this.#titleOf(name), at, of: this.#shown().length }));
    if (!inside) return;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(`[data-block="${CSS.escape(name)}"] [data-handle]`)?.focus();
  }

  #blockAt(x: number, y: number): string | undefined {
    const under = this.shadowRoot?.elementFromPoint(x, y);
    return under?.closest<HTMLElement>('[data-block]')?.dataset.block;
  }

  #report(error: unknown): void {
    const { code, message } = error as { code?: 'bug'; message?: string };
    emit(this, 'ringback-error', { code: code ?? 'bug', message: message ?? String(error) });
  }
}
