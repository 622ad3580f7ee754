/** Orders and the cart. */
import type { Order } from '@ringback/model';
import * as z from 'zod/mini';
import type { ReadOptions, ShopGroup } from '../contract.ts';
import { rowsRead } from '../kit/pages.ts';
import { LARGEST_PAGE, type Retailcrm } from './account.ts';
import { isId, toCart, toOrder } from './map.ts';
import { CartRow, Customer, OrderRow } from './rows.ts';

const One = z.object({ order: OrderRow });
const Owner = z.object({ customer: Customer });
const CartAnswer = z.object({ cart: z.nullish(CartRow) });
const PAGE = 20;

export function createShop(account: Retailcrm): ShopGroup {
  async function worded(rows: readonly OrderRow[], options: ReadOptions): Promise<Order[]> {
    const [statuses, at] = await Promise.all([
      account.statuses.get(options.signal),
      account.mapping(options),
    ]);
    return rows.map((row) => toOrder(row, statuses, at));
  }
  return {
    async orders({ partyId, cursor, limit = PAGE }, options = {}) {
      if (!isId(partyId)) return { items: [] };
      const params = { 'filter[customerId]': partyId };
      const range = { skip: rowsRead(cursor), limit: Math.min(limit, LARGEST_PAGE) };
      const page = await account.rows(
        { path: 'orders', kind: 'orders', row: OrderRow, params },
        range,
        options,
      );
      return { ...page, items: await worded(page.items, options) };
    },
    async order(id, options = {}) {
      const found = isId(id) ? await account.api.get(`orders/${id}`, One, { by: 'id' }, options) : undefined;
      return found && (await worded([found.order], options))[0];
    },
    async cart(partyId, options = {}) {
      if (!isId(partyId)) return undefined;
      // A cart lies in a shop, and the customer's record says in which.
      const owner = await account.api.get(`customers/${partyId}`, Owner, { by: 'id' }, options);
      const site = owner?.customer.site;
      if (!site) return undefined;
      const path = `customer-interaction/${encodeURIComponent(site)}/cart/${partyId}`;
      const answer = await account.api.get(path, CartAnswer, { by: 'id', siteBy: 'code' }, options);
      return answer?.cart ? toCart(answer.cart, partyId) : undefined;
    },
  };
}
