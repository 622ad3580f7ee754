/** Parties in Ringback's own store. */
import { Party, type PartyInput, type PartyMatch, type PartyPatch } from '@ringback/model';
import { normaliseNumber } from '@ringback/model/phone-number';
import { AdapterError } from '../../error.ts';
import type { DuplicateQuery, PartiesGroup, WriteOptions } from '../contract.ts';
import { auditChanges, type LocalOptions, once } from './base.ts';
import { belong } from './belonging.ts';
import { adoptLetters } from './letters.ts';
import { createMerges } from './merges.ts';
import { later, requireUnchanged } from './records.ts';

/** Answers to a search by name, and of duplicates. */
const MAX_FOUND = 20;
const PAGE = 50;
/** One of several who have a number: probable, and not certain enough to log a call to him. */
const SHARED = 0.7;
export const PARTY_FIELDS = [
  'name',
  'kind',
  'phones',
  'email',
  'nature',
  'taxId',
  'address',
  'responsible',
  'organization',
  'main',
  'draft',
  'tags',
  'custom',
] as const satisfies readonly (keyof Party)[];

export function createParties<Tx>(options: LocalOptions<Tx>): Required<PartiesGroup> {
  const { store, country } = options;
  const numberOf = (written: string) => normaliseNumber(written, country());
  const write = createWrites(options);
  return {
    async findByPhone(written) {
      const number = numberOf(written);
      const found = number === '' ? [] : await store.parties.byPhone(number);
      const score = found.length === 1 ? 1 : SHARED;
      return found.map((party): PartyMatch => ({ party, score, why: 'phone' }));
    },
    async findByName(name) {
      const part = name.trim();
      const found = part === '' ? [] : await store.parties.byName(part, MAX_FOUND);
      return found.map((party): PartyMatch => ({ party, score: 0.5, why: 'name' }));
    },
    get: (id) => store.parties.get(id),
    duplicates: (query) => findDuplicates(options, query),
    async list({ cursor = '', limit = PAGE }) {
      const items = await store.parties.after(cursor, limit);
      const last = items.at(-1);
      return { items, ...(last && items.length === limit ? { next: last.id } : {}) };
    },
    async search({ sort = 'name', order = 'asc', limit = PAGE, ...query }) {
      const { parties: items, next } = await store.parties.list({ ...query, sort, order, limit });
      return { items, ...(next === undefined ? {} : { next }) };
    },
    ...write,
    ...createMerges(options),
  };
}

async function findDuplicates<Tx>(
  { store, country }: LocalOptions<Tx>,
  { phones = [], email, taxId, name = '', exceptId }: DuplicateQuery,
): Promise<PartyMatch[]> {
  const found = new Map<string, PartyMatch>();
  const add = (parties: Party[], why: PartyMatch['why'], score: number) => {
    for (const party of parties) {
      if (party.id !== exceptId && !found.has(party.id)) found.set(party.id, { party, why, score });
    }
  };
  for (const phone of phones)
    add(await store.parties.byPhone(normaliseNumber(phone, country())), 'phone', 0.95);
  if (taxId !== undefined) add(await store.parties.byTaxId(taxId), 'tax-id', 0.95);
  if (email !== undefined) add(await store.parties.byEmail(email), 'email', 0.9);
  if (name.trim() !== '') add(await store.parties.byName(name.trim(), MAX_FOUND), 'name', 0.5);
  return [...found.values()].slice(0, MAX_FOUND);
}

function createWrites<Tx>(options: LocalOptions<Tx>): Pick<Required<PartiesGroup>, 'create' | 'update'> {
  const { store, now, newId } = options;

  async function requireFree(tx: Tx, phones: readonly string[], ownId?: string): Promise<void> {
    for (const phone of phones) {
      const taken = (await store.parties.byPhone(phone, tx)).find(({ id }) => id !== ownId);
      if (!taken) continue;
      throw new AdapterError('local', 'conflict', `${phone} belongs to another customer already`, {
        hint: `It is ${taken.name}'s (${taken.kind}): choose that record instead.`,
      });
    }
  }

  async function create(tx: Tx, input: PartyInput, { actor }: WriteOptions): Promise<Party> {
    const phones = [...new Set(input.phones)];
    await requireFree(tx, phones);
    const at = now().toISOString();
    const { responsibleId, organizationId, ...known } = input;
    const belonging = organizationId === undefined ? {} : await belong(store, tx, { organizationId, actor });
    const party: Party = {
      system: 'local',
      id: newId(),
      ...known,
      phones,
      ...belonging,
      ...(responsibleId === undefined ? {} : { responsible: { id: responsibleId } }),
      createdAt: at,
      updatedAt: at,
    };
    await store.parties.insert(tx, party);
    await auditChanges(store, tx, {
      actor,
      entity: 'party',
      id: party.id,
      old: undefined,
      next: party,
      fields: PARTY_FIELDS,
    });
    await adoptLetters(options, tx, party);
    await store.events.append(tx, { type: 'party.created', data: { party }, audience: null });
    return party;
  }

  async function update(tx: Tx, id: string, patch: PartyPatch, write: WriteOptions): Promise<Party> {
    const { actor } = write;
    const old = await store.parties.get(id, tx);
    if (!old) {
      throw new AdapterError('local', 'not-found', 'There is no such customer', {
        hint: 'It may have been removed.',
      });
    }
    requireUnchanged(old, write);
    await requireFree(tx, [...(patch.phones ?? []), ...(patch.addPhone ? [patch.addPhone] : [])], id);
    const { organizationId = patch.main ? old.organization?.id : undefined } = patch;
    const place = { organizationId: organizationId ?? '', actor, personId: id, main: patch.main === true };
    const belonging = organizationId === undefined ? {} : await belong(store, tx, place);
    const { draft, ...rest } = old;
    const kept: Party = { ...rest, ...(draft && !patch.confirmed ? { draft } : {}) };
    const wanted = withoutEmpty({ ...kept, ...wantedOf(old, patch), ...belonging });
    const fields = await auditChanges(store, tx, {
      actor,
      entity: 'party',
      id,
      old,
      next: wanted,
      fields: PARTY_FIELDS,
    });
    if (fields.length === 0) return old;
    const party = later(old, { ...wanted, updatedAt: now().toISOString() });
    await store.parties.update(tx, party);
    if (patch.email !== undefined) await adoptLetters(options, tx, party);
    await store.events.append(tx, { type: 'party.updated', data: { party }, audience: null });
    return party;
  }

  const parse = (answer: unknown) => Party.parse(answer);
  return {
    create: (input, write) =>
      once(store, { what: 'party.create', options: write, parse, work: (tx) => create(tx, input, write) }),
    update: (id, patch, write) =>
      once(store, {
        what: `party.update:${id}`,
        options: write,
        parse,
        work: (tx) => update(tx, id, patch, write),
      }),
  };
}

function wantedOf(old: Party, patch: PartyPatch): Partial<Party> {
  const {
    addPhone,
    phones,
    responsibleId,
    organizationId: _organization,
    main: _main,
    confirmed: _confirmed,
    ...fields
  } = patch;
  return {
    ...fields,
    ...(phones === undefined && addPhone === undefined
      ? {}
      : { phones: [...new Set([...(phones ?? old.phones), ...(addPhone === undefined ? [] : [addPhone])])] }),
    ...(responsibleId === undefined ? {} : { responsible: { id: responsibleId } }),
  } as Partial<Party>;
}

/** An emptied field is none. */
function withoutEmpty(party: Party): Party {
  const custom = Object.fromEntries(Object.entries(party.custom ?? {}).filter(([, value]) => value !== ''));
  const entries = Object.entries({ ...party, ...(party.custom ? { custom } : {}) });
  return Object.fromEntries(entries.filter(([, value]) => value !== '')) as Party;
}
