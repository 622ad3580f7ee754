/** Calls and comments as notes in the customer's history. */
import * as z from 'zod/mini';
import type { CrmContext } from '../../context.ts';
import type { CommunicationsGroup } from '../contract.ts';
import { joinName } from '../kit/name.ts';
import { createNotes } from '../kit/notes.ts';
import { pageOf } from '../kit/pages.ts';
import { SYSTEM, type VendureApi } from './api.ts';
import { ADD_NOTE, ADD_ORDER_NOTE, NOTES, UPDATE_NOTE } from './documents.ts';

const Note = z.object({
  id: z.string(),
  createdAt: z.string(),
  data: z.object({ note: z.optional(z.string()) }),
  administrator: z.nullish(z.object({ firstName: z.string(), lastName: z.string() })),
});
const Notes = z.object({
  customer: z.nullable(z.object({ history: z.object({ items: z.array(Note), totalItems: z.number() }) })),
});
const Done = z.unknown();

export function createCommunications(
  api: VendureApi,
  context: Pick<CrmContext, 'kept'>,
): CommunicationsGroup {
  return createNotes(SYSTEM, context, {
    async list(id, { skip, limit }, options) {
      const variables = { id, skip, take: limit };
      const { customer } = await api.ask(NOTES, { ...options, schema: Notes, variables });
      const { items, totalItems } = customer?.history ?? { items: [], totalItems: 0 };
      const notes = items.map(({ id: noteId, createdAt, data, administrator }) => ({
        id: noteId,
        text: data.note ?? '',
        at: new Date(createdAt).toISOString(),
        author: joinName(administrator?.firstName, administrator?.lastName),
      }));
      return pageOf(notes, { skip, limit, total: totalItems });
    },
    async add({ kind, id }, note, options) {
      const document = kind === 'order' ? ADD_ORDER_NOTE : ADD_NOTE;
      const variables = { input: { id, note, isPublic: false } };
      await api.ask(document, { ...options, schema: Done, variables, repeatable: false });
    },
    async change({ id }, note, _partyId, options) {
      const variables = { input: { noteId: id, note } };
      await api.ask(UPDATE_NOTE, { ...options, schema: Done, variables });
    },
  });
}
