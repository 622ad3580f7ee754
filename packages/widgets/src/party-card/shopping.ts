/** What the shop knows of a customer besides his orders: the cart, and what he looked at (S153). */
import type { Backend, Cart, Locale, Party, ViewedProduct } from '@ringback/model';
import { formatTime } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { moneyText } from '../deal/money-text.ts';
import { ShortList } from '../list/short-list.ts';
import { partyMoreWords } from './party-more.words.ts';

export interface ShoppingOptions {
  backend: () => Backend | undefined;
  party: () => Party | undefined;
  locale: () => Locale;
  changed: () => void;
  failed: (error: unknown) => void;
}

export class Shopping {
  readonly #options: ShoppingOptions;
  readonly #cart: ShortList<Cart['lines'][number]>;
  readonly #viewed: ShortList<ViewedProduct>;

  constructor(options: ShoppingOptions) {
    const { backend, party, locale, changed, failed } = options;
    this.#options = options;
    const partyId = () => party()?.id ?? '';
    this.#cart = new ShortList({
      ...{ locale, changed, failed, row: (line) => productView(line, locale()) },
      read: async () => ({ items: (await backend()?.shop?.cart?.({ partyId: partyId() }))?.lines ?? [] }),
    });
    this.#viewed = new ShortList({
      ...{ locale, changed, failed },
      row: ({ product, at }: ViewedProduct) => productView(product, locale(), at),
      read: async () => ({ items: (await backend()?.shop?.viewed?.({ partyId: partyId() })) ?? [] }),
    });
  }

  forget(): void {
    this.#cart.forget();
    this.#viewed.forget();
  }

  render(orders: TemplateResult): TemplateResult {
    const words = partyMoreWords[this.#options.locale()];
    const { cart, viewed } = this.#options.backend()?.shop ?? {};
    return html`${orders}
    ${
      cart
        ? html`<h3>${words.cart}</h3>
            ${this.#cart.render(words.emptyCart)}`
        : nothing
    }
    ${
      viewed
        ? html`<h3>${words.viewed}</h3>
            ${this.#viewed.render()}`
        : nothing
    }`;
  }
}

function productView(
  { name, quantity, price }: Cart['lines'][number],
  locale: Locale,
  at?: string,
): TemplateResult {
  return html`<bdi>${name}</bdi>
    ${at === undefined ? html`<span class="muted">× ${quantity}</span>` : nothing}
    <span class="end figures"
      >${price ? moneyText(price, locale) : nothing}
      ${at ? html`<span class="muted">${formatTime(at, locale)}</span>` : nothing}</span
    >`;
}
