import { CallbackInput, CallbackStatus, Id, RingbackError, type Site } from '@ringback/model';
import type { FastifyRequest } from 'fastify';
import * as z from 'zod/mini';
import { addressKey, createThrottle } from '../../auth/throttle.ts';
import type { HttpDeps } from '../deps.ts';
import { answers } from '../documented.ts';
import type { App } from '../types.ts';

/** One household may press the button this often; limits by number and by site are call control's. */
const REQUESTS_PER_ADDRESS = 30;
const WINDOW_MS = 10 * 60 * 1000;

const SiteParams = z.object({ key: z.string() });
const CallbackParams = z.object({ key: z.string(), id: Id });
const TokenHeaders = z.object({
  'x-ringback-callback-token': z.string().check(z.minLength(1), z.maxLength(200)),
});
const shared = { tags: ['Visitor'] };

export function callbackRoutes(app: App, { settings, calls, now }: HttpDeps): void {
  const message = 'There were too many requests from your address.';
  const perAddress = createThrottle({ limit: REQUESTS_PER_ADDRESS, windowMs: WINDOW_MS, now, message });

  app.post(
    '/sites/:key/callbacks',
    {
      onRequest: fromItsSite,
      schema: {
        ...shared,
        summary: 'Ask to be called back',
        params: SiteParams,
        body: CallbackInput,
        response: answers({ 201: CallbackStatus }),
      },
    },
    async (request, reply) => {
      const address = addressKey(request.ip);
      perAddress.check(address);
      perAddress.count(address);
      return reply.code(201).send(await calls.requestCallback(siteOf(request.params.key), request.body));
    },
  );

  app.get(
    '/sites/:key/callbacks/:id',
    {
      onRequest: fromItsSite,
      schema: {
        ...shared,
        summary: 'How the callback stands',
        params: CallbackParams,
        headers: TokenHeaders,
        response: answers({ 200: CallbackStatus }),
      },
    },
    (request) => calls.callbackStatus(request.params.id, request.headers['x-ringback-callback-token']),
  );

  app.delete(
    '/sites/:key/callbacks/:id',
    {
      onRequest: fromItsSite,
      schema: {
        ...shared,
        summary: 'Take the request back',
        params: CallbackParams,
        headers: TokenHeaders,
        response: answers({ 200: CallbackStatus }),
      },
    },
    (request) => calls.cancelCallback(request.params.id, request.headers['x-ringback-callback-token']),
  );

  function siteOf(key: string): Site {
    const site = settings.site(key);
    if (site) return site;
    throw new RingbackError('not-found', 'There is no site with this key.', {
      hint: 'Take the script tag from the settings at /admin again: the key stands after ?site=.',
    });
  }

  /** The key is public, so it is good only on the pages that it was made for. */
  async function fromItsSite(request: FastifyRequest): Promise<void> {
    const { origins } = siteOf((request.params as { key: string }).key);
    const { origin } = request.headers;
    if (origin !== undefined && origins.includes(origin)) return;
    const who = origin === undefined ? 'A request without an Origin' : `The page ${origin}`;
    throw new RingbackError('forbidden', `${who} may not ask for callbacks of this site.`, {
      hint: 'Add the address of the page to the site’s addresses at /admin.',
    });
  }
}
