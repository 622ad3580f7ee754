/** Deals of the system of record, with the firm's own rules. */
import type { DealSearch } from '@ringback/adapters';
import {
  type BoardQuery,
  type Deal,
  type DealBoard,
  type DealChoices,
  type DealInput,
  type DealPage,
  type DealQuery,
  type DealUpdate,
  type Funnel,
  type FunnelQuery,
  type Pipeline,
  RingbackError,
  type Stage,
  type StageChange,
} from '@ringback/model';
import { present } from '../present.ts';
import {
  able,
  type DeskDeps,
  type Doing,
  found,
  groupOf,
  pick,
  requireFields,
  requireKept,
  requireUnmodified,
  says,
  writeOptions,
} from './base.ts';
import { readFunnel } from './funnel.ts';

const COMMON = [
  'title',
  'partyId',
  'pipelineId',
  'stageId',
  'amount',
  'responsibleId',
  'comment',
  'closesAt',
];
const CARDS = 20;

export interface Deals {
  choices(): Promise<DealChoices>;
  list(query: DealQuery): Promise<DealPage>;
  board(query: BoardQuery): Promise<DealBoard>;
  get(id: string): Promise<Deal>;
  history(id: string): Promise<StageChange[]>;
  funnel(query: FunnelQuery): Promise<Funnel>;
  create(input: DealInput, doing: Doing): Promise<Deal>;
  update(id: string, patch: DealUpdate, doing: Doing): Promise<Deal>;
}

export function createDeals(deps: DeskDeps): Deals {
  const { settings, now } = deps;
  const group = () => groupOf(deps, 'deals');

  async function search(query: DealSearch): Promise<DealPage> {
    const { list, search: asked } = group();
    if (asked) return asked(query);
    const { sort = 'created', order = 'desc' } = query;
    if (sort !== 'created' || order !== 'desc') {
      throw new RingbackError(
        'unsupported',
        'The system of record gives deals in one order only: newest first.',
        {
          fields: { sort: 'leave it out' },
        },
      );
    }
    const own = present({ partyId: query.partyId, responsibleId: query.responsibleId, open: query.open });
    return pick(
      (page) => list({ ...own, ...page }),
      (deal) => fits(deal, query),
      query,
    );
  }

  async function get(id: string): Promise<Deal> {
    return found(await group().get(id), 'deal');
  }

  async function pipelineOf(id: string | undefined): Promise<Pipeline> {
    const all = await group().pipelines();
    const pipeline = id === undefined ? all[0] : all.find((one) => one.id === id);
    if (pipeline) return pipeline;
    throw new RingbackError('invalid', 'There is no such pipeline.', {
      fields: { pipelineId: 'is not known' },
    });
  }

  /** A stage of the pipeline, and those that it has gone through on the way there. */
  function passed({ stages }: Pipeline, stageId: string | undefined): { stage: Stage; ids: string[] } {
    const at = stageId === undefined ? 0 : stages.findIndex(({ id }) => id === stageId);
    const stage = stages[at];
    if (!stage) {
      throw new RingbackError('invalid', 'This pipeline has no such stage.', {
        fields: { stageId: `must be one of ${stages.map(({ id }) => id).join(', ')}` },
      });
    }
    const before = stages.slice(0, at).filter(({ outcome }) => outcome === 'open');
    return { stage, ids: [...before, stage].map(({ id }) => id) };
  }

  return {
    get,
    async choices() {
      const { lostReasons, currency } = settings().crm;
      return { pipelines: await group().pipelines(), lostReasons, currency };
    },
    async list({ stageId, outcome, overdue, ...query }) {
      const open = outcome === undefined ? (overdue ? true : undefined) : outcome === 'open';
      const stageIds = stageId === undefined ? await stagesOf(outcome) : [stageId];
      const closesBefore = overdue ? now().toISOString() : undefined;
      return search(present({ ...query, open, stageIds, closesBefore }) as DealSearch);
    },
    async board({ pipelineId, limit = CARDS, ...query }) {
      const pipeline = await pipelineOf(pipelineId);
      const filter = present({ ...query, pipelineId: pipeline.id });
      const totals = await group().totals?.(filter);
      const columns = pipeline.stages.map(async (stage) => {
        const page = await search({ ...filter, stageIds: [stage.id], limit: Number(limit) });
        const mine = totals?.filter(({ stageId }) => stageId === stage.id);
        const count = mine?.reduce((sum, one) => sum + one.count, 0);
        const amounts = mine?.flatMap(({ amount }) => amount ?? []);
        return { stage, ...present({ count, amounts }), ...page };
      });
      return { pipeline, columns: await Promise.all(columns) };
    },
    funnel: (query) => readFunnel({ group, pipelineOf }, query),
    history: (id) => able(group().history, 'the steps of deals be read')(id),
    async create(input, doing) {
      const { create } = group();
      requireKept(deps, { group: 'deals', common: COMMON, given: input });
      const { ids } = passed(await pipelineOf(input.pipelineId), input.stageId);
      requireFields(settings().crm.required, recordOf(input), { entity: 'deal', form: 'full', stages: ids });
      return able(create, 'deals be created')(input, writeOptions(doing));
    },
    async update(id, { ifUnmodifiedSince, ...patch }, doing) {
      const { update } = group();
      requireKept(deps, { group: 'deals', common: COMMON, given: patch });
      await requireUnmodified(deps, {
        group: 'deals',
        since: ifUnmodifiedSince,
        read: () => group().get(id),
      });
      const before = await get(id);
      const { ids } = passed(await pipelineOf(before.pipeline.id), patch.stageId ?? before.stage.id);
      requireFields(
        settings().crm.required,
        { ...before, ...recordOf(present(patch)) },
        { entity: 'deal', form: 'full', stages: ids },
      );
      const write = { ...writeOptions(doing), ...present({ ifUnmodifiedSince }) };
      return able(update, 'deals be changed')(id, patch, write);
    },
  };

  async function stagesOf(outcome: DealQuery['outcome']): Promise<string[] | undefined> {
    if (outcome === undefined || outcome === 'open') return undefined;
    const all = (await group().pipelines()).flatMap(({ stages }) => stages);
    return all.filter((stage) => stage.outcome === outcome).map(({ id }) => id);
  }
}

/** By the names of the record's own fields, as rules have them. */
function recordOf({
  partyId,
  stageId,
  responsibleId,
  ...input
}: Partial<DealInput> & Partial<DealUpdate>): Record<string, unknown> {
  const amount = input.amount ?? input.lines?.find(({ price }) => price)?.price;
  return present({ ...input, amount, party: partyId, stage: stageId, responsible: responsibleId });
}

function fits(deal: Deal, query: DealSearch): boolean {
  const { pipelineId, stageIds, leadId, words, from, to, closesBefore } = query;
  return (
    (pipelineId === undefined || deal.pipeline.id === pipelineId) &&
    (stageIds === undefined || stageIds.includes(deal.stage.id)) &&
    (leadId === undefined || deal.leadId === leadId) &&
    (from === undefined || deal.createdAt >= from) &&
    (to === undefined || deal.createdAt < to) &&
    (closesBefore === undefined || (deal.closesAt !== undefined && deal.closesAt < closesBefore)) &&
    says(words, deal.title, deal.party?.name)
  );
}
