/** Customers with their addresses, in which their numbers stand. */
import * as z from 'zod/mini';
import type { Party, PartyInput } from '@ringback/model';
import type { CrmContext } from '../../context.ts';
import { AdapterError } from '../../error.ts';
import type { ReadOptions } from '../contract.ts';
import type { PartySource } from '../kit/parties.ts';
import { splitName, longestOf } from '../kit/name.ts';
import { pageOf, rowsRead } from '../kit/pages.ts';
import { placeholderEmail } from '../kit/placeholder-email.ts';
import { phoneSpellings } from '../phone.ts';
import { PAGE, type PrestashopApi, SYSTEM } from './api.ts';
import { type MapOptions, NOTHING, partyOf, PrestashopAddress, PrestashopCustomer } from './map.ts';

/** Addresses of so many customers are read at once. */
const MOST_ADDRESSES = 1000;
/** Of the field `phone`. */
const LONGEST_PHONE = 32;

export interface Reader {
  /** With all their numbers, which are kept from then on. */
  parties(customers: readonly PrestashopCustomer[], options: ReadOptions): Promise<Party[]>;
  addresses(ids: readonly number[], options: ReadOptions): Promise<PrestashopAddress[]>;
  keep(customerId: number, addresses: readonly PrestashopAddress[]): Promise<void>;
}

export function createReader(
  api: PrestashopApi,
  { phones }: Pick<CrmContext, 'phones'>,
  map: () => MapOptions,
): Reader {
  const addresses: Reader['addresses'] = async (ids, options) =>
    ids.length === 0
      ? []
      : api.list(
          'addresses',
          PrestashopAddress,
          { filter: { id_customer: ids, deleted: [0] }, sort: 'id_ASC', take: MOST_ADDRESSES },
          options,
        );
  const keep: Reader['keep'] = (id, his) =>
    phones.put(`customer:${id}`, partyOf({ id, firstname: '', lastname: '', email: '' }, his, map()).phones);
  return {
    addresses,
    keep,
    async parties(rows, options) {
      const customers = rows.filter(({ deleted }) => deleted !== '1');
      const all = await addresses(
        customers.map(({ id }) => id),
        options,
      );
      return Promise.all(
        customers.map(async (customer) => {
          const his = all.filter(({ id_customer }) => id_customer === customer.id);
          await keep(customer.id, his);
          return partyOf(customer, his, map());
        }),
      );
    },
  };
}

export interface SourceOptions {
  api: PrestashopApi;
  reader: Reader;
  context: Pick<CrmContext, 'country' | 'newId' | 'phones'>;
}

export function createSource({ api, reader, context }: SourceOptions): PartySource {
  const customers = (query: Parameters<PrestashopApi['list']>[2], options: ReadOptions) =>
    api.list('customers', PrestashopCustomer, query, options);
  const byIds = (ids: readonly (number | string)[], options: ReadOptions) =>
    ids.length === 0 ? Promise.resolve([]) : customers({ filter: { id: ids } }, options);

  /** Nobody has told of an address of five minutes ago: it is asked for in the ways in which people write numbers. */
  async function live(e164: string, options: ReadOptions): Promise<number[]> {
    const spelled = phoneSpellings(e164, context.country());
    const found = await Promise.all(
      ['phone', 'phone_mobile'].map((field) =>
        api.list(
          'addresses',
          PrestashopAddress,
          { filter: { [field]: spelled, deleted: [0] }, take: 20 },
          options,
        ),
      ),
    );
    return ownersOf(found.flat());
  }

  let country: number | undefined;
  async function countryId(options: ReadOptions): Promise<number> {
    const iso = context.country();
    const found = await api.list(
      'countries',
      z.object({ id: z.coerce.number() }),
      { filter: { iso_code: [iso] } },
      options,
    );
    if (found[0]) return found[0].id;
    throw new AdapterError(
      SYSTEM,
      'invalid',
      `The shop knows no country ${iso}, and no address is without a country.`,
      {
        hint: 'International → Locations → Countries: add it.',
      },
    );
  }

  /** An address that holds numbers alone: PrestaShop has no other place for them, nor for the tax number. */
  async function addAddress(
    id: number,
    { name, phones, taxId = '' }: Pick<PartyInput, 'name' | 'phones' | 'taxId'>,
    options: ReadOptions,
  ) {
    country ??= await countryId(options);
    const both = { ...namesOf(name), ...phonesOf(phones), vat_number: taxId };
    const fields = {
      id_customer: id,
      id_country: country,
      alias: 'Ringback',
      address1: NOTHING,
      city: NOTHING,
    };
    await api.create('addresses', 'address', { ...fields, ...both }, options);
  }

  async function one(id: string | number, options: ReadOptions): Promise<Party | undefined> {
    const [party] = await reader.parties(await byIds([id], options), options);
    return party;
  }

  return {
    async byPhone(e164, options) {
      const kept = (await context.phones.find(e164)).map((id) => id.replace('customer:', ''));
      const ids = kept.length > 0 ? kept : await live(e164, options);
      const parties = await reader.parties(await byIds(ids.slice(0, PAGE), options), options);
      return parties.map((party) => ({ party }));
    },
    async byName(words, options) {
      const longest = longestOf(words);
      const found = await Promise.all(
        ['firstname', 'lastname'].map((field) =>
          customers({ like: { [field]: longest }, take: 50 }, options),
        ),
      );
      return reader.parties(
        [...new Map(found.flat().map((customer) => [customer.id, customer])).values()],
        options,
      );
    },
    byEmail: async (email, options) =>
      reader.parties(await customers({ filter: { email: [email] } }, options), options),
    async byTaxId(taxId, options) {
      const filter = { vat_number: [taxId], deleted: [0] };
      const found = await api.list('addresses', PrestashopAddress, { filter, take: 20 }, options);
      return reader.parties(await byIds(ownersOf(found), options), options);
    },
    get: one,
    async list({ cursor, limit = 50 }, options) {
      const skip = rowsRead(cursor);
      const rows = await customers({ sort: 'id_ASC', skip, take: limit }, options);
      return pageOf(await reader.parties(rows, options), { skip, limit });
    },
    async create({ name, phones, email, taxId }, options) {
      const address = email ?? placeholderEmail(phones[0] ?? '');
      const [known] = await customers({ filter: { email: [address] } }, options);
      const names = namesOf(name);
      // Made before, without its answer or without its address.
      if (known && (known.firstname !== names.firstname || known.lastname !== names.lastname)) {
        throw new AdapterError(SYSTEM, 'conflict', 'Another customer has this e-mail address already.', {
          hint: `It is ${known.firstname} ${known.lastname}'s: choose that record instead.`,
        });
      }
      const passwd = `${context.newId()}${context.newId()}`;
      const id =
        known?.id ??
        (await api.create('customers', 'customer', { ...names, email: address, passwd, active: 1 }, options));
      const his = await reader.addresses([id], options);
      const ours = { name, phones, ...(taxId === undefined ? {} : { taxId }) };
      if (his.length === 0) await addAddress(id, ours, options);
      return required(await one(id, options));
    },
    async update(party, { name, phones, email, taxId }, options) {
      const fields = {
        ...(name === undefined ? {} : namesOf(name)),
        ...(email === undefined ? {} : { email }),
      };
      if (Object.keys(fields).length > 0)
        await api.change('customers', 'customer', party.id, fields, options);
      if (phones) {
        const his = await reader.addresses([Number(party.id)], options);
        const ours = his.find(({ alias }) => alias === 'Ringback');
        const elsewhere = new Set(
          partyOf(
            { id: 0, firstname: '', lastname: '', email: '' },
            his.filter((address) => address !== ours),
            { country: context.country(), timeZone: 'UTC', page: () => undefined },
          ).phones,
        );
        const rest = phones.filter((phone) => !elsewhere.has(phone));
        if (ours) await api.change('addresses', 'address', String(ours.id), phonesOf(rest), options);
        else await addAddress(Number(party.id), { name: name ?? party.name, phones: rest }, options);
      }
      if (taxId !== undefined) {
        const his = await reader.addresses([Number(party.id)], options);
        // Where one stands already, else with the numbers.
        const place =
          his.find(({ vat_number }) => vat_number) ?? his.find(({ alias }) => alias === 'Ringback');
        const given = { vat_number: taxId };
        if (place) await api.change('addresses', 'address', String(place.id), given, options);
        else await addAddress(Number(party.id), { name: name ?? party.name, phones: [], taxId }, options);
      }
      return required(await one(party.id, options));
    },
  };
}

const ownersOf = (addresses: readonly PrestashopAddress[]): number[] =>
  [...new Set(addresses.map(({ id_customer }) => id_customer))].filter((id) => id > 0);

function required(party: Party | undefined): Party {
  if (party) return party;
  throw new AdapterError(SYSTEM, 'not-found', 'The customer is gone.', { hint: 'Look for him in the shop.' });
}

function namesOf(name: string): { firstname: string; lastname: string } {
  const { first, last } = splitName(name);
  return { firstname: first, lastname: last === '' ? NOTHING : last };
}

/** Two fields; what does not fit stands behind the second, with the one sign between that the shop allows. */
function phonesOf([main = '', ...others]: readonly string[]): { phone_mobile: string; phone: string } {
  const phone = others.join(' / ');
  if (phone.length > LONGEST_PHONE) {
    throw new AdapterError(SYSTEM, 'invalid', 'PrestaShop has no room for so many numbers of one customer.', {
      hint: 'Remove a number that is not used any more in the shop.',
    });
  }
  return { phone_mobile: main, phone };
}
