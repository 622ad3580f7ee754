/**
 * AdvantShop tells of orders alone, and unsigned, and cannot be asked which customers changed: it is asked who registered and what was
 * ordered since, and all customers are read again once a day.
 */
import * as z from 'zod/mini';
import type { CrmContext } from '../../context.ts';
import type { ChangesGroup, HostChange } from '../contract.ts';
import { type AdvantshopApi, PAGE } from './api.ts';
import type { Reader } from './customers.ts';
import { Orders } from './shop.ts';

const Marker = z.object({
  /** Page of the reading of everybody that goes on; absent when it is done. */
  page: z.optional(z.number()),
  /** When the last one began, milliseconds. */
  allAt: z.optional(z.number()),
  /** From here on, milliseconds. */
  since: z.number(),
});

const AGAIN_MS = 24 * 3_600_000;
/** The shop's clock and ours may differ by as much; what is told twice is no harm. */
const OVERLAP_MS = 120_000;

export interface ChangesOptions {
  api: AdvantshopApi;
  reader: Reader;
  context: Pick<CrmContext, 'now'>;
  /** A moment as the shop's clock shows it. */
  local(ms: number): string;
}

export function createChanges({ api, reader, context, local }: ChangesOptions): ChangesGroup {
  return {
    async poll(text, options = {}) {
      const now = context.now().getTime();
      const at = text === undefined ? { since: 0 } : Marker.parse(JSON.parse(text));
      const all = at.page !== undefined || now - (at.allAt ?? 0) >= AGAIN_MS;
      const page = at.page ?? 1;
      const query = all ? { page } : { RegistrationDateTimeFrom: local(at.since - OVERLAP_MS) };
      const { customers, pagination } = await reader.find(query, options);
      const more = all && page < pagination.totalPageCount;
      const from = at.since === 0 ? {} : { dateFrom: local(at.since - OVERLAP_MS) };
      const asked = { ...from, page: 1, itemsPerPage: PAGE };
      const orders = more
        ? []
        : ((await api.post('order/getlist', Orders, asked, { ...options, repeatable: true })).dataItems ??
          []);
      const changes: HostChange[] = [
        ...customers.map(({ id }): HostChange => ({
          id: `customer:${id}:${now}`,
          type: 'party.changed',
          recordId: id,
        })),
        ...orders.map(({ id, status }): HostChange => ({
          ...{ id: `order:${id}:${status?.name ?? ''}`, type: 'order.changed', recordId: String(id) },
        })),
      ];
      const began = all ? (at.page === undefined ? now : (at.allAt ?? now)) : at.allAt;
      const next = {
        since: more ? at.since : now,
        ...(began === undefined ? {} : { allAt: began }),
        ...(more ? { page: page + 1 } : {}),
      };
      return { changes, marker: JSON.stringify(next), more };
    },
  };
}
