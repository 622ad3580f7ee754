/**
 * The parties group of whatever keeps customers. What is the same for all systems stands here: who is certain, who may be a duplicate,
 * that a number is taken once, and that nothing is written twice. An adapter brings the reading and writing alone.
 */
import { readNumber } from '@ringback/model/phone-number';
import type { MatchVia, Page, PageQuery, Party, PartyInput, PartyMatch, PartyPatch } from '@ringback/model';
import type { CrmContext } from '../../context.ts';
import type { DuplicateQuery, PartiesGroup, PartyField, ReadOptions, WriteOptions } from '../contract.ts';
import { nameHas, wordsOf } from './name.ts';
import { createWrites } from './party-writes.ts';

/** What a system that knows one kind of party calls it. */
export const CUSTOMER_KIND = 'client';

/** Somebody whose record, or whose order or firm, may hold the number. Too many are no harm: it is looked at again. */
export interface Candidate {
  party: Party;
  /** The other record that led to him, with its numbers, E.164. */
  via?: MatchVia & { phones: readonly string[] };
}

/** What the adapter brings. */
export interface PartySource {
  byPhone(e164: string, options: ReadOptions): Promise<Candidate[]>;
  /** Words in small letters; what does not hold them all is sorted out afterwards. */
  byName(words: readonly string[], options: ReadOptions): Promise<Party[]>;
  byEmail(email: string, options: ReadOptions): Promise<Party[]>;
  byTaxId?(taxId: string, options: ReadOptions): Promise<Party[]>;
  get(id: string, options: ReadOptions): Promise<Party | undefined>;
  list?(query: PageQuery, options: ReadOptions): Promise<Page<Party>>;
  create?(input: PartyInput, options: WriteOptions): Promise<Party>;
  /** `change` holds what is to change and nothing else; `phones` = all of them, where `addPhone` is new to him. */
  update?(party: Party, change: PartyPatch, options: WriteOptions): Promise<Party>;
  /** Whom this very creation made before its answer was lost; where it is absent he is known by name and number. */
  made?(input: PartyInput, options: WriteOptions): Promise<Party | undefined>;
}

export interface PartiesOptions {
  system: string;
  context: Pick<CrmContext, 'country' | 'kept' | 'now'>;
  source: PartySource;
  /** Kinds that the system can keep, as told to whoever asks for another; `client` alone when absent. */
  kinds?: readonly string[];
  /** Fields that it keeps besides name, kind, numbers and e-mail; others are refused and not dropped in silence. */
  keeps?: readonly PartyField[];
  /** Whether an id may be the host's at all: what is not is never put into an address. Numbers and GUIDs when absent. */
  isId?(id: string): boolean;
}

const MOST = 20;

export function createPartiesGroup(given: PartiesOptions): PartiesGroup {
  const { context, source, kinds = [CUSTOMER_KIND], keeps = [], isId = isHostId } = given;
  const { list, create, update } = source;

  let latest = 0;
  /** Several requests may be needed: of two look-ups of one millisecond one is the older as well. */
  function begin(): number {
    latest = Math.max(context.now().getTime(), latest + 0.001);
    return latest;
  }

  async function findByPhone(number: string, options: ReadOptions = {}): Promise<PartyMatch[]> {
    const read = readNumber(number, context.country());
    if (read.kind !== 'e164') return [];
    return scored(await source.byPhone(read.e164, { began: begin(), ...options }), read.e164);
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
    const { phones = [], email, taxId, name, exceptId } = query;
    const found: PartyMatch[] = [];
    for (const phone of phones) {
      for (const match of await findByPhone(phone, options))
        found.push({ ...match, score: Math.max(match.score, 0.8) });
    }
    const same = (parties: readonly Party[], why: 'email' | 'tax-id', score: number) =>
      found.push(...parties.map((party): PartyMatch => ({ party, score, why })));
    if (taxId && source.byTaxId) {
      const his = (await source.byTaxId(taxId, options)).filter((party) => party.taxId === taxId);
      same(his, 'tax-id', 0.95);
    }
    if (email) {
      const wanted = email.toLowerCase();
      const his = (await source.byEmail(email, options)).filter((one) => one.email?.toLowerCase() === wanted);
      same(his, 'email', 0.9);
    }
    if (name) found.push(...(await findByName(name, options)));
    return bestOfEach(found.filter(({ party }) => party.id !== exceptId)).slice(0, MOST);
  }

  const get = async (id: string, options: ReadOptions = {}) =>
    isId(id) ? source.get(id, options) : undefined;
  return {
    ...{ findByPhone, findByName, duplicates, get },
    ...(list ? { list: (query: PageQuery, options: ReadOptions = {}) => list(query, options) } : {}),
    ...(create && update
      ? createWrites({ ...given, kinds, keeps, source: { ...source, create, update }, findByPhone, get })
      : {}),
  };
}

/** Ids of most hosts are numbers or GUIDs: what is neither is nobody's. */
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

/** His own number before his firm's or an order's; persons before the firms that have the same number. */
function scored(candidates: readonly Candidate[], e164: string): PartyMatch[] {
  const own = distinct(candidates.map(({ party }) => party).filter(({ phones }) => phones.includes(e164)));
  const ownIds = new Set(own.map(({ id }) => id));
  const others = new Map<string, PartyMatch>();
  for (const { party, via } of candidates) {
    if (!via?.phones.includes(e164) || ownIds.has(party.id) || others.has(party.id)) continue;
    const { kind, id, label } = via;
    const why = kind === 'order' ? 'order' : 'company-phone';
    others.set(party.id, { party, score: 0.5, why, via: { kind, id, label } });
  }
  const single = own.length === 1;
  const ranked = own.map((party): PartyMatch => ({
    party,
    why: 'phone',
    score: single ? 1 : scoreAmong(party),
  }));
  return [...ranked, ...others.values()].sort((one, other) => other.score - one.score);
}

const scoreAmong = ({ organization, nature }: Party): number =>
  organization ? 0.8 : nature === 'organization' ? 0.6 : 0.7;

function distinct(parties: readonly Party[]): Party[] {
  return [...new Map(parties.map((party) => [party.id, party])).values()];
}
