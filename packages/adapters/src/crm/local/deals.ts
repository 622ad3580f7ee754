/** Deals in Ringback's own store. */
import {
  Deal,
  DEFAULT_PIPELINES,
  type DealInput,
  type DealPatch,
  type Pipeline,
  type ProductLine,
  type Stage,
  StageChange,
} from '@ringback/model';
import { AdapterError } from '../../error.ts';
import type { DealSearch, DealsGroup, WriteOptions } from '../contract.ts';
import { type LocalOptions, person } from './base.ts';
import { createRecordsOf, given } from './records.ts';

const FIELDS = [
  'title',
  'stage',
  'amount',
  'lines',
  'probability',
  'paid',
  'responsible',
  'closesAt',
  'lostReason',
  'party',
  'custom',
] as const;
const SORTS = { created: 'position', updated: 'updatedAt', closes: 'due', amount: 'amount' } as const;
const PAGE = 50;

export function createDeals<Tx>(options: LocalOptions<Tx>): Required<DealsGroup> {
  const { store, now, newId } = options;
  const pipelines = options.pipelines ?? (() => DEFAULT_PIPELINES);
  const deals = createRecordsOf<Tx, Deal>(options, {
    kind: 'deal',
    parse: (data) => Deal.parse(data),
    fields: FIELDS,
    toRecord: ({ party, responsible, stage, pipeline, createdAt, updatedAt, ...deal }) => ({
      ...given({ partyId: party?.id, responsibleId: responsible?.id, lookup: deal.leadId }),
      ...given({ due: deal.closesAt, amount: deal.amount }),
      open: stage.outcome === 'open',
      place: stage.id,
      area: pipeline.id,
      words: [deal.title, party?.name ?? ''].join(' '),
      position: createdAt,
      updatedAt,
    }),
    created: (tx, deal) => store.events.append(tx, { type: 'deal.created', data: { deal }, audience: null }),
    updated: (tx, deal) => store.events.append(tx, { type: 'deal.updated', data: { deal }, audience: null }),
  });

  /** The steps are kept as they happen: a funnel cannot be made of the last stage alone. */
  async function step(tx: Tx, dealId: string, stage: Stage): Promise<void> {
    const change: StageChange = { dealId, stage, at: now().toISOString() };
    const place = { kind: 'stage-change', id: newId(), dealId, open: false, position: change.at } as const;
    await store.records.put(tx, { ...place, data: change });
  }

  async function make(tx: Tx, input: DealInput): Promise<Deal> {
    const pipeline =
      input.pipelineId === undefined ? pipelines()[0] : pipelines().find(({ id }) => id === input.pipelineId);
    if (!pipeline) throw unknown('pipeline', input.pipelineId);
    const stage = input.stageId === undefined ? pipeline.stages[0] : stageOf(pipeline, input.stageId);
    if (!stage) throw unknown('stage', input.stageId);
    const at = now().toISOString();
    const party = input.partyId === undefined ? undefined : await store.parties.get(input.partyId, tx);
    if (input.partyId !== undefined && !party) throw unknown('customer', input.partyId);
    const deal: Deal = {
      system: 'local',
      id: newId(),
      title: input.title,
      pipeline: { id: pipeline.id, name: pipeline.name },
      stage,
      ...given({ amount: input.amount, probability: input.probability, paid: input.paid }),
      ...given({
        closesAt: input.closesAt,
        leadId: input.leadId,
        source: input.source,
        custom: input.custom,
      }),
      ...priced(input.lines),
      ...(party ? { party: { id: party.id, name: party.name } } : {}),
      ...(await person(options, input.responsibleId)),
      createdAt: at,
      updatedAt: at,
    };
    await step(tx, deal.id, stage);
    return deal;
  }

  async function change(old: Deal, patch: DealPatch, tx: Tx): Promise<Deal> {
    const { stageId, responsibleId, lines, custom, ...fields } = patch;
    const pipeline = pipelines().find(({ id }) => id === old.pipeline.id);
    const stage = stageId === undefined ? old.stage : pipeline && stageOf(pipeline, stageId);
    if (!stage) throw unknown('stage', stageId);
    if (stage.id !== old.stage.id) await step(tx, old.id, stage);
    return {
      ...old,
      ...given(fields),
      ...priced(lines),
      ...(custom ? { custom: { ...old.custom, ...custom } } : {}),
      stage,
      ...(await person(options, responsibleId)),
      updatedAt: now().toISOString(),
    };
  }

  return {
    pipelines: async () => structuredClone([...pipelines()]),
    list: (query) => deals.list({ ...query, newestFirst: true }),
    search: ({ sort = 'created', order = 'desc', ...query }) =>
      deals.list({ ...filterOf(query), sort: SORTS[sort], newestFirst: order === 'desc' }),
    async totals(query) {
      const rows = await store.records.totals({ kind: 'deal', ...filterOf(query) });
      return rows.map(({ place, currency, count, amount }) => ({
        stageId: place,
        count,
        ...(currency === undefined ? {} : { amount: { amount, currency } }),
      }));
    },
    get: (id) => deals.get(id),
    create: (input, write: WriteOptions) => deals.create(write, (tx) => make(tx, input)),
    update: (id, patch, write) => deals.update(id, write, (old, tx) => change(old, patch, tx)),
    async history(id) {
      const { records } = await store.records.list({
        kind: 'stage-change',
        dealId: id,
        newestFirst: false,
        limit: 1000,
      });
      return records.map(({ data }) => StageChange.parse(data));
    },
    async steps({ limit = PAGE, ...query }) {
      const { records, next } = await store.records.list({
        ...{ kind: 'stage-change', newestFirst: false, limit },
        ...query,
      });
      const items = records.map(({ data }) => StageChange.parse(data));
      return { items, ...(next === undefined ? {} : { next }) };
    },
  };
}

function filterOf({
  pipelineId,
  stageIds,
  leadId,
  closesBefore,
  ...query
}: Omit<DealSearch, 'sort' | 'order'>) {
  const { limit = PAGE, ...rest } = query;
  return {
    ...given(rest),
    ...given({ lookup: leadId, places: stageIds, dueBefore: closesBefore }),
    ...(pipelineId === undefined ? {} : { areas: [pipelineId] }),
    limit,
  };
}

/** The amount of goods is their sum, to the hundredth: 0.1 and 0.2 are 0.3. */
function priced(lines: DealInput['lines']): Pick<Deal, 'lines' | 'amount'> {
  if (lines === undefined) return {};
  const currency = lines.find(({ price }) => price)?.price?.currency;
  if (lines.some(({ price }) => price && price.currency !== currency)) {
    throw new AdapterError('local', 'invalid', 'All goods of a deal must be in one currency.', {
      fields: { lines: `must all be in ${currency}` },
    });
  }
  const hundredths = lines.reduce(
    (sum, { quantity, price }) => sum + Math.round(quantity * (price?.amount ?? 0) * 100),
    0,
  );
  const amount = currency === undefined ? {} : { amount: { amount: hundredths / 100, currency } };
  return { lines: lines.map((line) => given(line) as ProductLine), ...amount };
}

const stageOf = ({ stages }: Pipeline, id: string): Stage | undefined =>
  stages.find((stage) => stage.id === id);

function unknown(what: string, id: string | undefined): AdapterError {
  return new AdapterError('local', 'invalid', `There is no ${what} ${id ?? ''}.`, {
    hint: 'Choose another; the list may have been changed meanwhile.',
  });
}
