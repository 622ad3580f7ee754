import {
  BoardQuery,
  Deal,
  DealBoard,
  DealInput,
  DealPage,
  DealQuery,
  DealUpdate,
  Funnel,
  FunnelQuery,
  Id,
  Pipeline,
  StageChange,
} from '@ringback/model';
import * as z from 'zod/mini';
import type { HttpDeps } from '../deps.ts';
import type { Guards } from '../guards.ts';
import { createRouter } from '../route.ts';
import type { App } from '../types.ts';

const params = z.object({ id: Id });
const Choices = z.object({
  pipelines: z.array(Pipeline),
  lostReasons: z.array(z.string()),
  currency: z.string(),
});

export function dealRoutes(app: App, { desk: { deals }, newId }: HttpDeps, guards: Guards): void {
  const route = createRouter(app, { guards, newId, tag: 'Deals' });
  const read = { method: 'GET', permission: 'crm.read' } as const;
  route({
    ...{
      ...read,
      url: '/deals/choices',
      summary: 'Pipelines, and what else forms choose from',
      answer: Choices,
    },
    handle: () => deals.choices(),
  });
  route({
    ...{ ...read, url: '/deals', summary: 'Deals', query: DealQuery, answer: DealPage },
    handle: ({ query }) => deals.list(query),
  });
  route({
    ...{ ...read, url: '/deals/board', summary: 'One pipeline, column by column', query: BoardQuery },
    answer: DealBoard,
    handle: ({ query }) => deals.board(query),
  });
  route({
    ...{ ...read, url: '/deals/funnel', summary: 'How many deals came how far, of the stage history' },
    ...{ query: FunnelQuery, answer: Funnel },
    handle: ({ query }) => deals.funnel(query),
  });
  route({
    ...{ ...read, url: '/deals/:id', summary: 'A deal', params, answer: Deal },
    handle: (asked) => deals.get(asked.params.id),
  });
  route({
    ...{ ...read, url: '/deals/:id/history', summary: 'The steps of a deal, oldest first', params },
    answer: z.array(StageChange),
    handle: (asked) => deals.history(asked.params.id),
  });
  route({
    ...{ method: 'POST', url: '/deals', permission: 'crm.write', summary: 'Create a deal', status: 201 },
    ...{ body: DealInput, answer: Deal },
    handle: ({ body, doing }) => deals.create(body, doing),
  });
  route({
    ...{
      method: 'PATCH',
      url: '/deals/:id',
      permission: 'crm.write',
      params,
      body: DealUpdate,
      answer: Deal,
    },
    summary: 'Change a deal; `conflict`, with the present one, when somebody else has changed it',
    handle: (asked) => deals.update(asked.params.id, asked.body, asked.doing),
  });
}
