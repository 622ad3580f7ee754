/** What changed since the last look. Vendure tells nobody by itself, so it is asked; numbers that it cannot search are kept meanwhile. */
import * as z from 'zod/mini';
import type { CrmContext } from '../../context.ts';
import type { ChangesGroup, HostChange } from '../contract.ts';
import { nextStep, readMarker, type Step } from '../kit/marker.ts';
import type { VendureApi } from './api.ts';
import { indexId } from './customers.ts';
import { CHANGED } from './documents.ts';
import { type MapOptions, orderPhones, partyOf, VendureCustomer, VendureOrder } from './map.ts';

const Changed = z.object({
  customers: z.object({ items: z.array(VendureCustomer) }),
  orders: z.object({ items: z.array(VendureOrder) }),
});

const TAKE = 100;

export function createChanges(
  api: VendureApi,
  { phones }: Pick<CrmContext, 'phones'>,
  map: () => MapOptions,
): ChangesGroup {
  const asked = ({ since, skip }: Step) => ({
    ...(since === undefined ? {} : { filter: { updatedAt: { after: justBefore(since) } } }),
    sort: { updatedAt: 'ASC' },
    skip,
    take: TAKE,
  });

  return {
    async poll(marker, options = {}) {
      const at = readMarker(marker, ['customers', 'orders']);
      const variables = { customers: asked(at.customers), orders: asked(at.orders) };
      const { customers, orders } = await api.ask(CHANGED, { ...options, schema: Changed, variables });
      const { country } = map();
      for (const customer of customers.items) {
        await phones.put(indexId('customer', customer.id), partyOf(customer, map()).phones);
      }
      for (const order of orders.items)
        await phones.put(indexId('order', order.id), orderPhones(order, country));
      const changes: HostChange[] = [
        ...customers.items.map(({ id, updatedAt }): HostChange => ({
          ...{ id: `customer:${id}:${updatedAt}`, type: 'party.changed', recordId: id },
        })),
        ...orders.items.map(({ id, updatedAt }): HostChange => ({
          ...{ id: `order:${id}:${updatedAt}`, type: 'order.changed', recordId: id },
        })),
      ];
      const next = {
        customers: nextStep(
          at.customers,
          customers.items.map((one) => one.updatedAt),
          TAKE,
        ),
        orders: nextStep(
          at.orders,
          orders.items.map((one) => one.updatedAt),
          TAKE,
        ),
      };
      return {
        changes,
        marker: JSON.stringify({ customers: next.customers.step, orders: next.orders.step }),
        more: next.customers.more || next.orders.more,
      };
    },
  };
}

/** `after` leaves out what changed in that very millisecond: it is told again rather than never. */
function justBefore(time: string): string {
  return new Date(Date.parse(time) - 1).toISOString();
}
