import {
  type Agent,
  Call,
  CallPage,
  CallPatch,
  CallQuery,
  CallWithMatches,
  DialAnswer,
  LeaveInput,
  Id,
  LiveDialog,
  RingbackError,
} from '@ringback/model';
import * as z from 'zod/mini';
import type { HttpDeps } from '../deps.ts';
import { answers, NoContent, SIGNED_IN, WriteHeaders } from '../documented.ts';
import type { Identity } from '../../auth/auth.ts';
import { type Guards, identityOf } from '../guards.ts';
import { present } from '../../present.ts';
import { MASKED_TARGET, refuseProbing, seesNumbers } from '../../security/masking.ts';
import { callScope } from '../../security/scope.ts';
import type { App } from '../types.ts';

const CallParams = z.object({ id: Id });
const DialogParams = z.object({ callId: Id });
/** As the page sends it: nothing unknown, and nothing long. */
const DialogInput = z.strictObject({
  ...LiveDialog.shape,
  target: short(),
  sipCallId: short(),
  localTag: short(),
  remoteTag: short(),
  number: short(),
});

const shared = { tags: ['Calls'], security: SIGNED_IN };
const WHOM = 'say either the number or the call';

export function callRoutes(
  app: App,
  { calls, store, settings, requests, crm, newId }: HttpDeps,
  guards: Guards,
): void {
  /** A number, or whoever was on the far side of a call that this agent may see. */
  async function numberOf(agent: Agent, { number, callId, requestId }: LeaveInput): Promise<string> {
    if ([number, callId, requestId].filter((one) => one !== undefined).length !== 1)
      throw new RingbackError('invalid', 'Whom shall we call?', {
        hint: `Please ${WHOM}.`,
        fields: { number: WHOM },
      });
    if (requestId !== undefined) return requests.numberOf(agent, requestId);
    return number ?? (await calls.get(agent, callId ?? '')).call.number;
  }

  /** Before anything rings. */
  async function requireDeal(dealId: string): Promise<void> {
    if (await crm.deals?.get(dealId)) return;
    throw new RingbackError('invalid', `There is no deal ${dealId}.`, {
      hint: 'Leave it out, or name one that is there.',
      fields: { dealId: 'does not exist' },
    });
  }

  /** A person dials for himself, a program of the firm for whom it names. */
  async function whoDials({ agent, session }: Identity, { agentId, ring }: LeaveInput): Promise<Agent> {
    const person = session ? agent : await store.agents.get(agent.id);
    if (person && (agentId === undefined || agentId === agent.id)) return agent;
    const named = agentId === undefined || !ring ? undefined : await store.agents.get(agentId);
    if (!person && named) return named;
    const why = person
      ? 'you can ring your own phones only'
      : 'name an agent of the firm, and ask for `ring`';
    throw new RingbackError(person ? 'forbidden' : 'invalid', 'Whose phone shall ring?', {
      hint: `Please say: ${why}.`,
      fields: { agentId: why },
    });
  }

  app.get(
    '/calls',
    {
      onRequest: guards.agent('calls.own'),
      schema: {
        ...shared,
        summary: 'The call log, newest first',
        querystring: CallQuery,
        response: answers({ 200: CallPage }),
      },
    },
    (request) => {
      const { agent } = identityOf(request);
      const query = present(request.query);
      const agentIds = callScope(agent, settings.current());
      refuseProbing(agent, query, settings.current());
      return store.calls.list(agentIds ? { ...query, agentIds } : query);
    },
  );

  app.post(
    '/calls',
    {
      onRequest: guards.agent('calls.dial'),
      schema: {
        ...shared,
        summary:
          'Dial: leave for an INVITE that carries the id in X-Ringback-Call, or with `ring` a call to your own phones first',
        body: LeaveInput,
        response: answers({ 201: DialAnswer }),
      },
    },
    async (request, reply) => {
      const identity = identityOf(request);
      const agent = await whoDials(identity, request.body);
      const number = await numberOf(identity.agent, request.body);
      const { ring, dealId } = request.body;
      if (dealId !== undefined) await requireDeal(dealId);
      const answer = await (ring ? calls.ring(agent, number) : calls.dial(agent, number));
      const { id } = answer.call;
      // By the person himself: a token that may dial need not see his calls.
      const person = dealId === undefined ? undefined : ((await store.agents.get(agent.id)) ?? agent);
      const call = person ? await calls.update(person, id, { dealId }, id) : answer.call;
      const target = seesNumbers(agent, settings.current()) ? answer.target : MASKED_TARGET;
      return reply.code(201).send({ ...answer, call, target });
    },
  );

  app.get(
    '/calls/:id',
    {
      onRequest: guards.agent('calls.own'),
      schema: {
        ...shared,
        summary: 'One call with its matches',
        params: CallParams,
        response: answers({ 200: CallWithMatches }),
      },
    },
    (request) => calls.get(identityOf(request).agent, request.params.id),
  );

  app.patch(
    '/calls/:id',
    {
      onRequest: guards.agent('calls.own'),
      schema: {
        ...shared,
        summary: 'Write the comment, or say who was on the far side',
        params: CallParams,
        headers: WriteHeaders,
        body: CallPatch,
        response: answers({ 200: Call }),
      },
    },
    (request) =>
      calls.update(
        identityOf(request).agent,
        request.params.id,
        request.body,
        request.headers['idempotency-key'] ?? newId(),
      ),
  );

  app.put(
    '/dialogs/:callId',
    {
      onRequest: guards.agent('calls.dial'),
      schema: {
        ...shared,
        summary: 'Keep the live dialog, so that the next page can take it over',
        params: DialogParams,
        body: DialogInput,
        response: answers({ 204: NoContent }),
      },
    },
    async (request, reply) => {
      const { agent } = identityOf(request);
      const { callId } = request.params;
      if (request.body.callId !== callId) {
        throw new RingbackError('invalid', 'The dialog belongs to another call.', {
          fields: { callId: 'is not the one in the address' },
        });
      }
      // His own live call, and no other: a group head sees the calls of his group, and holds none of their dialogs.
      const live = await calls.liveCalls(agent.id);
      if (!live.some(({ call }) => call.id === callId))
        throw new RingbackError('not-found', 'You have no such live call.');
      await store.dialogs.put(agent.id, request.body);
      return reply.code(204).send(null);
    },
  );

  app.delete(
    '/dialogs/:callId',
    {
      onRequest: guards.agent('calls.dial'),
      schema: {
        ...shared,
        summary: 'Forget the dialog',
        params: DialogParams,
        response: answers({ 204: NoContent }),
      },
    },
    async (request, reply) => {
      await store.dialogs.remove(request.params.callId, identityOf(request).agent.id);
      return reply.code(204).send(null);
    },
  );
}

function short() {
  return z.string().check(z.maxLength(300), z.regex(/^[^\u0000-\u001f\u007f]*$/));
}
