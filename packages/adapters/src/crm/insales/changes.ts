import { createHash, timingSafeEqual } from 'node:crypto';
import * as z from 'zod/mini';
import { AdapterError } from '../../error.ts';
import type { ChangesGroup, HostChange } from '../contract.ts';
import { type InsalesApi, SYSTEM } from './api.ts';
import { InsalesClient, InsalesOrder } from './map.ts';
import type { Place, Sync } from './sync.ts';

/** A delivery is the order itself, or the client; which of the two it is says its form alone. */
const Body = z.object({ id: z.number(), order_lines: z.optional(z.unknown()) });

export function createChanges(api: InsalesApi, sync: Sync, token: string | undefined): ChangesGroup {
  return {
    async receive({ query, body }) {
      if (token === undefined || !same(query.token ?? '', token)) {
        throw new AdapterError(
          SYSTEM,
          'unauthorized',
          'The delivery address does not hold the webhook token.',
          {
            hint: 'Use the delivery address that Ringback shows, with ?token=… at its end.',
          },
        );
      }
      const raw = Buffer.from(body);
      const parsed = Body.safeParse(JSON.parse(raw.toString('utf8')));
      if (!parsed.success) return [];
      const id = `delivery:${createHash('sha256').update(raw).digest('hex')}`;
      const recordId = String(parsed.data.id);
      // Nothing of what came is believed: the record is read again.
      if (parsed.data.order_lines !== undefined) {
        const order = await api.get('orders', InsalesOrder, recordId, {});
        if (order) await sync.orders([order]);
        else await sync.remove('order', recordId);
        return [{ id, type: 'order.changed', recordId }];
      }
      const client = await api.get('clients', InsalesClient, recordId, {});
      if (client) await sync.clients([client]);
      else await sync.remove('client', recordId);
      return [{ id, type: client ? 'party.changed' : 'party.removed', recordId }];
    },
    async poll(marker, options = {}) {
      const at: { clients: Place; orders: Place } =
        marker === undefined ? { clients: {}, orders: {} } : JSON.parse(marker);
      const clients = await sync.page(
        (query) => api.list('clients', InsalesClient, query, options),
        at.clients,
      );
      await sync.clients(clients.rows);
      const orders = await sync.page((query) => api.list('orders', InsalesOrder, query, options), at.orders);
      await sync.orders(orders.rows);
      const changes: HostChange[] = [
        ...clients.rows.map(({ id, updated_at }): HostChange => ({
          ...{ id: `client:${id}:${updated_at ?? ''}`, type: 'party.changed', recordId: String(id) },
        })),
        ...orders.rows.map(({ id, updated_at }): HostChange => ({
          ...{ id: `order:${id}:${updated_at ?? ''}`, type: 'order.changed', recordId: String(id) },
        })),
      ];
      return {
        changes,
        marker: JSON.stringify({ clients: clients.place, orders: orders.place }),
        more: clients.more || orders.more,
      };
    },
  };
}

/** In constant time, also when the lengths differ. */
function same(given: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(right));
}
