import {
  AnswerInput,
  Id,
  Process,
  ProcessDefinition,
  ProcessDefinitionInput,
  ProcessMove,
  ProcessPage,
  ProcessPatch,
  ProcessQuery,
  ProcessStart,
} from '@ringback/model';
import * as z from 'zod/mini';
import type { HttpDeps } from '../deps.ts';
import type { Guards } from '../guards.ts';
import { createRouter } from '../route.ts';
import type { App } from '../types.ts';

const params = z.object({ id: Id });

export function processRoutes(app: App, { desk: { processes }, newId }: HttpDeps, guards: Guards): void {
  const route = createRouter(app, { guards, newId, tag: 'Processes' });
  const read = { method: 'GET', permission: 'crm.read' } as const;
  const write = { method: 'POST', permission: 'crm.write' } as const;
  const manage = { url: '/processes/definitions/:id', permission: 'processes.manage', params } as const;
  route({
    ...{ ...read, url: '/processes/definitions', summary: 'What processes there are' },
    answer: z.array(ProcessDefinition),
    handle: () => processes.definitions(),
  });
  route({
    ...{ ...manage, method: 'PUT', body: ProcessDefinitionInput, answer: ProcessDefinition },
    summary: 'Make or replace a process; refused when a status cannot be reached or left',
    handle: (asked) => processes.saveDefinition(asked.params.id, asked.body, asked.doing),
  });
  route({
    ...{ ...manage, method: 'DELETE', summary: 'Remove a process that is going on nowhere' },
    handle: (asked) => processes.removeDefinition(asked.params.id, asked.doing),
  });
  route({
    ...{ ...read, url: '/processes', summary: 'Running and ended ones, newest first', query: ProcessQuery },
    answer: ProcessPage,
    handle: ({ query }) => processes.list(query),
  });
  route({
    ...{ ...read, url: '/processes/:id', summary: 'How far it is', params, answer: Process },
    handle: (asked) => processes.get(asked.params.id),
  });
  route({
    ...{
      ...write,
      url: '/processes',
      summary: 'Start one',
      body: ProcessStart,
      answer: Process,
      status: 201,
    },
    handle: ({ body, doing }) => processes.start(body, doing),
  });
  route({
    ...{ ...write, url: '/processes/:id/move', params, body: ProcessMove, answer: Process },
    summary: 'Go on to a status that the matrix permits, once all that is required is done',
    handle: (asked) => processes.move(asked.params.id, asked.body, asked.doing),
  });
  route({
    ...{ ...write, method: 'PATCH', url: '/processes/:id', params, body: ProcessPatch, answer: Process },
    summary: 'Give it to another person',
    handle: (asked) => processes.update(asked.params.id, asked.body, asked.doing),
  });
  route({
    ...{ ...write, url: '/processes/:id/answers', summary: 'Answer a question', params, body: AnswerInput },
    answer: Process,
    handle: (asked) => processes.answer(asked.params.id, asked.body, asked.doing),
  });
}
