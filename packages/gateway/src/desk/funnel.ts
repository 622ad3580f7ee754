/** The funnel of a pipeline, of what the system of record has kept of its deals. */
import type { DealsGroup } from '@ringback/adapters';
import { type Deal, type Funnel, funnelOf, type FunnelQuery, type StageChange } from '@ringback/model';
import { able } from './base.ts';

/** Read at once from the store, and beyond which nobody looks at single deals any more. */
const PAGE = 200;
const MOST_PAGES = 250;

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
  const deals = await all<Deal>((page) => search({ ...given, pipelineId: pipeline.id, ...page }));
  const from = query.from === undefined ? {} : { from: query.from };
  const told = await all<StageChange>((page) => steps({ ...from, ...page }));
  const wanted = source === undefined ? deals : deals.filter((deal) => deal.source === source);
  return funnelOf({ pipeline, deals: wanted, steps: told, by });
}

async function all<T>(
  read: (page: { limit: number; cursor?: string }) => Promise<{ items: readonly T[]; next?: string }>,
): Promise<T[]> {
  const found: T[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const page = await read({ limit: PAGE, ...(cursor === undefined ? {} : { cursor }) });
    found.push(...page.items);
    cursor = page.next;
    if (cursor === undefined) break;
  }
  return found;
}
