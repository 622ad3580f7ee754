/**
 * `track-goods.js`: what the visitor looks at and puts into his cart, by attributes of the page, or by what it tells its analytics
 * (GA4). Loaded where the site has asked for it.
 */
import type { SeenProduct } from '@ringback/model';
import type { Goods } from './memory.ts';
import { bare, clean } from './touch.ts';

/** As the gateway keeps them at most. */
const MOST = 20;

type Loose = Record<string, unknown>;

const idOf = ({ productId, name }: SeenProduct): string => productId ?? name;

function product(id: unknown, name: unknown, more: Loose): SeenProduct | undefined {
  const called = clean(name, 200);
  if (!called) return undefined;
  const amount = parseFloat(`${more['price'] as string}`);
  const currency = `${more['currency'] as string}`;
  return {
    productId: clean(id) ?? called.slice(0, 120),
    name: called,
    quantity: Math.min(Math.max(Number(more['quantity'] ?? 1) || 0, 0), 1e6),
    ...(amount >= 0 && /^[A-Z]{3}$/.test(currency) && { price: { amount, currency } }),
    ...(more['url'] ? { url: more['url'] as string } : {}),
  };
}

export function look(goods: Goods, seen: SeenProduct, at: string): void {
  const others = goods.viewed.filter(({ product: one }) => idOf(one) !== idOf(seen));
  goods.viewed = [{ product: seen, at }, ...others].slice(0, MOST);
}

/** `data-ringback-product` is looked at; within `data-ringback-cart` it lies in the cart. */
export function readPage(goods: Goods, at: string): void {
  const cart: SeenProduct[] = [];
  for (const element of document.querySelectorAll<HTMLElement>('[data-ringback-product]')) {
    const { ringbackProduct, ringbackName, ringbackPrice, ringbackCurrency, ringbackQuantity } =
      element.dataset;
    const inCart = element.closest('[data-ringback-cart]');
    const link = element.closest('a') ?? element.querySelector('a');
    const url = inCart ? link?.protocol.startsWith('http') && bare(new URL(link.href)) : bare(location);
    const found = product(ringbackProduct, ringbackName ?? element.textContent, {
      ...{ price: ringbackPrice, currency: ringbackCurrency, quantity: ringbackQuantity, url },
    });
    if (found && inCart) cart.push(found);
    else if (found) look(goods, found, at);
  }
  if (document.querySelector('[data-ringback-cart]')) goods.cart = cart.slice(0, MOST);
}

/** One entry of the page's `dataLayer`, also as gtag writes it; answers whether it told of goods. */
export function readEntry(goods: Goods, entry: unknown, at: string): boolean {
  const loose = (entry ?? {}) as Loose;
  const gtag = loose[0] === 'event';
  const event = gtag ? loose[1] : loose['event'];
  const data = ((gtag ? loose[2] : loose['ecommerce']) ?? {}) as Loose;
  const items = (Array.isArray(data['items']) ? (data['items'] as Loose[]) : [])
    .map((one) =>
      product(one['item_id'], one['item_name'], { currency: data['currency'], ...one, url: undefined }),
    )
    .filter((one) => one !== undefined);
  const { cart = [] } = goods;
  const add = (sign: number): void => {
    for (const item of items) {
      const known = cart.find((one) => idOf(one) === idOf(item));
      if (known) known.quantity += sign * item.quantity;
      else if (sign > 0) cart.push(item);
    }
    goods.cart = cart.filter(({ quantity }) => quantity > 0).slice(-MOST);
  };
  if (event === 'view_item') for (const item of items) look(goods, { ...item, url: bare(location) }, at);
  else if (event === 'add_to_cart') add(1);
  else if (event === 'remove_from_cart') add(-1);
  else if (event === 'view_cart') goods.cart = items.slice(0, MOST);
  else if (event === 'purchase') goods.cart = [];
  else return false;
  return true;
}

export interface Watched {
  page: { dataLayer?: unknown[] };
  /** What is known of him; undefined once he is forgotten. */
  goods: () => Goods | undefined;
  time: () => string;
  changed: () => void;
}

/** Reads what stands there, and follows what comes. */
export function watchGoods({ page, goods, time, changed }: Watched): void {
  const read = (entry: unknown): boolean => {
    const known = goods();
    return !!known && readEntry(known, entry, time());
  };
  const layer = (page.dataLayer ??= []);
  const { push } = layer;
  layer.push = (...entries) => {
    if (entries.map(read).includes(true)) changed();
    return push.apply(layer, entries);
  };
  const known = goods();
  if (!known) return;
  readPage(known, time());
  layer.forEach(read);
  changed();
}
