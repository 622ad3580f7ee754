/** What `Backend.parties` has beside looking up and writing. */
import { type PartiesGroup, type Party, RingbackError, type RecordChange } from '@ringback/model';
import { matchOf } from '../fixtures.ts';
import { type FakeCrmKit, pageOf, says } from './kit.ts';

type More = Required<Pick<PartiesGroup, 'get' | 'list' | 'duplicates' | 'merge' | 'undoMerge' | 'history'>>;

export function createFakePartyLists(kit: FakeCrmKit, parties: Map<string, Party>): More {
  const { begin, newId, now, me, emit, putParty } = kit;
  const merges = new Map<string, { keep: Party; drop: Party }>();
  const need = (id: string): Party => {
    const found = parties.get(id);
    if (found) return found;
    throw new RingbackError('not-found', 'There is no such record.');
  };
  return {
    async get(id) {
      await begin('parties.get', id);
      return need(id);
    },
    async list(query = {}) {
      await begin('parties.list', query);
      const found = [...parties.values()]
        .filter((party) => query.kind === undefined || party.kind === query.kind)
        .filter((party) => query.segment === undefined || party.tags?.includes(query.segment))
        .filter((party) => query.nature === undefined || party.nature === query.nature)
        .filter((party) => query.responsibleId === undefined || party.responsible?.id === query.responsibleId)
        .filter(
          (party) => query.organizationId === undefined || party.organization?.id === query.organizationId,
        )
        .filter((party) => !query.draft || party.draft !== undefined)
        .filter((party) => !query.incomplete || (party.nature !== 'organization' && !party.organization))
        .filter((party) => says(query.words, party.name, party.email, ...party.phones))
        .sort(
          (one, other) =>
            Number(other.main ?? false) - Number(one.main ?? false) || one.name.localeCompare(other.name),
        );
      return pageOf(query.order === 'desc' ? found.reverse() : found, query);
    },
    async duplicates(of) {
      await begin('parties.duplicates', of);
      return [...parties.values()]
        .filter(({ id }) => id !== of.exceptId)
        .flatMap((party) => {
          if (of.phones?.some((phone) => party.phones.includes(phone)))
            return [matchOf(party, { score: 0.95, why: 'phone' })];
          if (of.email && of.email === party.email) return [matchOf(party, { score: 0.9, why: 'email' })];
          return of.name && says(of.name, party.name) ? [matchOf(party, { score: 0.5, why: 'name' })] : [];
        })
        .sort((one, other) => other.score - one.score);
    },
    async merge(keepId, { dropId, take = [] }) {
      await begin('parties.merge', keepId, { dropId, take });
      const [keep, drop] = [need(keepId), need(dropId)];
      const undoId = newId('merge');
      merges.set(undoId, { keep, drop });
      parties.delete(dropId);
      const phones = [...new Set([...keep.phones, ...drop.phones])];
      const taken = Object.fromEntries(take.map((field) => [field, drop[field]])) as Partial<Party>;
      const party = putParty({ ...drop, ...keep, ...taken, phones, updatedAt: now() }, 'party.updated');
      emit('party.merged', { id: dropId, intoId: keepId });
      return { party, undoId };
    },
    async undoMerge(undoId) {
      await begin('parties.undoMerge', undoId);
      const merged = merges.get(undoId);
      if (!merged) throw new RingbackError('not-found', 'There is no such merge.');
      merges.delete(undoId);
      return {
        kept: putParty(merged.keep, 'party.updated'),
        restored: putParty(merged.drop, 'party.created'),
      };
    },
    async history(id) {
      await begin('parties.history', id);
      const { name, kind, createdAt, updatedAt } = need(id);
      const by = { id: me().id, name: me().name };
      return [
        { at: updatedAt, by, field: 'kind', old: 'lead', new: kind },
        { at: createdAt, by, field: 'name', new: name },
      ] satisfies RecordChange[];
    },
  };
}
