/** What `track.js` tells of a visitor who has consented, and how he takes it back. */
import { VISIT_ID, VISIT_TOKEN, VisitAnswer, VisitInput } from '@ringback/model';
import * as z from 'zod/mini';
import { addressKey, createThrottle } from '../../auth/throttle.ts';
import type { HttpDeps } from '../deps.ts';
import { answers, NoContent } from '../documented.ts';
import { siteAccess } from '../sites.ts';
import type { App } from '../types.ts';

/** An office behind one address looks at many pages; a script that wants all numbers of a pool does not get far. */
const TOLD_PER_ADDRESS = 240;
const WINDOW_MS = 10 * 60 * 1000;

const Params = z.object({ key: z.string(), id: z.string().check(z.regex(VISIT_ID)) });
const Headers = z.object({ 'x-ringback-visit-token': z.string().check(z.regex(VISIT_TOKEN)) });
const tokenOf = (headers: z.infer<typeof Headers>) => headers['x-ringback-visit-token'];

export function visitRoutes(app: App, { settings, visits, calls, now }: HttpDeps): void {
  const { siteOf, fromItsSite } = siteAccess({ settings });
  const message = 'Too much was told from your address.';
  const perAddress = createThrottle({ limit: TOLD_PER_ADDRESS, windowMs: WINDOW_MS, now, message });
  const shared = { tags: ['Visitor'], params: Params, headers: Headers };

  app.put(
    '/sites/:key/visits/:id',
    {
      onRequest: fromItsSite,
      schema: {
        ...shared,
        summary: 'What brought a visitor who has consented; a number is lent to him, or kept his',
        body: VisitInput,
        response: answers({ 200: VisitAnswer }),
      },
    },
    ({ params, body, headers, ip }) => {
      const address = addressKey(ip);
      perAddress.check(address);
      perAddress.count(address);
      return visits.tell(siteOf(params.key), { id: params.id, token: tokenOf(headers) }, body);
    },
  );

  app.delete(
    '/sites/:key/visits/:id',
    {
      onRequest: fromItsSite,
      schema: {
        ...shared,
        summary: 'Delete all that is known of the visitor',
        response: answers({ 204: NoContent }),
      },
    },
    async ({ params, headers }, reply) => {
      const visitor = { id: params.id, token: tokenOf(headers) };
      await visits.forget(siteOf(params.key), visitor, (visitId) => calls.forgetVisit(visitId));
      return reply.code(204).send(null);
    },
  );
}
