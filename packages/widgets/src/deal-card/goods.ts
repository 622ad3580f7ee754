/** Goods of a deal: found in the host's catalogue, counted, priced; the amount is their sum. */
import type { Backend, DealLineInput, Locale, ProductLine } from '@ringback/model';
import { fill, icon, plusIcon, xIcon } from '@ringback/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { moneyText } from '../deal/money-text.ts';
import type { RecordForm } from '../form/record-form.ts';
import { dealMoreWords } from './deal-more.words.ts';
import { lineText, linesOf } from './deal-values.ts';

export interface GoodsOptions {
  backend: () => Backend | undefined;
  form: RecordForm;
  locale: () => Locale;
  currency: () => string;
  changed: () => void;
  failed: (error: unknown) => void;
}

export class Goods {
  readonly #options: GoodsOptions;
  #words = '';
  #found: readonly ProductLine[] | undefined;
  #problem: string | undefined;

  constructor(options: GoodsOptions) {
    this.#options = options;
  }

  forget(): void {
    this.#words = '';
    this.#found = this.#problem = undefined;
  }

  render(): TemplateResult {
    const words = dealMoreWords[this.#options.locale()];
    const lines = linesOf(this.#options.form.get('lines'));
    const fault = this.#options.form.faultOf('lines');
    return html`<div class="goods" role="group" aria-label=${words.goods} data-key="lines">
      <span class="label">${words.goods}</span>
      ${lines.map((line, index) => this.#lineView(line, index))} ${this.#searchView()}
      <span class="field-error" role="alert">${fault ?? nothing}</span>
    </div>`;
  }

  #lineView(line: DealLineInput, index: number): TemplateResult {
    const words = dealMoreWords[this.#options.locale()];
    const { name, quantity, price } = line;
    const currency = price?.currency ?? this.#options.currency();
    const figure = (title: string, key: 'quantity' | 'price', value: number | undefined) =>
      html`<input
        class="field"
        type="number"
        inputmode="decimal"
        min=${key === 'price' ? 0 : 0.001}
        step="any"
        data-figure=${key}
        aria-label=${fill(title, { name })}
        .value=${live(value === undefined ? '' : String(value))}
        @change=${(event: Event) => {
          const figure = (event.target as HTMLInputElement).valueAsNumber;
          const bad = Number.isNaN(figure) || figure < 0 || (key === 'quantity' && figure === 0);
          // What is no figure is put back to what it was.
          if (bad) this.#options.changed();
          else
            this.#set(
              index,
              key === 'quantity'
                ? { ...line, quantity: figure }
                : { ...line, price: { amount: figure, currency } },
            );
        }}
      />`;
    return html`<div class="good" data-line=${index}>
      <bdi class="name">${name}</bdi>
      ${figure(words.quantity, 'quantity', quantity)} ${figure(words.price, 'price', price?.amount)}
      <output
        >${moneyText({ amount: quantity * (price?.amount ?? 0), currency }, this.#options.locale())}</output
      >
      <button
        class="button icon-only quiet"
        type="button"
        aria-label=${fill(words.remove, { name })}
        @click=${() => this.#set(index, undefined)}
      >
        ${icon(xIcon)}
      </button>
    </div>`;
  }

  #searchView(): TemplateResult {
    const words = dealMoreWords[this.#options.locale()];
    const search = (event: Event) => {
      this.#words = (event.target as HTMLInputElement).value.trim();
      void this.#find();
    };
    // Enter in a field of a form would save the deal.
    const enter = (event: KeyboardEvent) => {
      if (event.key !== 'Enter') return;
      event.preventDefault();
      search(event);
    };
    return html`<label
        ><span class="label">${words.findGoods}</span
        ><input
          class="field"
          type="search"
          data-find
          .value=${live(this.#words)}
          @change=${search}
          @keydown=${enter}
      /></label>
      ${this.#found?.length === 0 ? html`<p class="muted" role="status">${words.noGoods}</p>` : nothing}
      ${this.#problem ? html`<p class="field-error" role="alert">${fill(words.failed, { why: this.#problem })}</p>` : nothing}
      <ul class="found">
        ${(this.#found ?? []).map((product) => this.#foundView(product))}
        ${this.#words === '' ? nothing : this.#byHandView()}
      </ul>`;
  }

  #foundView(product: ProductLine): TemplateResult {
    const { locale } = this.#options;
    const { name, sku, price } = product;
    return html`<li>
      <button
        class="button"
        type="button"
        data-take=${sku ?? name}
        aria-label=${fill(dealMoreWords[locale()].take, { name })}
        @click=${() => this.#add(product)}
      >
        ${icon(plusIcon)}<span>${name}${price ? html`, ${moneyText(price, locale())}` : nothing}</span>
      </button>
    </li>`;
  }

  #byHandView(): TemplateResult {
    const name = this.#words;
    return html`<li>
      <button class="button" type="button" data-own @click=${() => this.#add({ name, quantity: 1 })}>
        ${fill(dealMoreWords[this.#options.locale()].own, { name })}
      </button>
    </li>`;
  }

  async #find(): Promise<void> {
    const words = this.#words;
    const products = this.#options.backend()?.shop?.products;
    this.#found = this.#problem = undefined;
    this.#options.changed();
    if (words === '' || !products) return;
    try {
      const found = await products(words);
      if (words === this.#words) this.#found = found.slice(0, 10);
    } catch (error) {
      this.#problem = (error as Error).message;
      this.#options.failed(error);
    }
    this.#options.changed();
  }

  /** The same goods once more are one more of them. */
  #add(product: ProductLine): void {
    const lines = linesOf(this.#options.form.get('lines'));
    const key = ({ productId, sku, name }: ProductLine) => productId ?? sku ?? name;
    const at = lines.findIndex((line) => key(line as ProductLine) === key(product));
    const known = lines[at];
    this.#set(
      at < 0 ? lines.length : at,
      known ? { ...known, quantity: known.quantity + 1 } : (product as DealLineInput),
    );
  }

  #set(index: number, line: DealLineInput | undefined): void {
    const lines = linesOf(this.#options.form.get('lines'));
    lines.splice(index, 1, ...(line ? [line] : []));
    this.#options.form.set(
      'lines',
      lines.map((one) => lineText(one as ProductLine)),
    );
  }
}
