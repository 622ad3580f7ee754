import { ContextProvider } from '@lit/context';
import type { Backend, Locale, Phone } from '@ringback/model';
import { html, LitElement, type PropertyValues } from 'lit';
import { property } from 'lit/decorators.js';
import { backendContext, localeContext, phoneContext } from '../contexts.ts';
import { VERSION } from '../define.ts';

/**
 * @summary Gives phone, backend and language to every Ringback element below it. Draws nothing.
 * @slot - The page's own content with Ringback elements anywhere in it.
 */
export class RingbackProvider extends LitElement {
  static readonly version = VERSION;

  @property({ attribute: false }) phone: Phone | undefined;
  @property({ attribute: false }) backend: Backend | undefined;
  /** `en`, `uk` or `ru`; absent = as the page's `lang`. */
  @property() locale: Locale | undefined;

  readonly #phone = new ContextProvider(this, { context: phoneContext });
  readonly #backend = new ContextProvider(this, { context: backendContext });
  readonly #locale = new ContextProvider(this, { context: localeContext });

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('phone')) this.#phone.setValue(this.phone);
    if (changed.has('backend')) this.#backend.setValue(this.backend);
    if (changed.has('locale')) this.#locale.setValue(this.locale);
  }

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    const root = super.createRenderRoot();
    this.style.setProperty('display', 'contents');
    return root;
  }

  protected override render() {
    return html`<slot></slot>`;
  }
}
