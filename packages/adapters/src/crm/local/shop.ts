/** Orders, carts and viewed products that were handed to Ringback's own store by a shop without an adapter. */
import { Cart, Order, ViewedProduct } from '@ringback/model';
import type { ShopGroup } from '../contract.ts';
import type { LocalOptions } from './base.ts';
import { createRecordsOf } from './records.ts';

const MOST_VIEWED = 20;

export function createShop<Tx>(options: LocalOptions<Tx>): Required<ShopGroup> {
  const { store } = options;
  const orders = createRecordsOf<Tx, Order>(options, {
    kind: 'order',
    parse: (data) => Order.parse(data),
    fields: [],
    toRecord: ({ partyId, createdAt, state }) => ({
      ...(partyId === undefined ? {} : { partyId }),
      open: state === 'new' || state === 'in-progress',
      position: createdAt,
    }),
  });
  return {
    orders: (query) => orders.list({ ...query, newestFirst: true }),
    order: (id) => orders.get(id),
    async cart(partyId) {
      const row = await store.records.get('cart', partyId);
      return row && Cart.parse(row.data);
    },
    async viewed(partyId) {
      const { records } = await store.records.list({
        kind: 'viewed',
        partyId,
        newestFirst: true,
        limit: MOST_VIEWED,
      });
      return records.map(({ data }) => ViewedProduct.parse(data));
    },
  };
}
