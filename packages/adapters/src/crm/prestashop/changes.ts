/** PrestaShop tells nobody anything: it is asked what changed, and the numbers in its addresses are kept meanwhile. */
import type { ChangesGroup, HostChange } from '../contract.ts';
import { nextStep, readMarker, type Step } from '../kit/marker.ts';
import { PAGE, type PrestashopApi } from './api.ts';
import type { Reader } from './customers.ts';
import { PrestashopAddress, PrestashopCustomer, PrestashopOrder } from './map.ts';

const KINDS = ['customers', 'addresses', 'orders'] as const;

export function createChanges(api: PrestashopApi, reader: Reader): ChangesGroup {
  const asked = ({ since, skip }: Step) => ({ since, sort: 'date_upd_ASC', skip, take: PAGE });
  return {
    async poll(marker, options = {}) {
      const at = readMarker(marker, KINDS);
      const customers = await api.list('customers', PrestashopCustomer, asked(at.customers), options);
      const addresses = await api.list('addresses', PrestashopAddress, asked(at.addresses), options);
      const orders = await api.list('orders', PrestashopOrder, asked(at.orders), options);
      const moved = [...new Set(addresses.map(({ id_customer }) => id_customer))].filter((id) => id > 0);
      const all = await reader.addresses(moved, options);
      for (const id of moved)
        await reader.keep(
          id,
          all.filter(({ id_customer }) => id_customer === id),
        );
      const changes = [
        ...customers.map((row) => changeOf('party.changed', row.id, row.date_upd)),
        ...addresses
          .filter(({ id_customer }) => id_customer > 0)
          .map((row) => changeOf('party.changed', row.id_customer, `${row.id}:${row.date_upd ?? ''}`)),
        ...orders.map((row) => changeOf('order.changed', row.id, row.date_upd)),
      ];
      const next = {
        customers: nextStep(at.customers, timesOf(customers), PAGE),
        addresses: nextStep(at.addresses, timesOf(addresses), PAGE),
        orders: nextStep(at.orders, timesOf(orders), PAGE),
      };
      const steps = Object.fromEntries(KINDS.map((kind) => [kind, next[kind].step]));
      return { changes, marker: JSON.stringify(steps), more: KINDS.some((kind) => next[kind].more) };
    },
  };
}

const timesOf = (rows: readonly { date_upd?: string | null | undefined }[]): string[] =>
  rows.map(({ date_upd }) => date_upd ?? '');

function changeOf(
  type: 'party.changed' | 'order.changed',
  id: number,
  time: string | null | undefined,
): HostChange {
  return { id: `${type}:${id}:${time ?? ''}`, type, recordId: String(id) };
}
