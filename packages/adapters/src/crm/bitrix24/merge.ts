/**
 * Making one record of two. The portal merges by itself only where no field holds two different values, and says `CONFLICT` otherwise. Who
 * merges has chosen whose record stays: its values win, and what the other one had instead is left as a comment on it.
 */
import type { Party, PartyPatch } from '@ringback/model';
import * as z from 'zod/mini';
import { AdapterError } from '../../error.ts';
import type { MergeOptions, PartiesGroup, WriteOptions } from '../contract.ts';
import { takenFrom } from '../kit/party-writes.ts';
import { type Base, getItem, noSuch, unreadable } from './base.ts';
import { manifest } from './manifest.ts';
import { ENTITIES, type Item, type PartyEntity, readPartyId } from './map.ts';

const Answer = z.object({ STATUS: z.enum(['SUCCESS', 'CONFLICT', 'ERROR']) });

/** What the portal fills in by itself, and what it joins. */
const ITS_OWN =
  /^(id|fm|.*(Time|By|ById|Id|Ids|Date)|stage.*|moved.*|last.*(On|By)|opened|isManual.*|webform.*|has.*|full.*)$/;
/** Of the ids only these are a person's choice. */
const CHOSEN = ['typeId', 'companyId', 'assignedById', 'sourceId', 'lastName'];

export interface MergeParts {
  get(id: string): Promise<Party | undefined>;
  update(party: Party, patch: PartyPatch, options: WriteOptions): Promise<Party>;
}

export function createMerge(base: Base, { get, update }: MergeParts): NonNullable<PartiesGroup['merge']> {
  const mustGet = async (id: string) => (await get(id)) ?? Promise.reject(noSuch('customer'));
  return (keepId, dropId, options) => {
    const [keep, drop] = [readPartyId(keepId), readPartyId(dropId)];
    if (!keep || !drop || keepId === dropId) return Promise.reject(noSuch('customer'));
    if (keep.entity !== drop.entity) {
      return Promise.reject(
        new AdapterError(
          manifest.id,
          'invalid',
          `Bitrix24 makes one of two ${pluralOf(keep.entity)} alone.`,
          {
            hint: `The other one is among the ${pluralOf(drop.entity)}: convert it or correct it in Bitrix24.`,
          },
        ),
      );
    }
    const take = async ({ take: chosen = [], ...write }: MergeOptions) => {
      if (chosen.length > 0)
        await update(await mustGet(keepId), takenFrom(await mustGet(dropId), chosen), write);
    };
    const pair = { entity: keep.entity, ids: [keep.id, drop.id] as const };
    return base.serial.run([keepId, dropId], () =>
      base.once({
        key: `party.merge:${keepId}:${dropId}:${options.actor}:${options.idempotencyKey}`,
        recall: () => mustGet(keepId),
        async find() {
          return (await get(dropId)) ? undefined : { id: keepId, result: await mustGet(keepId) };
        },
        async work() {
          await take(options);
          await mergePair(base, pair, options);
          return { id: keepId, result: await mustGet(keepId) };
        },
      }),
    );
  };
}

interface Pair {
  entity: PartyEntity;
  /** The one that stays is first. */
  ids: readonly [number, number];
}

async function mergePair(base: Base, pair: Pair, options: WriteOptions): Promise<void> {
  const { entity, ids } = pair;
  const [keep, drop] = [await getItem(base, entity, ids[0]), await getItem(base, entity, ids[1])];
  if (!keep || !drop) throw noSuch('customer');
  if ((await ask(base, pair, options)) === 'SUCCESS') return;
  const lost = await yieldValues(base, pair, { keep, drop, options });
  if ((await ask(base, pair, options)) === 'SUCCESS') {
    if (lost.length > 0) await comment(base, pair, lost, options);
    return;
  }
  throw new AdapterError(manifest.id, 'conflict', 'Bitrix24 cannot make one of these two by itself.', {
    hint: `Choose the values by hand: ${base.api.portal}/crm/${ENTITIES[entity].page}/merge/?id=${ids.join(',')}`,
  });
}

async function ask(base: Base, { entity, ids }: Pair, options: WriteOptions): Promise<string> {
  const params = { entityTypeId: ENTITIES[entity].typeId, entityIds: [...ids] };
  const parsed = Answer.safeParse(await base.api.write('crm.entity.mergeBatch', { params }, options));
  if (!parsed.success) throw unreadable('crm.entity.mergeBatch');
  if (parsed.data.STATUS !== 'ERROR') return parsed.data.STATUS;
  throw new AdapterError(manifest.id, 'forbidden', 'Bitrix24 refuses to make one of these two.', {
    hint: 'Whoever connected Ringback must be allowed to change and delete both: Bitrix24 → CRM → Settings → Access permissions.',
  });
}

/** Makes the second equal to the first where both say something; answers what it said before. */
async function yieldValues(
  base: Base,
  { entity, ids }: Pair,
  { keep, drop, options }: { keep: Item; drop: Item; options: WriteOptions },
): Promise<string[]> {
  const fields: Record<string, string | number> = {};
  const lost: string[] = [];
  for (const [name, value] of Object.entries(drop)) {
    const kept = keep[name];
    if (!said(value) || !said(kept) || String(value) === String(kept)) continue;
    if (ITS_OWN.test(name) && !CHOSEN.includes(name) && !/^ufCrm/i.test(name)) continue;
    fields[name] = kept as string | number;
    lost.push(`${name}: ${String(value)}`);
  }
  // A record that a program has made is not merged into another as long as it is known as that program's.
  if (said(drop.originId)) Object.assign(fields, { originId: '', originatorId: '' });
  if (Object.keys(fields).length > 0) {
    const params = { entityTypeId: ENTITIES[entity].typeId, id: ids[1], fields };
    await base.api.write('crm.item.update', params, { ...options, repeatable: true });
  }
  return lost;
}

const said = (value: unknown): boolean =>
  (typeof value === 'string' && value !== '') ||
  (typeof value === 'number' && value !== 0) ||
  typeof value === 'boolean';

async function comment(
  base: Base,
  { entity, ids }: Pair,
  lost: readonly string[],
  options: WriteOptions,
): Promise<void> {
  const fields = {
    ENTITY_ID: ids[0],
    ENTITY_TYPE: entity,
    COMMENT: `№ ${ids[1]} → № ${ids[0]}\n${lost.join('\n')}`,
  };
  await base.api.write('crm.timeline.comment.add', { fields }, options);
}

const pluralOf = (entity: PartyEntity): string =>
  ({ contact: 'contacts', company: 'companies', lead: 'leads' })[entity];
