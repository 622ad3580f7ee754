import { SiteVariants } from '@ringback/model';
import * as z from 'zod/mini';
import { compareVariants } from '../../statistics/variants.ts';
import type { HttpDeps } from '../deps.ts';
import { answers, SIGNED_IN } from '../documented.ts';
import type { Guards } from '../guards.ts';
import type { App } from '../types.ts';

export function statisticsRoutes(app: App, { store, settings }: HttpDeps, guards: Guards): void {
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
