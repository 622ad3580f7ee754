/** Orders of a customer: `ЗаказПокупателя` of UNF, `ЗаказКлиента` of UT. */
import type { Order, Page } from '@ringback/model';
import type { OrderQuery, ReadOptions, ShopGroup } from '../contract.ts';
import { pageOf, rowsRead } from '../kit/pages.ts';
import type { Base } from './base.ts';
import { ORDER_STATES_SET } from './layout.ts';
import { type MapContext, productIds, toOrder } from './map.ts';
import { createMemo, type Memo } from '../memo.ts';
import { and, guid, isGuid } from './odata.ts';
import { atHand } from './at-hand.ts';
import { Named, OrderRow } from './rows.ts';

/** An order comes with all its lines. */
const LARGEST_PAGE = 20;
const HOUR = 3_600_000;

type States = Memo<ReadonlyMap<string, string>>;

export function createShop(base: Base): ShopGroup {
  const states = createMemo(
    async () => {
      const layout = await base.layout.get();
      if (!layout.has(ORDER_STATES_SET)) return new Map<string, string>();
      const rows = await base.api.list(ORDER_STATES_SET, Named, {
        select: ['Ref_Key', 'Description'],
        top: 500,
      });
      return new Map(rows.map((row) => [row.Ref_Key, row.Description ?? '']));
    },
    HOUR,
    base.context.now,
  );
  return {
    orders: (query, options = {}) => orders(base, states, query, options),
    order: (id, options = {}) => order(base, states, id, options),
  };
}

async function orders(
  base: Base,
  states: States,
  query: OrderQuery,
  options: ReadOptions,
): Promise<Page<Order>> {
  const { partyId, cursor, limit = LARGEST_PAGE } = query;
  const at = await atHand(base, options);
  const { order: where } = at.layout;
  if (!at.layout.has(where.set)) await base.need(where.set);
  if (!isGuid(partyId)) return { items: [] };
  const skip = rowsRead(cursor);
  const top = Math.min(limit, LARGEST_PAGE);
  const filter = and('DeletionMark eq false', `${where.party} eq ${guid(partyId)}`);
  const rows = await base.api.list(where.set, OrderRow, { filter, orderby: 'Date desc', top, skip }, options);
  return pageOf(await worded(base, at, states, rows, options), { skip, limit: top });
}

async function order(
  base: Base,
  states: States,
  id: string,
  options: ReadOptions,
): Promise<Order | undefined> {
  if (!isGuid(id)) return undefined;
  const at = await atHand(base, options);
  const row = await base.api.get(at.layout.order.set, id, OrderRow, options);
  return row && (await worded(base, at, states, [row], options))[0];
}

/** References become the words that people know: states, currencies, goods. */
async function worded(
  base: Base,
  at: MapContext,
  states: States,
  rows: readonly OrderRow[],
  options: ReadOptions,
): Promise<Order[]> {
  const { signal } = options;
  const ids = rows.flatMap((row) => productIds(row, at.layout));
  const [names, currencies, stateNames] = await Promise.all([
    base.productNames(ids, options),
    base.currencies.get(signal),
    states.get(signal),
  ]);
  return rows.map((row) => {
    const currency = (row as Record<string, unknown>)[at.layout.order.currency];
    return toOrder(
      row,
      {
        currency: typeof currency === 'string' ? currencies.get(currency) : undefined,
        stateName: stateNames.get(row.СостояниеЗаказа ?? ''),
        productName: (id) => names.get(id) || undefined,
      },
      at,
    );
  });
}
