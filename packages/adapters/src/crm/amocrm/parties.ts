/** Contacts and companies. */
import type { Page, PageQuery, Party, PartyInput, PartyPatch } from '@ringback/model';
import { AdapterError } from '../../error.ts';
import type { PartiesGroup, ReadOptions, WriteOptions } from '../contract.ts';
import { longestOf } from '../kit/name.ts';
import { createPartiesGroup, type PartySource } from '../kit/parties.ts';
import { phoneTail } from '../phone.ts';
import { type Amocrm, LARGEST_PAGE } from './account.ts';
import { customFields } from './fields.ts';
import { manifest, manifestFor } from './manifest.ts';
import { field, type MapContext, type PersonKind, readPartyId, toParty } from './map.ts';
import { Changed, type CustomField, madeOf, pageOf, Person } from './rows.ts';

const MOST_FOUND = 50;
const PAGE = 50;
const KINDS: readonly PersonKind[] = ['contacts', 'companies'];

export function createParties(account: Amocrm): PartiesGroup {
  const find = (query: string, options: ReadOptions) => search(account, query, options);
  const source: PartySource = {
    // The end of the number is in all ways of writing it, and amoCRM looks for a part.
    byPhone: async (e164, options) => (await find(phoneTail(e164), options)).map((party) => ({ party })),
    byName: (words, options) => find(longestOf(words), options),
    byEmail: find,
    ...(account.settings.taxField === undefined ? {} : { byTaxId: find }),
    get: (id, options) => get(account, id, options),
    list: (query, options) => list(account, query, options),
    create: (input, options) => create(account, input, options),
    update: (party, patch, options) => update(account, party, patch, options),
  };
  return createPartiesGroup({
    ...{ system: manifest.id, context: account.context, source },
    keeps: manifestFor(account.settings).writes?.party ?? [],
    isId: (id) => readPartyId(id) !== undefined,
  });
}

async function search(account: Amocrm, query: string, options: ReadOptions): Promise<Party[]> {
  // What everybody needs is asked for first: in a long queue it would come after everything else.
  const [at, ...found] = await Promise.all([
    account.mapping(options),
    ...KINDS.map(async (kind) => {
      const page = await account.api.get(kind, pageOf(kind, Person), { query, limit: MOST_FOUND }, options);
      return (page?._embedded[kind] ?? []).map((row) => ({ kind, row }));
    }),
  ]);
  return mapped(account, found.flat(), at, options);
}

async function mapped(
  account: Amocrm,
  rows: readonly { kind: PersonKind; row: Person }[],
  at: MapContext,
  options: ReadOptions,
): Promise<Party[]> {
  const living = rows.filter(({ row }) => row.is_deleted !== true);
  const ids = living
    .flatMap(({ kind, row }) => (kind === 'contacts' ? (row._embedded?.companies ?? []) : []))
    .map(({ id }) => id);
  const companies =
    ids.length === 0 ? new Map<number, string>() : await account.names('companies', ids, options);
  const { fields } = account;
  const tax = await fields.tax(options.signal);
  const parties = living.map(({ kind, row }) => toParty(row, kind, at, companies, tax[kind]));
  // Contacts know their fields by their own numbers.
  if (!parties.some(({ nature, custom }) => nature === 'organization' && custom)) return parties;
  const { ofCompany } = await fields.party(options.signal);
  return parties.map((party) =>
    party.nature === 'organization' && party.custom ? { ...party, custom: ofCompany(party.custom) } : party,
  );
}

async function read(account: Amocrm, id: string, options: ReadOptions) {
  const ref = readPartyId(id);
  const row = ref && (await account.api.get(`${ref.kind}/${ref.id}`, Person, {}, options));
  return ref && row ? { kind: ref.kind, row } : undefined;
}

async function get(account: Amocrm, id: string, options: ReadOptions): Promise<Party | undefined> {
  const found = await read(account, id, options);
  return found && (await mapped(account, [found], await account.mapping(options), options))[0];
}

async function list(
  account: Amocrm,
  { cursor, limit = PAGE }: PageQuery,
  options: ReadOptions,
): Promise<Page<Party>> {
  const page = cursor !== undefined && /^\d{1,9}$/.test(cursor) ? Number(cursor) : 1;
  const params = { limit: Math.min(limit, LARGEST_PAGE), page, 'order[id]': 'asc' };
  const answer = await account.api.get('contacts', pageOf('contacts', Person), params, options);
  const rows = (answer?._embedded.contacts ?? []).map((row) => ({ kind: 'contacts' as const, row }));
  const items = await mapped(account, rows, await account.mapping(options), options);
  return answer?._links?.next ? { items, next: String(page + 1) } : { items };
}

async function create(account: Amocrm, input: PartyInput, options: WriteOptions): Promise<Party> {
  const kind: PersonKind = input.nature === 'organization' ? 'companies' : 'contacts';
  const company = readPartyId(input.organizationId ?? '');
  const body = {
    name: input.name,
    ...responsible(input.responsibleId),
    custom_fields_values: [
      field('PHONE', input.phones),
      ...(input.email === undefined ? [] : [field('EMAIL', [input.email])]),
      ...(await ownFields(account, kind, input)),
    ],
    ...embedded(input.tags, company?.kind === 'companies' ? company.id : undefined),
  };
  const made = await account.api.send('POST', kind, [body], madeOf(kind), options);
  const id = made._embedded[kind][0]?.id;
  const party =
    id === undefined
      ? undefined
      : await get(account, kind === 'companies' ? `company-${id}` : String(id), options);
  if (party) return party;
  throw new AdapterError(manifest.id, 'bug', 'amoCRM did not say what it made.');
}

async function ownFields(
  { fields, settings }: Amocrm,
  kind: PersonKind,
  { custom, taxId }: Pick<PartyPatch, 'custom' | 'taxId'>,
) {
  if (custom === undefined && taxId === undefined) return [];
  const told = custom ?? {};
  const own = kind === 'companies' ? (await fields.party()).toCompany(told) : { ...told };
  const tax = (await fields.tax())[kind];
  if (taxId !== undefined && tax === undefined) throw noTaxPlace(kind, settings.taxField);
  return customFields(
    taxId === undefined || tax === undefined ? own : { ...own, [tax]: taxId },
    await fields.of(kind),
  );
}

const noTaxPlace = (kind: PersonKind, told = '') =>
  new AdapterError(
    manifest.id,
    'invalid',
    `In amoCRM ${kind} have no text field “${told}” for the tax number.`,
    {
      hint: 'Make one of this name there, or leave the tax number out.',
      fields: { taxId: 'has no field in amoCRM' },
    },
  );

const responsible = (id: string | undefined) => (id === undefined ? {} : { responsible_user_id: Number(id) });

function embedded(tags: readonly string[] | undefined, company: number | undefined) {
  const parts = {
    ...(tags === undefined ? {} : { tags: tags.map((name) => ({ name })) }),
    ...(company === undefined ? {} : { companies: [{ id: company }] }),
  };
  return Object.keys(parts).length === 0 ? {} : { _embedded: parts };
}

/** A field is written with all its values: what stands there goes along as it was typed. */
async function update(
  account: Amocrm,
  party: Party,
  patch: PartyPatch,
  options: WriteOptions,
): Promise<Party> {
  const found = await read(account, party.id, options);
  if (!found) throw new AdapterError(manifest.id, 'not-found', 'There is no such contact in amoCRM.');
  const { kind, row } = found;
  const fields = row.custom_fields_values ?? [];
  const values = [
    ...(patch.addPhone === undefined ? [] : [withValue(fields, 'PHONE', patch.addPhone)]),
    ...(patch.email === undefined ? [] : [withValue(fields, 'EMAIL', patch.email)]),
    ...(await ownFields(account, kind, patch)),
  ];
  const company = readPartyId(patch.organizationId ?? '');
  const body = {
    ...(patch.name === undefined ? {} : { name: patch.name }),
    ...responsible(patch.responsibleId),
    ...(values.length === 0 ? {} : { custom_fields_values: values }),
    ...embedded(patch.tags, company?.kind === 'companies' ? company.id : undefined),
  };
  await account.api.send('PATCH', `${kind}/${row.id}`, body, Changed, options);
  return (await get(account, party.id, options)) ?? party;
}

function withValue(fields: readonly CustomField[], code: 'PHONE' | 'EMAIL', value: string) {
  const known = fields.find((one) => one.field_code === code)?.values ?? [];
  const kept = known.map(({ value: text, enum_code }) => ({ value: text, enum_code: enum_code ?? 'WORK' }));
  const added = { value, enum_code: 'WORK' };
  // The first address is the one that letters go to.
  return { field_code: code, values: code === 'EMAIL' ? [added, ...kept] : [...kept, added] };
}
