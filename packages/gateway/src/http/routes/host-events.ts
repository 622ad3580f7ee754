/** Where connected hosts tell what happened. No session: each adapter proves by itself that it is the host. */
import { RingbackError } from '@ringback/model';
import * as z from 'zod/mini';
import { takeHostChanges } from '../../crm/host-changes.ts';
import type { HttpDeps } from '../deps.ts';
import { answers } from '../documented.ts';
import type { App } from '../types.ts';

const Params = z.object({ system: z.string().check(z.regex(/^[a-z][a-z0-9-]{1,30}$/)) });

export function hostEventRoutes(app: App, { hub, store, requests, log }: HttpDeps): void {
  void app.register((hosts: App, _options: object, done: () => void) => {
    // Signatures are of the bytes: nothing may be parsed before the adapter has looked.
    hosts.removeAllContentTypeParsers();
    hosts.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, next) => next(null, body));
    hosts.route({
      // retailCRM tells a clicked number in the address.
      method: ['GET', 'POST'],
      url: '/crm/hosts/:system/events',
      schema: {
        tags: ['Systems of record'],
        summary: 'Webhook of a connected host',
        params: Params,
        response: answers({ 200: z.object({ ok: z.literal(true) }) }),
      },
      handler: async (request) => {
        const client = hub.system(request.params.system);
        if (!client?.changes?.receive) {
          throw new RingbackError(
            'not-found',
            `${request.params.system} is not connected, or tells nothing.`,
          );
        }
        const changes = await client.changes.receive({
          method: request.method,
          headers: Object.fromEntries(
            Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
          ),
          query: request.query as Record<string, string>,
          body: Buffer.isBuffer(request.body) ? request.body : new Uint8Array(),
        });
        // Hosts give slow listeners a lower place, or none: the answer comes first.
        void takeHostChanges({ store, requests, log }, client, changes).catch((error: unknown) =>
          log.error({ err: error, system: client.manifest.id }, 'what the host told was lost'),
        );
        return { ok: true as const };
      },
    });
    done();
  });
}
