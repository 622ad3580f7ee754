import {
  CallbackInput,
  CallbackMove,
  CallbackOffer,
  CallbackRating,
  CallbackStatus,
  Id,
  RingbackError,
  TimeZone,
} from '@ringback/model';
import * as z from 'zod/mini';
import { addressKey, createThrottle } from '../../auth/throttle.ts';
import type { HttpDeps } from '../deps.ts';
import { answers, NoContent, SIGNED_IN } from '../documented.ts';
import { type Guards, identityOf } from '../guards.ts';
import { siteAccess } from '../sites.ts';
import type { App } from '../types.ts';

/** One household may press the button this often; limits by number and by site are call control's. */
const REQUESTS_PER_ADDRESS = 30;
const WINDOW_MS = 10 * 60 * 1000;

const SiteParams = z.object({ key: z.string() });
const CallbackParams = z.object({ key: z.string(), id: Id });
const TokenHeaders = z.object({
  'x-ringback-callback-token': z.string().check(z.minLength(1), z.maxLength(200)),
});
/** Long, since whoever knows the key owns the request: the same one, for the same number, is the same request. */
const RequestHeaders = z.object({
  'idempotency-key': z.optional(z.string().check(z.regex(/^[\w.:-]{22,100}$/))),
});
const OfferQuery = z.object({
  department: z.optional(Id),
  /** Of the browser, IANA; one that is not known says nothing. */
  timeZone: z.catch(z.optional(TimeZone), undefined),
  /** The dialog has just been opened with this text. */
  shown: z.optional(z.string().check(z.maxLength(20))),
});
const shared = { tags: ['Visitor'] };
const tokenOf = (headers: z.infer<typeof TokenHeaders>) => headers['x-ringback-callback-token'];

export function callbackRoutes(app: App, deps: HttpDeps, guards: Guards): void {
  const { settings, calls, store, now } = deps;
  disownRoute(app, deps, guards);
  const { siteOf, fromItsSite } = siteAccess({ settings });
  const message = 'There were too many requests from your address.';
  const perAddress = createThrottle({ limit: REQUESTS_PER_ADDRESS, windowMs: WINDOW_MS, now, message });

  app.get(
    '/sites/:key/offer',
    {
      onRequest: fromItsSite,
      schema: {
        ...shared,
        summary: 'What can be promised now: a call at once, or times',
        params: SiteParams,
        querystring: OfferQuery,
        response: answers({ 200: CallbackOffer }),
      },
    },
    async (request) => {
      const { department, timeZone, shown } = request.query;
      const site = siteOf(request.params.key);
      if (shown !== undefined && site.variants?.some(({ id }) => id === shown))
        await store.transaction((tx) => store.variants.show(tx, { siteKey: site.key, variant: shown }));
      return calls.callbackOffer(site, { department, timeZone });
    },
  );

  app.post(
    '/sites/:key/callbacks',
    {
      onRequest: fromItsSite,
      schema: {
        ...shared,
        summary: 'Ask to be called back',
        params: SiteParams,
        headers: RequestHeaders,
        body: CallbackInput,
        response: answers({ 201: CallbackStatus }),
      },
    },
    async (request, reply) => {
      const address = addressKey(request.ip);
      perAddress.check(address);
      perAddress.count(address);
      const site = siteOf(request.params.key);
      const asker = { address, key: request.headers['idempotency-key'] };
      return reply.code(201).send(await calls.requestCallback(site, request.body, asker));
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
    (request) => calls.callbackStatus(request.params.id, tokenOf(request.headers)),
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
    (request) => calls.cancelCallback(request.params.id, tokenOf(request.headers)),
  );

  app.patch(
    '/sites/:key/callbacks/:id',
    {
      onRequest: fromItsSite,
      schema: {
        ...shared,
        summary: 'Another time, while nobody has been rung',
        params: CallbackParams,
        headers: TokenHeaders,
        body: CallbackMove,
        response: answers({ 200: CallbackStatus }),
      },
    },
    ({ params, body, headers }) =>
      calls.moveCallback(siteOf(params.key), params.id, { token: tokenOf(headers), ...body }),
  );

  app.post(
    '/sites/:key/callbacks/:id/rating',
    {
      onRequest: fromItsSite,
      schema: {
        ...shared,
        summary: 'How the talk was',
        params: CallbackParams,
        headers: TokenHeaders,
        body: CallbackRating,
        response: answers({ 200: CallbackStatus }),
      },
    },
    ({ params, body, headers }) => calls.rateCallback(params.id, tokenOf(headers), body),
  );
}

/** “This was not me”, said to the agent: the number is called back no more. */
function disownRoute(app: App, { calls, settings }: HttpDeps, guards: Guards): void {
  app.post(
    '/calls/:id/disown',
    {
      onRequest: guards.agent('calls.own'),
      schema: {
        tags: ['Calls'],
        security: SIGNED_IN,
        summary: 'The one who was called back never asked: his number is called back no more',
        params: z.object({ id: Id }),
        response: answers({ 204: NoContent }),
      },
    },
    async (request, reply) => {
      const { agent } = identityOf(request);
      const { call } = await calls.get(agent, request.params.id);
      if (!call.callback) throw new RingbackError('invalid', 'Nobody asked for this call on a site.');
      const number = await calls.disownCallback(agent, call.callback.id);
      const { settings: before, version } = settings.stored();
      const doNotCall = [...new Set([...before.doNotCall, number])];
      await settings.change({ settings: { ...before, doNotCall }, version }, agent);
      return reply.code(204).send(null);
    },
  );
}
