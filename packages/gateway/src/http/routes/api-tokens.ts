/** Keys of programs. Made by people who are signed in: a token makes no tokens. */
import { ApiToken, ApiTokenAnswer, ApiTokenInput, Id } from '@ringback/model';
import * as z from 'zod/mini';
import type { HttpDeps } from '../deps.ts';
import { answers, IN_PERSON, NoContent, SIGNED_IN } from '../documented.ts';
import { type Guards, personOf } from '../guards.ts';
import { present } from '../../present.ts';
import type { App } from '../types.ts';

const shared = { tags: ['Integrations'], security: IN_PERSON };

export function apiTokenRoutes(app: App, { apiTokens }: HttpDeps, guards: Guards): void {
  const onRequest = guards.inPerson();
  app.get(
    '/api-tokens',
    {
      onRequest: guards.agent(),
      schema: {
        ...{ ...shared, security: SIGNED_IN },
        summary: 'Your tokens, and the firm’s where you manage integrations',
        response: answers({ 200: z.array(ApiToken) }),
      },
    },
    (request) => apiTokens.list(personOf(request).agent),
  );
  app.post(
    '/api-tokens',
    {
      onRequest,
      schema: {
        ...shared,
        summary: 'Make a token; its secret is in this answer and never again',
        body: ApiTokenInput,
        response: answers({ 201: ApiTokenAnswer }),
      },
    },
    async (request, reply) =>
      reply.code(201).send(await apiTokens.create(personOf(request).agent, present(request.body))),
  );
  app.delete(
    '/api-tokens/:id',
    {
      onRequest,
      schema: {
        ...shared,
        summary: 'Revoke a token: it is good for nothing from now on',
        params: z.object({ id: Id }),
        response: answers({ 204: NoContent }),
      },
    },
    async (request, reply) => {
      await apiTokens.revoke(personOf(request).agent, request.params.id);
      return reply.code(204).send(null);
    },
  );
}
