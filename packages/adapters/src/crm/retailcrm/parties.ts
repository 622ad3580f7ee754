/** Customers of a retailCRM account, and who of the firm a caller is given to. */
import type { Party, PartyPatch } from '@ringback/model';
import * as z from 'zod/mini';
import { AdapterError } from '../../error.ts';
import type { PartiesGroup, ReadOptions, WriteOptions } from '../contract.ts';
import { longestOf, splitName } from '../kit/name.ts';
import { createPartiesGroup, type PartySource } from '../kit/parties.ts';
import { takenFrom } from '../kit/party-writes.ts';
import { rowsRead } from '../kit/pages.ts';
import { createOnce } from '../once.ts';
import { phoneTail, readPhones } from '../phone.ts';
import { LARGEST_PAGE, type Retailcrm } from './account.ts';
import { manifest } from './manifest.ts';
import { isId, routed, toParty } from './map.ts';
import { Customer, Done, Made, Manager } from './rows.ts';

const One = z.object({ customer: Customer });
const PAGE = 50;
const CUSTOMERS = { path: 'customers', kind: 'customers', row: Customer } as const;

export function createParties(account: Retailcrm): PartiesGroup {
  const search = async (filter: 'name' | 'email', text: string, options: ReadOptions): Promise<Party[]> => {
    const params = { [`filter[${filter}]`]: text };
    // Who works there is asked for first: in a long queue it would come after everything else.
    const [at, { items }] = await Promise.all([
      account.mapping(options),
      account.rows({ ...CUSTOMERS, params }, { skip: 0, limit: PAGE }, options),
    ]);
    return items.map((row) => toParty(row, at));
  };
  const source: PartySource = {
    byPhone: (e164, options) => byPhone(account, e164, options, search),
    byName: (words, options) => search('name', longestOf(words), options),
    byEmail: (email, options) => search('email', email, options),
    get: (id, options) => get(account, id, options),
    async list({ cursor, limit = PAGE }, options) {
      const page = await account.rows(
        CUSTOMERS,
        { skip: rowsRead(cursor), limit: Math.min(limit, LARGEST_PAGE) },
        options,
      );
      const at = await account.mapping(options);
      return { ...page, items: page.items.map((row) => toParty(row, at)) };
    },
    async create({ name, phones, email, responsibleId, address, tags, custom }, options) {
      const { first, last } = splitName(name);
      const customer = {
        ...{ firstName: first, lastName: last, phones: phones.map((number) => ({ number })) },
        ...(email === undefined ? {} : { email }),
        ...(address === undefined ? {} : { address: { text: address } }),
        ...(responsibleId === undefined ? {} : { managerId: Number(responsibleId) }),
        ...(tags === undefined ? {} : { addTags: tags }),
        ...(custom === undefined ? {} : { customFields: custom }),
      };
      const { id } = await account.api.post('customers/create', { customer }, Made, options);
      return existing(account, String(id ?? ''), options);
    },
    update: (party, patch, options) => update(account, party, patch, options),
  };
  const { context } = account;
  const group = createPartiesGroup({
    system: manifest.id,
    context,
    source,
    keeps: manifest.writes?.party ?? [],
  });
  return { ...group, merge: createMerge(account) };
}

/** Customers and routing side by side: telephony has a limit of its own. */
async function byPhone(
  account: Retailcrm,
  e164: string,
  options: ReadOptions,
  search: (filter: 'name', text: string, options: ReadOptions) => Promise<Party[]>,
) {
  const [parties, manager] = await Promise.all([
    // The filter by name looks into the phones as well.
    search('name', phoneTail(e164), options),
    account.api.get('telephony/manager', Manager, { phone: e164, details: 0, ignoreStatus: 0 }, options),
  ]);
  const his = parties.filter(({ phones }) => phones.includes(e164));
  return his.map((party) => ({
    party: his.length === 1 ? routed(party, manager ?? { manager: null }) : party,
  }));
}

async function row(account: Retailcrm, id: string, options: ReadOptions): Promise<Customer | undefined> {
  return isId(id)
    ? (await account.api.get(`customers/${id}`, One, { by: 'id' }, options))?.customer
    : undefined;
}

async function get(account: Retailcrm, id: string, options: ReadOptions): Promise<Party | undefined> {
  const found = await row(account, id, options);
  return found && toParty(found, await account.mapping(options));
}

async function existing(account: Retailcrm, id: string, options: ReadOptions): Promise<Party> {
  const party = await get(account, id, options);
  if (party) return party;
  throw new AdapterError(manifest.id, 'not-found', 'There is no such customer in retailCRM.');
}

/** Phones are written all together, as they were typed. */
async function update(
  account: Retailcrm,
  party: Party,
  patch: PartyPatch,
  options: WriteOptions,
): Promise<Party> {
  const before = await row(account, party.id, options);
  const { name, addPhone, email, address, responsibleId, tags, custom } = patch;
  const names = name === undefined ? undefined : splitName(name);
  const customer = {
    ...(names === undefined ? {} : { firstName: names.first, lastName: names.last, patronymic: '' }),
    ...(addPhone === undefined ? {} : { phones: [...(before?.phones ?? []), { number: addPhone }] }),
    ...(email === undefined ? {} : { email }),
    ...(address === undefined ? {} : { address: { text: address } }),
    ...(responsibleId === undefined ? {} : { managerId: Number(responsibleId) }),
    ...(tags === undefined ? {} : changedTags(party.tags ?? [], tags)),
    ...(custom === undefined ? {} : { customFields: custom }),
  };
  await edit(account, party.id, customer, before?.site, options);
  return existing(account, party.id, options);
}

const changedTags = (before: readonly string[], after: readonly string[]) => ({
  addTags: after.filter((tag) => !before.includes(tag)),
  removeTags: before.filter((tag) => !after.includes(tag)),
});

async function edit(
  account: Retailcrm,
  id: string,
  customer: object,
  site: string | null | undefined,
  options: WriteOptions,
): Promise<void> {
  const where = site ? { site } : {};
  await account.api.post(`customers/${id}/edit`, { by: 'id', ...where, customer }, Done, {
    ...options,
    repeatable: true,
  });
}

/** retailCRM moves orders, tasks and notes over; what numbers it keeps is not said, so that both customers' are written afterwards. */
function createMerge(account: Retailcrm): NonNullable<PartiesGroup['merge']> {
  const once = createOnce(account.context.kept);
  return (keepId, dropId, options) =>
    once({
      key: `party.merge:${keepId}:${dropId}:${options.idempotencyKey}`,
      recall: () => existing(account, keepId, options),
      find: async () => undefined,
      async work() {
        const [keep, drop] = [await row(account, keepId, options), await row(account, dropId, options)];
        if (!keep)
          throw new AdapterError(manifest.id, 'not-found', 'There is no such customer in retailCRM.');
        const lost = drop && options.take?.length ? await existing(account, dropId, options) : undefined;
        if (drop) {
          const fields = { customers: [{ id: Number(dropId) }], resultCustomer: { id: Number(keepId) } };
          await account.api.post('customers/combine', fields, Done, options);
        }
        const now = await row(account, keepId, options);
        const phones = union(account, [
          ...(now?.phones ?? []),
          ...(keep.phones ?? []),
          ...(drop?.phones ?? []),
        ]);
        await edit(account, keepId, { phones }, keep.site, options);
        const result = await existing(account, keepId, options);
        if (!lost) return { id: keepId, result };
        return { id: keepId, result: await update(account, result, takenFrom(lost, options.take), options) };
      },
    });
}

function union({ context }: Retailcrm, phones: readonly { number: string }[]): { number: string }[] {
  const country = context.country();
  const byNumber = new Map(
    phones.map(({ number }) => [readPhones([number], country).toSorted().join() || number, number]),
  );
  return [...byNumber.values()].map((number) => ({ number }));
}
