/** Orders, carts and viewed products of a shop without an adapter: handed to Ringback's own store, or declared by the shop's pages. */
import { Cart, Order, ProductLine, ViewedProduct } from '@ringback/model';
import type { ShopGroup } from '../contract.ts';
import type { LocalOptions } from './base.ts';
import { createRecordsOf } from './records.ts';

const MOST_VIEWED = 20;
const MOST_PRODUCTS = 20;

export function createShop<Tx>(options: LocalOptions<Tx>): Required<ShopGroup> {
  const { store, seenBy } = options;

  /** Found by number, so that it is there too of one who becomes a customer after his first call. */
  async function seen(partyId: string) {
    const party = seenBy && (await store.parties.get(partyId));
    return party && seenBy(party.phones);
  }

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
    async products(words) {
      const query = { kind: 'product', words, newestFirst: false, limit: MOST_PRODUCTS } as const;
      const { records } = await store.records.list(query);
      return records.map(({ data }) => ProductLine.parse(data));
    },
    async cart(partyId) {
      const row = await store.records.get('cart', partyId);
      if (row) return Cart.parse(row.data);
      const { cart: lines = [], seenAt } = (await seen(partyId)) ?? {};
      return lines.length === 0
        ? undefined
        : Cart.parse({ system: 'local', partyId, lines, updatedAt: seenAt });
    },
    async viewed(partyId) {
      const { records } = await store.records.list({
        kind: 'viewed',
        partyId,
        newestFirst: true,
        limit: MOST_VIEWED,
      });
      const handed = records.map(({ data }) => ViewedProduct.parse(data));
      const looked = (await seen(partyId))?.viewed ?? [];
      const newestFirst = [...handed, ...looked].sort((a, b) => (a.at < b.at ? 1 : -1));
      return newestFirst.slice(0, MOST_VIEWED);
    },
  };
}
