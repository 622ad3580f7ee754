/** People: who signs in, as what, and at which extension. Changed by people at /admin alone: a token makes no administrators. */
import { Deactivation, Id, NewPassword, Person, PersonInput, PersonPatch } from '@ringback/model';
import * as z from 'zod/mini';
import type { HttpDeps } from '../deps.ts';
import { answers, IN_PERSON, NoContent, SIGNED_IN } from '../documented.ts';
import { type Guards, personOf } from '../guards.ts';
import type { App } from '../types.ts';

const shared = { tags: ['People'], security: IN_PERSON };
const params = z.object({ id: Id });

export function peopleRoutes(app: App, { people }: HttpDeps, guards: Guards): void {
  const onRequest = guards.inPerson('people.manage');
  app.get(
    '/people',
    {
      onRequest: guards.agent('people.manage'),
      schema: {
        ...{ ...shared, security: SIGNED_IN },
        summary: 'Everybody, also who was deactivated; no password is shown',
        response: answers({ 200: z.array(Person) }),
      },
    },
    () => people.list(),
  );
  app.post(
    '/people',
    {
      onRequest,
      schema: {
        ...shared,
        summary: 'Add a person, who can sign in and be called at once',
        body: PersonInput,
        response: answers({ 201: Person }),
      },
    },
    async (request, reply) => reply.code(201).send(await people.add(request.body, personOf(request))),
  );
  app.patch(
    '/people/:id',
    {
      onRequest,
      schema: {
        ...shared,
        params,
        summary: 'Change name, role, extension or mobile; with another role or extension he signs in again',
        body: PersonPatch,
        response: answers({ 200: Person }),
      },
    },
    (request) => people.change(request.params.id, request.body, personOf(request)),
  );
  app.put(
    '/people/:id/password',
    {
      onRequest,
      schema: {
        ...shared,
        params,
        summary: 'Set another password: whoever came in with the old one is out',
        body: NewPassword,
        response: answers({ 204: NoContent }),
      },
    },
    async (request, reply) => {
      await people.setPassword(request.params.id, request.body, personOf(request));
      return reply.code(204).send(null);
    },
  );
  app.post(
    '/people/:id/deactivate',
    {
      onRequest,
      schema: {
        ...shared,
        params,
        summary: 'Put out at once: sessions and phone end; refused while he talks, unless the call may end',
        body: Deactivation,
        response: answers({ 200: Person }),
      },
    },
    (request) => people.deactivate(request.params.id, request.body, personOf(request)),
  );
  app.post(
    '/people/:id/reactivate',
    {
      onRequest,
      schema: {
        ...shared,
        params,
        summary: 'Let in again, with the password of before',
        response: answers({ 200: Person }),
      },
    },
    (request) => people.reactivate(request.params.id, personOf(request)),
  );
}
