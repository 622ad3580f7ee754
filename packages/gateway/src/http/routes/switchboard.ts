import { Call, DialAnswer, Id, MergeInput, ParticipantPatch, TransferInput } from '@ringback/model';
import * as z from 'zod/mini';
import type { HttpDeps } from '../deps.ts';
import { answers, SIGNED_IN } from '../documented.ts';
import { type Guards, identityOf } from '../guards.ts';
import type { App } from '../types.ts';

const params = z.object({ id: Id });
const participant = z.object({ id: Id, participantId: Id });
const shared = { tags: ['Calls'], security: SIGNED_IN, params };

export function switchboardRoutes(app: App, { calls: { switchboard } }: HttpDeps, guards: Guards): void {
  const onRequest = guards.agent('calls.dial');

  app.post(
    '/calls/:id/transfer',
    {
      onRequest,
      schema: {
        ...shared,
        summary: 'Give the call away; it comes back when the target does not take it',
        body: TransferInput,
        response: answers({ 200: Call }),
      },
    },
    (request) => switchboard.transfer(identityOf(request).agent, request.params.id, request.body.target),
  );

  app.post(
    '/calls/:id/consult',
    {
      onRequest,
      schema: {
        ...shared,
        summary:
          'Ask leave to call somebody else while this call waits; where the PBX leads it, it is called at once and the answer is this call',
        body: TransferInput,
        response: answers({ 201: DialAnswer }),
      },
    },
    async (request, reply) => {
      const { agent } = identityOf(request);
      return reply.code(201).send(await switchboard.consult(agent, request.params.id, request.body.target));
    },
  );

  app.post(
    '/calls/:id/complete-transfer',
    {
      onRequest,
      schema: {
        ...shared,
        summary: 'Leave a consultation: the two far ends talk with each other',
        response: answers({ 200: Call }),
      },
    },
    (request) => switchboard.completeTransfer(identityOf(request).agent, request.params.id),
  );

  app.post(
    '/calls/:id/cancel-transfer',
    {
      onRequest,
      schema: {
        ...shared,
        summary: 'End a consultation and go back to the call that waits, which is the answer',
        response: answers({ 200: Call }),
      },
    },
    (request) => switchboard.cancelTransfer(identityOf(request).agent, request.params.id),
  );

  app.post(
    '/calls/:id/merge',
    {
      onRequest,
      schema: {
        ...shared,
        summary: 'Bring everybody of another call of yours into this one',
        body: MergeInput,
        response: answers({ 200: Call }),
      },
    },
    (request) => switchboard.merge(identityOf(request).agent, request.params.id, request.body.with),
  );

  participantRoutes(app, switchboard, guards);
}

function participantRoutes(app: App, switchboard: HttpDeps['calls']['switchboard'], guards: Guards): void {
  const onRequest = guards.agent('calls.dial');

  app.post(
    '/calls/:id/participants',
    {
      onRequest,
      schema: {
        ...shared,
        summary: 'Ring somebody into the call',
        body: TransferInput,
        response: answers({ 200: Call }),
      },
    },
    (request) => switchboard.invite(identityOf(request).agent, request.params.id, request.body.target),
  );

  app.patch(
    '/calls/:id/participants/:participantId',
    {
      onRequest,
      schema: {
        ...shared,
        params: participant,
        summary: 'Whether a participant of your conference is heard',
        body: ParticipantPatch,
        response: answers({ 200: Call }),
      },
    },
    (request) => {
      const { id, participantId } = request.params;
      return switchboard.mute(identityOf(request).agent, id, participantId, request.body.muted);
    },
  );

  app.delete(
    '/calls/:id/participants/:participantId',
    {
      onRequest,
      schema: {
        ...shared,
        params: participant,
        summary: 'Hang a participant of your conference up',
        response: answers({ 200: Call }),
      },
    },
    (request) => {
      const { id, participantId } = request.params;
      return switchboard.kick(identityOf(request).agent, id, participantId);
    },
  );
}
