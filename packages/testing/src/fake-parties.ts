/** Customers of the fake backend: found, made and changed as the gateway does it. */
import { type Backend, type Party, type PartyMatch, type PartyPatch, RingbackError } from '@ringback/model';
import { createFakePartyLists } from './fake-crm/index.ts';
import { type FakeCrmKit, later } from './fake-crm/kit.ts';
import { matchOf } from './fixtures.ts';

type Parties = Map<string, Party>;

export const matchesIn = (parties: Parties, phone: string): PartyMatch[] =>
  [...parties.values()].filter((party) => party.phones.includes(phone)).map((party) => matchOf(party));

export function createFakeParties(
  kit: FakeCrmKit,
  parties: Parties,
  kinds: readonly string[],
): NonNullable<Backend['parties']> {
  const { begin, now, putParty } = kit;

  function responsibleOf(id: string): NonNullable<Party['responsible']> {
    const name = kit.data.users.find((user) => user.id === id)?.name;
    return { id, ...(name === undefined ? {} : { name }) };
  }

  function changesOf(party: Party, patch: PartyPatch): Partial<Party> {
    const { addPhone, responsibleId, organizationId, main, confirmed, ...fields } = patch;
    const numbers = patch.phones ?? party.phones;
    const organization = organizationId === undefined ? undefined : parties.get(organizationId);
    const known = Object.entries(fields).filter(([, value]) => value !== undefined);
    return {
      ...Object.fromEntries(known),
      phones: addPhone && !numbers.includes(addPhone) ? [...numbers, addPhone] : numbers,
      ...(responsibleId === undefined ? {} : { responsible: responsibleOf(responsibleId) }),
      ...(organization ? { organization: { id: organization.id, name: organization.name } } : {}),
      ...(main ? { main } : {}),
      ...(confirmed ? ({ draft: undefined } as Partial<Party>) : {}),
    };
  }

  const reads: NonNullable<Backend['parties']> = {
    ...createFakePartyLists(kit, parties),
    kinds,
    async findByPhone(phone) {
      await begin('parties.findByPhone', phone);
      return matchesIn(parties, phone);
    },
    async findByName(name) {
      await begin('parties.findByName', name);
      const wanted = name.toLocaleLowerCase();
      const found = [...parties.values()].filter((party) => party.name.toLocaleLowerCase().includes(wanted));
      return found.map((party) => matchOf(party, { score: 0.5 }));
    },
  };
  if (kit.readOnly) return reads;
  return {
    ...reads,
    async create(input) {
      await begin('parties.create', input);
      const { responsibleId, organizationId, ...known } = input;
      const firm = organizationId === undefined ? undefined : parties.get(organizationId);
      const belongs = {
        ...(responsibleId === undefined ? {} : { responsible: responsibleOf(responsibleId) }),
        ...(firm ? { organization: { id: firm.id, name: firm.name } } : {}),
      };
      const times = { createdAt: now(), updatedAt: now() };
      const party = { system: 'local', id: kit.newId('party'), ...known, ...belongs, ...times };
      return putParty(party, 'party.created');
    },
    async update(id, patch) {
      await begin('parties.update', id, patch);
      const party = parties.get(id);
      if (!party) throw new RingbackError('not-found', 'There is no such record.');
      const { ifUnmodifiedSince, ...changes } = patch;
      if (ifUnmodifiedSince !== undefined && ifUnmodifiedSince !== party.updatedAt)
        throw new RingbackError('conflict', 'It was changed by somebody else meanwhile.', { current: party });
      const next = { ...party, ...changesOf(party, changes), updatedAt: later(party, now()) };
      return putParty(withoutEmpty(next), 'party.updated');
    },
  };
}

/** An emptied field is none. */
const withoutEmpty = (party: Party): Party =>
  Object.fromEntries(Object.entries(party).filter(([, value]) => value !== '')) as Party;
