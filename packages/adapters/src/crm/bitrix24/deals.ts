/** Deals with their pipelines and stages. */
import type { Deal, DealInput, DealPatch, Pipeline } from '@ringback/model';
import * as z from 'zod/mini';
import { AdapterError } from '../../error.ts';
import type { DealQuery, DealsGroup, ReadOptions, WriteOptions } from '../contract.ts';
import { type Base, getItem, Items, listItems, noSuch, ORIGINATOR, resultOf, unreadable } from './base.ts';
import { manifest } from './manifest.ts';
import { ENTITIES, type Item, nameOf, partyId, readId, readPartyId, toDeal, toIso } from './map.ts';
import type { Params } from './wire.ts';

const { typeId: entityTypeId } = ENTITIES.deal;

const Steps = z.object({
  items: z.array(z.looseObject({ ID: z.coerce.number(), STAGE_ID: z.string(), CREATED_TIME: z.string() })),
});

export function createDeals(base: Base): Omit<Required<DealsGroup>, 'search' | 'totals' | 'steps'> {
  const { api, pipelines } = base;
  const mapAll = async (items: readonly Item[], options?: ReadOptions): Promise<Deal[]> => {
    const [known, names] = await Promise.all([pipelines(options), partyNames(base, items, options)]);
    return items.map((item) => named(toDeal(item, { ...base.mapContext(), pipelines: known }), names));
  };
  const map = async (item: Item, options?: ReadOptions): Promise<Deal> =>
    (await mapAll([item], options))[0] as Deal;
  const get = async (id: string, options?: ReadOptions): Promise<Deal | undefined> => {
    const number = readId(id);
    const item = number === undefined ? undefined : await getItem(base, 'deal', number, options);
    return item && map(item, options);
  };
  const mustGet = async (id: string) => (await get(id)) ?? Promise.reject(noSuch('deal'));

  return {
    pipelines: async (options) => structuredClone(await pipelines(options)),
    async list({ cursor, limit, ...query }, options) {
      const filter = filterOf(query);
      if (!filter) return { items: [] };
      const page = await listItems(base, { entity: 'deal', filter, cursor, limit }, options);
      return { ...page, items: await mapAll(page.items, options) };
    },
    get,
    create: (input, options) => create(base, input, options, { map, mustGet }),
    async update(id, patch, options) {
      const before = await mustGet(id);
      const fields = await changesOf(before, patch, await pipelines());
      return base.once({
        key: `deal.update:${id}:${options.actor}:${options.idempotencyKey}`,
        async work() {
          await api.write(
            'crm.item.update',
            { entityTypeId, id: Number(id), fields },
            { ...options, repeatable: true },
          );
          return { id: '', result: await mustGet(id) };
        },
        find: async () => undefined,
        recall: () => mustGet(id),
      });
    },
    async history(id, options) {
      const params = { entityTypeId, order: { ID: 'ASC' }, filter: { OWNER_ID: Number(id) } };
      const { result } = await api.read('crm.stagehistory.list', params, options);
      const parsed = Steps.safeParse(result);
      if (!parsed.success) throw unreadable('crm.stagehistory.list');
      const stages = (await pipelines(options)).flatMap((pipeline) => pipeline.stages);
      return parsed.data.items.map(({ STAGE_ID, CREATED_TIME }) => ({
        dealId: id,
        stage: stages.find((stage) => stage.id === STAGE_ID) ?? {
          id: STAGE_ID,
          name: STAGE_ID,
          outcome: 'open',
        },
        at: toIso(CREATED_TIME) ?? CREATED_TIME,
      }));
    },
  };
}

/** A deal has its customers' numbers alone: their names are read together, in one request. */
async function partyNames(
  { api }: Base,
  items: readonly Item[],
  options?: ReadOptions,
): Promise<Map<string, string>> {
  const wanted = {
    contact: new Set(items.flatMap(({ contactId }) => (contactId ? [contactId] : []))),
    company: new Set(
      items.flatMap(({ contactId, companyId }) => (companyId && !contactId ? [companyId] : [])),
    ),
  };
  const entities = (['contact', 'company'] as const).filter((entity) => wanted[entity].size > 0);
  const commands = entities.map((entity) => {
    const filter = { '@id': [...wanted[entity]] };
    const params = { entityTypeId: ENTITIES[entity].typeId, select: NAMES, filter, start: -1 };
    return [entity, { method: 'crm.item.list', params }] as const;
  });
  if (commands.length === 0) return new Map();
  const answers = await api.readAll(Object.fromEntries(commands), options);
  return new Map(
    entities.flatMap((entity) => {
      const parsed = Items.safeParse(resultOf(answers[entity]));
      if (!parsed.success) throw unreadable('crm.item.list');
      return parsed.data.items.map(
        (item) => [partyId({ entity, id: item.id }), nameOf(entity, item)] as const,
      );
    }),
  );
}

const NAMES = ['id', 'title', 'name', 'secondName', 'lastName'];

const named = (deal: Deal, names: ReadonlyMap<string, string>): Deal =>
  deal.party
    ? { ...deal, party: { ...deal.party, name: names.get(deal.party.id) ?? deal.party.name } }
    : deal;

/** `undefined` = nobody's: the id is none of ours. */
function filterOf({ partyId, responsibleId, open }: DealQuery): Params | undefined {
  const party = partyId === undefined ? undefined : readPartyId(partyId);
  if (partyId !== undefined && !party) return undefined;
  return {
    ...(party ? { [`${party.entity}Id`]: party.id } : {}),
    ...(responsibleId === undefined ? {} : { assignedById: Number(responsibleId) }),
    ...(open ? { stageSemanticId: 'P' } : {}),
  };
}

interface DealReading {
  map(item: Item): Promise<Deal>;
  mustGet(id: string): Promise<Deal>;
}

async function create(
  base: Base,
  input: DealInput,
  options: WriteOptions,
  reading: DealReading,
): Promise<Deal> {
  const pipelines = await base.pipelines();
  const pipeline =
    input.pipelineId === undefined ? pipelines[0] : pipelines.find(({ id }) => id === input.pipelineId);
  const stage =
    input.stageId === undefined
      ? pipeline?.stages[0]
      : pipeline?.stages.find(({ id }) => id === input.stageId);
  if (!pipeline || !stage) throw noSuchStage(input.stageId ?? input.pipelineId ?? '');
  const party = input.partyId === undefined ? undefined : readPartyId(input.partyId);
  const originId = `${options.actor}:${options.idempotencyKey}`;
  const fields = {
    title: input.title,
    categoryId: Number(pipeline.id),
    stageId: stage.id,
    ...(party ? { [`${party.entity}Id`]: party.id } : {}),
    ...amountFields(input.amount),
    assignedById: Number(input.responsibleId ?? base.userOf(options)),
    ...(input.comment === undefined ? {} : { comments: input.comment }),
    ...(input.closesAt === undefined ? {} : { closedate: input.closesAt }),
    ...input.custom,
    originatorId: ORIGINATOR,
    originId,
  };
  return base.once({
    key: `deal.create:${originId}`,
    async work() {
      const answer = await base.api.write('crm.item.add', { entityTypeId, fields }, options);
      const { item } = z.object({ item: z.looseObject({ id: z.coerce.number() }) }).parse(answer);
      return { id: String(item.id), result: await reading.mustGet(String(item.id)) };
    },
    async find() {
      const filter = { '=originatorId': ORIGINATOR, '=originId': originId };
      const [item] = (await listItems(base, { entity: 'deal', filter, limit: 1 })).items;
      return item && { id: String(item.id), result: await reading.map(item) };
    },
    recall: reading.mustGet,
  });
}

const amountFields = (amount: DealInput['amount']): Params =>
  amount ? { opportunity: amount.amount, currencyId: amount.currency, isManualOpportunity: 'Y' } : {};

async function changesOf(before: Deal, patch: DealPatch, pipelines: readonly Pipeline[]): Promise<Params> {
  const { title, stageId, amount, responsibleId, closesAt, custom } = patch;
  const pipeline = pipelines.find(({ id }) => id === before.pipeline.id);
  if (stageId !== undefined && !pipeline?.stages.some(({ id }) => id === stageId)) throw noSuchStage(stageId);
  return {
    ...(title === undefined ? {} : { title }),
    ...(stageId === undefined ? {} : { stageId }),
    ...amountFields(amount),
    ...(responsibleId === undefined ? {} : { assignedById: Number(responsibleId) }),
    ...(closesAt === undefined ? {} : { closedate: closesAt }),
    ...custom,
  };
}

function noSuchStage(id: string): AdapterError {
  return new AdapterError(manifest.id, 'invalid', `The deal's pipeline has no stage ${id}.`, {
    hint: 'Choose another; the list may have been changed meanwhile.',
  });
}
