/** Receivers of events: for whoever manages integrations. */
import {
  Id,
  Webhook,
  WebhookAnswer,
  WebhookDelivery,
  WebhookInput,
  WebhookPatch,
  WebhookReplay,
} from '@ringback/model';
import * as z from 'zod/mini';
import type { HttpDeps } from '../deps.ts';
import { answers, NoContent, SIGNED_IN } from '../documented.ts';
import { type Guards, identityOf } from '../guards.ts';
import { present } from '../../present.ts';
import type { App } from '../types.ts';

const shared = { tags: ['Integrations'], security: SIGNED_IN };
const params = z.object({ id: Id });
const deliveryParams = z.object({ deliveryId: z.coerce.number().check(z.int(), z.minimum(1)) });
const Outcome = z.object({ ok: z.boolean(), status: z.optional(z.number()), message: z.string() });

export function webhookRoutes(app: App, { webhooks }: HttpDeps, guards: Guards): void {
  const onRequest = guards.agent('integrations.manage');
  app.get(
    '/webhooks',
    {
      onRequest,
      schema: { ...shared, summary: 'Who is told of what', response: answers({ 200: z.array(Webhook) }) },
    },
    () => webhooks.list(),
  );
  app.post(
    '/webhooks',
    {
      onRequest,
      schema: {
        ...shared,
        summary: 'Tell an address of events; the secret that signs them is in this answer and never again',
        body: WebhookInput,
        response: answers({ 201: WebhookAnswer }),
      },
    },
    async (request, reply) =>
      reply.code(201).send(await webhooks.create(identityOf(request).agent, request.body)),
  );
  app.patch(
    '/webhooks/:id',
    {
      onRequest,
      schema: {
        ...shared,
        params,
        summary: 'Change the address or the types, pause or go on',
        body: WebhookPatch,
        response: answers({ 200: Webhook }),
      },
    },
    (request) => webhooks.update(identityOf(request).agent, request.params.id, present(request.body)),
  );
  app.delete(
    '/webhooks/:id',
    {
      onRequest,
      schema: {
        ...shared,
        params,
        summary: 'Tell it nothing more; what it has not taken goes too',
        response: answers({ 204: NoContent }),
      },
    },
    async (request, reply) => {
      await webhooks.remove(identityOf(request).agent, request.params.id);
      return reply.code(204).send(null);
    },
  );
  app.post(
    '/webhooks/:id/test',
    {
      onRequest,
      schema: {
        ...shared,
        params,
        summary: 'Send a webhook.test at once, and say what came of it',
        response: answers({ 200: Outcome }),
      },
    },
    (request) => webhooks.test(request.params.id),
  );
  deliveryRoutes(app, webhooks, onRequest);
}

function deliveryRoutes(
  app: App,
  webhooks: HttpDeps['webhooks'],
  onRequest: ReturnType<Guards['agent']>,
): void {
  app.get(
    '/webhooks/:id/deliveries',
    {
      onRequest,
      schema: {
        ...shared,
        params,
        summary: 'What it has not taken, oldest first: waiting for another try, or given up',
        response: answers({ 200: z.array(WebhookDelivery) }),
      },
    },
    (request) => webhooks.deliveries(request.params.id),
  );
  app.post(
    '/webhooks/:id/replay',
    {
      onRequest,
      schema: {
        ...shared,
        params,
        summary: 'Send everything since then once more, as far as the log reaches: a day',
        body: WebhookReplay,
        response: answers({ 200: z.object({ events: z.number() }) }),
      },
    },
    async (request) => ({
      events: await webhooks.replay(identityOf(request).agent, request.params.id, request.body.since),
    }),
  );
  app.post(
    '/webhook-deliveries/:deliveryId/retry',
    {
      onRequest,
      schema: {
        ...shared,
        params: deliveryParams,
        summary: 'Try again at once',
        response: answers({ 200: WebhookDelivery }),
      },
    },
    (request) => webhooks.retry(identityOf(request).agent, request.params.deliveryId),
  );
  app.delete(
    '/webhook-deliveries/:deliveryId',
    {
      onRequest,
      schema: {
        ...shared,
        params: deliveryParams,
        summary: 'Give it up: the receiver is not told',
        response: answers({ 204: NoContent }),
      },
    },
    async (request, reply) => {
      await webhooks.drop(identityOf(request).agent, request.params.deliveryId);
      return reply.code(204).send(null);
    },
  );
}
