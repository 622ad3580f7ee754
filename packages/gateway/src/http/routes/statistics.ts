import { CallCountsQuery, CallStatistics, SiteVariants } from '@ringback/model';
import * as z from 'zod/mini';
import { countCalls } from '../../statistics/calls.ts';
import { compareVariants } from '../../statistics/variants.ts';
import type { HttpDeps } from '../deps.ts';
import { answers, SIGNED_IN } from '../documented.ts';
import type { Guards } from '../guards.ts';
import { createRouter } from '../route.ts';
import type { App } from '../types.ts';

export function statisticsRoutes(app: App, deps: HttpDeps, guards: Guards): void {
  const { store, settings, now, newId } = deps;
  createRouter(app, { guards, newId, tag: 'Statistics' })({
    ...{ method: 'GET', url: '/statistics/calls', permission: 'statistics.read' },
    summary: 'Calls in numbers: those that began in these days and have ended; by a group head of his people',
    ...{ query: CallCountsQuery, answer: CallStatistics },
    handle: ({ agent, query }) => countCalls({ store, now, settings: settings.current }, agent, query),
  });
  app.get(
    '/statistics/variants',
    {
      onRequest: guards.agent('statistics.read'),
      schema: {
        tags: ['Settings'],
        security: SIGNED_IN,
        summary: 'What became of each text of the callback buttons, with 95 % intervals (Wilson)',
        response: answers({ 200: z.array(SiteVariants) }),
      },
    },
    () => {
      const tried = settings.current().sites.filter(({ variants }) => variants?.length);
      return Promise.all(tried.map((site) => compareVariants(store, site)));
    },
  );
}
