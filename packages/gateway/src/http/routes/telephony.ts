/** The PBX: how it is connected, who is there, what it posts; and what can be asked of one that leads its calls itself. */
import { Call, Id, may, MessageInput, RingbackError, TransferInput } from '@ringback/model';
import * as z from 'zod/mini';
import type { ObservedControl } from '../../calls/contract.ts';
import type { PbxConnection } from '../../telephony/connection.ts';
import type { HttpDeps } from '../deps.ts';
import { answers, NoContent, SIGNED_IN } from '../documented.ts';
import { type Guards, identityOf } from '../guards.ts';
import type { App } from '../types.ts';

const Settings = z.record(z.string().check(z.maxLength(60)), z.unknown());
const Connection = z.object({
  system: z.string(),
  name: z.string(),
  /** False: it stands in the configuration file. */
  editable: z.boolean(),
  connected: z.boolean(),
  up: z.boolean(),
  /** What the owner writes into the PBX, where it posts what happens. */
  webhook: z.optional(z.string()),
  /** It tells who works there. */
  employees: z.boolean(),
  /** Where browsers register: what a page's Content-Security-Policy has to allow for calls. */
  sipServers: z.array(z.string()),
  settings: Settings,
  schema: z.record(z.string(), z.unknown()),
});
const Findings = z.array(
  z.object({ level: z.enum(['ok', 'warn', 'bad']), what: z.string(), mend: z.optional(z.string()) }),
);
const Employees = z.array(
  z.object({
    extension: z.string(),
    name: z.string(),
    email: z.optional(z.string()),
    agent: z.optional(z.object({ id: Id, name: z.string() })),
  }),
);
const Announcement = z.strictObject({ audioId: z.string().check(z.regex(/^\w{1,40}$/)) });
const Hook = z.object({ system: z.string(), '*': z.string().check(z.maxLength(200)) });
const shared = { tags: ['Telephony'], security: SIGNED_IN };

export function telephonyRoutes(app: App, deps: HttpDeps, guards: Guards): void {
  connectionRoutes(app, deps, guards);
  commandRoutes(app, deps, guards);
  webhookRoute(app, deps);
}

function connectionRoutes(app: App, deps: HttpDeps, guards: Guards): void {
  const { telephony, pbx, calls, publicUrl, sipServers } = deps;
  const onRequest = guards.agent('settings.write');
  const describe = (): z.infer<typeof Connection> => {
    const { id: system, name } = pbx.manifest;
    const known = { system, name, editable: telephony !== undefined, up: calls.pbxUp };
    const told = { employees: pbx.employees !== undefined, sipServers: [...sipServers()] };
    if (!telephony) return { ...known, ...told, connected: true, settings: {}, schema: {} };
    return {
      ...{ ...known, ...told, connected: telephony.current() !== undefined },
      ...(calls.observed && { webhook: `${publicUrl()}/api/v1/pbx/${system}/` }),
      ...{ settings: telephony.shown(), schema: { ...telephony.schema } },
    };
  };
  app.get(
    '/pbx/connection',
    {
      onRequest,
      schema: {
        ...shared,
        summary: 'How the PBX is connected; secrets are not shown',
        response: answers({ 200: Connection }),
      },
    },
    describe,
  );
  app.put(
    '/pbx/connection',
    {
      onRequest,
      schema: {
        ...shared,
        summary: 'Connect the PBX, or change its settings; in force at once',
        body: z.strictObject({ settings: Settings }),
        response: answers({ 200: Connection }),
      },
    },
    async (request) => {
      await editable(telephony).put(request.body.settings, identityOf(request).agent);
      return describe();
    },
  );
  app.delete(
    '/pbx/connection',
    {
      onRequest,
      schema: { ...shared, summary: 'Disconnect the PBX', response: answers({ 204: NoContent }) },
    },
    async (request, reply) => {
      await editable(telephony).remove(identityOf(request).agent);
      return reply.code(204).send(null);
    },
  );
  app.post(
    '/pbx/connection/check',
    {
      onRequest,
      schema: {
        ...shared,
        summary: 'Try these settings, and name what is wrong',
        body: z.strictObject({ settings: Settings }),
        response: answers({ 200: Findings }),
      },
    },
    (request) => editable(telephony).check(request.body.settings),
  );
  app.get(
    '/pbx/employees',
    {
      onRequest,
      schema: {
        ...shared,
        summary: 'Employees at the PBX, each with the agent of the same extension',
        response: answers({ 200: Employees }),
      },
    },
    () => leading({ calls, pbx }).employees(),
  );
}

function commandRoutes(app: App, { calls, pbx, desk, newId, log }: HttpDeps, guards: Guards): void {
  const onRequest = guards.agent('calls.dial');
  const params = z.object({ id: Id });
  const response = answers({ 200: Call });
  const observed = () => leading({ calls, pbx });
  app.post(
    '/calls/:id/hang-up',
    { onRequest, schema: { ...shared, params, summary: 'End your call, where the PBX leads it', response } },
    (request) => observed().hangUp(identityOf(request).agent, request.params.id),
  );
  app.post(
    '/calls/:id/hold',
    {
      onRequest,
      schema: {
        ...shared,
        params,
        summary: 'Let the far side wait, where the PBX leads the call; it is taken back at your own phone',
        response,
      },
    },
    (request) => observed().hold(identityOf(request).agent, request.params.id),
  );
  app.post(
    '/calls/:id/message',
    {
      onRequest,
      schema: {
        ...{ ...shared, tags: ['Timeline'] },
        params,
        summary:
          'Send a short message to the far side, where the PBX can; it stands in the audit trail of the call, and in the history of a customer who is known, where you may write it',
        body: MessageInput,
        response,
      },
    },
    async (request) => {
      const { agent } = identityOf(request);
      const { text } = request.body;
      const call = await observed().message(agent, request.params.id, text);
      if (!call.party || !may(agent, 'crm.write')) return call;
      const entry = { kind: 'message', direction: 'out', partyId: call.party.id, text } as const;
      // It has left, whatever the host says of it.
      await desk.timeline.create(entry, { agent, key: newId() }).catch((error: unknown) => {
        log.warn({ requestId: request.id, err: error }, 'a message that was sent could not be written down');
      });
      return call;
    },
  );
  app.post(
    '/calls/:id/send-on',
    {
      onRequest,
      schema: {
        ...shared,
        params,
        summary: 'Send a caller who waits to somebody, or take him yourself',
        body: TransferInput,
        response,
      },
    },
    (request) => observed().route(identityOf(request).agent, request.params.id, request.body.target),
  );
  app.post(
    '/calls/:id/announcement',
    {
      onRequest,
      schema: {
        ...shared,
        params,
        summary: 'Play an audio file of the PBX to a caller who waits',
        body: Announcement,
        response,
      },
    },
    (request) => observed().announce(identityOf(request).agent, request.params.id, request.body.audioId),
  );
}

/** No session: the adapter proves by the signature that it is the PBX. */
function webhookRoute(app: App, { calls, pbx }: HttpDeps): void {
  void app.register((hooks: App, _options: object, done: () => void) => {
    // The signature is of the text: nothing may be parsed before it is proved.
    hooks.removeAllContentTypeParsers();
    hooks.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, next) => next(null, body));
    hooks.post(
      '/pbx/:system/*',
      {
        schema: {
          tags: ['Telephony'],
          summary: 'Webhook of the PBX',
          params: Hook,
          response: answers({ 200: z.object({ ok: z.literal(true) }) }),
        },
      },
      async ({ params, body }) => {
        if (params.system !== pbx.manifest.id)
          throw new RingbackError('not-found', `${params.system} is not the PBX of this gateway.`);
        const path = params['*'];
        await leading({ calls, pbx }).receive({ path, body: typeof body === 'string' ? body : '' });
        return { ok: true as const };
      },
    );
    done();
  });
}

function editable(telephony: PbxConnection | undefined): PbxConnection {
  if (telephony) return telephony;
  throw new RingbackError('unsupported', 'This PBX is set up in the configuration file.', {
    hint: 'Change pbx there, and start the gateway again.',
  });
}

function leading({ calls, pbx }: Pick<HttpDeps, 'calls' | 'pbx'>): ObservedControl {
  if (calls.observed) return calls.observed;
  throw new RingbackError('unsupported', `${pbx.manifest.name} does not lead calls by itself.`, {
    hint: 'Use the phone in the browser.',
  });
}
