import type { Party } from '@ringback/model';
import type { Kysely } from 'kysely';
import type { Store } from './contract.ts';
import type { Database } from './database.ts';
import { listParties } from './party-lists.ts';
import type { Tables } from './tables.ts';

export function createParties(db: Database): Store['parties'] {
  return {
    async insert(tx, party) {
      await db.on(tx).insertInto('party').values(toColumns(party)).execute();
      await writePhones(db.on(tx), party);
      await writeTags(db.on(tx), party);
    },
    async update(tx, party) {
      await db.on(tx).updateTable('party').set(toColumns(party)).where('id', '=', party.id).execute();
      await db.on(tx).deleteFrom('party_phone').where('party_id', '=', party.id).execute();
      await writePhones(db.on(tx), party);
      await db.on(tx).deleteFrom('party_tag').where('party_id', '=', party.id).execute();
      await writeTags(db.on(tx), party);
    },
    list: (query) => listParties(db.on(), query),
    async get(id, tx) {
      const row = await db.on(tx).selectFrom('party').selectAll().where('id', '=', id).executeTakeFirst();
      return row && fromRow(db.on(tx), row);
    },
    async byPhone(e164, tx) {
      const on = db.on(tx);
      const rows = await on
        .selectFrom('party')
        .innerJoin('party_phone', 'party_phone.party_id', 'party.id')
        .selectAll('party')
        .where('party_phone.number', '=', e164)
        .orderBy('party.created_at')
        .execute();
      return Promise.all(rows.map((row) => fromRow(on, row)));
    },
    async byName(part, limit) {
      const on = db.on();
      const words = searchable(part).split(' ').filter(Boolean);
      if (words.length === 0) return [];
      let query = on.selectFrom('party').selectAll();
      for (const word of words) query = query.where((eb) => eb('name_search', 'like', like(word)));
      const rows = await query.orderBy('name_search').orderBy('id').limit(limit).execute();
      return Promise.all(rows.map((row) => fromRow(on, row)));
    },
    async byEmail(email, tx) {
      const on = db.on(tx);
      const rows = await on
        .selectFrom('party')
        .selectAll()
        .where('email_search', '=', email.trim().toLowerCase())
        .orderBy('created_at')
        .execute();
      return Promise.all(rows.map((row) => fromRow(on, row)));
    },
    async byTaxId(taxId) {
      const on = db.on();
      const rows = await on
        .selectFrom('party')
        .selectAll()
        .where('tax_id', '=', taxId.trim())
        .orderBy('created_at')
        .execute();
      return Promise.all(rows.map((row) => fromRow(on, row)));
    },
    async ofOrganization(id, tx) {
      const on = db.on(tx);
      const rows = await on
        .selectFrom('party')
        .selectAll()
        .where('organization_id', '=', id)
        .orderBy('created_at')
        .execute();
      return Promise.all(rows.map((row) => fromRow(on, row)));
    },
    async remove(tx, id) {
      await db.on(tx).deleteFrom('party').where('id', '=', id).execute();
    },
    async after(id, limit) {
      const on = db.on();
      const rows = await on
        .selectFrom('party')
        .selectAll()
        .where('id', '>', id)
        .orderBy('id')
        .limit(limit)
        .execute();
      return Promise.all(rows.map((row) => fromRow(on, row)));
    },
  };
}

/**
 * What is compared in a search by name. Databases lower only Latin letters, so it is done here; ё and е are one letter to whoever
 * types. The characters that mean something to LIKE become spaces, on both sides, which spares every database its own escape.
 */
export function searchable(name: string): string {
  return name
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[\s%_\\]+/g, ' ')
    .trim();
}

export function like(word: string): string {
  return `%${word}%`;
}

async function writeTags(db: Kysely<Tables>, { id, tags = [] }: Party): Promise<void> {
  const values = [...new Set(tags)].map((tag) => ({ party_id: id, tag }));
  if (values.length > 0) await db.insertInto('party_tag').values(values).execute();
}

async function writePhones(db: Kysely<Tables>, party: Party): Promise<void> {
  const numbers = [...new Set(party.phones)];
  if (numbers.length === 0) return;
  await db
    .insertInto('party_phone')
    .values(numbers.map((number, position) => ({ party_id: party.id, number, position })))
    .execute();
}

function toColumns(party: Party): Tables['party'] {
  const { phones: _own, ...data } = party;
  return {
    id: party.id,
    system: party.system,
    name: party.name,
    name_search: searchable(party.name),
    kind: party.kind,
    email: party.email ?? null,
    email_search: party.email?.trim().toLowerCase() ?? null,
    tax_id: party.taxId?.trim() ?? null,
    organization_id: party.organization?.id ?? null,
    url: party.url ?? null,
    created_at: party.createdAt,
    updated_at: party.updatedAt,
    data: JSON.stringify(data),
    nature: party.nature ?? null,
    responsible_id: party.responsible?.id ?? null,
    draft: party.draft ? 1 : 0,
    is_main: party.main ? 1 : 0,
  };
}

export async function fromRow(db: Kysely<Tables>, row: Tables['party']): Promise<Party> {
  const phones = await db
    .selectFrom('party_phone')
    .select('number')
    .where('party_id', '=', row.id)
    .orderBy('position')
    .execute();
  const numbers = phones.map((phone) => phone.number);
  if (row.data !== null) return { ...(JSON.parse(row.data) as Party), phones: numbers };
  return {
    system: row.system,
    id: row.id,
    name: row.name,
    kind: row.kind,
    phones: numbers,
    ...(row.email !== null && { email: row.email }),
    ...(row.url !== null && { url: row.url }),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
