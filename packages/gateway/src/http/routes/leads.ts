import {
  ConversionAnswer,
  ConversionInput,
  Id,
  Lead,
  LeadFunnel,
  LeadFunnelQuery,
  LeadInput,
  LeadPage,
  LeadQuery,
  LeadStatus,
  LeadUpdate,
  PAGE_QUERY,
  RejectionInput,
  UnattendedPage,
} from '@ringback/model';
import * as z from 'zod/mini';
import type { HttpDeps } from '../deps.ts';
import type { Guards } from '../guards.ts';
import { createRouter } from '../route.ts';
import type { App } from '../types.ts';

const params = z.object({ id: Id });
const Choices = z.object({
  statuses: z.array(LeadStatus),
  sources: z.array(z.string()),
  rejectReasons: z.array(z.string()),
});
const PageOnly = z.strictObject(PAGE_QUERY);

export function leadRoutes(app: App, { desk: { leads }, newId }: HttpDeps, guards: Guards): void {
  const route = createRouter(app, { guards, newId, tag: 'Leads' });
  const read = { method: 'GET', permission: 'crm.read' } as const;
  const write = { method: 'POST', permission: 'crm.write' } as const;
  route({
    ...{
      ...read,
      url: '/leads/choices',
      summary: 'Statuses, and what else forms choose from',
      answer: Choices,
    },
    handle: () => leads.choices(),
  });
  route({
    ...{ ...read, url: '/leads', summary: 'Leads, newest first', query: LeadQuery, answer: LeadPage },
    handle: ({ query }) => leads.list(query),
  });
  route({
    ...{ ...read, url: '/leads/unattended', query: PageOnly, answer: UnattendedPage },
    summary: 'Open leads with no owner, no task, or that nobody has touched for too long; oldest first',
    handle: ({ query }) => leads.unattended(query as Parameters<typeof leads.unattended>[0]),
  });
  route({
    ...{ ...read, url: '/leads/funnel', query: LeadFunnelQuery, answer: LeadFunnel },
    summary: 'How many leads were taken, answered and converted, how soon, and why others were given up',
    handle: ({ query }) => leads.funnel(query),
  });
  route({
    ...{ ...read, url: '/leads/:id', summary: 'A lead', params, answer: Lead },
    handle: (asked) => leads.get(asked.params.id),
  });
  route({
    ...{ ...write, url: '/leads', summary: 'Create a lead', body: LeadInput, answer: Lead, status: 201 },
    handle: ({ body, doing }) => leads.create(body, doing),
  });
  route({
    ...{ ...write, method: 'PATCH', url: '/leads/:id', summary: 'Change a lead', params, body: LeadUpdate },
    answer: Lead,
    handle: (asked) => leads.update(asked.params.id, asked.body, asked.doing),
  });
  route({
    ...{
      ...write,
      url: '/leads/:id/convert',
      summary: 'Make a customer of it',
      params,
      body: ConversionInput,
    },
    answer: ConversionAnswer,
    handle: (asked) => leads.convert(asked.params.id, asked.body, asked.doing),
  });
  route({
    ...{
      ...write,
      url: '/leads/:id/reject',
      summary: 'Give it up, and say why',
      params,
      body: RejectionInput,
    },
    answer: Lead,
    handle: (asked) => leads.reject(asked.params.id, asked.body.reason, asked.doing),
  });
}
