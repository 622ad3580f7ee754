/** The funnel of a pipeline, of what the system of record has kept of its deals. */
import type { DealsGroup } from '@ringback/adapters';
import { type Deal, type Funnel, funnelOf, type FunnelQuery, type StageChange } from '@ringback/model';
import { able } from './base.ts';
import { readAll } from './read-all.ts';

export interface FunnelParts {
  group: () => DealsGroup;
  pipelineOf: (id: string | undefined) => Promise<Parameters<typeof funnelOf>[0]['pipeline']>;
}

export async function readFunnel({ group, pipelineOf }: FunnelParts, query: FunnelQuery): Promise<Funnel> {
  const steps = able(group().steps, 'the steps of deals be read');
  const search = able(group().search, 'deals be searched');
  const { by, source, pipelineId, ...filter } = query;
  const pipeline = await pipelineOf(pipelineId);
  const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
  const deals = await readAll<Deal>((page) => search({ ...given, pipelineId: pipeline.id, ...page }));
  const from = query.from === undefined ? {} : { from: query.from };
  const told = await readAll<StageChange>((page) => steps({ ...from, ...page }));
  const wanted = source === undefined ? deals : deals.filter((deal) => deal.source === source);
  return funnelOf({ pipeline, deals: wanted, steps: told, by });
}
