import { AdapterError } from '../../error.ts';
import type { PartyPatch } from '@ringback/model';
import type { ReadOptions } from '../contract.ts';
import type { Candidate, PartySource } from '../kit/parties.ts';
import { nameHas, splitName } from '../kit/name.ts';
import { pageOf, rowsRead } from '../kit/pages.ts';
import { type InsalesApi, LONGEST_PAGE, SYSTEM } from './api.ts';
import { InsalesClient, InsalesOrder, type MapOptions, orderPhones, partyOf } from './map.ts';
import type { Known, Sync } from './sync.ts';

/** Each costs a request: nobody looks at more. */
const MOST_READ = 20;

export function createSource(api: InsalesApi, sync: Sync, map: () => MapOptions): PartySource {
  async function read(id: string, options: ReadOptions): Promise<InsalesClient | undefined> {
    const client = await api.get('clients', InsalesClient, id, options);
    if (client) await sync.clients([client]);
    return client;
  }

  async function readKnown(who: (known: Known) => boolean, options: ReadOptions) {
    const ids = (await sync.everybody(options)).filter(who).map(({ id }) => id);
    const clients = await Promise.all(ids.slice(0, MOST_READ).map((id) => read(id, options)));
    return clients.flatMap((client) => (client ? [partyOf(client, map())] : []));
  }

  async function recipient(orderId: string, options: ReadOptions): Promise<Candidate[]> {
    const order = await api.get('orders', InsalesOrder, orderId, options);
    const client = order?.client ? await read(String(order.client.id), options) : undefined;
    if (!order || !client) return [];
    const phones = orderPhones(order, map().country);
    const via = { kind: 'order', id: orderId, label: String(order.number), phones } as const;
    return [{ party: partyOf(client, map()), via }];
  }

  return {
    async byPhone(e164, options) {
      const { clients, orders } = await sync.find(e164, options);
      const found = await Promise.all(clients.slice(0, MOST_READ).map((id) => read(id, options)));
      const own = found.flatMap((client): Candidate[] => (client ? [{ party: partyOf(client, map()) }] : []));
      const through = await Promise.all(orders.slice(0, 5).map((id) => recipient(id, options)));
      return [...own, ...through.flat()];
    },
    byName: (words, options) => readKnown(({ name }) => nameHas(name, words), options),
    byEmail: (email, options) =>
      readKnown((known) => known.email.toLowerCase() === email.toLowerCase(), options),
    async get(id, options) {
      const client = await read(id, options);
      return client ? partyOf(client, map()) : undefined;
    },
    async list({ cursor, limit = 50 }, options) {
      const skip = rowsRead(cursor);
      const size = Math.min(limit, LONGEST_PAGE);
      // InSales counts whole pages: a cursor is always a multiple of the size it was made with.
      const query = { per_page: size, page: Math.floor(skip / size) + 1 };
      const rows = await api.list('clients', InsalesClient, query, options);
      await sync.clients(rows);
      return pageOf(
        rows.map((row) => partyOf(row, map())),
        { skip, limit: size },
      );
    },
    async create(input, options) {
      const client = await api.createClient(
        InsalesClient,
        { ...fieldsOf(input), registered: false },
        options,
      );
      await sync.clients([client]);
      return partyOf(client, map());
    },
    async update({ id }, patch, options) {
      const client = await api.updateClient(InsalesClient, id, fieldsOf(patch), options);
      await sync.clients([client]);
      return partyOf(client, map());
    },
  };
}

function fieldsOf({ name, phones, email }: PartyPatch): object {
  if (phones && phones.join(', ').length > 255) {
    throw new AdapterError(SYSTEM, 'invalid', 'InSales has no room for so many numbers of one customer.', {
      hint: 'Remove a number that is not used any more in the shop.',
    });
  }
  const names = name === undefined ? undefined : splitName(name);
  return {
    ...(names ? { name: names.first, surname: names.last, middlename: '' } : {}),
    ...(phones ? { phone: phones.join(', ') } : {}),
    ...(email === undefined ? {} : { email }),
  };
}
