import { readNumber } from '@ringback/model/phone-number';
import type { Party } from '@ringback/model';
import * as z from 'zod/mini';
import type { CrmContext } from '../../context.ts';
import { AdapterError } from '../../error.ts';
import type { ReadOptions } from '../contract.ts';
import { longestOf, splitName } from '../kit/name.ts';
import type { PartySource } from '../kit/parties.ts';
import { pageOf, rowsRead } from '../kit/pages.ts';
import { placeholderEmail } from '../kit/placeholder-email.ts';
import { type AdvantshopApi, PAGE, type Query, SYSTEM } from './api.ts';
import { AdvantshopCustomer, furtherPhones, type MapOptions, partyOf, withFurtherPhones } from './map.ts';

export const Customers = z.object({
  pagination: z.object({ totalCount: z.number(), totalPageCount: z.number() }),
  customers: z.array(AdvantshopCustomer),
});
const Written = z.object({ id: z.string() });

export interface Reader {
  find(query: Query, options: ReadOptions): Promise<z.infer<typeof Customers>>;
  one(id: string, options: ReadOptions): Promise<AdvantshopCustomer | undefined>;
}

/** Whatever is read is kept, as far as the shop itself cannot search it. */
export function createReader(api: AdvantshopApi, { phones }: Pick<CrmContext, 'phones'>): Reader {
  const keep = ({ id, adminComment }: AdvantshopCustomer) => phones.put(id, furtherPhones(adminComment));
  return {
    async find(query, options) {
      const page = await api.get('customers', Customers, { itemsPerPage: PAGE, page: 1, ...query }, options);
      for (const customer of page.customers) await keep(customer);
      return page;
    },
    async one(id, options) {
      try {
        const customer = await api.get(`customers/${id}`, AdvantshopCustomer, {}, options);
        await keep(customer);
        return customer;
      } catch (error) {
        if (error instanceof AdapterError && error.code === 'not-found') return undefined;
        throw error;
      }
    },
  };
}

export function createSource(
  api: AdvantshopApi,
  { reader, phones, map }: { reader: Reader; phones: CrmContext['phones']; map: () => MapOptions },
): PartySource {
  const find = async (query: Query, options: ReadOptions) => (await reader.find(query, options)).customers;
  const toParty = (customer: AdvantshopCustomer) => partyOf(customer, map());
  async function written(id: string, options: ReadOptions): Promise<Party> {
    const customer = await reader.one(id, options);
    if (customer) return toParty(customer);
    throw new AdapterError(SYSTEM, 'not-found', 'The customer is gone.', {
      hint: 'Look for him in the shop.',
    });
  }

  return {
    async byPhone(e164, options) {
      const ids = await phones.find(e164);
      const further = await Promise.all(ids.slice(0, 5).map((id) => reader.one(id, options)));
      const own = await find({ Phone: searchable(e164) }, options);
      const all = [...own, ...further.flatMap((customer) => (customer ? [customer] : []))];
      return all.map((customer) => ({ party: toParty(customer) }));
    },
    async byName(words, options) {
      const longest = longestOf(words);
      return (await find({ Name: longest }, options)).map(toParty);
    },
    byEmail: async (email, options) => (await find({ Email: email }, options)).map(toParty),
    async get(id, options) {
      // AdvantShop's ids are GUIDs: another answers with a page of the site.
      const customer = id.includes('-') ? await reader.one(id, options) : undefined;
      return customer && toParty(customer);
    },
    async list({ cursor, limit = 50 }, options) {
      const size = Math.min(limit, PAGE);
      const skip = rowsRead(cursor);
      const query = { itemsPerPage: size, page: Math.floor(skip / size) + 1 };
      const { customers, pagination } = await reader.find(query, options);
      return pageOf(customers.map(toParty), { skip, limit: size, total: pagination.totalCount });
    },
    async create({ name, phones: [main = '', ...more], email }, options) {
      const body = {
        ...names(name),
        email: email ?? placeholderEmail(main),
        phone: digits(main),
        adminComment: withFurtherPhones('', more),
      };
      const { id } = await api.post('customers/add', Written, body, { ...options, repeatable: false });
      return written(id, options);
    },
    async update({ id }, patch, options) {
      const known = await reader.one(id, options);
      // Without its e-mail address the shop takes the customer's away.
      const email = patch.email ?? known?.email ?? '';
      const body = {
        email,
        ...(patch.name === undefined ? {} : { ...names(patch.name), patronymic: '' }),
        ...(patch.phones === undefined ? {} : numbers(patch.phones, known?.adminComment)),
      };
      await api.post(`customers/${id}`, z.unknown(), body, { ...options, repeatable: true });
      return written(id, options);
    },
  };
}

const digits = (e164: string): string => e164.replace(/\D/g, '');

/**
 * The end of the figure that the shop keeps: country codes and leading zeros may be missing in it. What begins with an eight would be
 * taken for a Russian trunk prefix, so then the whole number is sought.
 */
function searchable(e164: string): string {
  const read = readNumber(e164, 'RU');
  const national = read.kind === 'e164' ? digits(read.international.split(' ').slice(1).join('')) : '';
  return national === '' || national.startsWith('8') ? digits(e164) : national;
}

function names(name: string): { firstName: string; lastName: string } {
  const { first, last } = splitName(name);
  return { firstName: first, lastName: last };
}

function numbers([main = '', ...more]: readonly string[], comment: string | null | undefined) {
  return { phone: digits(main), adminComment: withFurtherPhones(comment, more) };
}
