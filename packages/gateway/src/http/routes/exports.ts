import { Readable } from 'node:stream';
import { CallExportQuery } from '@ringback/model';
import * as z from 'zod/mini';
import { createCallExport } from '../../exports/calls.ts';
import { present } from '../../present.ts';
import type { HttpDeps } from '../deps.ts';
import { answers, SIGNED_IN } from '../documented.ts';
import { type Guards, identityOf } from '../guards.ts';
import type { App } from '../types.ts';

const TYPES = { csv: 'text/csv; charset=utf-8', ndjson: 'application/x-ndjson; charset=utf-8' } as const;

export function exportRoutes(app: App, { store, settings }: HttpDeps, guards: Guards): void {
  const exportCalls = createCallExport({ store, settings: settings.current });
  app.get(
    '/exports/calls',
    {
      exposeHeadRoute: false,
      onRequest: guards.agent('calls.export'),
      schema: {
        tags: ['Exports'],
        summary: 'The call history as CSV or NDJSON, streamed',
        security: SIGNED_IN,
        querystring: CallExportQuery,
        response: answers({ 200: { content: { 'text/csv': { schema: z.string() } } } }),
      },
    },
    (request, reply) => {
      const query = present(request.query);
      const format = query.format ?? 'csv';
      void reply
        .type(TYPES[format])
        .header('Content-Disposition', `attachment; filename="calls.${format}"`)
        .serializer((body: unknown) => body as string)
        .send(Readable.from(exportCalls(identityOf(request).agent, query)) as unknown as string);
    },
  );
}
