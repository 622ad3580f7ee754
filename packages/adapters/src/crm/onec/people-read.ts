/** Finding and reading customers, their contact persons, and UNF's leads. */
import type { Page, PageQuery, Party } from '@ringback/model';
import { AdapterError } from '../../error.ts';
import type { ReadOptions } from '../contract.ts';
import { pageOf, rowsRead } from '../kit/pages.ts';
import type { Candidate } from '../kit/parties.ts';
import { readPhones } from '../phone.ts';
import { atHand } from './at-hand.ts';
import type { Base } from './base.ts';
import { CONTACTS, type Layout, type PeopleSet, REQUISITES } from './layout.ts';
import { manifest } from './manifest.ts';
import { type MapContext, ownerIdOf, toParty } from './map.ts';
import { and, guid, isGuid, or, text } from './odata.ts';
import { phoneFilter, writtenPhones } from './phones.ts';
import { Person } from './rows.ts';

const MOST_FOUND = 21;
const PAGE = 50;
const LARGEST_PAGE = 200;
const ALIVE = 'DeletionMark eq false';

/** A group of a catalog is no customer, and catalogs without groups have no such field. */
const living = ({ set }: PeopleSet, { has }: Layout): string =>
  and(ALIVE, has(set, 'IsFolder') ? 'IsFolder eq false' : '');

/** One request for each catalog, all at once; another one where the answer is somebody's contact person. */
export async function byPhone(base: Base, e164: string, options: ReadOptions): Promise<Candidate[]> {
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

export function partySet(layout: Layout): PeopleSet {
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

export interface Found {
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

export async function search(base: Base, condition: string, options: ReadOptions): Promise<Party[]> {
  const at = await atHand(base, options);
  partySet(at.layout);
  const found = await Promise.all(
    at.layout.people
      .filter(({ role }) => role !== 'legal')
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

/** UNF keeps the number with the customer; UT with his legal entities, which lead to him. */
export async function byTaxId(base: Base, taxId: string, options: ReadOptions): Promise<Party[]> {
  const at = await atHand(base, options);
  const first = partySet(at.layout);
  const one = at.layout.people.find(
    ({ role, set }) => (role === 'party' || role === 'legal') && at.layout.has(set, 'ИНН'),
  );
  if (!one) return [];
  const query = { filter: and(living(one, at.layout), `ИНН eq ${text(taxId)}`), top: MOST_FOUND };
  const rows = (await base.api.list(one.set, Person, query, options)).map((row) => ({ one, row }));
  if (one.role === 'party') return rows.map(({ row }) => toParty(row, one, at));
  const firms = await firmsOf(base, at, rows, options);
  return [...firms.values()].map((firm) => ({ ...toParty(firm, first, at), taxId }));
}

/** Which catalog a reference is of, nobody says: the customers are asked first. */
export async function find(
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
  await base.needPeople();
  return undefined;
}

export async function get(base: Base, id: string, options: ReadOptions): Promise<Party | undefined> {
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
export async function list(
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
  const fields = [...Object.values(flags), nature.field, responsible, createdAt, 'ИНН', CONTACTS, REQUISITES];
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
