/** Campaigns: for heads of groups, who lead those of their groups, and for whoever sees all calls. */
import {
  CampaignEntryPage,
  CampaignEntryQuery,
  CampaignImport,
  CampaignImported,
  CampaignInput,
  CampaignPatch,
  CampaignWithProgress,
  Id,
} from '@ringback/model';
import { Readable } from 'node:stream';
import * as z from 'zod/mini';
import { csvLine } from '../../exports/csv.ts';
import type { HttpDeps } from '../deps.ts';
import { answers, SIGNED_IN } from '../documented.ts';
import { type Guards, identityOf } from '../guards.ts';
import { createRouter } from '../route.ts';
import type { App } from '../types.ts';

const params = z.object({ id: Id });
const permission = 'campaigns.manage' as const;
/** Of a pasted list: some 50,000 lines. */
const LIST_LIMIT = 2 * 1024 * 1024 + 1024;

export function campaignRoutes(app: App, { campaigns, newId }: HttpDeps, guards: Guards): void {
  const route = createRouter(app, { guards, newId, tag: 'Campaigns' });
  route({
    ...{ method: 'GET', url: '/campaigns', permission },
    summary: 'Your campaigns, newest first, and how far each has come',
    answer: z.array(CampaignWithProgress),
    handle: ({ agent }) => campaigns.list(agent),
  });
  route({
    ...{ method: 'POST', url: '/campaigns', permission, status: 201 },
    summary: 'Make a campaign; nothing is called before it is started',
    body: CampaignInput,
    answer: CampaignWithProgress,
    handle: ({ agent, body }) => campaigns.create(agent, body),
  });
  route({
    ...{ method: 'GET', url: '/campaigns/:id', permission, params },
    summary: 'One campaign, and how far it has come',
    answer: CampaignWithProgress,
    handle: ({ agent, params: { id } }) => campaigns.get(agent, id),
  });
  route({
    ...{ method: 'PATCH', url: '/campaigns/:id', permission, params },
    summary: 'Change pace, hours, group or tries; in force at once',
    body: CampaignPatch,
    answer: CampaignWithProgress,
    handle: ({ agent, params: { id }, body }) => campaigns.update(agent, id, body),
  });
  route({
    ...{ method: 'DELETE', url: '/campaigns/:id', permission, params },
    summary: 'Remove a campaign with its list; its calls stay in the log',
    handle: ({ agent, params: { id } }) => campaigns.remove(agent, id),
  });
  const steps = {
    start: 'Begin, or go on',
    pause: 'Begin no further call; those under way go on',
    stop: 'End it for good',
  } as const;
  for (const step of ['start', 'pause', 'stop'] as const)
    route({
      ...{ method: 'POST', url: `/campaigns/:id/${step}`, permission, params },
      summary: steps[step],
      answer: CampaignWithProgress,
      handle: ({ agent, params: { id } }) => campaigns.lead(agent, id, step),
    });
  route({
    ...{ method: 'POST', url: '/campaigns/:id/entries', permission, params, bodyLimit: LIST_LIMIT },
    summary:
      'Add numbers: one a line, a name beside it; doubles and numbers that may not be called are left out',
    body: CampaignImport,
    answer: CampaignImported,
    handle: ({ agent, params: { id }, body }) => campaigns.add(agent, id, body.text),
  });
  route({
    ...{ method: 'GET', url: '/campaigns/:id/entries', permission, params },
    summary: 'The list, with the result of each number',
    query: CampaignEntryQuery,
    answer: CampaignEntryPage,
    handle: ({ agent, params: { id }, query }) => campaigns.entries(agent, id, query),
  });
  resultRoute(app, campaigns, guards);
}

function resultRoute(app: App, campaigns: HttpDeps['campaigns'], guards: Guards): void {
  app.get(
    '/campaigns/:id/results.csv',
    {
      exposeHeadRoute: false,
      onRequest: guards.agent(permission),
      schema: {
        ...{ tags: ['Campaigns'], security: SIGNED_IN, params },
        summary: 'The list with its results as CSV, streamed',
        response: answers({ 200: { content: { 'text/csv': { schema: z.string() } } } }),
      },
    },
    async (request, reply) => {
      const { agent } = identityOf(request);
      const { id } = request.params;
      await campaigns.get(agent, id);
      const lines = async function* () {
        const columns = [
          'number',
          'name',
          'result',
          'attempts',
          'agent',
          'seconds',
          'disposition',
          'done',
          'call',
        ];
        yield csvLine(columns);
        for (let cursor: string | undefined; ;) {
          const page = await campaigns.entries(agent, id, { cursor, limit: 200 });
          for (const one of page.items) {
            const { number, name, result, state, attempts, doneAt, callId } = one;
            const talk = [one.agent?.name, one.durationSeconds, one.disposition?.name];
            yield csvLine([number, name, result ?? state, attempts, ...talk, doneAt, callId]);
          }
          cursor = page.next;
          if (cursor === undefined) return;
        }
      };
      return reply
        .type('text/csv; charset=utf-8')
        .header('Content-Disposition', 'attachment; filename="campaign.csv"')
        .serializer((body: unknown) => body as string)
        .send(Readable.from(lines()) as unknown as string);
    },
  );
}
