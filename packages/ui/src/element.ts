import { type Context, ContextConsumer } from '@lit/context';
import type { Backend, Locale, Phone } from '@ringback/model';
import { LitElement, type PropertyDeclarations } from 'lit';
import { backendContext, localeContext, phoneContext } from './contexts.ts';
import { VERSION } from './define.ts';
import { type Catalogue, pickLocale, type Words } from './localize.ts';

/**
 * Base of every element. The ports come from the nearest `<ringback-provider>`, or are set as properties; the language from
 * the provider, else from the nearest `lang`, else from the browser.
 */
export abstract class RingbackElement extends LitElement {
  static readonly version = VERSION;

  /** Not by decorators: their helper would be a good part of the smallest element. */
  static override properties: PropertyDeclarations = {
    phone: { attribute: false },
    backend: { attribute: false },
    contextLocale: { state: true },
  };

  /** Phone of this element; normally from the provider. */
  declare phone: Phone | undefined;

  /** Backend of this element; normally from the provider. */
  declare backend: Backend | undefined;

  declare protected contextLocale: Locale | undefined;

  constructor() {
    super();
    const take = <T>(
      context: Context<unknown, T | undefined>,
      name: 'phone' | 'backend' | 'contextLocale',
    ) => {
      const self = this as Record<typeof name, unknown>;
      let given: T | undefined;
      const callback = (value: T | undefined): void => {
        // What the page sets stays, in any order.
        if (self[name] === given) self[name] = value;
        given = value;
      };
      new ContextConsumer(this, { context, callback, subscribe: true });
    };
    take(phoneContext, 'phone');
    take(backendContext, 'backend');
    take(localeContext, 'contextLocale');
  }

  protected get locale(): Locale {
    if (this.contextLocale) return this.contextLocale;
    const lang = this.closest<HTMLElement>('[lang]')?.lang ?? document.documentElement.lang;
    return pickLocale(lang || navigator.language);
  }

  /** This element's words in the language of the moment. */
  protected words<W extends Words>(catalogue: Catalogue<W>): W {
    return catalogue[this.locale];
  }
}
