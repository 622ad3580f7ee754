/** Webhooks where the shop sends them, and polling for what they miss. Both keep the numbers that the shop cannot search. */
import type { CrmContext } from '../../context.ts';
import type { ChangesGroup, HostChange, ReadOptions } from '../contract.ts';
import { nextStep, type Step } from '../kit/marker.ts';
import { LONGEST_PAGE, type WoocommerceApi } from './api.ts';
import type { Index } from './customers.ts';
import { WoocommerceCustomer, WoocommerceOrder } from './map.ts';
import { readDelivery } from './webhook.ts';

interface Marker {
  /** Customers that were read of those there are; absent when all were. */
  read?: number;
  /** When the last reading of all customers was done, milliseconds. */
  doneAt?: number;
  newest: number;
  orders: Step;
}

/** The shop cannot be asked which customers changed: all are read again so often, for the webhooks that never came. */
const AGAIN_MS = 24 * 3_600_000;

export interface ChangesOptions {
  api: WoocommerceApi;
  index: Index;
  context: Pick<CrmContext, 'now'>;
  secret: string | undefined;
}

export function createChanges({ api, index, context, secret }: ChangesOptions): ChangesGroup {
  async function customers(
    marker: Marker,
    options: ReadOptions,
  ): Promise<{ rows: WoocommerceCustomer[]; next: Marker }> {
    const now = context.now().getTime();
    const all = marker.read !== undefined || now - (marker.doneAt ?? 0) >= AGAIN_MS;
    const offset = all ? (marker.read ?? 0) : 0;
    const query = { role: 'all', orderby: 'id', order: all ? 'asc' : 'desc', offset, per_page: LONGEST_PAGE };
    const { rows } = await api.list('customers', WoocommerceCustomer, query, options);
    await index.customers(rows);
    const newest = Math.max(marker.newest, ...rows.map(({ id }) => id));
    const full = rows.length >= LONGEST_PAGE;
    if (all) {
      const { read: _read, ...rest } = marker;
      return {
        rows,
        next: full ? { ...rest, newest, read: offset + rows.length } : { ...rest, newest, doneAt: now },
      };
    }
    const fresh = rows.filter(({ id }) => id > marker.newest);
    // More came than one page holds: read all of them again.
    const next =
      full && fresh.length === rows.length ? { ...marker, newest, read: 0 } : { ...marker, newest };
    return { rows: fresh, next };
  }

  async function orders({ since, skip }: Step, options: ReadOptions) {
    const query = {
      ...{ orderby: 'modified', order: 'asc', offset: skip, per_page: LONGEST_PAGE },
      ...(since === undefined ? {} : { modified_after: secondBefore(since), dates_are_gmt: 'true' }),
    };
    const { rows } = await api.list('orders', WoocommerceOrder, query, options);
    await index.orders(rows);
    return rows;
  }

  return {
    async receive(request) {
      const delivery = readDelivery(request, secret);
      if (!delivery) return [];
      const { id, resource, event, recordId } = delivery;
      // The record is read again: a delivery may be old, or come twice, or before another that was made earlier.
      const deleted =
        event === 'deleted' ||
        !(resource === 'customer' ? await readCustomer(recordId) : await readOrder(recordId));
      if (deleted) await index.remove(resource, recordId);
      if (resource === 'order') return [{ id, type: 'order.changed', recordId }];
      return [{ id, type: deleted ? 'party.removed' : 'party.changed', recordId }];
    },
    async poll(text, options = {}) {
      const marker: Marker = text === undefined ? { newest: 0, orders: { skip: 0 } } : JSON.parse(text);
      const { rows, next } = await customers(marker, options);
      const changed = await orders(marker.orders, options);
      const step = nextStep(
        marker.orders,
        changed.map((row) => row.date_modified_gmt ?? ''),
        LONGEST_PAGE,
      );
      const changes: HostChange[] = [
        ...rows.map(({ id, date_modified_gmt }): HostChange => ({
          ...{ id: `customer:${id}:${date_modified_gmt ?? ''}`, type: 'party.changed', recordId: String(id) },
        })),
        ...changed.map(({ id, date_modified_gmt }): HostChange => ({
          ...{ id: `order:${id}:${date_modified_gmt ?? ''}`, type: 'order.changed', recordId: String(id) },
        })),
      ];
      const more = next.read !== undefined || step.more;
      return { changes, marker: JSON.stringify({ ...next, orders: step.step }), more };
    },
  };

  async function readCustomer(id: string): Promise<boolean> {
    const customer = await api.get('customers', WoocommerceCustomer, id, {});
    if (customer) await index.customers([customer]);
    return customer !== undefined;
  }

  async function readOrder(id: string): Promise<boolean> {
    const order = await api.get('orders', WoocommerceOrder, id, {});
    if (order) await index.orders([order]);
    return order !== undefined;
  }
}

/** `modified_after` leaves out that very second: it is told again rather than never. */
function secondBefore(gmt: string): string {
  return new Date(Date.parse(`${gmt}Z`) - 1000).toISOString().slice(0, 19);
}
