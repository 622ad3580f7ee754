/** Contacts, companies and leads as parties. */
import type { Party, PartyInput, PartyMatch, PartyPatch } from '@ringback/model';
import * as z from 'zod/mini';
import { AdapterError } from '../../error.ts';
import type { DuplicateQuery, PartiesGroup, ReadOptions, WriteOptions } from '../contract.ts';
import { phoneSpellings, readPhones } from '../phone.ts';
import type { Answer, Commands } from './api.ts';
import { type Base, getItem, Items, listItems, noSuch, ORIGINATOR, resultOf, unreadable } from './base.ts';
import { manifest } from './manifest.ts';
import {
  emailField,
  ENTITIES,
  entityOf,
  type Item,
  kindFields,
  nameFields,
  PARTY_ENTITIES,
  type PartyEntity,
  type PartyRecord,
  phoneField,
  readPartyId,
  toParty,
} from './map.ts';
import type { Params } from './wire.ts';

const MAX_FOUND = 20;
/** `crm.duplicate.findbycomm` takes no more values. */
const MOST_SPELLINGS = 20;
/** One of several who have a number. */
const SHARED = 0.7;

const Found = z.union([z.array(z.unknown()), z.looseObject({ CONTACT: ids(), COMPANY: ids(), LEAD: ids() })]);
function ids() {
  return z.optional(z.array(z.coerce.number()));
}

export function createParties(base: Base): Omit<Required<PartiesGroup>, 'merge' | 'unmerge' | 'search'> {
  const { context } = base;
  return {
    async findByPhone(number, options) {
      const found = await byCommunication(base, 'PHONE', number, options);
      const [own] = readPhones([number], context.country());
      const theirs = found.filter(({ phones }) => own === undefined || phones.includes(own));
      return theirs.map((party) => ({
        party,
        score: theirs.length === 1 ? 1 : SHARED,
        why: 'phone' as const,
      }));
    },
    async findByName(name, options) {
      const found = await byName(base, name, options);
      return found.map((party) => ({ party, score: 0.5, why: 'name' as const }));
    },
    async get(id, options) {
      const record = readPartyId(id);
      return record && readParty(base, record, options);
    },
    duplicates: (query, options) => findDuplicates(base, query, options),
    async list({ cursor = 'contact:', limit }, options) {
      const [entity = 'contact', after] = cursor.split(':') as [PartyEntity, string];
      const page = await listItems(
        base,
        { entity, filter: {}, cursor: after || undefined, limit, order: 'ASC' },
        options,
      );
      const items = page.items.map((item) => toParty(entity, item, base.mapContext()));
      const following = PARTY_ENTITIES[PARTY_ENTITIES.indexOf(entity) + 1];
      const next = page.next === undefined ? following && `${following}:` : `${entity}:${page.next}`;
      return { items, ...(next === undefined ? {} : { next }) };
    },
    create: (input, options) => create(base, input, options),
    update: (id, patch, options) => update(base, id, patch, options),
  };
}

async function readParty(
  base: Base,
  { entity, id }: PartyRecord,
  options?: ReadOptions,
): Promise<Party | undefined> {
  const item = await getItem(base, entity, id, options);
  return item && toParty(entity, item, base.mapContext());
}

/** Who has the number or address, with everything that the card shows: one request. */
async function byCommunication(
  base: Base,
  type: 'PHONE' | 'EMAIL',
  value: string,
  options?: ReadOptions,
): Promise<Party[]> {
  const spellings = type === 'PHONE' ? phoneSpellings(value, base.context.country()) : [value.trim()];
  if (spellings.length === 0 || spellings[0] === '') return [];
  const commands: Commands = {
    find: {
      method: 'crm.duplicate.findbycomm',
      params: { type, values: spellings.slice(0, MOST_SPELLINGS) },
    },
    ...base.usersCommand(),
  };
  for (const entity of PARTY_ENTITIES) {
    const params = {
      entityTypeId: ENTITIES[entity].typeId,
      select: ['*'],
      filter: { '@id': `$result[find][${entity.toUpperCase()}]` },
      start: -1,
    };
    commands[entity] = { method: 'crm.item.list', params };
  }
  const answers = await base.api.readAll(commands, options);
  if (answers.users) base.noteUsers(answers);
  const found = foundIds(answers.find);
  return PARTY_ENTITIES.flatMap((entity) =>
    // Where nothing was found the reference is empty, and nobody says what a portal makes of an empty filter.
    found[entity].size === 0
      ? []
      : itemsOf(answers[entity], found[entity]).map((item) => toParty(entity, item, base.mapContext())),
  );
}

function foundIds(answer: Answer | AdapterError | undefined): Record<PartyEntity, Set<number>> {
  const parsed = Found.safeParse(resultOf(answer));
  if (!parsed.success) throw unreadable('crm.duplicate.findbycomm');
  const found = Array.isArray(parsed.data) ? {} : parsed.data;
  return { contact: new Set(found.CONTACT), company: new Set(found.COMPANY), lead: new Set(found.LEAD) };
}

function itemsOf(answer: Answer | AdapterError | undefined, wanted: ReadonlySet<number>): Item[] {
  const parsed = Items.safeParse(resultOf(answer));
  if (!parsed.success) throw unreadable('crm.item.list');
  return parsed.data.items.filter(({ id }) => wanted.has(id));
}

/** Each word in one of the name's fields. */
async function byName(base: Base, name: string, options?: ReadOptions): Promise<Party[]> {
  const words = name.trim().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const commands: Commands = { ...base.usersCommand() };
  for (const entity of PARTY_ENTITIES) {
    const fields = entity === 'company' ? ['title'] : ['name', 'secondName', 'lastName'];
    const filter: Params = Object.fromEntries(
      words.map((word, index) => [
        String(index),
        {
          logic: 'OR',
          ...Object.fromEntries(fields.map((field, at) => [String(at), { [`%${field}`]: word }])),
        },
      ]),
    );
    const params = {
      entityTypeId: ENTITIES[entity].typeId,
      select: ['*'],
      filter,
      order: { id: 'DESC' },
      start: -1,
    };
    commands[entity] = { method: 'crm.item.list', params };
  }
  const answers = await base.api.readAll(commands, options);
  if (answers.users) base.noteUsers(answers);
  return PARTY_ENTITIES.flatMap((entity) => {
    const parsed = Items.safeParse(resultOf(answers[entity]));
    if (!parsed.success) throw unreadable('crm.item.list');
    return parsed.data.items.map((item) => toParty(entity, item, base.mapContext()));
  }).slice(0, MAX_FOUND);
}

async function findDuplicates(
  base: Base,
  { phones = [], email, name = '', exceptId }: DuplicateQuery,
  options?: ReadOptions,
): Promise<PartyMatch[]> {
  const asked = await Promise.all([
    ...phones.map(async (phone) => ({
      why: 'phone' as const,
      score: 0.95,
      parties: await byCommunication(base, 'PHONE', phone, options),
    })),
    ...(email === undefined
      ? []
      : [
          byCommunication(base, 'EMAIL', email, options).then((parties) => ({
            why: 'email' as const,
            score: 0.9,
            parties,
          })),
        ]),
    byName(base, name, options).then((parties) => ({ why: 'name' as const, score: 0.5, parties })),
  ]);
  const found = new Map<string, PartyMatch>();
  for (const { why, score, parties } of asked) {
    for (const party of parties) {
      if (party.id !== exceptId && !found.has(party.id)) found.set(party.id, { party, why, score });
    }
  }
  return [...found.values()].slice(0, MAX_FOUND);
}

async function requireFree(base: Base, phones: readonly string[], own?: string): Promise<void> {
  const owners = await Promise.all(phones.map((phone) => byCommunication(base, 'PHONE', phone)));
  for (const [index, parties] of owners.entries()) {
    const phone = phones[index] ?? '';
    const taken = parties.find(({ id, phones: theirs }) => id !== own && theirs.includes(phone));
    if (!taken) continue;
    throw new AdapterError(manifest.id, 'conflict', `${phone} belongs to another customer already`, {
      hint: `It is ${taken.name}'s (${taken.kind}): choose that record instead.`,
    });
  }
}

function create(base: Base, input: PartyInput, options: WriteOptions): Promise<Party> {
  const entity = entityOf(input);
  const origin = `${options.actor}:${options.idempotencyKey}`;
  const read = async (id: number) =>
    (await readParty(base, { entity, id })) ?? Promise.reject(noSuch('customer'));
  return base.serial.run(input.phones, () =>
    base.once({
      key: `party.create:${origin}`,
      async work() {
        await requireFree(base, input.phones);
        const params = { entityTypeId: ENTITIES[entity].typeId, fields: fieldsOf(entity, input, origin) };
        const { item } = z
          .object({ item: z.looseObject({ id: z.coerce.number() }) })
          .parse(await base.api.write('crm.item.add', params, options));
        return { id: String(item.id), result: await read(item.id) };
      },
      async find() {
        const filter = { '=originatorId': ORIGINATOR, '=originId': origin };
        const { items } = await listItems(base, { entity, filter, limit: 1 });
        const [item] = items;
        return item && { id: String(item.id), result: toParty(entity, item, base.mapContext()) };
      },
      recall: (id) => read(Number(id)),
    }),
  );
}

function fieldsOf(entity: PartyEntity, input: PartyInput, origin: string): Params {
  const { name, kind, phones, email, responsibleId, organizationId } = input;
  const organization = organizationId === undefined ? undefined : readPartyId(organizationId);
  return {
    ...nameFields(entity, name),
    ...kindFields(entity, kind),
    fm: [...phones.map(phoneField), ...(email === undefined ? [] : [emailField(email)])],
    ...(responsibleId === undefined ? {} : { assignedById: Number(responsibleId) }),
    ...(organization ? { companyId: organization.id } : {}),
    opened: 'Y',
    originatorId: ORIGINATOR,
    originId: origin,
  };
}

function update(base: Base, id: string, patch: PartyPatch, options: WriteOptions): Promise<Party> {
  const record = readPartyId(id);
  if (!record) return Promise.reject(noSuch('customer'));
  const { entity } = record;
  const read = async () => (await readParty(base, record)) ?? Promise.reject(noSuch('customer'));
  const { addPhone } = patch;
  return base.serial.run(addPhone === undefined ? [id] : [id, addPhone], () =>
    base.once({
      key: `party.update:${id}:${options.actor}:${options.idempotencyKey}`,
      async work() {
        const before = await read();
        if (addPhone !== undefined) await requireFree(base, [addPhone], id);
        const fields = changesOf(entity, before, patch);
        if (Object.keys(fields).length === 0) return { id: '', result: before };
        const params = { entityTypeId: ENTITIES[entity].typeId, id: record.id, fields };
        // The same values a second time change nothing.
        await base.api.write('crm.item.update', params, { ...options, repeatable: addPhone === undefined });
        return { id: '', result: await read() };
      },
      find: async () => undefined,
      recall: read,
    }),
  );
}

function changesOf(entity: PartyEntity, before: Party, patch: PartyPatch): Params {
  const { name, kind, addPhone, email, responsibleId, organizationId } = patch;
  const organization = organizationId === undefined ? undefined : readPartyId(organizationId);
  // A value without an id is added; those that are there stay.
  const added = [
    ...(addPhone === undefined || before.phones.includes(addPhone) ? [] : [phoneField(addPhone)]),
    ...(email === undefined || email === before.email ? [] : [emailField(email)]),
  ];
  return {
    ...(name === undefined || name === before.name ? {} : nameFields(entity, name)),
    ...(kind === undefined || kind === before.kind ? {} : kindFields(entity, kind)),
    ...(added.length === 0 ? {} : { fm: added }),
    ...(responsibleId === undefined ? {} : { assignedById: Number(responsibleId) }),
    ...(organization ? { companyId: organization.id } : {}),
  };
}
