/** Customers in Ringback's own store: what a business has that has no other system. */
import { Party, type PartyMatch } from '@ringback/model';
import { AdapterError } from '../../error.ts';
import type { Crm, PartiesGroup, WriteOptions } from '../contract.ts';
import { manifest } from './manifest.ts';
import type { LocalStore } from './store.ts';

export { manifest } from './manifest.ts';
export type { LocalStore, PartyAuditEntry, PartyEvent } from './store.ts';

export interface LocalOptions<Tx> {
  store: LocalStore<Tx>;
  now: () => Date;
  newId: () => string;
}

/** Answers to a search by name. */
const MAX_FOUND = 20;

export function createLocal<Tx>({ store, now, newId }: LocalOptions<Tx>): Crm {
  /** The same key is the same write, and a write is on the disk when it is acknowledged. */
  function once(
    what: string,
    { actor, idempotencyKey }: WriteOptions,
    work: (tx: Tx) => Promise<Party>,
  ): Promise<Party> {
    const key = `${what}:${idempotencyKey}`;
    return store.transaction(async (tx) => {
      const before = await store.idempotency.recall(tx, key, actor);
      if (before) return Party.parse(before.answer);
      const party = await work(tx);
      await store.idempotency.remember(tx, key, actor, party);
      return party;
    }, 'full');
  }

  async function requireFree(tx: Tx, phones: readonly string[], ownId?: string): Promise<void> {
    for (const phone of phones) {
      const taken = (await store.parties.byPhone(phone, tx)).find(({ id }) => id !== ownId);
      if (taken) {
        throw new AdapterError('local', 'conflict', `${phone} belongs to another customer already`, {
          hint: `It is ${taken.name}'s (${taken.kind}): choose that record instead.`,
        });
      }
    }
  }

  const parties: PartiesGroup = {
    async findByPhone(number) {
      const found = number === '' ? [] : await store.parties.byPhone(number);
      return found.map((party): PartyMatch => ({ party, score: 1, why: 'phone' }));
    },
    async findByName(name) {
      const part = name.trim();
      const found = part === '' ? [] : await store.parties.byName(part, MAX_FOUND);
      return found.map((party): PartyMatch => ({ party, score: 0.5, why: 'remembered' }));
    },
    get: (id) => store.parties.get(id),
    create: ({ name, kind, phones }, options) =>
      once('party.create', options, async (tx) => {
        const numbers = [...new Set(phones)];
        await requireFree(tx, numbers);
        const at = now().toISOString();
        const party: Party = {
          system: 'local',
          id: newId(),
          name,
          kind,
          phones: numbers,
          createdAt: at,
          updatedAt: at,
        };
        await store.parties.insert(tx, party);
        const entry = { actor: options.actor, entity: 'party', entityId: party.id };
        for (const field of ['name', 'kind', 'phones'] as const) {
          await store.audit.append(tx, { ...entry, field, old: null, new: party[field] });
        }
        await store.events.append(tx, { type: 'party.created', data: { party }, audience: null });
        return party;
      }),
    update: (id, { name, kind, addPhone }, options) =>
      once(`party.update:${id}`, options, async (tx) => {
        const old = await store.parties.get(id, tx);
        if (!old) {
          throw new AdapterError('local', 'not-found', 'There is no such customer', {
            hint: 'It may have been removed.',
          });
        }
        const phones = addPhone === undefined ? old.phones : [...new Set([...old.phones, addPhone])];
        if (addPhone !== undefined) await requireFree(tx, [addPhone], id);
        const wanted = { name: name ?? old.name, kind: kind ?? old.kind, phones };
        const changed = (['name', 'kind', 'phones'] as const).filter(
          (field) => JSON.stringify(old[field]) !== JSON.stringify(wanted[field]),
        );
        if (changed.length === 0) return old;
        const party: Party = { ...old, ...wanted, updatedAt: now().toISOString() };
        await store.parties.update(tx, party);
        for (const field of changed) {
          await store.audit.append(tx, {
            ...{ actor: options.actor, entity: 'party', entityId: id, field },
            old: old[field],
            new: party[field],
          });
        }
        await store.events.append(tx, { type: 'party.updated', data: { party }, audience: null });
        return party;
      }),
  };
  return { manifest, parties };
}
