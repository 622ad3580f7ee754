/**
 * What InSales cannot be asked: who has a number, who has a name, which orders a customer has. It tells what changed since a moment, and
 * the gateway keeps the rest.
 */
import type { CrmContext } from '../../context.ts';
import type { ReadOptions } from '../contract.ts';
import { type InsalesApi, LONGEST_PAGE } from './api.ts';
import { InsalesClient, type InsalesOrder, type MapOptions, orderPhones, partyOf } from './map.ts';

/** The last row that was read: rows come by the time of their last change, and within one moment by id. */
export interface Place {
  since?: string;
  fromId?: number;
}

export interface Found {
  clients: string[];
  orders: string[];
}

export interface Sync {
  clients(rows: readonly InsalesClient[]): Promise<void>;
  orders(rows: readonly InsalesOrder[]): Promise<void>;
  remove(kind: 'client' | 'order', id: string): Promise<void>;
  find(e164: string, options: ReadOptions): Promise<Found>;
  /** Ids of the customer's orders, newest first. */
  ordersOf(clientId: string): Promise<string[]>;
  /** Everybody's names and addresses, as they are now. */
  everybody(options: ReadOptions): Promise<readonly Known[]>;
  page<T extends { id: number; updated_at?: string | null | undefined }>(
    read: (query: Record<string, string | number>) => Promise<T[]>,
    place: Place,
  ): Promise<{ rows: T[]; place: Place; more: boolean }>;
}

export interface Known {
  id: string;
  name: string;
  email: string;
}

/** Orders of one customer that are remembered. */
const MOST_ORDERS = 50;
/** A caller of whom nobody has told is looked for among what changed within so long. */
const FRESH_MS = 3_600_000;

export function createSync(api: InsalesApi, context: CrmContext, map: () => MapOptions): Sync {
  const { phones, kept, now } = context;
  const names = new Map<string, Known>();
  let namesUpTo: Place | undefined;

  async function clients(rows: readonly InsalesClient[]): Promise<void> {
    for (const row of rows) {
      const { id, name, email = '', phones: numbers } = partyOf(row, map());
      await phones.put(`client:${id}`, numbers);
      if (namesUpTo) names.set(id, { id, name, email });
    }
  }

  async function addOrder(clientId: string, orderId: string): Promise<void> {
    for (;;) {
      const before = await kept.get(`orders:${clientId}`);
      const known = before === undefined ? [] : before.split(',');
      if (known.includes(orderId)) return;
      const next = [...known, orderId]
        .sort((one, other) => Number(other) - Number(one))
        .slice(0, MOST_ORDERS);
      if (await kept.replace(`orders:${clientId}`, before, next.join(','))) return;
    }
  }

  const page: Sync['page'] = async (read, place) => {
    const rows = await read({
      per_page: LONGEST_PAGE,
      ...(place.since === undefined ? {} : { updated_since: place.since }),
      ...(place.fromId === undefined ? {} : { from_id: place.fromId }),
    });
    const last = rows.at(-1);
    const more = rows.length >= LONGEST_PAGE;
    const since = last?.updated_at ?? place.since;
    const next = {
      ...(since === undefined || since === null ? {} : { since }),
      ...(last ? { fromId: last.id } : {}),
    };
    return { rows, place: last ? next : place, more };
  };

  const readClients = (options: ReadOptions) => (query: Record<string, string | number>) =>
    api.list('clients', InsalesClient, query, options);

  async function walk(from: Place, options: ReadOptions): Promise<Place> {
    let place = from;
    for (;;) {
      const step = await page(readClients(options), place);
      await clients(step.rows);
      place = step.place;
      if (!step.more) return place;
    }
  }

  const fresh = (): Place => ({ since: new Date(now().getTime() - FRESH_MS).toISOString() });
  const among = async (e164: string): Promise<Found> => {
    const ids = await phones.find(e164);
    const of = (kind: string) =>
      ids.filter((id) => id.startsWith(`${kind}:`)).map((id) => id.slice(kind.length + 1));
    return { clients: of('client'), orders: of('order') };
  };

  return {
    clients,
    async orders(rows) {
      for (const row of rows) {
        await phones.put(`order:${row.id}`, orderPhones(row, map().country));
        if (row.client) await addOrder(String(row.client.id), String(row.id));
      }
    },
    async remove(kind, id) {
      await phones.put(`${kind}:${id}`, []);
      if (kind === 'client') names.delete(id);
    },
    async find(e164, options) {
      const found = await among(e164);
      if (found.clients.length + found.orders.length > 0) return found;
      await walk(fresh(), options);
      return among(e164);
    },
    async ordersOf(clientId) {
      const text = await kept.get(`orders:${clientId}`);
      return text === undefined ? [] : text.split(',');
    },
    async everybody(options) {
      const from = namesUpTo ?? {};
      namesUpTo = from;
      // Told again is no harm; what changed in the very second of the last look must not be missed.
      const since =
        from.since === undefined ? {} : { since: new Date(Date.parse(from.since) - 1000).toISOString() };
      namesUpTo = await walk(since, options);
      return [...names.values()];
    },
    page,
  };
}
