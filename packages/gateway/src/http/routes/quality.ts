import { Id, QualityReport } from '@ringback/model';
import * as z from 'zod/mini';
import type { HttpDeps } from '../deps.ts';
import { answers, NoContent, SIGNED_IN } from '../documented.ts';
import { type Guards, identityOf } from '../guards.ts';
import type { App } from '../types.ts';

export function qualityRoutes(app: App, { calls }: HttpDeps, guards: Guards): void {
  app.put(
    '/calls/:id/quality',
    {
      onRequest: guards.agent('calls.dial'),
      schema: {
        tags: ['Calls'],
        security: SIGNED_IN,
        summary: 'How the call has sounded in one page so far; the call gets the whole of it when it ends',
        params: z.object({ id: Id }),
        body: QualityReport,
        response: answers({ 204: NoContent }),
      },
    },
    async (request, reply) => {
      await calls.noteQuality(identityOf(request).agent, request.params.id, request.body);
      return reply.code(204).send(null);
    },
  );
}
