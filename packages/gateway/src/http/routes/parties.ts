import {
  DuplicateInput,
  FORMS,
  Id,
  Party,
  PartyInput,
  PartyMatch,
  PartyUpdate,
  PartyQuery,
  RingbackError,
} from '@ringback/model';
import { normaliseNumber, readNumber } from '@ringback/model/phone-number';
import * as z from 'zod/mini';
import { requireFields } from '../../desk/base.ts';
import type { HttpDeps } from '../deps.ts';
import { answers, SIGNED_IN, WriteHeaders } from '../documented.ts';
import { type Guards, identityOf } from '../guards.ts';
import type { App } from '../types.ts';

const PartyParams = z.object({ id: Id });
const FormQuery = z.strictObject({ form: z.optional(z.enum(FORMS)) });
const shared = { tags: ['Customers'], security: SIGNED_IN };

export function partyRoutes(app: App, { calls, crm, desk, settings, newId }: HttpDeps, guards: Guards): void {
  app.get(
    '/parties',
    {
      onRequest: guards.agent('parties.read'),
      schema: {
        ...shared,
        summary: 'Who may be behind a number, or has such a name; best first',
        querystring: PartyQuery,
        response: answers({ 200: z.array(PartyMatch) }),
      },
    },
    (request) => {
      const { phone, name } = request.query;
      if ((phone === undefined) === (name === undefined)) {
        throw new RingbackError('invalid', 'A search is by phone or by name.', {
          fields: { phone: 'give this one, or `name`' },
        });
      }
      if (name !== undefined) return parties().findByName(name);
      return calls.match(normaliseNumber(phone as string, settings.current().country));
    },
  );

  app.post(
    '/parties',
    {
      onRequest: guards.agent('parties.write'),
      schema: {
        ...shared,
        summary: 'Create a customer',
        headers: WriteHeaders,
        querystring: FormQuery,
        body: PartyInput,
        response: answers({ 201: Party }),
      },
    },
    async (request, reply) => {
      const { kind, phones, ...rest } = request.body;
      knownKind(kind);
      requireFields(settings.current().crm.required, request.body, {
        entity: 'party',
        form: request.query.form ?? 'full',
      });
      const input = {
        ...rest,
        kind,
        phones: [...new Set(phones.map((phone, index) => toE164(phone, `phones.${index}`)))],
      };
      return reply.code(201).send(await writable().create(input, writeOptions(request)));
    },
  );

  app.post(
    '/parties/duplicates',
    {
      onRequest: guards.agent('parties.read'),
      schema: {
        ...shared,
        summary: 'Who may be the same as somebody who is about to be created; best first',
        body: DuplicateInput,
        response: answers({ 200: z.array(PartyMatch) }),
      },
    },
    (request) => {
      const { phones, email, taxId, name, exceptId } = request.body;
      const numbers = phones?.map((phone) => normaliseNumber(phone, settings.current().country));
      return parties().duplicates({
        ...(numbers && { phones: numbers }),
        ...(email !== undefined && { email }),
        ...(taxId !== undefined && { taxId }),
        ...(name !== undefined && { name }),
        ...(exceptId !== undefined && { exceptId }),
      });
    },
  );

  app.patch(
    '/parties/:id',
    {
      onRequest: guards.agent('parties.write'),
      schema: {
        ...shared,
        summary: 'Change a customer',
        params: PartyParams,
        headers: WriteHeaders,
        body: PartyUpdate,
        response: answers({ 200: Party }),
      },
    },
    (request) => {
      const { addPhone, phones, ...patch } = request.body;
      if (patch.kind !== undefined) knownKind(patch.kind);
      const change = {
        ...patch,
        ...(addPhone !== undefined && { addPhone: toE164(addPhone, 'addPhone') }),
        ...(phones && {
          phones: [...new Set(phones.map((phone, index) => toE164(phone, `phones.${index}`)))],
        }),
      };
      const { agent } = identityOf(request);
      return desk.parties.update(request.params.id, change, { agent, key: keyOf(request) });
    },
  );

  function parties() {
    if (!crm.parties) throw new RingbackError('unsupported', `${crm.manifest.name} keeps no customers.`);
    return crm.parties;
  }

  function writable() {
    const { create, update } = parties();
    if (create && update) return { create, update };
    throw new RingbackError('unsupported', `${crm.manifest.name} does not let customers be written.`);
  }

  function writeOptions(request: Parameters<typeof identityOf>[0]) {
    return { actor: identityOf(request).agent.id, idempotencyKey: keyOf(request) };
  }

  function keyOf({ headers }: Parameters<typeof identityOf>[0]): string {
    const key = headers['idempotency-key'];
    return typeof key === 'string' ? key : newId();
  }

  function knownKind(kind: string): void {
    const { partyKinds } = settings.current();
    if (partyKinds.includes(kind)) return;
    throw new RingbackError('invalid', 'There is no such kind of customer.', {
      fields: { kind: `must be one of ${partyKinds.join(', ')}` },
    });
  }

  function toE164(phone: string, field: string): string {
    const read = readNumber(phone, settings.current().country);
    if (read.kind === 'e164') return read.e164;
    throw new RingbackError('invalid', 'This is not a phone number.', {
      fields: { [field]: 'must be a number with its area or country code' },
    });
  }
}
