import * as z from 'zod/mini';
import { AdapterError } from '../../error.ts';
import type { ReadOptions, ShopGroup } from '../contract.ts';
import { pageOf, rowsRead } from '../kit/pages.ts';
import { type AdvantshopApi, PAGE } from './api.ts';
import { AdvantshopOrder, type MapOptions, orderOf } from './map.ts';

export const Orders = z.object({
  totalItemsCount: z.number(),
  /** Absent on a page behind the last. */
  dataItems: z.nullish(z.array(AdvantshopOrder)),
});

export function createShop(api: AdvantshopApi, map: () => MapOptions): ShopGroup {
  async function page(customerId: string, number: number, options: ReadOptions) {
    const asked = { customerId, loadItems: true, page: number, itemsPerPage: PAGE };
    const { totalItemsCount, dataItems } = await api.post('order/getlist', Orders, asked, {
      ...options,
      repeatable: true,
    });
    return { total: totalItemsCount, rows: dataItems ?? [] };
  }

  return {
    /** The shop sorts from the oldest on, whatever is asked: what is wanted stands at the end. */
    async orders({ partyId, cursor, limit = 50 }, options = {}) {
      const skip = rowsRead(cursor);
      const first = await page(partyId, 1, options);
      const end = Math.max(0, first.total - skip);
      const start = Math.max(0, end - limit);
      const rows: AdvantshopOrder[] = [];
      for (let number = Math.floor(start / PAGE) + 1; (number - 1) * PAGE < end; number += 1) {
        rows.push(...(number === 1 ? first : await page(partyId, number, options)).rows);
      }
      const offset = Math.floor(start / PAGE) * PAGE;
      const wanted = rows.slice(start - offset, end - offset).reverse();
      return pageOf(
        wanted.map((row) => orderOf(row, map())),
        { skip, limit, total: first.total },
      );
    },
    async order(id, options = {}) {
      try {
        return orderOf(
          await api.get(`order/get/${encodeURIComponent(id)}`, AdvantshopOrder, {}, options),
          map(),
        );
      } catch (error) {
        if (error instanceof AdapterError && error.code === 'not-found') return undefined;
        throw error;
      }
    },
  };
}
