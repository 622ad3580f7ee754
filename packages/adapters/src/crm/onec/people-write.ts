/** Making and changing customers and contact persons. */
import type { Party, PartyInput, PartyPatch } from '@ringback/model';
import { AdapterError } from '../../error.ts';
import type { HostField, WriteOptions } from '../contract.ts';
import { atHand } from './at-hand.ts';
import type { Base } from './base.ts';
import { CONTACTS, type Layout, type PeopleSet, REQUISITES } from './layout.ts';
import { manifest } from './manifest.ts';
import { type MapContext, toParty } from './map.ts';
import { NO_REF, typeOf } from './odata.ts';
import { find, get, partySet } from './people-read.ts';
import { emailRow, numbered, phoneRow } from './phones.ts';
import { requireRequisites, requisitesWith } from './properties.ts';
import { type Contact, type Named, Person } from './rows.ts';
import { rewrite } from './write.ts';

export async function create(base: Base, input: PartyInput, options: WriteOptions): Promise<Party> {
  const at = await atHand(base, options);
  const { layout } = at;
  const asPerson = input.organizationId !== undefined && layout.person?.owner !== undefined;
  const one =
    input.kind === 'lead' ? leadSet(layout) : asPerson && layout.person ? layout.person : partySet(layout);
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
    ...taxFields(layout, one, input.taxId),
    ...(await customFields(base, layout, one, input.custom)),
    ...searchFields(one, input.phones[0]),
  };
  const made = await base.api.create(one.set, fields, Person, options);
  return (await get(base, made.Ref_Key, options)) ?? toParty(made, one, at);
}

/** A lead is no counterparty with a mark: where there is no list of leads, none can be kept. */
function leadSet({ people }: Layout): PeopleSet {
  const found = people.find(({ role }) => role === 'lead');
  if (found) return found;
  throw new AdapterError(manifest.id, 'unsupported', 'This 1C base publishes no leads (Catalog_Лиды).', {
    hint: 'Create a client, or publish the leads of UNF in the OData interface.',
    fields: { kind: 'leads are not published' },
  });
}

function partyFields(layout: Layout, { kind, nature = 'person' }: PartyInput): Record<string, unknown> {
  const { flags, nature: natures } = layout.party;
  const flag = flags[flagOf(kind)];
  return { [natures.field]: natures[nature], [flag]: true };
}

const flagOf = (kind: string): 'client' | 'supplier' | 'other' =>
  kind === 'client' || kind === 'supplier' ? kind : 'other';

/** In UT the number is the legal entity's, which is another catalog than the partner. */
function taxFields(layout: Layout, one: PeopleSet, taxId?: string): Record<string, string> {
  if (taxId === undefined) return {};
  if (layout.has(one.set, 'ИНН')) return { ИНН: taxId };
  throw new AdapterError(manifest.id, 'unsupported', `${one.set} of this base has no tax number.`, {
    hint: 'Leave it out here, and enter it into the counterparty in 1C.',
    fields: { taxId: 'cannot be kept by this base' },
  });
}

async function customFields(
  { fields }: Base,
  layout: Layout,
  one: PeopleSet,
  custom: Readonly<Record<string, string>> | undefined,
): Promise<Record<string, object[]>> {
  if (custom === undefined) return {};
  requireRequisites(layout, one.set);
  return { [REQUISITES]: requisitesWith([], custom, await fields.get()) };
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

export async function update(
  base: Base,
  party: Party,
  patch: PartyPatch,
  options: WriteOptions,
): Promise<Party> {
  const at = await atHand(base, options);
  const found = await find(base, at, party.id, options);
  if (!found) throw new AdapterError(manifest.id, 'not-found', 'There is no such customer.');
  const { one } = found;
  if (patch.custom !== undefined) requireRequisites(at.layout, one.set);
  const lists: Lists = {
    kinds: await base.contactKinds.get(options.signal),
    fields: patch.custom === undefined ? [] : await base.fields.get(options.signal),
  };
  const target = { set: one.set, row: Person, seen: found.row };
  await rewrite(base, target, (row) => changed(row, one, at, { patch, ...lists }), options);
  return (await get(base, party.id, options)) ?? party;
}

interface Lists {
  kinds: readonly Named[];
  fields: readonly HostField[];
}

function changed(
  row: Person,
  one: PeopleSet,
  at: MapContext,
  { patch, kinds, fields }: Lists & { patch: PartyPatch },
): Record<string, unknown> {
  const { flags } = at.layout.party;
  const { name, kind, addPhone, email, taxId, responsibleId, organizationId, custom } = patch;
  const contacts = changedContacts(
    row[CONTACTS] ?? [],
    patch,
    (begin) => kindOf(kinds, begin, one),
    one.reversed,
  );
  return {
    ...(name === undefined ? {} : { Description: name }),
    ...(kind === undefined || one.role !== 'party'
      ? {}
      : Object.fromEntries(Object.entries(flags).map(([of, field]) => [field, of === flagOf(kind)]))),
    ...(addPhone === undefined && email === undefined ? {} : { [CONTACTS]: contacts }),
    ...taxFields(at.layout, one, taxId),
    ...(custom === undefined ? {} : { [REQUISITES]: requisitesWith(row[REQUISITES] ?? [], custom, fields) }),
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
