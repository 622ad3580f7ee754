import { consume } from '@lit/context';
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
  @consume({ context: phoneContext, subscribe: true })
  @property({ attribute: false })
  phone: Phone | undefined;

  /** Backend of this element; normally from the provider. */
  @consume({ context: backendContext, subscribe: true })
  @property({ attribute: false })
  backend: Backend | undefined;

  @consume({ context: localeContext, subscribe: true })
  @state()
  private contextLocale: Locale | undefined;

  protected get locale(): Locale {
    if (this.contextLocale) return this.contextLocale;
    return pickLocale(this.closest('[lang]')?.getAttribute('lang') ?? navigator.language);
  }

  /** This element's words in the language of the moment. */
  protected words<W extends Words>(catalogue: Catalogue<W>): W {
    return catalogue[this.locale];
  }
}
