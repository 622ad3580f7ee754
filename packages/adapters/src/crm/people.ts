/**
 * The parties group of a host that keeps people and firms. What is the same for all of them stands here: who is certain, who may be a
 * duplicate, that a number is taken once, and that nothing is written twice.
 */
import { readNumber } from '@ringback/model/phone-number';
import type { MatchVia, Page, PageQuery, Party, PartyInput, PartyMatch, PartyPatch } from '@ringback/model';
import type { CrmContext } from '../context.ts';
import { AdapterError } from '../error.ts';
import type { DuplicateQuery, PartiesGroup, ReadOptions, WriteOptions } from './contract.ts';
import { createOnce } from './once.ts';
import { createSerial } from './serial.ts';

/** Somebody whose record, or whose firm's, may hold the number. Too many are no harm: it is looked at again. */
export interface Candidate {
  party: Party;
  /** The other record that led to him, with its numbers, E.164. */
  via?: MatchVia & { phones: readonly string[] };
}

/** What the host's adapter brings. */
export interface PeopleSource {
  byPhone(e164: string, options: ReadOptions): Promise<Candidate[]>;
  /** What does not hold the text is sorted out afterwards. */
  byName(part: string, options: ReadOptions): Promise<Party[]>;
  byEmail(email: string, options: ReadOptions): Promise<Party[]>;
  byTaxId?(taxId: string, options: ReadOptions): Promise<Party[]>;
  get(id: string, options: ReadOptions): Promise<Party | undefined>;
  list?(query: PageQuery, options: ReadOptions): Promise<Page<Party>>;
  create?(input: PartyInput, options: WriteOptions): Promise<Party>;
  /** `patch` holds what is to change and nothing else; `addPhone` is new to him. */
  update?(party: Party, patch: PartyPatch, options: WriteOptions): Promise<Party>;
}

export interface PeopleOptions {
  system: string;
  context: Pick<CrmContext, 'country' | 'kept'>;
  source: PeopleSource;
  /** Kinds that the host can keep, as told to whoever asks for another. */
  kinds: readonly string[];
}

const MOST = 20;

export function createPeople({ system, context, source, kinds }: PeopleOptions): PartiesGroup {
  const once = createOnce(context.kept);
  const serial = createSerial();

  async function findByPhone(number: string, options: ReadOptions = {}): Promise<PartyMatch[]> {
    const read = readNumber(number, context.country());
    return read.kind === 'e164' ? scored(await source.byPhone(read.e164, options), read.e164) : [];
  }

  async function findByName(name: string, options: ReadOptions = {}): Promise<PartyMatch[]> {
    const part = name.trim();
    if (part === '') return [];
    const sought = fold(part);
    const found = (await source.byName(part, options)).filter((party) => fold(party.name).includes(sought));
    return distinct(found)
      .slice(0, MOST)
      .map((party) => ({ party, score: 0.5, why: 'name' }));
  }

  async function duplicates(query: DuplicateQuery, options: ReadOptions = {}): Promise<PartyMatch[]> {
    const { phones = [], email, taxId, name, exceptId } = query;
    const found: PartyMatch[] = [];
    for (const phone of phones) {
      for (const match of await findByPhone(phone, options)) {
        found.push({ ...match, score: Math.max(match.score, 0.8) });
      }
    }
    const same = (parties: readonly Party[], why: 'email' | 'tax-id', score: number) =>
      found.push(...parties.map((party): PartyMatch => ({ party, score, why })));
    if (taxId && source.byTaxId)
      same(
        (await source.byTaxId(taxId, options)).filter((one) => one.taxId === taxId),
        'tax-id',
        0.95,
      );
    if (email) {
      const his = ({ email: one }: Party) => one?.toLowerCase() === email.toLowerCase();
      same((await source.byEmail(email, options)).filter(his), 'email', 0.9);
    }
    if (name) found.push(...(await findByName(name, options)));
    const best = new Map<string, PartyMatch>();
    for (const match of found) {
      const known = best.get(match.party.id);
      if (match.party.id !== exceptId && (!known || known.score < match.score))
        best.set(match.party.id, match);
    }
    return [...best.values()].sort((one, other) => other.score - one.score).slice(0, MOST);
  }

  const group: PartiesGroup = {
    findByPhone,
    findByName,
    duplicates,
    get: async (id, options = {}) => source.get(id, options),
  };
  const { list, create, update } = source;
  if (list) group.list = (query, options = {}) => list(query, options);
  if (!create || !update) return group;

  async function requireFree(phone: string, options: ReadOptions, exceptId?: string): Promise<void> {
    const matches = await findByPhone(phone, options);
    const owner = matches.find(({ why, party }) => why === 'phone' && party.id !== exceptId)?.party;
    if (!owner) return;
    throw new AdapterError(system, 'conflict', `${phone} belongs to another customer already.`, {
      hint: `It is ${owner.name}'s: choose that record instead.`,
    });
  }

  async function existing(id: string, options: ReadOptions): Promise<Party> {
    const party = await source.get(id, options);
    if (party) return party;
    throw new AdapterError(system, 'not-found', 'There is no such customer.', {
      hint: 'He may have been removed in the host.',
    });
  }

  /** Somebody of that name with the number: made by an attempt whose answer was lost. */
  async function made({ name, phones }: PartyInput, options: ReadOptions): Promise<Party | undefined> {
    for (const phone of phones) {
      const found = await findByPhone(phone, options);
      const his = found.find(({ party, why }) => why === 'phone' && party.name === name);
      if (his) return existing(his.party.id, options);
    }
    return undefined;
  }

  group.create = async (given, options) => {
    const input = { ...given, name: given.name.trim(), phones: [...new Set(given.phones)] };
    requireKind(input.kind);
    return once({
      key: `party.create:${options.idempotencyKey}`,
      recall: (id) => existing(id, options),
      find: async () => done(await made(input, options)),
      work: () =>
        serial.run(input.phones, async () => {
          for (const phone of input.phones) await requireFree(phone, options);
          const result = await create(input, options);
          return { id: result.id, result };
        }),
    });
  };

  group.update = async (id, patch, options) => {
    if (patch.kind !== undefined) requireKind(patch.kind);
    for (const field of ['nature', 'phones'] as const) if (patch[field] !== undefined) refuse(field);
    return once({
      key: `party.update:${id}:${options.idempotencyKey}`,
      recall: () => existing(id, options),
      // The same change once more changes nothing.
      find: async () => undefined,
      work: () =>
        serial.run([id, ...(patch.addPhone === undefined ? [] : [patch.addPhone])], async () => {
          const party = await existing(id, options);
          const wanted = changes(party, patch);
          if (wanted.addPhone !== undefined) await requireFree(wanted.addPhone, options, id);
          const result = Object.keys(wanted).length === 0 ? party : await update(party, wanted, options);
          return { id, result };
        }),
    });
  };

  function refuse(field: string): never {
    throw new AdapterError(system, 'invalid', 'The host does not let this be changed from here.', {
      hint: 'Change it in the host itself.',
      fields: { [field]: 'is changed in the host itself' },
    });
  }

  function requireKind(kind: string): void {
    if (kinds.includes(kind)) return;
    const known = kinds.map((one) => `"${one}"`).join(', ');
    throw new AdapterError(system, 'invalid', `The host knows no kind "${kind}": ${known}.`, {
      hint: 'Choose one of those, or keep the customer in another system.',
      fields: { kind: `must be one of ${known}` },
    });
  }
  return group;
}

const done = (party: Party | undefined) => (party ? { id: party.id, result: party } : undefined);
const fold = (text: string): string => text.normalize('NFC').toLocaleLowerCase();

function changes(party: Party, patch: PartyPatch): PartyPatch {
  const { addPhone, name, ...rest } = patch;
  const changed = Object.entries(rest).filter(
    ([field, value]) =>
      value !== undefined && JSON.stringify(value) !== JSON.stringify(party[field as keyof Party]),
  );
  return {
    ...(Object.fromEntries(changed) as PartyPatch),
    ...(name !== undefined && name.trim() !== party.name ? { name: name.trim() } : {}),
    ...(addPhone !== undefined && !party.phones.includes(addPhone) ? { addPhone } : {}),
  };
}

/** His own number before his firm's; persons before the firms that have the same number. */
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
