/** Sounds that the PBX fetches: it has no session, so that the address is signed and ends soon. */
import { RingbackError } from '@ringback/model';
import * as z from 'zod/mini';
import type { HttpDeps } from '../deps.ts';
import type { App } from '../types.ts';

const Params = z.object({
  callId: z.string(),
  expires: z.coerce.number(),
  file: z.string().check(z.regex(/^[\w-]{20,100}\.wav$/)),
});

export function whisperRoutes(app: App, { whispers }: HttpDeps): void {
  app.get(
    '/v1/whispers/:callId/:expires/:file',
    { schema: { hide: true, params: Params } },
    async (request, reply) => {
      const { callId, expires, file } = request.params;
      const sound = await whispers.sound(callId, { expires, signature: file.slice(0, -4) });
      if (!sound) throw new RingbackError('not-found', 'There is no such sound, or its address is over.');
      if ('url' in sound) return reply.redirect(sound.url);
      return reply.header('Cache-Control', 'no-store').type('audio/wav').send(sound);
    },
  );
}
