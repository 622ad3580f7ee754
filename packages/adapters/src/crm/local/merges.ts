/** Making one party of two, and two again. */
import { type MergeField, Party } from '@ringback/model';
import * as z from 'zod/mini';
import { AdapterError } from '../../error.ts';
import type { MergeOptions, PartiesGroup, WriteOptions } from '../contract.ts';
import { auditChanges, type LocalOptions, once } from './base.ts';
import { PARTY_FIELDS } from './parties.ts';
import { later } from './records.ts';
import type { LocalRecord, LocalRecordKind } from './store.ts';

/** What a merge needs to be taken back: both as they were, and what went over. */
const Kept = z.object({
  keep: Party,
  drop: Party,
  /** As the one who was kept was right after. */
  merged: Party,
  moved: z.array(z.object({ kind: z.string(), id: z.string() })),
  /** Contact persons of the firm that was dropped. */
  people: z.array(z.string()),
});

export function createMerges<Tx>(
  options: LocalOptions<Tx>,
): Pick<Required<PartiesGroup>, 'merge' | 'unmerge'> {
  const { store, now } = options;

  async function merge(tx: Tx, keepId: string, dropId: string, write: MergeOptions): Promise<Party> {
    const { actor, take = [] } = write;
    const [keep, drop] = [await store.parties.get(keepId, tx), await store.parties.get(dropId, tx)];
    if (!keep || !drop || keepId === dropId) {
      throw new AdapterError('local', 'not-found', 'There are no two such customers to make one of.', {
        hint: 'One of them may have been merged already.',
      });
    }
    const party = later(keep, { ...together(keep, drop, take), updatedAt: now().toISOString() });
    const records = await store.records.ofParty(tx, dropId);
    await store.parties.remove(tx, dropId);
    await store.parties.update(tx, party);
    for (const record of records) await store.records.put(tx, belongingTo(record, party));
    const people = await movePeople(tx, drop, party);
    const moved = records.map(({ kind, id }) => ({ kind, id }));
    const place = { kind: 'party-merge', id: dropId, open: true, position: party.updatedAt } as const;
    await store.records.put(tx, { ...place, data: { keep, drop, merged: party, moved, people } });
    await trail(tx, { actor, old: keep, next: party });
    await store.audit.append(tx, {
      ...{ actor, entity: 'party', entityId: dropId, field: 'mergedInto', old: drop, new: keepId },
    });
    await store.events.append(tx, {
      type: 'party.merged',
      data: { id: dropId, intoId: keepId },
      audience: null,
    });
    await store.events.append(tx, { type: 'party.updated', data: { party }, audience: null });
    return party;
  }

  /** What was written meanwhile stays with the one who was kept; the number goes back to whom it belonged. */
  async function unmerge(tx: Tx, dropId: string, { actor }: WriteOptions) {
    const row = await store.records.get('party-merge', dropId, tx);
    if (!row) throw new AdapterError('local', 'not-found', 'There is no such merge to take back.');
    const { keep, drop, merged, moved, people } = Kept.parse(row.data);
    const present = await store.parties.get(keep.id, tx);
    if (!present) {
      throw new AdapterError('local', 'conflict', `${keep.name} has been merged with another meanwhile.`, {
        hint: 'Take that merge back first.',
      });
    }
    const updatedAt = now().toISOString();
    const returned = drop.phones.filter((phone) => !keep.phones.includes(phone));
    const kept = later(present, {
      ...withoutGain(present, keep, merged),
      phones: present.phones.filter((phone) => !returned.includes(phone)),
      updatedAt,
    });
    const restored: Party = { ...drop, updatedAt };
    await store.parties.update(tx, kept);
    await store.parties.insert(tx, restored);
    for (const person of await store.parties.ofOrganization(keep.id, tx))
      if (people.includes(person.id)) await employ(tx, person, restored);
    for (const { kind, id } of moved) {
      const record = await store.records.get(kind as LocalRecordKind, id, tx);
      if (record?.partyId === keep.id) await store.records.put(tx, belongingTo(record, restored));
    }
    await store.records.remove(tx, 'party-merge', dropId);
    await trail(tx, { actor, old: present, next: kept });
    await store.audit.append(tx, {
      ...{ actor, entity: 'party', entityId: dropId, field: 'mergedInto', old: keep.id, new: null },
    });
    await store.events.append(tx, { type: 'party.updated', data: { party: kept }, audience: null });
    await store.events.append(tx, { type: 'party.created', data: { party: restored }, audience: null });
    return { kept, restored };
  }

  /** Who worked for the one works for the other; his main contact stays the main one. */
  async function movePeople(tx: Tx, from: Party, to: Party): Promise<string[]> {
    const people = await store.parties.ofOrganization(from.id, tx);
    const hasMain = (await store.parties.ofOrganization(to.id, tx)).some(({ main }) => main);
    for (const person of people) await employ(tx, hasMain ? { ...person, main: false } : person, to);
    return people.map(({ id }) => id);
  }

  const employ = (tx: Tx, person: Party, { id, name }: Party) =>
    store.parties.update(tx, { ...person, organization: { id, name } });

  const trail = (tx: Tx, { actor, old, next }: { actor: string; old: Party; next: Party }) =>
    auditChanges(store, tx, { actor, entity: 'party', id: next.id, old, next, fields: PARTY_FIELDS });
  const Both = z.object({ kept: Party, restored: Party });
  return {
    merge: (keepId, dropId, write) =>
      once(store, {
        what: `party.merge:${keepId}`,
        options: write,
        parse: (answer) => Party.parse(answer),
        work: (tx) => merge(tx, keepId, dropId, write),
      }),
    unmerge: (dropId, write) =>
      once(store, {
        what: `party.unmerge:${dropId}`,
        options: write,
        parse: (answer) => Both.parse(answer),
        work: (tx) => unmerge(tx, dropId, write),
      }),
  };
}

/** Of two: the one who is kept, with what he lacked and what was chosen from the other. */
function together(keep: Party, drop: Party, take: readonly MergeField[]): Party {
  const taken = take.flatMap((field) => (drop[field] === undefined ? [] : [[field, drop[field]] as const]));
  const tags = [...new Set([...(keep.tags ?? []), ...(drop.tags ?? [])])];
  const custom = { ...drop.custom, ...keep.custom };
  return {
    ...{ ...drop, ...keep, ...Object.fromEntries(taken) },
    ...(tags.length ? { tags } : {}),
    ...(Object.keys(custom).length ? { custom } : {}),
    phones: [...new Set([...keep.phones, ...drop.phones])],
  };
}

/** What the merge has changed and nobody has changed since is as it was before. */
function withoutGain(present: Party, keep: Party, merged: Party): Party {
  const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
  const fields = new Set([...Object.keys(keep), ...Object.keys(present)] as (keyof Party)[]);
  const entries = [...fields].map((field) => [
    field,
    same(present[field], merged[field]) ? keep[field] : present[field],
  ]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as Party;
}

/** The record goes over to the party, by name where it names him. */
function belongingTo(record: LocalRecord, { id, name }: Party): LocalRecord {
  const data = record.data as { partyId?: string; partyName?: string; party?: { id: string; name: string } };
  return {
    ...record,
    partyId: id,
    data: {
      ...data,
      ...(data.partyId && { partyId: id }),
      ...(data.partyName && { partyName: name }),
      ...(data.party && { party: { id, name } }),
    },
  };
}
