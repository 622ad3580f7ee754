import * as z from 'zod/mini';
import type { Party, PartyPatch } from '@ringback/model';
import { AdapterError } from '../../error.ts';
import type { Candidate, PartySource } from '../kit/parties.ts';
import { splitName } from '../kit/name.ts';
import { pageOf, rowsRead } from '../kit/pages.ts';
import { placeholderEmail } from '../kit/placeholder-email.ts';
import { type OpencartApi, SYSTEM } from './api.ts';
import { guestOf, type MapOptions, OpencartCustomer, OpencartOrder, orderOfGuest, partyOf } from './map.ts';
import { readPhones } from '../phone.ts';

const Found = z.object({ customers: z.array(OpencartCustomer), orders: z.array(OpencartOrder) });
const Customers = z.array(OpencartCustomer);

/** So many digits of a number stand together in every way of writing it, once what is between them is gone. */
const SURE_DIGITS = 7;
/** Of the column `telephone`. */
const LONGEST_PHONE = 32;

export function createSource(api: OpencartApi, map: () => MapOptions): PartySource {
  const toParty = (customer: OpencartCustomer): Party => partyOf(customer, map());

  return {
    async byPhone(e164, options) {
      const digits = e164.slice(-SURE_DIGITS);
      const { customers, orders } = await api.ask('customers.find', Found, { digits }, options);
      const known = new Set(customers.map(({ email }) => email.toLowerCase()));
      const guests = new Map<string, Candidate>();
      const through: Candidate[] = [];
      for (const order of orders) {
        const phones = readPhones([order.telephone], map().country);
        if (order.customer_id > 0) {
          const via = { kind: 'order', id: String(order.id), label: String(order.id), phones } as const;
          const buyer = customers.find(({ id }) => id === order.customer_id);
          const party =
            buyer ??
            (await api.ask(
              'customers.get',
              z.nullable(OpencartCustomer),
              { id: order.customer_id },
              options,
            ));
          if (party) through.push({ party: toParty(party), via });
        } else if (!known.has(order.email.toLowerCase())) {
          // Newest first: a guest who ordered again is known by his last order.
          const key = `${order.email.toLowerCase()} ${phones[0] ?? ''}`;
          if (!guests.has(key)) guests.set(key, { party: guestOf(order, map()) });
        }
      }
      return [
        ...customers.map((customer): Candidate => ({ party: toParty(customer) })),
        ...through,
        ...guests.values(),
      ];
    },
    byName: async (words, options) =>
      (await api.ask('customers.search', Customers, { words }, options)).map(toParty),
    byEmail: async (email, options) =>
      (await api.ask('customers.email', Customers, { email }, options)).map(toParty),
    async get(id, options) {
      const orderId = orderOfGuest(id);
      if (orderId !== undefined) {
        const order = await api.ask('orders.get', z.nullable(OpencartOrder), { id: orderId }, options);
        return order?.customer_id === 0 ? guestOf(order, map()) : undefined;
      }
      const customer = await api.ask(
        'customers.get',
        z.nullable(OpencartCustomer),
        { id: Number(id) },
        options,
      );
      return customer ? toParty(customer) : undefined;
    },
    async list({ cursor, limit = 50 }, options) {
      const skip = rowsRead(cursor);
      const customers = await api.ask('customers.list', Customers, { skip, limit }, options);
      return pageOf(customers.map(toParty), { skip, limit });
    },
    async create({ name, phones, email = placeholderEmail(phones[0] ?? '') }, options) {
      return toParty(
        await api.ask(
          'customers.create',
          OpencartCustomer,
          { ...fieldsOf({ name, phones }), email },
          options,
        ),
      );
    },
    async update({ id }, patch, options) {
      if (orderOfGuest(id) !== undefined) {
        throw new AdapterError(
          SYSTEM,
          'unsupported',
          'A guest of the shop has no record that could be changed.',
          {
            hint: 'Change the order in OpenCart, or create a customer.',
          },
        );
      }
      const email = patch.email === undefined ? {} : { email: patch.email };
      return toParty(
        await api.ask(
          'customers.update',
          OpencartCustomer,
          { id: Number(id), ...fieldsOf(patch), ...email },
          options,
        ),
      );
    },
  };
}

function fieldsOf({ name, phones }: PartyPatch): object {
  const names = name === undefined ? undefined : splitName(name);
  const telephone = phones?.join(', ');
  if (telephone !== undefined && telephone.length > LONGEST_PHONE) {
    throw new AdapterError(SYSTEM, 'invalid', 'OpenCart has room for two numbers of a customer.', {
      hint: 'Remove a number that is not used any more in the shop.',
    });
  }
  return {
    ...(names ? { firstname: names.first, lastname: names.last } : {}),
    ...(telephone === undefined ? {} : { telephone }),
  };
}
