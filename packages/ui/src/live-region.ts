import { html, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';

/**
 * Says things to those who do not see them. The element puts `render()` somewhere in its template once, and it stays there:
 * a live region that comes together with its text is not read out.
 */
export class LiveRegion implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #polite = '';
  #assertive = '';
  /** False until the empty region stands in the page. */
  #stands = false;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostUpdated(): void {
    if (this.#stands) return;
    this.#stands = true;
    if (this.#polite || this.#assertive) this.#host.requestUpdate();
  }

  /** Read out when the screen reader is done with what it reads; `assertive` interrupts it: only for a ringing call. */
  say(sentence: string, how: 'polite' | 'assertive' = 'polite'): void {
    // The same sentence twice is no change for a screen reader; a no-break space makes it one.
    const next = (before: string) => (before === sentence ? `${sentence}\u00a0` : sentence);
    if (how === 'assertive') this.#assertive = next(this.#assertive);
    else this.#polite = next(this.#polite);
    this.#host.requestUpdate();
  }

  render(): TemplateResult {
    const told = (sentence: string) => (this.#stands ? sentence : '');
    return html`<div class="unseen" aria-live="polite">${told(this.#polite)}</div>
      <div class="unseen" aria-live="assertive">${told(this.#assertive)}</div>`;
  }
}
