/** Contacts, companies and leads as parties. */
import type { Page, PageQuery, Party, PartyInput, PartyPatch } from '@ringback/model';
import * as z from 'zod/mini';
import { type AdapterError } from '../../error.ts';
import type { PartiesGroup, ReadOptions, WriteOptions } from '../contract.ts';
import { createPartiesGroup, type PartySource } from '../kit/parties.ts';
import { phoneSpellings } from '../phone.ts';
import type { Answer, Commands } from './api.ts';
import {
  type Base,
  getItemWith,
  Items,
  listItems,
  noSuch,
  ORIGINATOR,
  resultOf,
  unreadable,
} from './base.ts';
import { manifest } from './manifest.ts';
import { createMerge } from './merge.ts';
import {
  emailField,
  ENTITIES,
  entityOf,
  type Item,
  kindFields,
  nameFields,
  PARTY_ENTITIES,
  PARTY_KINDS,
  type PartyEntity,
  type PartyRecord,
  phoneField,
  readPartyId,
  toParty,
} from './map.ts';
import { byTaxId, createTaxIds, requisiteCommand, taxIdIn, type TaxIds } from './requisites.ts';
import type { Params } from './wire.ts';

/** `crm.duplicate.findbycomm` takes no more values. */
const MOST_SPELLINGS = 20;

const Found = z.union([z.array(z.unknown()), z.looseObject({ CONTACT: ids(), COMPANY: ids(), LEAD: ids() })]);
function ids() {
  return z.optional(z.array(z.coerce.number()));
}

export function createParties(base: Base): PartiesGroup {
  const writing: Writing = { base, taxIds: createTaxIds(base) };
  const source: PartySource = {
    byPhone: async (e164, options) =>
      (await byCommunication(base, 'PHONE', e164, options)).map((party) => ({ party })),
    byName: (words, options) => byName(base, words, options),
    byEmail: (email, options) => byCommunication(base, 'EMAIL', email, options),
    byTaxId: (taxId, options) => byTaxId(base, taxId, options),
    async get(id, options) {
      const record = readPartyId(id);
      return record && readParty(base, record, options);
    },
    list: (query, options) => list(base, query, options),
    create: (input, options) => create(writing, input, options),
    update: (party, patch, options) => update(writing, party, patch, options),
    made: (input, options) => made(writing, input, options),
  };
  const group = createPartiesGroup({
    ...{ system: manifest.id, context: base.context, source },
    ...{ kinds: PARTY_KINDS, keeps: manifest.writes?.party ?? [] },
    isId: (id) => readPartyId(id) !== undefined,
  });
  return {
    ...group,
    merge: createMerge(base, { get: (id) => group.get(id), update: (...given) => update(writing, ...given) }),
  };
}

async function list(
  base: Base,
  { cursor = 'contact:', limit }: PageQuery,
  options: ReadOptions,
): Promise<Page<Party>> {
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
}

async function readParty(base: Base, record: PartyRecord, options?: ReadOptions): Promise<Party | undefined> {
  const { entity } = record;
  const { item, answers } = await getItemWith(base, { ...record, also: requisiteCommand(record) }, options);
  const taxId = taxIdIn(answers.requisites);
  return item && { ...toParty(entity, item, base.mapContext()), ...(taxId ? { taxId } : {}) };
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
      : itemsOf(answers[entity], found[entity])
          // Who was a lead is a customer now, and is found as that.
          .filter((item) => entity !== 'lead' || item.stageSemanticId !== 'S')
          .map((item) => toParty(entity, item, base.mapContext())),
  );
}

/** Everybody with the address. */
export async function byEmail(base: Base, email: string, options?: ReadOptions): Promise<PartyRecord[]> {
  const found = await byCommunication(base, 'EMAIL', email, options);
  return found.flatMap(({ id }) => readPartyId(id) ?? []);
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
async function byName(base: Base, words: readonly string[], options?: ReadOptions): Promise<Party[]> {
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
  });
}

const originOf = ({ actor, idempotencyKey }: WriteOptions): string => `${actor}:${idempotencyKey}`;

interface Writing {
  base: Base;
  taxIds: TaxIds;
}

async function create({ base, taxIds }: Writing, input: PartyInput, options: WriteOptions): Promise<Party> {
  const entity = entityOf(input);
  if (input.taxId !== undefined) await taxIds.requirePlace(entity);
  const params = {
    entityTypeId: ENTITIES[entity].typeId,
    fields: fieldsOf(entity, input, originOf(options)),
  };
  const { item } = z
    .object({ item: z.looseObject({ id: z.coerce.number() }) })
    .parse(await base.api.write('crm.item.add', params, options));
  const record = { entity, id: item.id };
  if (input.taxId !== undefined) await taxIds.write(record, input.taxId, options);
  return mustRead(base, record);
}

/** Our key stands in the record: it is known again whatever it is called meanwhile. */
async function made(
  { base, taxIds }: Writing,
  input: PartyInput,
  options: WriteOptions,
): Promise<Party | undefined> {
  const entity = entityOf(input);
  const filter = { '=originatorId': ORIGINATOR, '=originId': originOf(options) };
  const [item] = (await listItems(base, { entity, filter, limit: 1 })).items;
  if (!item) return undefined;
  // The tax number is another write, which may not have come about.
  if (input.taxId !== undefined) await taxIds.write({ entity, id: item.id }, input.taxId, options);
  return mustRead(base, { entity, id: item.id });
}

async function mustRead(base: Base, record: PartyRecord): Promise<Party> {
  return (await readParty(base, record)) ?? Promise.reject(noSuch('customer'));
}

function fieldsOf(entity: PartyEntity, input: PartyInput, origin: string): Params {
  const { name, kind, phones, email, responsibleId, organizationId, custom } = input;
  const organization = organizationId === undefined ? undefined : readPartyId(organizationId);
  return {
    ...nameFields(entity, name),
    ...kindFields(entity, kind),
    fm: [...phones.map(phoneField), ...(email === undefined ? [] : [emailField(email)])],
    ...(responsibleId === undefined ? {} : { assignedById: Number(responsibleId) }),
    ...(organization ? { companyId: organization.id } : {}),
    ...custom,
    opened: 'Y',
    originatorId: ORIGINATOR,
    originId: origin,
  };
}

async function update(
  { base, taxIds }: Writing,
  party: Party,
  patch: PartyPatch,
  options: WriteOptions,
): Promise<Party> {
  const record = readPartyId(party.id);
  if (!record) throw noSuch('customer');
  const fields = changesOf(record.entity, patch);
  if (patch.taxId !== undefined) await taxIds.write(record, patch.taxId, options);
  if (Object.keys(fields).length > 0) {
    const params = { entityTypeId: ENTITIES[record.entity].typeId, id: record.id, fields };
    // The same values a second time change nothing; a number would stand there twice.
    const repeatable = patch.addPhone === undefined && patch.email === undefined;
    await base.api.write('crm.item.update', params, { ...options, repeatable });
  }
  return mustRead(base, record);
}

function changesOf(entity: PartyEntity, patch: PartyPatch): Params {
  const { name, kind, addPhone, email, responsibleId, organizationId, custom } = patch;
  const organization = organizationId === undefined ? undefined : readPartyId(organizationId);
  // A value without an id is added; those that are there stay.
  const added = [
    ...(addPhone === undefined ? [] : [phoneField(addPhone)]),
    ...(email === undefined ? [] : [emailField(email)]),
  ];
  return {
    ...(name === undefined ? {} : nameFields(entity, name)),
    ...(kind === undefined ? {} : kindFields(entity, kind)),
    ...(added.length === 0 ? {} : { fm: added }),
    ...(responsibleId === undefined ? {} : { assignedById: Number(responsibleId) }),
    ...(organization ? { companyId: organization.id } : {}),
    ...custom,
  };
}
