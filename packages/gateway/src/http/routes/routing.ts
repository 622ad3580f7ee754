import { CallRoute, DryRun, DryRunInput, Id } from '@ringback/model';
import * as z from 'zod/mini';
import type { HttpDeps } from '../deps.ts';
import { answers, SIGNED_IN } from '../documented.ts';
import { type Guards, identityOf } from '../guards.ts';
import type { App } from '../types.ts';

const shared = { tags: ['Routing'], security: SIGNED_IN };

export function routingRoutes(app: App, { calls, store, settings }: HttpDeps, guards: Guards): void {
  app.post(
    '/routing/dry-run',
    {
      onRequest: guards.agent('routing.read'),
      schema: {
        ...shared,
        summary: 'Who would get a call from this number, on this line, at this time?',
        description:
          'As if nobody answered. Hours and own statuses count as at that time; who is there and who talks, as now.',
        body: DryRunInput,
        response: answers({ 200: DryRun }),
      },
    },
    (request) => calls.dryRun(request.body),
  );

  app.get(
    '/calls/:id/route',
    {
      onRequest: guards.agent('calls.own'),
      schema: {
        ...shared,
        summary: 'Every decision about where a call was to ring, with its reason',
        params: z.object({ id: Id }),
        response: answers({ 200: CallRoute }),
      },
    },
    async (request) => {
      const { call } = await calls.get(identityOf(request).agent, request.params.id);
      const row = await store.routes.get(call.id);
      const { slowAnswerSeconds } = settings.current().routing;
      return {
        ...answerTime(call, slowAnswerSeconds),
        decisions: [...(row?.decisions ?? [])],
        ...routeName(row),
      };
    },
  );
}

function routeName(row: { plan: { route?: string | undefined } } | undefined) {
  return row?.plan.route === undefined ? {} : { route: row.plan.route };
}

/** From the first ring to the moment in which both hear each other, in seconds. */
function answerTime(
  { startedAt, connectedAt }: { startedAt: string; connectedAt?: string | undefined },
  slow: number,
) {
  if (connectedAt === undefined) return {};
  const answeredAfter = (Date.parse(connectedAt) - Date.parse(startedAt)) / 1000;
  return { answeredAfter, slow: answeredAfter >= slow };
}
