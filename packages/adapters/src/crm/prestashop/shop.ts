import * as z from 'zod/mini';
import type { Cart, Order } from '@ringback/model';
import type { ReadOptions, ShopGroup } from '../contract.ts';
import { pageOf, rowsRead } from '../kit/pages.ts';
import { zonedTime } from '../kit/zoned-time.ts';
import { type PrestashopApi, SYSTEM } from './api.ts';
import {
  type MapOptions,
  orderOf,
  PrestashopCart,
  PrestashopCurrency,
  PrestashopOrder,
  PrestashopProduct,
  type PrestashopState,
  PrestashopState as State,
  wordOf,
} from './map.ts';

export function createShop(api: PrestashopApi, map: () => MapOptions): ShopGroup {
  /** Read once: they change once a year. A state or currency that is not among them is asked for again. */
  let states = new Map<number, PrestashopState>();
  let currencies = new Map<number, string>();

  async function currencyOf(id: number, options: ReadOptions): Promise<string> {
    if (!currencies.has(id)) {
      const rows = await api.list('currencies', PrestashopCurrency, {}, options);
      currencies = new Map(rows.map((row) => [row.id, row.iso_code]));
    }
    return currencies.get(id) ?? '';
  }

  async function toOrders(rows: readonly PrestashopOrder[], options: ReadOptions): Promise<Order[]> {
    if (rows.some(({ current_state }) => !states.has(current_state))) {
      states = new Map(
        (await api.list('order_states', State, {}, options)).map((state) => [state.id, state]),
      );
    }
    const orders: Order[] = [];
    for (const row of rows) {
      const currency = await currencyOf(row.id_currency, options);
      orders.push(orderOf(row, { state: states.get(row.current_state), currency, map: map() }));
    }
    return orders;
  }

  async function cart(partyId: string, options: ReadOptions): Promise<Cart | undefined> {
    const query = { filter: { id_customer: [partyId] }, sort: 'date_upd_DESC', take: 1 };
    const [row] = await api.list('carts', PrestashopCart, query, options);
    const lines = row?.associations?.cart_rows ?? [];
    if (!row || lines.length === 0) return undefined;
    // A cart that became an order stays where it is.
    const bought = await api.list('orders', z.unknown(), { filter: { id_cart: [row.id] }, take: 1 }, options);
    if (bought.length > 0) return undefined;
    const ids = lines.map(({ id_product }) => id_product);
    const products = await api.list('products', PrestashopProduct, { filter: { id: ids } }, options);
    const currency = await currencyOf(row.id_currency, options);
    return {
      system: SYSTEM,
      partyId,
      lines: lines.map(({ id_product, quantity }) => {
        const product = products.find(({ id }) => id === id_product);
        return {
          ...{
            productId: String(id_product),
            name: product ? wordOf(product.name) : String(id_product),
            quantity,
          },
          ...(product?.reference ? { sku: product.reference } : {}),
          ...(typeof product?.price === 'number' ? { price: { amount: product.price, currency } } : {}),
        };
      }),
      updatedAt: zonedTime(row.date_upd, map().timeZone),
    };
  }

  return {
    async orders({ partyId, cursor, limit = 50 }, options = {}) {
      const skip = rowsRead(cursor);
      const query = { filter: { id_customer: [partyId] }, sort: 'id_DESC', skip, take: limit };
      const rows = await api.list('orders', PrestashopOrder, query, options);
      return pageOf(await toOrders(rows, options), { skip, limit });
    },
    async order(id, options = {}) {
      const rows = await api.list('orders', PrestashopOrder, { filter: { id: [id] }, take: 1 }, options);
      return (await toOrders(rows, options))[0];
    },
    cart: (partyId, options = {}) => cart(partyId, options),
  };
}
