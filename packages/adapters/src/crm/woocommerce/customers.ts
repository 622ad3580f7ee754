/** Customers and guests. WooCommerce cannot be asked for a number: the gateway keeps who has which. */
import type { Party, PartyPatch } from '@ringback/model';
import type { CrmContext } from '../../context.ts';
import { AdapterError } from '../../error.ts';
import type { ReadOptions } from '../contract.ts';
import type { Candidate, PartySource } from '../kit/parties.ts';
import { splitName, longestOf } from '../kit/name.ts';
import { pageOf, rowsRead } from '../kit/pages.ts';
import { placeholderEmail } from '../kit/placeholder-email.ts';
import { phoneTail } from '../phone.ts';
import { LONGEST_PAGE, SYSTEM, type WoocommerceApi } from './api.ts';
import {
  guestOf,
  isDraft,
  type MapOptions,
  orderOfGuest,
  orderPhones,
  partyOf,
  WoocommerceCustomer,
  WoocommerceOrder,
} from './map.ts';

/** Who has which number, under names that tell customers and orders apart. */
export interface Index {
  customers(rows: readonly WoocommerceCustomer[]): Promise<void>;
  orders(rows: readonly WoocommerceOrder[]): Promise<void>;
  remove(kind: 'customer' | 'order', id: string): Promise<void>;
  find(e164: string): Promise<{ customers: string[]; orders: string[] }>;
}

export function createIndex({ phones }: Pick<CrmContext, 'phones'>, map: () => MapOptions): Index {
  return {
    async customers(rows) {
      for (const row of rows) await phones.put(`customer:${row.id}`, partyOf(row, map()).phones);
    },
    async orders(rows) {
      for (const row of rows) await phones.put(`order:${row.id}`, orderPhones(row, map().country));
    },
    remove: (kind, id) => phones.put(`${kind}:${id}`, []),
    async find(e164) {
      const kept = await phones.find(e164);
      const of = (kind: string) =>
        kept.filter((id) => id.startsWith(`${kind}:`)).map((id) => id.slice(kind.length + 1));
      return { customers: of('customer'), orders: of('order') };
    },
  };
}

export interface SourceOptions {
  api: WoocommerceApi;
  index: Index;
  map: () => MapOptions;
  newId: () => string;
}

export function createSource({ api, index, map, newId }: SourceOptions): PartySource {
  const toParty = (customer: WoocommerceCustomer): Party => partyOf(customer, map());

  /** Whatever is read is kept: a number that was just changed is found at once. */
  async function customers(query: Record<string, string | number>, options: ReadOptions) {
    const asked = { role: 'all', per_page: LONGEST_PAGE, ...query };
    const { rows, total } = await api.list('customers', WoocommerceCustomer, asked, options);
    await index.customers(rows);
    return { rows, total };
  }

  async function orders(query: Record<string, string | number>, options: ReadOptions) {
    const { rows } = await api.list(
      'orders',
      WoocommerceOrder,
      { per_page: LONGEST_PAGE, ...query },
      options,
    );
    await index.orders(rows);
    return rows.filter((order) => !isDraft(order));
  }

  async function candidates(
    ids: readonly string[],
    found: readonly WoocommerceOrder[],
    options: ReadOptions,
  ) {
    const buyers = found
      .filter(({ customer_id }) => customer_id > 0)
      .map((order) => String(order.customer_id));
    const wanted = [...new Set([...ids, ...buyers])];
    const include = wanted.slice(0, LONGEST_PAGE).join(',');
    const { rows } = include === '' ? { rows: [] } : await customers({ include }, options);
    const { country } = map();
    return [
      ...rows.map((customer): Candidate => ({ party: toParty(customer) })),
      ...found.flatMap((order): Candidate[] => {
        const buyer = rows.find(({ id }) => id === order.customer_id);
        const label = order.number;
        const via = {
          kind: 'order',
          id: String(order.id),
          label,
          phones: orderPhones(order, country),
        } as const;
        return buyer ? [{ party: toParty(buyer), via }] : [];
      }),
      ...guests(found, rows, map()).map((party): Candidate => ({ party })),
    ];
  }

  return {
    async byPhone(e164, options) {
      const kept = await index.find(e164);
      const found =
        kept.orders.length > 0
          ? await orders({ include: kept.orders.slice(0, LONGEST_PAGE).join(',') }, options)
          : [];
      if (kept.customers.length + found.length > 0) return candidates(kept.customers, found, options);
      // Nobody has told yet of an order of five minutes ago. The shop's own search finds numbers that were typed without spaces.
      return candidates([], await orders({ search: phoneTail(e164), per_page: 20 }, options), options);
    },
    async byName(words, options) {
      const search = longestOf(words);
      const [{ rows }, found] = [
        await customers({ search }, options),
        await orders({ search, per_page: 50 }, options),
      ];
      return [...rows.map(toParty), ...guests(found, rows, map())];
    },
    byEmail: async (email, options) => (await customers({ email }, options)).rows.map(toParty),
    async get(id, options) {
      const orderId = orderOfGuest(id);
      if (orderId !== undefined) {
        const order = await api.get('orders', WoocommerceOrder, orderId, options);
        return order?.customer_id === 0 ? guestOf(order, map()) : undefined;
      }
      const customer = await api.get('customers', WoocommerceCustomer, id, options);
      if (!customer) return undefined;
      await index.customers([customer]);
      return toParty(customer);
    },
    async list({ cursor, limit = 50 }, options) {
      const skip = rowsRead(cursor);
      const asked = Math.min(limit, LONGEST_PAGE);
      const { rows, total } = await customers(
        { orderby: 'id', order: 'asc', offset: skip, per_page: asked },
        options,
      );
      return pageOf(rows.map(toParty), { skip, limit: asked, total });
    },
    async create({ name, phones, email }, options) {
      const [main = ''] = phones;
      const address = email ?? placeholderEmail(main);
      const body = {
        email: address,
        // Shops that let nobody choose them make these by themselves; the others insist on them.
        username: `tel-${main.replace(/\D/g, '')}`,
        password: `${newId()}${newId()}`,
        ...fieldsOf({ name, phones }),
      };
      const customer = await api.create('customers', WoocommerceCustomer, body, options);
      await index.customers([customer]);
      return toParty(customer);
    },
    async update({ id }, patch, options) {
      if (orderOfGuest(id) !== undefined) {
        throw new AdapterError(
          SYSTEM,
          'unsupported',
          'A guest of the shop has no record that could be changed.',
          {
            hint: 'Change the order in WooCommerce, or create a customer.',
          },
        );
      }
      const body = { ...fieldsOf(patch), ...(patch.email === undefined ? {} : { email: patch.email }) };
      const customer = await api.update('customers', WoocommerceCustomer, id, body, options);
      await index.customers([customer]);
      return toParty(customer);
    },
  };
}

/** One of each: the same guest orders again and again. Who has an account with his address is no guest. */
function guests(
  orders: readonly WoocommerceOrder[],
  customers: readonly WoocommerceCustomer[],
  map: MapOptions,
): Party[] {
  const known = new Set(customers.map(({ email }) => email.toLowerCase()));
  const one = new Map<string, Party>();
  for (const order of [...orders].sort((a, b) => b.id - a.id)) {
    if (order.customer_id !== 0 || known.has(order.billing?.email?.toLowerCase() ?? '')) continue;
    const party = guestOf(order, map);
    const key = `${party.email?.toLowerCase() ?? party.name} ${party.phones[0] ?? ''}`;
    if (!one.has(key)) one.set(key, party);
  }
  return [...one.values()];
}

function fieldsOf({ name, phones }: PartyPatch): object {
  const names = name === undefined ? undefined : splitName(name);
  const both = names && { first_name: names.first, last_name: names.last };
  const billing = { ...both, ...(phones === undefined ? {} : { phone: phones.join(', ') }) };
  return { ...both, ...(Object.keys(billing).length === 0 ? {} : { billing }) };
}
