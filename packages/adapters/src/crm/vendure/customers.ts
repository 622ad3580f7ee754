/** Customers in Vendure: found by a pattern of digits, and through the numbers of addresses and orders that the gateway keeps. */
import * as z from 'zod/mini';
import type { Party } from '@ringback/model';
import type { CrmContext } from '../../context.ts';
import { AdapterError } from '../../error.ts';
import type { ReadOptions } from '../contract.ts';
import type { Candidate, PartySource } from '../kit/parties.ts';
import { splitName } from '../kit/name.ts';
import { pageOf, rowsRead } from '../kit/pages.ts';
import { placeholderEmail } from '../kit/placeholder-email.ts';
import { SYSTEM, type VendureApi } from './api.ts';
import {
  CREATE_CUSTOMER,
  CUSTOMER_BY_ID,
  FIND_BY_PHONE,
  FIND_CUSTOMERS,
  UPDATE_CUSTOMER,
} from './documents.ts';
import {
  type MapOptions,
  nameRegex,
  orderPhones,
  partyOf,
  phoneRegex,
  VendureCustomer,
  VendureOrder,
} from './map.ts';

const Customers = z.object({
  customers: z.object({ items: z.array(VendureCustomer), totalItems: z.number() }),
});
const ByPhone = z.object({
  customers: z.object({ items: z.array(VendureCustomer) }),
  orders: z.object({ items: z.array(z.extend(VendureOrder, { customer: z.nullish(VendureCustomer) })) }),
});
const ById = z.object({ customer: z.nullable(VendureCustomer) });
const Written = z.object({
  customer: z.union([VendureCustomer, z.object({ errorCode: z.string(), message: z.string() })]),
});

/** More than this share the last seven digits of no number. */
const MOST_FOUND = 50;

/** Names under which the gateway keeps the numbers that Vendure cannot search. */
export const indexId = (kind: 'customer' | 'order', id: string): string => `${kind}:${id}`;

export function createCustomerSource(
  api: VendureApi,
  { phones }: Pick<CrmContext, 'phones'>,
  map: () => MapOptions,
): PartySource {
  const toParty = (customer: VendureCustomer): Party => partyOf(customer, map());

  async function find(filter: object, options: ReadOptions, { skip = 0, take = MOST_FOUND } = {}) {
    const { customers } = await api.ask(FIND_CUSTOMERS, {
      ...options,
      schema: Customers,
      variables: { filter, skip, take },
    });
    return { parties: customers.items.map(toParty), total: customers.totalItems };
  }

  async function written(
    document: string,
    input: object,
    options: ReadOptions,
    repeatable: boolean,
  ): Promise<Party> {
    const { customer } = await api.ask(document, {
      ...options,
      schema: Written,
      variables: { input },
      repeatable,
    });
    if ('id' in customer) return toParty(customer);
    throw new AdapterError(SYSTEM, 'conflict', `Vendure: ${customer.message}`, {
      hint: 'Another customer has this e-mail address: choose that record instead.',
    });
  }

  return {
    async byPhone(e164, options) {
      const kept = await phones.find(e164);
      const ids = (kind: 'customer' | 'order') =>
        kept.filter((id) => id.startsWith(`${kind}:`)).map((id) => id.slice(kind.length + 1));
      const like = { phoneNumber: { regex: phoneRegex(e164) } };
      const own = ids('customer');
      const filter = own.length === 0 ? like : { _or: [like, { id: { in: own } }] };
      const { customers, orders } = await api.ask(FIND_BY_PHONE, {
        ...options,
        schema: ByPhone,
        variables: { filter, orders: ids('order'), take: MOST_FOUND },
      });
      const { country } = map();
      return [
        ...customers.items.map((customer): Candidate => ({ party: toParty(customer) })),
        ...orders.items.flatMap((order): Candidate[] => {
          if (!order.customer) return [];
          const via = {
            kind: 'order',
            id: order.id,
            label: order.code,
            phones: orderPhones(order, country),
          } as const;
          return [{ party: toParty(order.customer), via }];
        }),
      ];
    },
    async byName(words, options) {
      const each = words.map((word) => {
        const regex = nameRegex(word);
        return { _or: [{ firstName: { regex } }, { lastName: { regex } }] };
      });
      return (await find({ _and: each }, options)).parties;
    },
    byEmail: async (email, options) =>
      (await find({ emailAddress: { eq: email.toLowerCase() } }, options)).parties,
    async get(id, options) {
      const { customer } = await api.ask(CUSTOMER_BY_ID, { ...options, schema: ById, variables: { id } });
      return customer ? toParty(customer) : undefined;
    },
    async list({ cursor, limit = 50 }, options) {
      const skip = rowsRead(cursor);
      const { parties, total } = await find({}, options, { skip, take: limit });
      return pageOf(parties, { skip, limit, total });
    },
    create: ({ name, phones: [main = '', ...more], email = placeholderEmail(main) }, options) =>
      written(
        CREATE_CUSTOMER,
        { ...names(name), ...numbers([main, ...more]), emailAddress: email },
        options,
        false,
      ),
    update: ({ id }, { name, phones: all, email }, options) => {
      const input = {
        id,
        ...(name === undefined ? {} : names(name)),
        ...(all === undefined ? {} : numbers(all)),
        ...(email === undefined ? {} : { emailAddress: email }),
      };
      return written(UPDATE_CUSTOMER, input, options, true);
    },
  };
}

function names(name: string): { firstName: string; lastName: string } {
  const { first, last } = splitName(name);
  return { firstName: first, lastName: last };
}

/** Vendure has one field for a customer's number: several stand in it one after another, as people do it by hand. */
function numbers(all: readonly string[]): { phoneNumber: string } {
  return { phoneNumber: all.join(', ') };
}
