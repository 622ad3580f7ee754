import * as z from 'zod/mini';
import { RingbackError } from '@ringback/model';
import type { HttpDeps } from '../deps.ts';
import type { App } from '../types.ts';

const params = z.object({ file: z.string().check(z.regex(/^[0-9a-f]{32}\.wav$/)) });

/** What callers hear, for the PBX: it has no session, and the files say nothing of anybody. */
export function promptRoutes(app: App, { prompts }: HttpDeps): void {
  app.get('/prompts/:file', { schema: { hide: true, params } }, async (request, reply) => {
    const wav = await prompts.open(request.params.file.replace('.wav', ''));
    if (!wav) throw new RingbackError('not-found', 'There is no such prompt.');
    return reply.header('Cache-Control', 'public, max-age=86400, immutable').type('audio/wav').send(wav);
  });
}
