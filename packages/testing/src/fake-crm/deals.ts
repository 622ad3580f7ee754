import {
  type BackendDeals,
  type Deal,
  funnelOf,
  type Money,
  type ProductLine,
  RingbackError,
  type Stage,
} from '@ringback/model';
import { type FakeCrmKit, given, later, need, pageOf, replace, says, unchanged } from './kit.ts';

export function createFakeDeals({
  data,
  begin,
  emit,
  now,
  newId,
  party,
  readOnly,
}: FakeCrmKit): BackendDeals {
  const { deals, steps, users, settings } = data;
  const person = (id: string | undefined) => {
    const user = users.find((one) => one.id === id);
    return id === undefined ? {} : { responsible: { id, ...(user ? { name: user.name } : {}) } };
  };
  const pipelineOf = (id = settings.pipelines[0]?.id) => need(settings.pipelines, id ?? '');
  const fits = (deal: Deal, query: { pipelineId?: string; responsibleId?: string; words?: string }) =>
    (query.pipelineId === undefined || deal.pipeline.id === query.pipelineId) &&
    (query.responsibleId === undefined || deal.responsible?.id === query.responsibleId) &&
    says(query.words, deal.title, deal.party?.name);
  const step = (dealId: string, stage: Stage) => steps.push({ dealId, stage, at: now() });

  const reads: BackendDeals = {
    async choices() {
      await begin('deals.choices');
      return {
        pipelines: settings.pipelines,
        lostReasons: settings.lostReasons,
        currency: settings.currency,
      };
    },
    async list(query = {}) {
      await begin('deals.list', query);
      const found = deals
        .filter((deal) => fits(deal, given(query)))
        .filter((deal) => query.stageId === undefined || deal.stage.id === query.stageId)
        .filter((deal) => query.outcome === undefined || deal.stage.outcome === query.outcome)
        .filter((deal) => query.partyId === undefined || deal.party?.id === query.partyId)
        .filter((deal) => query.leadId === undefined || deal.leadId === query.leadId)
        .sort(
          (one, other) => compare(query.sort ?? 'created', one, other) * (query.order === 'asc' ? 1 : -1),
        );
      return pageOf(found, query);
    },
    async board(query = {}) {
      await begin('deals.board', query);
      const pipeline = pipelineOf(query.pipelineId);
      const all = deals.filter((deal) => fits(deal, { ...given(query), pipelineId: pipeline.id }));
      const columns = pipeline.stages.map((stage) => {
        const items = all.filter((deal) => deal.stage.id === stage.id);
        return {
          stage,
          count: items.length,
          amounts: sums(items),
          ...pageOf(items, { limit: query.limit ?? 20 }),
        };
      });
      return { pipeline, columns };
    },
    async get(id) {
      await begin('deals.get', id);
      return need(deals, id);
    },
    async funnel(query = {}) {
      await begin('deals.funnel', query);
      const { by, source, from = '', to = '9', pipelineId, responsibleId } = query;
      const pipeline = pipelineOf(pipelineId);
      const wanted = deals
        .filter((deal) => fits(deal, given({ pipelineId: pipeline.id, responsibleId })))
        .filter((deal) => source === undefined || deal.source === source)
        .filter(({ createdAt }) => from <= createdAt && createdAt < to);
      return funnelOf({ pipeline, deals: wanted, steps, by });
    },
    async history(id) {
      await begin('deals.history', id);
      return steps.filter(({ dealId }) => dealId === id);
    },
  };
  if (readOnly) return reads;
  return {
    ...reads,
    async create({ pipelineId, stageId, partyId, responsibleId, comment: _comment, ...fields }) {
      await begin('deals.create', { pipelineId, stageId, partyId, responsibleId, ...fields });
      const pipeline = pipelineOf(pipelineId);
      const stage = stageId === undefined ? (pipeline.stages[0] as Stage) : need(pipeline.stages, stageId);
      const whose = partyId === undefined ? undefined : party(partyId);
      const deal: Deal = {
        ...{ system: 'local', id: newId('deal'), pipeline: { id: pipeline.id, name: pipeline.name }, stage },
        ...(given(fields) as Pick<Deal, 'title'>),
        ...amountOf(fields.lines as ProductLine[] | undefined),
        ...person(responsibleId),
        ...(whose ? { party: { id: whose.id, name: whose.name } } : {}),
        ...{ createdAt: now(), updatedAt: now() },
      };
      deals.unshift(deal);
      step(deal.id, stage);
      emit('deal.created', { deal });
      return deal;
    },
    async update(id, { ifUnmodifiedSince, stageId, responsibleId, ...fields }) {
      await begin('deals.update', id, { ifUnmodifiedSince, stageId, responsibleId, ...fields });
      const before = need(deals, id);
      unchanged(before, ifUnmodifiedSince);
      const stage =
        stageId === undefined ? before.stage : need(pipelineOf(before.pipeline.id).stages, stageId);
      if (stage.outcome === 'lost' && (fields.lostReason ?? before.lostReason) === undefined)
        throw new RingbackError('invalid', 'A required field is missing.', {
          fields: { lostReason: 'is required' },
        });
      const lines = fields.lines as ProductLine[] | undefined;
      const deal = {
        ...before,
        ...given(fields),
        ...amountOf(lines),
        ...person(responsibleId),
        stage,
      } as Deal;
      if (stage.id !== before.stage.id) step(id, stage);
      const next = replace(deals, { ...deal, updatedAt: later(before, now()) });
      emit('deal.updated', { deal: next });
      return next;
    },
  };
}

function compare(sort: string, one: Deal, other: Deal): number {
  if (sort === 'amount') return (one.amount?.amount ?? 0) - (other.amount?.amount ?? 0);
  const time = ({ createdAt, updatedAt, closesAt = '' }: Deal) =>
    sort === 'updated' ? updatedAt : sort === 'closes' ? closesAt : createdAt;
  return time(one) < time(other) ? -1 : 1;
}

function amountOf(lines: readonly ProductLine[] | undefined): { amount?: Money } {
  if (!lines || lines.length === 0) return {};
  const amount = lines.reduce((sum, { quantity, price }) => sum + quantity * (price?.amount ?? 0), 0);
  return { amount: { amount, currency: lines[0]?.price?.currency ?? 'UAH' } };
}

function sums(deals: readonly Deal[]): Money[] {
  const by = new Map<string, number>();
  for (const { amount } of deals)
    if (amount) by.set(amount.currency, (by.get(amount.currency) ?? 0) + amount.amount);
  return [...by].map(([currency, amount]) => ({ amount, currency }));
}
