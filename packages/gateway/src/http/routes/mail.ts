import { Letter, LetterInput, LetterPage, LetterQuery, RingbackError } from '@ringback/model';
import type { HttpDeps } from '../deps.ts';
import type { Guards } from '../guards.ts';
import { createRouter } from '../route.ts';
import type { App } from '../types.ts';

export function mailRoutes(app: App, { crm, newId }: HttpDeps, guards: Guards): void {
  const route = createRouter(app, { guards, newId, tag: 'Letters' });
  function mail() {
    if (crm.mail) return crm.mail;
    throw new RingbackError('unsupported', 'No mail server is set up.', {
      hint: 'Set it up under Mail at /admin.',
    });
  }
  route({
    ...{ method: 'GET', url: '/mail', permission: 'mail.use', query: LetterQuery, answer: LetterPage },
    summary: 'Letters, newest first',
    handle: ({ query }) => mail().list(query as Parameters<ReturnType<typeof mail>['list']>[0]),
  });
  route({
    ...{ method: 'POST', url: '/mail', permission: 'mail.use', summary: 'Send a letter', status: 201 },
    ...{ body: LetterInput, answer: Letter },
    handle: ({ body, doing: { agent, key } }) => mail().send(body, { actor: agent.id, idempotencyKey: key }),
  });
}
