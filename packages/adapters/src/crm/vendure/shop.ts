/** Orders and carts. An active order is what Vendure calls a cart. */
import * as z from 'zod/mini';
import type { ReadOptions, ShopGroup } from '../contract.ts';
import { pageOf, rowsRead } from '../kit/pages.ts';
import type { VendureApi } from './api.ts';
import { CUSTOMER_ORDERS, ORDER_BY_ID } from './documents.ts';
import { cartOf, type MapOptions, orderOf, VendureOrder } from './map.ts';

const CustomerOrders = z.object({
  customer: z.nullable(
    z.object({ orders: z.object({ items: z.array(VendureOrder), totalItems: z.number() }) }),
  ),
});
const OrderById = z.object({ order: z.nullable(VendureOrder) });

/** An administrator's unfinished drafts are no orders yet. */
const PLACED = { active: { eq: false }, state: { notIn: ['Draft', 'Created'] } };

export function createShop(api: VendureApi, map: () => MapOptions): ShopGroup {
  async function ordersOf(id: string, asked: object, options: ReadOptions) {
    const variables = { id, options: asked };
    const { customer } = await api.ask(CUSTOMER_ORDERS, { ...options, schema: CustomerOrders, variables });
    return customer?.orders ?? { items: [], totalItems: 0 };
  }

  return {
    async orders({ partyId, cursor, limit = 50 }, options = {}) {
      const skip = rowsRead(cursor);
      const asked = { filter: PLACED, sort: { createdAt: 'DESC' }, skip, take: limit };
      const { items, totalItems } = await ordersOf(partyId, asked, options);
      return pageOf(
        items.map((order) => orderOf(order, map())),
        { skip, limit, total: totalItems },
      );
    },
    async order(id, options = {}) {
      const { order } = await api.ask(ORDER_BY_ID, { ...options, schema: OrderById, variables: { id } });
      return order && !order.active ? orderOf(order, map()) : undefined;
    },
    async cart(partyId, options = {}) {
      const asked = { filter: { active: { eq: true } }, sort: { updatedAt: 'DESC' }, skip: 0, take: 5 };
      const { items } = await ordersOf(partyId, asked, options);
      const full = items.find(({ lines }) => lines.length > 0);
      return full ? cartOf(full, partyId, map()) : undefined;
    },
  };
}
