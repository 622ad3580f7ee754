/** Where the focus goes by itself: to the next button of a call when its own has gone, and into the bar when somebody asks for the phone. */
import type { LitElement, ReactiveController } from 'lit';

/** What can be done with a call, never something dangerous; else the field, else whatever there is. */
const PLACES = ['.controls .button:not(.danger)', '[part=number-field]', '.button'];

export class FocusKeeper implements ReactiveController {
  readonly #bar: LitElement;
  /** What had the focus before this update, and in which call. */
  #focused: { element: Element; callId: string | undefined } | undefined;

  constructor(bar: LitElement) {
    this.#bar = bar;
    bar.addController(this);
  }

  hostUpdate(): void {
    const element = this.#bar.shadowRoot?.activeElement;
    const callId = element?.closest('[data-call]')?.getAttribute('data-call') ?? undefined;
    this.#focused = element ? { element, callId } : undefined;
  }

  hostUpdated(): void {
    if (!this.#focused || this.#focused.element.isConnected) return;
    const { callId } = this.#focused;
    const [inCall, field] = PLACES as [string, string];
    ((callId && this.#find(`[data-call="${CSS.escape(callId)}"] ${inCall}`)) || this.#find(field))?.focus();
  }

  enter(options?: FocusOptions): void {
    for (const place of PLACES) {
      const found = this.#find(place);
      if (found) return found.focus(options);
    }
  }

  #find(selector: string): HTMLElement | undefined {
    const all = this.#bar.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? [];
    return [...all].find((element) => element.checkVisibility());
  }
}
