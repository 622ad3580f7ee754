import {
  Id,
  TimelineEntry,
  TimelineInput,
  TimelinePage,
  TimelinePatch,
  TimelineQuery,
} from '@ringback/model';
import * as z from 'zod/mini';
import type { HttpDeps } from '../deps.ts';
import type { Guards } from '../guards.ts';
import { createRouter } from '../route.ts';
import type { App } from '../types.ts';

export function timelineRoutes(app: App, { desk: { timeline }, newId }: HttpDeps, guards: Guards): void {
  const route = createRouter(app, { guards, newId, tag: 'Timeline' });
  route({
    ...{
      method: 'GET',
      url: '/timeline',
      permission: 'crm.read',
      query: TimelineQuery,
      answer: TimelinePage,
    },
    summary: 'Calls, letters, notes, meetings, requests, orders and visits in one list, newest first',
    handle: ({ agent, query }) => timeline.list(agent, query),
  });
  route({
    ...{ method: 'POST', url: '/timeline', permission: 'crm.write', summary: 'Write an entry by hand' },
    ...{ body: TimelineInput, answer: TimelineEntry, status: 201 },
    handle: ({ body, doing }) => timeline.create(body, doing),
  });
  route({
    ...{ method: 'PATCH', url: '/timeline/:id', permission: 'crm.write', summary: 'Change such an entry' },
    ...{ params: z.object({ id: Id }), body: TimelinePatch, answer: TimelineEntry },
    handle: (asked) => timeline.update(asked.params.id, asked.body, asked.doing),
  });
}
