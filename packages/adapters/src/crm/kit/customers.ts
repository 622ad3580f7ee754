/**
 * The parties group of a shop: a shop keeps customers, one number or a few of each, and orders that name a recipient. What is the
 * same for all of them stands here: who is certain, who is a duplicate, and that nothing is written twice.
 */
import { readNumber } from '@ringback/model/phone-number';
import type { MatchVia, Page, PageQuery, Party, PartyMatch } from '@ringback/model';
import type { CrmContext } from '../../context.ts';
import type { DuplicateQuery, PartiesGroup, ReadOptions } from '../contract.ts';
import { createWrites } from './customer-writes.ts';
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
  /** The one kind of party; `client` when absent. */
  kind?: string;
  /** Whether an id may be the host's at all; numbers and GUIDs when absent. What is not is never put into an address. */
  isId?(id: string): boolean;
  context: Pick<CrmContext, 'country' | 'kept'>;
  source: CustomerSource;
}

const MOST = 20;

export function createCustomers(given: CustomersOptions): PartiesGroup {
  const { context, source, isId = isHostId } = given;
  const { list, create, update } = source;

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

  async function findByEmail(email: string, options: ReadOptions): Promise<PartyMatch[]> {
    const same = (one: string | undefined) => one?.toLowerCase() === email.toLowerCase();
    const found = (await source.byEmail(email, options)).filter((party) => same(party.email));
    return found.map((party) => ({ party, score: 0.9, why: 'email' }));
  }

  async function duplicates(query: DuplicateQuery, options: ReadOptions = {}): Promise<PartyMatch[]> {
    const found: PartyMatch[] = [];
    for (const phone of query.phones ?? []) {
      const matches = await findByPhone(phone, options);
      found.push(...matches.map((match) => ({ ...match, score: Math.max(match.score, 0.8) })));
    }
    if (query.email) found.push(...(await findByEmail(query.email, options)));
    if (query.name) found.push(...(await findByName(query.name, options)));
    return bestOfEach(found.filter(({ party }) => party.id !== query.exceptId)).slice(0, MOST);
  }

  const get = async (id: string, options: ReadOptions = {}) =>
    isId(id) ? source.get(id, options) : undefined;
  return {
    ...{ findByPhone, findByName, duplicates, get },
    ...(list ? { list: (query: PageQuery, options: ReadOptions = {}) => list(query, options) } : {}),
    ...(create && update
      ? createWrites({ ...given, byEmail: source.byEmail, create, update, findByPhone, get })
      : {}),
  };
}

/** Ids of every shop are numbers or GUIDs: what is neither is nobody's, and is not put into an address. */
function isHostId(id: string): boolean {
  return /^(\d{1,19}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i.test(id);
}

function bestOfEach(matches: readonly PartyMatch[]): PartyMatch[] {
  const best = new Map<string, PartyMatch>();
  for (const match of matches) {
    const known = best.get(match.party.id);
    if (!known || known.score < match.score) best.set(match.party.id, match);
  }
  return [...best.values()].sort((one, other) => other.score - one.score);
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
