import { ColleaguePresence, Me, MePatch } from '@ringback/model';
import * as z from 'zod/mini';
import type { HttpDeps } from '../deps.ts';
import { answers, SIGNED_IN } from '../documented.ts';
import { type Guards, identityOf } from '../guards.ts';
import type { App } from '../types.ts';

const shared = { tags: ['Me'], security: SIGNED_IN };

export function meRoutes(app: App, { selves }: HttpDeps, guards: Guards): void {
  app.get(
    '/me',
    {
      onRequest: guards.agent(),
      schema: { ...shared, summary: 'Own status and settings', response: answers({ 200: Me }) },
    },
    (request) => selves.me(identityOf(request).agent),
  );

  app.patch(
    '/me',
    {
      onRequest: guards.agent(),
      schema: {
        ...shared,
        summary: 'Change own status, forwarding and hours; in force at once',
        body: MePatch,
        response: answers({ 200: Me }),
      },
    },
    (request) => selves.update(identityOf(request).agent, request.body),
  );

  app.get(
    '/agents',
    {
      onRequest: guards.agent('calls.dial'),
      schema: {
        ...shared,
        summary: 'Colleagues who can be called: who is there, who talks, who wants no calls',
        response: answers({ 200: z.array(ColleaguePresence) }),
      },
    },
    (request) => selves.colleagues(identityOf(request).agent),
  );
}
