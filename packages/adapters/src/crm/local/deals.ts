/** Deals in Ringback's own store. */
import {
  Deal,
  type DealInput,
  type DealPatch,
  type Pipeline,
  type Stage,
  StageChange,
} from '@ringback/model';
import { AdapterError } from '../../error.ts';
import type { DealsGroup, WriteOptions } from '../contract.ts';
import type { LocalOptions } from './base.ts';
import { createRecordsOf, given } from './records.ts';

const FIELDS = ['title', 'stage', 'amount', 'responsible', 'closesAt', 'party'] as const;

/** What a new store begins with. */
export const DEFAULT_PIPELINES: readonly Pipeline[] = [
  {
    id: 'sales',
    name: 'Sales',
    stages: [
      { id: 'new', name: 'New', outcome: 'open' },
      { id: 'offer', name: 'Offer', outcome: 'open' },
      { id: 'payment', name: 'Waiting for payment', outcome: 'open' },
      { id: 'won', name: 'Won', outcome: 'won' },
      { id: 'lost', name: 'Lost', outcome: 'lost' },
    ],
  },
];

export function createDeals<Tx>(options: LocalOptions<Tx>): Required<DealsGroup> {
  const { store, now, newId } = options;
  const pipelines = options.pipelines ?? (() => DEFAULT_PIPELINES);
  const deals = createRecordsOf<Tx, Deal>(options, {
    kind: 'deal',
    parse: (data) => Deal.parse(data),
    fields: FIELDS,
    toRecord: ({ party, responsible, stage, createdAt }) => ({
      ...given({ partyId: party?.id, responsibleId: responsible?.id }),
      open: stage.outcome === 'open',
      position: createdAt,
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
      ...given({ amount: input.amount }),
      ...(party ? { party: { id: party.id, name: party.name } } : {}),
      ...(input.responsibleId === undefined ? {} : { responsible: { id: input.responsibleId } }),
      createdAt: at,
      updatedAt: at,
    };
    await step(tx, deal.id, stage);
    return deal;
  }

  async function change(old: Deal, patch: DealPatch, tx: Tx): Promise<Deal> {
    const { stageId, responsibleId, ...fields } = patch;
    const pipeline = pipelines().find(({ id }) => id === old.pipeline.id);
    const stage = stageId === undefined ? old.stage : pipeline && stageOf(pipeline, stageId);
    if (!stage) throw unknown('stage', stageId);
    if (stage.id !== old.stage.id) await step(tx, old.id, stage);
    return {
      ...old,
      ...given(fields),
      stage,
      ...(responsibleId === undefined ? {} : { responsible: { id: responsibleId } }),
      updatedAt: now().toISOString(),
    };
  }

  return {
    pipelines: async () => structuredClone([...pipelines()]),
    list: (query) => deals.list({ ...query, newestFirst: true }),
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
  };
}

const stageOf = ({ stages }: Pipeline, id: string): Stage | undefined =>
  stages.find((stage) => stage.id === id);

function unknown(what: string, id: string | undefined): AdapterError {
  return new AdapterError('local', 'invalid', `There is no ${what} ${id ?? ''}.`, {
    hint: 'Choose another; the list may have been changed meanwhile.',
  });
}
