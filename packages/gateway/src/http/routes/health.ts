import * as z from 'zod/mini';
import type { HttpDeps } from '../deps.ts';
import type { App } from '../types.ts';

const Health = z.object({
  status: z.enum(['ok', 'degraded']),
  store: z.literal('ok'),
  pbx: z.enum(['up', 'down']),
});

export function healthRoutes(app: App, { store, calls, metrics }: HttpDeps): void {
  app.get(
    '/healthz',
    {
      schema: {
        tags: ['Operation'],
        summary: 'Whether the gateway works; 200 also while the PBX is down',
        response: { 200: Health },
      },
    },
    async () => {
      // The log, comments and callbacks go on without the PBX; without the store nothing does.
      await store.events.latestId();
      const { pbxUp } = calls;
      return {
        status: pbxUp ? ('ok' as const) : ('degraded' as const),
        store: 'ok' as const,
        pbx: pbxUp ? ('up' as const) : ('down' as const),
      };
    },
  );
  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.text()),
  );
}
