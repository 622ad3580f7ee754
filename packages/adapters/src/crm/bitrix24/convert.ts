/**
 * A lead becomes a customer. The portal has no method that does it: the customer and the deal are made with the lead as their origin, as
 * the portal's own window makes them, and then the lead is put into the status that means success. Each step is found again by its key.
 */
import type { Lead } from '@ringback/model';
import * as z from 'zod/mini';
import { AdapterError } from '../../error.ts';
import type { LeadsGroup, WriteOptions } from '../contract.ts';
import { type Base, getItem, listItems, noSuch, ORIGINATOR } from './base.ts';
import { manifest } from './manifest.ts';
import { ENTITIES, type Item, type PartyRecord, readId, readPartyId } from './map.ts';
import type { Params } from './wire.ts';

const Made = z.object({ item: z.looseObject({ id: z.coerce.number() }) });

export function createConvert(
  base: Base,
  mustGet: (id: string) => Promise<Lead>,
): NonNullable<LeadsGroup['convert']> {
  return (id, { partyId: into, dealTitle }, options) =>
    base.serial.run([`lead-${id}`], () =>
      base.once({
        key: `lead.convert:${id}:${options.actor}:${options.idempotencyKey}`,
        recall: () => mustGet(id),
        find: async () => undefined,
        async work() {
          const number = readId(id);
          const item = number === undefined ? undefined : await getItem(base, 'lead', number);
          if (!item) throw noSuch('lead');
          requireOpen(item);
          const party = await partyFor(base, item, { into, options });
          const link = { [`${party.entity}Id`]: party.id };
          if (dealTitle !== undefined) {
            const fields = { title: dealTitle, ...link, assignedById: item.assignedById ?? undefined };
            await made(base, 'deal', item, { fields, options });
          }
          const fields = { ...link, stageId: await successOf(base) };
          const params = { entityTypeId: ENTITIES.lead.typeId, id: item.id, fields };
          await base.api.write('crm.item.update', params, { ...options, repeatable: true });
          return { id: '', result: await mustGet(id) };
        },
      }),
    );
}

function requireOpen({ stageSemanticId }: Item): void {
  if (stageSemanticId !== 'S') return;
  throw new AdapterError(manifest.id, 'conflict', 'This lead has become a customer before.', {
    hint: 'Open the customer.',
  });
}

async function successOf({ leadStatuses }: Base): Promise<string> {
  const status = (await leadStatuses()).find(({ outcome }) => outcome === 'converted');
  if (status) return status.id;
  throw new AdapterError(manifest.id, 'unsupported', 'The portal has no status of leads that means success.');
}

async function partyFor(
  base: Base,
  item: Item,
  { into, options }: { into: string | undefined; options: WriteOptions },
): Promise<PartyRecord> {
  if (into !== undefined) {
    const party = readPartyId(into);
    if (party && party.entity !== 'lead' && (await getItem(base, party.entity, party.id))) return party;
    throw noSuch('customer');
  }
  const { name, secondName, lastName, title, assignedById, fm } = item;
  const named = [name, secondName, lastName].some(Boolean);
  const fields = {
    ...(named ? { name, secondName, lastName } : { name: title }),
    typeId: 'CLIENT',
    assignedById,
    opened: 'Y',
    fm: (fm ?? []).map(({ typeId, value }) => ({ typeId, valueType: 'WORK', value: value ?? '' })),
  };
  return { entity: 'contact', id: await made(base, 'contact', item, { fields: present(fields), options }) };
}

/** Of an attempt that was cut off, what is there already is taken. */
async function made(
  base: Base,
  entity: 'contact' | 'deal',
  lead: Item,
  { fields, options }: { fields: Params; options: WriteOptions },
): Promise<number> {
  const originId = `lead:${lead.id}`;
  const filter = { '=originatorId': ORIGINATOR, '=originId': originId };
  const [known] = (await listItems(base, { entity, filter, limit: 1 })).items;
  if (known) return known.id;
  const all = { ...present(fields), leadId: lead.id, originatorId: ORIGINATOR, originId };
  const params = { entityTypeId: ENTITIES[entity].typeId, fields: all };
  return Made.parse(await base.api.write('crm.item.add', params, options)).item.id;
}

const present = (fields: Record<string, unknown>): Params =>
  Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== null),
  ) as Params;
