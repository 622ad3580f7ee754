/** Customers and their contact persons in a 1C base. */
import type { Page, PageQuery, Party, PartyInput, PartyPatch } from '@ringback/model';
import { AdapterError } from '../../error.ts';
import type { PartiesGroup, ReadOptions, WriteOptions } from '../contract.ts';
import { pageOf, rowsRead } from '../kit/pages.ts';
import { readPhones } from '../phone.ts';
import { type Candidate, createPeople, type PeopleSource } from '../people.ts';
import type { Base } from './base.ts';
import { CONTACTS, type Layout, type PeopleSet } from './layout.ts';
import { KINDS, type MapContext, ownerIdOf, toParty } from './map.ts';
import { manifest } from './manifest.ts';
import { and, guid, isGuid, NO_REF, or, text, typeOf } from './odata.ts';
import { emailRow, numbered, phoneFilter, phoneRow, writtenPhones } from './phones.ts';
import { type Contact, type Named, Person } from './rows.ts';
import { serviceLookup } from './service.ts';
import { rewrite } from './write.ts';

const MOST_FOUND = 21;
const PAGE = 50;
const LARGEST_PAGE = 200;
const ALIVE = 'DeletionMark eq false';

export function createParties(base: Base): PartiesGroup {
  const { context, settings } = base;
  const source: PeopleSource = {
    byPhone: (e164, options) =>
      settings.service === undefined ? byPhone(base, e164, options) : serviceLookup(base, e164, options),
    byName: (part, options) => search(base, `substringof(${text(part)},Description)`, options),
    byEmail: (email, options) => search(base, `${CONTACTS}/any(x: x/АдресЭП eq ${text(email)})`, options),
    byTaxId: async (taxId, options) =>
      (await base.layout.get(options.signal)).configuration === 'unf'
        ? search(base, `ИНН eq ${text(taxId)}`, options, ['party'])
        : [],
    get: (id, options) => get(base, id, options),
    list: (query, options) => list(base, query, options),
    create: (input, options) => create(base, input, options),
    update: (party, patch, options) => update(base, party, patch, options),
  };
  return createPeople({ system: manifest.id, context, source, kinds: KINDS });
}

/** A group of a catalog is no customer, and catalogs without groups have no such field. */
const living = ({ set }: PeopleSet, { has }: Layout): string =>
  and(ALIVE, has(set, 'IsFolder') ? 'IsFolder eq false' : '');

export async function atHand(base: Base, { signal }: ReadOptions): Promise<MapContext> {
  const [layout, staff] = await Promise.all([base.layout.get(signal), base.staff.get(signal)]);
  const { url, timeZone } = base.settings;
  return { layout, staff, country: base.context.country(), timeZone, url };
}

/** One request for each catalog, all at once; another one where the answer is somebody's contact person. */
async function byPhone(base: Base, e164: string, options: ReadOptions): Promise<Candidate[]> {
  const at = await atHand(base, options);
  partySet(at.layout);
  const found = await Promise.all(
    at.layout.people.map(async (one) => {
      const filter = and(living(one, at.layout), phoneFilter(one, e164));
      const rows = await base.api.list(one.set, Person, { filter, top: MOST_FOUND }, options);
      return rows
        .filter((row) => readPhones(writtenPhones(row[CONTACTS] ?? []), at.country).includes(e164))
        .map((row) => ({ one, row }));
    }),
  );
  const rows = found.flat();
  const firms = await firmsOf(base, at, rows, options);
  return rows.flatMap(({ one, row }): Candidate[] => {
    const firm = firms.get(ownerIdOf(row, one, at.layout.party.set) ?? '');
    if (one.role !== 'legal') return [{ party: toParty(row, one, at, firm) }];
    if (!firm) return [];
    const phones = readPhones(writtenPhones(row[CONTACTS] ?? []), at.country);
    return [
      {
        party: toParty(firm, partySet(at.layout), at),
        via: { kind: 'organization', id: row.Ref_Key, label: row.Description ?? '', phones },
      },
    ];
  });
}

function partySet(layout: Layout): PeopleSet {
  const [first] = layout.people;
  if (first?.role === 'party') return first;
  throw new AdapterError(
    manifest.id,
    'unsupported',
    `${layout.party.set} is not published in this 1C base.`,
    {
      hint: 'In 1C, open “Настройка стандартного интерфейса OData” and tick the object.',
    },
  );
}

interface Found {
  one: PeopleSet;
  row: Person;
}

/** The customers of contact persons and legal entities, those that are not at hand already in one request. */
async function firmsOf(
  base: Base,
  { layout }: MapContext,
  rows: readonly Found[],
  options: ReadOptions,
): Promise<Map<string, Person>> {
  const firms = new Map(rows.filter(({ one }) => one.role === 'party').map(({ row }) => [row.Ref_Key, row]));
  const wanted = rows.flatMap(({ one, row }) => ownerIdOf(row, one, layout.party.set) ?? []);
  const missing = [...new Set(wanted)].filter((id) => !firms.has(id)).slice(0, MOST_FOUND);
  if (missing.length > 0) {
    const filter = or(missing.map((id) => `Ref_Key eq ${guid(id)}`));
    for (const row of await base.api.list(layout.party.set, Person, { filter, top: MOST_FOUND }, options)) {
      firms.set(row.Ref_Key, row);
    }
  }
  return firms;
}

async function search(
  base: Base,
  condition: string,
  options: ReadOptions,
  roles: readonly PeopleSet['role'][] = ['party', 'person'],
): Promise<Party[]> {
  const at = await atHand(base, options);
  partySet(at.layout);
  const found = await Promise.all(
    at.layout.people
      .filter(({ role }) => roles.includes(role))
      .map(async (one) => {
        const query = {
          filter: and(living(one, at.layout), condition),
          orderby: 'Description',
          top: MOST_FOUND,
        };
        return (await base.api.list(one.set, Person, query, options)).map((row) => ({ one, row }));
      }),
  );
  const firms = await firmsOf(base, at, found.flat(), options);
  return found
    .flat()
    .map(({ one, row }) => toParty(row, one, at, firms.get(ownerIdOf(row, one, at.layout.party.set) ?? '')));
}

/** Which catalog a reference is of, nobody says: the customers are asked first. */
async function find(
  base: Base,
  at: MapContext,
  id: string,
  options: ReadOptions,
): Promise<Found | undefined> {
  if (!isGuid(id)) return undefined;
  for (const one of at.layout.people) {
    if (one.role === 'legal') continue;
    const row = await base.api.get(one.set, id, Person, options);
    if (row && row.DeletionMark !== true && row.IsFolder !== true) return { one, row };
  }
  return undefined;
}

async function get(base: Base, id: string, options: ReadOptions): Promise<Party | undefined> {
  const at = await atHand(base, options);
  const found = await find(base, at, id, options);
  if (!found) return undefined;
  const firms = await firmsOf(base, at, [found], options);
  return toParty(
    found.row,
    found.one,
    at,
    firms.get(ownerIdOf(found.row, found.one, at.layout.party.set) ?? ''),
  );
}

/** Customers alone: their contact persons stand on their cards. */
async function list(
  base: Base,
  { cursor, limit = PAGE }: PageQuery,
  options: ReadOptions,
): Promise<Page<Party>> {
  const at = await atHand(base, options);
  partySet(at.layout);
  const one = partySet(at.layout);
  const top = Math.min(limit, LARGEST_PAGE);
  const skip = rowsRead(cursor);
  const { flags, nature, responsible, createdAt } = at.layout.party;
  const fields = [...Object.values(flags), nature.field, responsible, createdAt, 'ИНН', CONTACTS];
  const query = {
    filter: living(one, at.layout),
    select: ['Ref_Key', 'Description', ...fields.filter((field) => at.layout.has(one.set, field))],
    ...{ orderby: 'Ref_Key', top, skip },
  };
  const rows = await base.api.list(one.set, Person, query, options);
  return pageOf(
    rows.map((row) => toParty(row, one, at)),
    { skip, limit: top },
  );
}

async function create(base: Base, input: PartyInput, options: WriteOptions): Promise<Party> {
  const at = await atHand(base, options);
  const { layout } = at;
  const asPerson = input.organizationId !== undefined && layout.person?.owner !== undefined;
  const one = asPerson && layout.person ? layout.person : partySet(layout);
  const kinds = await base.contactKinds.get(options.signal);
  const contacts = numbered([
    ...input.phones.map((phone) => phoneRow(phone, kindOf(kinds, 'Телефон', one), one.reversed)),
    ...(input.email === undefined ? [] : [emailRow(input.email, kindOf(kinds, 'Email', one))]),
  ]);
  const fields = {
    Description: input.name,
    [CONTACTS]: contacts,
    ...(layout.has(one.set, 'НаименованиеПолное') ? { НаименованиеПолное: input.name } : {}),
    ...(asPerson
      ? ownerFields(one, layout.party.set, input.organizationId ?? NO_REF)
      : partyFields(layout, input)),
    ...responsibleFields(at, one, input.responsibleId),
    ...(input.taxId === undefined || !layout.has(one.set, 'ИНН') ? {} : { ИНН: input.taxId }),
    ...searchFields(one, input.phones[0]),
  };
  const made = await base.api.create(one.set, fields, Person, options);
  return (await get(base, made.Ref_Key, options)) ?? toParty(made, one, at);
}

function partyFields(layout: Layout, { kind, nature = 'person' }: PartyInput): Record<string, unknown> {
  const { flags, nature: natures } = layout.party;
  const flag = flags[kind as keyof typeof flags];
  return { [natures.field]: natures[nature], [flag]: true };
}

function ownerFields({ owner }: PeopleSet, set: string, id: string): Record<string, unknown> {
  if (!owner) return {};
  return { [owner.field]: id, ...(owner.typed ? { [`${owner.field}_Type`]: typeOf(set) } : {}) };
}

function responsibleFields(
  { layout, staff }: MapContext,
  one: PeopleSet,
  userId?: string,
): Record<string, unknown> {
  if (userId === undefined || !layout.has(one.set, layout.party.responsible)) return {};
  return { [layout.party.responsible]: layout.employees ? staff.employeeOf(userId) : userId };
}

/** What 1C's own form fills when it saves. */
const searchFields = ({ digits }: PeopleSet, phone: string | undefined): Record<string, string> =>
  digits === undefined || phone === undefined ? {} : { [digits]: phone.replace(/\D/g, '') };

/** `ТелефонКонтрагента`, `EmailКонтактногоЛица`: the kind whose predefined name begins so and ends as the catalog's. */
function kindOf(kinds: readonly Named[], begin: string, { role }: PeopleSet): string {
  const ends = role === 'person' ? ['КонтактногоЛица', 'КонтактныеЛица'] : ['Контрагента', 'Партнера'];
  const name = ({ PredefinedDataName, ИмяПредопределенногоВида }: Named) =>
    PredefinedDataName || ИмяПредопределенногоВида || '';
  const fits = kinds.filter((kind) => name(kind).startsWith(begin));
  return (fits.find((kind) => ends.some((end) => name(kind).includes(end))) ?? fits[0])?.Ref_Key ?? NO_REF;
}

async function update(base: Base, party: Party, patch: PartyPatch, options: WriteOptions): Promise<Party> {
  const at = await atHand(base, options);
  const found = await find(base, at, party.id, options);
  if (!found) throw new AdapterError(manifest.id, 'not-found', 'There is no such customer.');
  const { one } = found;
  const kinds = await base.contactKinds.get(options.signal);
  const target = { set: one.set, row: Person, seen: found.row };
  await rewrite(base, target, (row) => changed(row, one, at, patch, kinds), options);
  return (await get(base, party.id, options)) ?? party;
}

function changed(
  row: Person,
  one: PeopleSet,
  at: MapContext,
  patch: PartyPatch,
  kinds: readonly Named[],
): Record<string, unknown> {
  const { flags } = at.layout.party;
  const { name, kind, addPhone, email, taxId, responsibleId, organizationId } = patch;
  const contacts = changedContacts(
    row[CONTACTS] ?? [],
    patch,
    (begin) => kindOf(kinds, begin, one),
    one.reversed,
  );
  return {
    ...(name === undefined ? {} : { Description: name }),
    ...(kind === undefined || one.role === 'person'
      ? {}
      : Object.fromEntries(Object.entries(flags).map(([of, field]) => [field, of === kind]))),
    ...(addPhone === undefined && email === undefined ? {} : { [CONTACTS]: contacts }),
    ...(taxId === undefined || !at.layout.has(one.set, 'ИНН') ? {} : { ИНН: taxId }),
    ...responsibleFields(at, one, responsibleId),
    ...(organizationId === undefined || one.role !== 'person'
      ? {}
      : ownerFields(one, at.layout.party.set, organizationId)),
  };
}

/** The part is written as a whole: what stands there goes along, field by field. */
function changedContacts(
  rows: readonly Contact[],
  { addPhone, email }: PartyPatch,
  kind: (begin: string) => string,
  reversed: boolean,
): object[] {
  const kept = rows.map(({ Ref_Key: _owner, ...row }) => row);
  const added = [
    ...(addPhone === undefined ? [] : [phoneRow(addPhone, kind('Телефон'), reversed)]),
    ...(email === undefined ? [] : [emailRow(email, kind('Email'))]),
  ];
  const others = email === undefined ? kept : kept.filter((row) => row.Тип !== 'АдресЭлектроннойПочты');
  return numbered([...others, ...added]);
}
