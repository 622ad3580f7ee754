/** Making one party of two, and two again. */
import { Party } from '@ringback/model';
import * as z from 'zod/mini';
import { AdapterError } from '../../error.ts';
import type { PartiesGroup, WriteOptions } from '../contract.ts';
import { auditChanges, type LocalOptions, once } from './base.ts';
import { PARTY_FIELDS } from './parties.ts';
import type { LocalRecord, LocalRecordKind } from './store.ts';

/** What a merge needs to be taken back: both as they were, and what went over. */
const Kept = z.object({
  keep: Party,
  drop: Party,
  moved: z.array(z.object({ kind: z.string(), id: z.string() })),
});

export function createMerges<Tx>(
  options: LocalOptions<Tx>,
): Pick<Required<PartiesGroup>, 'merge' | 'unmerge'> {
  const { store, now } = options;

  async function merge(tx: Tx, keepId: string, dropId: string, { actor }: WriteOptions): Promise<Party> {
    const [keep, drop] = [await store.parties.get(keepId, tx), await store.parties.get(dropId, tx)];
    if (!keep || !drop || keepId === dropId) {
      throw new AdapterError('local', 'not-found', 'There are no two such customers to make one of.', {
        hint: 'One of them may have been merged already.',
      });
    }
    const party: Party = {
      ...drop,
      ...keep,
      phones: [...new Set([...keep.phones, ...drop.phones])],
      updatedAt: now().toISOString(),
    };
    const records = await store.records.ofParty(tx, dropId);
    await store.parties.remove(tx, dropId);
    await store.parties.update(tx, party);
    for (const record of records) await store.records.put(tx, belongingTo(record, party));
    const moved = records.map(({ kind, id }) => ({ kind, id }));
    const place = { kind: 'party-merge', id: dropId, open: true, position: party.updatedAt } as const;
    await store.records.put(tx, { ...place, data: { keep, drop, moved } });
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
    const { keep, drop, moved } = Kept.parse(row.data);
    const present = await store.parties.get(keep.id, tx);
    if (!present) {
      throw new AdapterError('local', 'conflict', `${keep.name} has been merged with another meanwhile.`, {
        hint: 'Take that merge back first.',
      });
    }
    const updatedAt = now().toISOString();
    const returned = drop.phones.filter((phone) => !keep.phones.includes(phone));
    const kept: Party = {
      ...withoutGain(present, keep, drop),
      phones: present.phones.filter((phone) => !returned.includes(phone)),
      updatedAt,
    };
    const restored: Party = { ...drop, updatedAt };
    await store.parties.update(tx, kept);
    await store.parties.insert(tx, restored);
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

/** Fields that he had from the other, and that nobody has changed since, are not his. */
function withoutGain(present: Party, keep: Party, drop: Party): Party {
  const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
  const entries = Object.entries(present).filter(([field, value]) => {
    const gained = keep[field as keyof Party] === undefined && same(value, drop[field as keyof Party]);
    return !gained;
  });
  return Object.fromEntries(entries) as Party;
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
