import { Readable } from 'node:stream';
import { type Agent, CallExportQuery, CallFilters, FileLink, Id, may, RingbackError } from '@ringback/model';
import type { FastifyReply } from 'fastify';
import * as z from 'zod/mini';
import { createCallExport } from '../../exports/calls.ts';
import { present } from '../../present.ts';
import { createSigner } from '../../recordings/link.ts';
import { refuseProbing } from '../../security/masking.ts';
import type { HttpDeps } from '../deps.ts';
import { answers, SIGNED_IN } from '../documented.ts';
import { type Guards, identityOf, personOf } from '../guards.ts';
import type { App } from '../types.ts';

const TYPES = { csv: 'text/csv; charset=utf-8', ndjson: 'application/x-ndjson; charset=utf-8' } as const;
const shared = { tags: ['Exports'] };
const FileQuery = z.strictObject({
  agentId: Id,
  /** `CallFilters`, as base64url of their JSON. */
  filters: z.string().check(z.regex(/^[\w-]{1,2000}$/)),
  expires: z.coerce.number().check(z.int(), z.minimum(0)),
  signature: z.string().check(z.regex(/^[\w-]{1,100}$/)),
});
/** What is signed; no id of a recording has a space. */
const signedText = (agentId: string, filters: string) => `calls ${agentId} ${filters}`;

export function exportRoutes(app: App, deps: HttpDeps, guards: Guards): void {
  const { store, settings, now, publicUrl } = deps;
  const exportCalls = createCallExport({ store, settings: settings.current });
  const signer = createSigner(store, now);

  function send(reply: FastifyReply, agent: Agent, query: CallExportQuery) {
    const format = query.format ?? 'csv';
    refuseProbing(agent, query, settings.current());
    void reply
      .type(TYPES[format])
      .header('Content-Disposition', `attachment; filename="calls.${format}"`)
      .serializer((body: unknown) => body as string)
      .send(Readable.from(exportCalls(agent, query)) as unknown as string);
  }

  app.get(
    '/exports/calls',
    {
      exposeHeadRoute: false,
      onRequest: guards.agent('calls.export'),
      schema: {
        ...shared,
        summary: 'The call history as CSV or NDJSON, streamed',
        security: SIGNED_IN,
        querystring: CallExportQuery,
        response: answers({ 200: { content: { 'text/csv': { schema: z.string() } } } }),
      },
    },
    (request, reply) => send(reply, identityOf(request).agent, present(request.query)),
  );

  app.post(
    '/exports/calls/link',
    {
      onRequest: guards.agent('calls.export'),
      schema: {
        ...shared,
        summary: 'A short-lived address of such a CSV file, that a browser can open without a session',
        security: SIGNED_IN,
        body: CallFilters,
        response: answers({ 201: FileLink }),
      },
    },
    async (request, reply) => {
      // The file behind it is the person's: a token would get more by it than it was given. A program reads `/exports/calls`.
      const { agent } = personOf(request);
      const filters = Buffer.from(JSON.stringify(request.body)).toString('base64url');
      const { expires, signature } = await signer.sign(signedText(agent.id, filters));
      const query = new URLSearchParams({ agentId: agent.id, filters, expires: String(expires), signature });
      const url = `${publicUrl()}/api/v1/exports/calls/file?${query.toString()}`;
      return reply.code(201).send({ url, expiresAt: new Date(expires * 1000).toISOString() });
    },
  );

  app.get(
    '/exports/calls/file',
    {
      exposeHeadRoute: false,
      schema: {
        ...shared,
        summary: 'The file behind such an address',
        querystring: FileQuery,
        response: answers({ 200: { content: { 'text/csv': { schema: z.string() } } } }),
      },
    },
    async (request, reply) => {
      const { agentId, filters, ...signed } = request.query;
      const valid = await signer.verify(signedText(agentId, filters), signed);
      const agent = valid ? await store.agents.get(agentId) : undefined;
      // He may have lost the right since.
      if (!agent || !may(agent, 'calls.export'))
        throw new RingbackError('forbidden', 'This address has ended, or was changed.', {
          hint: 'Ask for a new one: POST /exports/calls/link.',
        });
      const read = CallFilters.parse(JSON.parse(Buffer.from(filters, 'base64url').toString('utf8')));
      send(reply, agent, present(read));
      return reply;
    },
  );
}
