/**
 * The parties group of a shop: a shop keeps customers, one number or a few of each, and orders that name a recipient. What is the
 * same for all of them stands here: who is certain, who is a duplicate, and that nothing is written twice.
 */
import { readNumber } from '@ringback/model/phone-number';
import type { MatchVia, Page, PageQuery, Party, PartyInput, PartyMatch, PartyPatch } from '@ringback/model';
import type { CrmContext } from '../../context.ts';
import { AdapterError } from '../../error.ts';
import type { DuplicateQuery, PartiesGroup, ReadOptions } from '../contract.ts';
import { createOnce } from '../once.ts';
import { createSerial } from '../serial.ts';
import { nameHas, wordsOf } from './name.ts';

/** A shop knows one kind of party. */
export const CUSTOMER_KIND = 'client';

/** Somebody whose record, or whose order, may hold the number. Too many are no harm: it is looked at again. */
export interface Candidate {
  party: Party;
  /** The order that led to him, with its numbers, E.164. */
  via?: MatchVia & { phones: readonly string[] };
}

export interface NewCustomer {
  name: string;
  phones: readonly string[];
  email?: string;
}

/** What a shop's adapter brings. */
export interface CustomerSource {
  byPhone(e164: string, options: ReadOptions): Promise<Candidate[]>;
  /** Words in small letters; what does not hold them all is sorted out afterwards. */
  byName(words: readonly string[], options: ReadOptions): Promise<Party[]>;
  byEmail(email: string, options: ReadOptions): Promise<Party[]>;
  get(id: string, options: ReadOptions): Promise<Party | undefined>;
  list?(query: PageQuery, options: ReadOptions): Promise<Page<Party>>;
  create?(input: NewCustomer, options: ReadOptions): Promise<Party>;
  /** `patch` holds only what is to change; `phones` all of them. */
  update?(party: Party, patch: Partial<NewCustomer>, options: ReadOptions): Promise<Party>;
}

export interface CustomersOptions {
  system: string;
  context: Pick<CrmContext, 'country' | 'kept'>;
  source: CustomerSource;
}

const MOST = 20;

/** What a customer's record of a shop has no place for; named in the refusal, never dropped in silence. */
const NO_PLACE = [
  'taxId',
  'address',
  'responsibleId',
  'organizationId',
  'main',
  'draft',
  'tags',
  'custom',
] as const;

export function createCustomers({ system, context, source }: CustomersOptions): PartiesGroup {
  const once = createOnce(context.kept);
  const serial = createSerial();

  async function findByPhone(number: string, options: ReadOptions = {}): Promise<PartyMatch[]> {
    const read = readNumber(number, context.country());
    if (read.kind !== 'e164') return [];
    return scored(await source.byPhone(read.e164, options), read.e164);
  }

  async function findByName(name: string, options: ReadOptions = {}): Promise<PartyMatch[]> {
    const words = wordsOf(name);
    if (words.length === 0) return [];
    const found = (await source.byName(words, options)).filter((party) => nameHas(party.name, words));
    return distinct(found)
      .slice(0, MOST)
      .map((party) => ({ party, score: 0.5, why: 'name' }));
  }

  async function duplicates(query: DuplicateQuery, options: ReadOptions = {}): Promise<PartyMatch[]> {
    const found: PartyMatch[] = [];
    for (const phone of query.phones ?? []) {
      const matches = await findByPhone(phone, options);
      found.push(...matches.map((match) => ({ ...match, score: Math.max(match.score, 0.8) })));
    }
    if (query.email) {
      const same = (await source.byEmail(query.email, options)).filter(
        ({ email }) => email?.toLowerCase() === query.email?.toLowerCase(),
      );
      found.push(...same.map((party): PartyMatch => ({ party, score: 0.9, why: 'email' })));
    }
    if (query.name) found.push(...(await findByName(query.name, options)));
    const best = new Map<string, PartyMatch>();
    for (const match of found) {
      const known = best.get(match.party.id);
      if (match.party.id !== query.exceptId && (!known || known.score < match.score)) {
        best.set(match.party.id, match);
      }
    }
    return [...best.values()].sort((one, other) => other.score - one.score).slice(0, MOST);
  }

  const group: PartiesGroup = {
    findByPhone,
    findByName,
    duplicates,
    get: async (id, options = {}) => (isHostId(id) ? source.get(id, options) : undefined),
  };
  const { list, create, update } = source;
  if (list) group.list = (query, options = {}) => list(query, options);
  if (!create || !update) return group;

  async function owner(phone: string, options: ReadOptions, exceptId?: string): Promise<Party | undefined> {
    const matches = await findByPhone(phone, options);
    return matches.find(({ why, party }) => why === 'phone' && party.id !== exceptId)?.party;
  }

  async function existing(id: string, options: ReadOptions): Promise<Party> {
    const party = isHostId(id) ? await source.get(id, options) : undefined;
    if (party) return party;
    throw new AdapterError(system, 'not-found', 'There is no such customer.', {
      hint: 'He may have been removed in the shop.',
    });
  }

  async function requireFree(
    numbers: readonly string[],
    options: ReadOptions,
    ownId?: string,
  ): Promise<void> {
    for (const phone of numbers) {
      const his = await owner(phone, options, ownId);
      if (!his) continue;
      throw new AdapterError(system, 'conflict', `${phone} belongs to another customer already.`, {
        hint: `It is ${his.name}'s: choose that record instead.`,
      });
    }
  }

  group.create = (input, options) => {
    const name = input.name.trim();
    const phones = [...new Set(input.phones)];
    const email = input.email === undefined ? {} : { email: input.email };
    const found = (party: Party | undefined) => party && { id: party.id, result: party };
    return serial.run(phones, async () => {
      requireCustomer(system, input);
      return once({
        key: `party.create:${options.idempotencyKey}`,
        async work() {
          await requireFree(phones, options);
          const { id } = await create({ name, phones, ...email }, options);
          return { id, result: await existing(id, options) };
        },
        // Who has the number now and this very name is whom we made when the answer was lost.
        async find() {
          const his = phones[0] === undefined ? undefined : await owner(phones[0], options);
          return his?.name === name ? found(his) : undefined;
        },
        recall: (id) => existing(id, options),
      });
    });
  };

  group.update = (id, patch, options) =>
    serial.run([id, ...(patch.addPhone === undefined ? [] : [patch.addPhone])], async () => {
      requireCustomer(system, patch);
      return once({
        key: `party.update:${id}:${options.idempotencyKey}`,
        async work() {
          const party = await existing(id, options);
          const wanted = changes(party, patch);
          if (patch.addPhone !== undefined && wanted.phones) await requireFree([patch.addPhone], options, id);
          if (Object.keys(wanted).length > 0) await update(party, wanted, options);
          return { id, result: await existing(id, options) };
        },
        // What was changed already is not changed again: the same values are the same record.
        find: async () => undefined,
        recall: () => existing(id, options),
      });
    });
  return group;
}

/** Ids of every shop are numbers or GUIDs: what is neither is nobody's, and is not put into an address. */
function isHostId(id: string): boolean {
  return /^(\d{1,19}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i.test(id);
}

function requireCustomer(system: string, input: PartyInput | PartyPatch): void {
  const { kind } = input;
  if (kind !== undefined && kind !== CUSTOMER_KIND) {
    throw new AdapterError(system, 'invalid', `A shop keeps customers alone, and not "${kind}".`, {
      hint: `Create a "${CUSTOMER_KIND}", or keep "${kind}" in another system.`,
      fields: { kind: `must be "${CUSTOMER_KIND}"` },
    });
  }
  const homeless = NO_PLACE.filter((field) => (input as Record<string, unknown>)[field] !== undefined);
  if (homeless.length === 0) return;
  throw new AdapterError(system, 'unsupported', `The shop has no place for ${homeless.join(', ')}.`, {
    hint: 'Leave it out, or keep it in another system.',
    fields: Object.fromEntries(homeless.map((field) => [field, 'cannot be kept by this system'])),
  });
}

function changes(party: Party, { name, addPhone, email }: PartyPatch): Partial<NewCustomer> {
  return {
    ...(name !== undefined && name.trim() !== party.name ? { name: name.trim() } : {}),
    ...(addPhone !== undefined && !party.phones.includes(addPhone)
      ? { phones: [...party.phones, addPhone] }
      : {}),
    ...(email !== undefined && email !== party.email ? { email } : {}),
  };
}

function scored(candidates: readonly Candidate[], e164: string): PartyMatch[] {
  const own = distinct(
    candidates.filter(({ party }) => party.phones.includes(e164)).map(({ party }) => party),
  );
  const ownIds = new Set(own.map(({ id }) => id));
  const recipients = new Map<string, PartyMatch>();
  for (const { party, via } of candidates) {
    if (!via?.phones.includes(e164) || ownIds.has(party.id) || recipients.has(party.id)) continue;
    const { kind, id, label } = via;
    recipients.set(party.id, { party, score: 0.5, why: 'order', via: { kind, id, label } });
  }
  const sure = own.length === 1;
  return [
    ...own.map((party): PartyMatch => ({ party, score: sure ? 1 : 0.7, why: 'phone' })),
    ...recipients.values(),
  ];
}

function distinct(parties: readonly Party[]): Party[] {
  return [...new Map(parties.map((party) => [party.id, party])).values()];
}
