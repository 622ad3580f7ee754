import type { ShopGroup } from '../contract.ts';
import { pageOf, rowsRead } from '../kit/pages.ts';
import { LONGEST_PAGE, type WoocommerceApi } from './api.ts';
import { isDraft, type MapOptions, orderOf, orderOfGuest, WoocommerceOrder } from './map.ts';

export function createShop(api: WoocommerceApi, map: () => MapOptions): ShopGroup {
  return {
    async orders({ partyId, cursor, limit = 50 }, options = {}) {
      const skip = rowsRead(cursor);
      const asked = Math.min(limit, LONGEST_PAGE);
      const range = { orderby: 'date', order: 'desc', offset: skip, per_page: asked };
      const guestOrder = orderOfGuest(partyId);
      if (guestOrder === undefined) {
        const { rows, total } = await api.list(
          'orders',
          WoocommerceOrder,
          { ...range, customer: partyId },
          options,
        );
        const page = pageOf(rows, { skip, limit: asked, total });
        return { ...page, items: rows.filter((row) => !isDraft(row)).map((row) => orderOf(row, map())) };
      }
      const first = await api.get('orders', WoocommerceOrder, guestOrder, options);
      const email = first?.billing?.email?.toLowerCase();
      if (!first || !email) return { items: first ? [orderOf(first, map())] : [] };
      const { rows, total } = await api.list(
        'orders',
        WoocommerceOrder,
        { ...range, search: email },
        options,
      );
      const his = rows.filter(
        (row) => row.customer_id === 0 && row.billing?.email?.toLowerCase() === email && !isDraft(row),
      );
      const page = pageOf(rows, { skip, limit: asked, total });
      return { ...page, items: his.map((row) => orderOf(row, map(), partyId)) };
    },
    async order(id, options = {}) {
      const order = await api.get('orders', WoocommerceOrder, id, options);
      return order && !isDraft(order) ? orderOf(order, map()) : undefined;
    },
  };
}
