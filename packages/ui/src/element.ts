import { type Context, ContextConsumer } from '@lit/context';
import type { Backend, Locale, Phone } from '@ringback/model';
import { LitElement } from 'lit';
import { property, state } from 'lit/decorators.js';
import { backendContext, localeContext, phoneContext } from './contexts.ts';
import { VERSION } from './define.ts';
import { type Catalogue, pickLocale, type Words } from './localize.ts';

/**
 * Base of every element. The ports come from the nearest `<ringback-provider>`, or are set as properties; the language from
 * the provider, else from the nearest `lang`, else from the browser.
 */
export abstract class RingbackElement extends LitElement {
  static readonly version = VERSION;

  /** Phone of this element; normally from the provider. */
  @property({ attribute: false })
  phone: Phone | undefined;

  /** Backend of this element; normally from the provider. */
  @property({ attribute: false })
  backend: Backend | undefined;

  @state()
  private contextLocale: Locale | undefined;

  constructor() {
    super();
    take(
      this,
      phoneContext,
      () => this.phone,
      (phone) => (this.phone = phone),
    );
    take(
      this,
      backendContext,
      () => this.backend,
      (backend) => (this.backend = backend),
    );
    take(
      this,
      localeContext,
      () => this.contextLocale,
      (locale) => (this.contextLocale = locale),
    );
  }

  protected get locale(): Locale {
    if (this.contextLocale) return this.contextLocale;
    const lang = this.closest('[lang]')?.getAttribute('lang') ?? document.documentElement.lang;
    return pickLocale(lang || navigator.language);
  }

  /** This element's words in the language of the moment. */
  protected words<W extends Words>(catalogue: Catalogue<W>): W {
    return catalogue[this.locale];
  }
}

/** Takes what the provider gives, unless the page has set this property itself: what the page sets stays, in any order. */
function take<T>(
  host: LitElement,
  context: Context<unknown, T | undefined>,
  get: () => T | undefined,
  set: (value: T | undefined) => void,
): void {
  let given: T | undefined;
  const callback = (value: T | undefined): void => {
    if (get() === given) set(value);
    given = value;
  };
  new ContextConsumer(host, { context, callback, subscribe: true });
}
