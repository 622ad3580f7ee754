import { DismissInput, Id, MissedCall, MissedCounts, MissedPage, MissedQuery } from '@ringback/model';
import * as z from 'zod/mini';
import { present } from '../../present.ts';
import type { HttpDeps } from '../deps.ts';
import { answers, SIGNED_IN } from '../documented.ts';
import { type Guards, identityOf } from '../guards.ts';
import type { App } from '../types.ts';

const shared = { tags: ['Missed calls'], security: SIGNED_IN };
const Params = z.object({ id: Id });

export function missedRoutes(app: App, { missed }: HttpDeps, guards: Guards): void {
  const onRequest = guards.agent('missed.handle');
  app.get(
    '/missed',
    {
      onRequest,
      schema: {
        ...shared,
        summary: 'Missed calls that are still to be done, newest first',
        querystring: MissedQuery,
        response: answers({ 200: MissedPage }),
      },
    },
    (request) => missed.list(identityOf(request).agent, present(request.query)),
  );
  app.get(
    '/missed/counts',
    {
      onRequest,
      schema: { ...shared, summary: 'How many are whose', response: answers({ 200: MissedCounts }) },
    },
    (request) => missed.counts(identityOf(request).agent),
  );

  const steps = {
    claim: 'Take it: for ten minutes nobody else can call this customer back',
    release: 'Give it back',
  } as const;
  for (const step of ['claim', 'release'] as const) {
    app.post(
      `/missed/:id/${step}`,
      {
        onRequest,
        schema: { ...shared, summary: steps[step], params: Params, response: answers({ 200: MissedCall }) },
      },
      (request) => missed[step](identityOf(request).agent, request.params.id),
    );
  }
  app.post(
    '/missed/:id/dismiss',
    {
      onRequest,
      schema: {
        ...shared,
        summary: 'Nobody needs to call back; the reason is kept',
        params: Params,
        body: DismissInput,
        response: answers({ 200: MissedCall }),
      },
    },
    (request) => missed.dismiss(identityOf(request).agent, request.params.id, request.body.reason),
  );
}
