/** Calls and comments as notes in the customer's history. */
import * as z from 'zod/mini';
import type { Communication } from '@ringback/model';
import type { CrmContext } from '../../context.ts';
import type { CallLogEntry, CommunicationsGroup, ReadOptions, WriteOptions } from '../contract.ts';
import { callIdOf, callNote, readCallNote, textOf } from '../kit/call-note.ts';
import { joinName } from '../kit/name.ts';
import { pageOf, rowsRead } from '../kit/pages.ts';
import { createOnce } from '../once.ts';
import { createSerial } from '../serial.ts';
import { SYSTEM, type VendureApi } from './api.ts';
import { ADD_NOTE, ADD_ORDER_NOTE, NOTES, UPDATE_NOTE } from './documents.ts';

const Note = z.object({
  id: z.string(),
  createdAt: z.string(),
  data: z.object({ note: z.optional(z.string()) }),
  administrator: z.nullish(z.object({ firstName: z.string(), lastName: z.string() })),
});
type Note = z.infer<typeof Note>;

const Notes = z.object({
  customer: z.nullable(z.object({ history: z.object({ items: z.array(Note), totalItems: z.number() }) })),
});
const Done = z.unknown();

/** A call is written down within minutes: its note is among the newest. */
const LOOKED_THROUGH = 100;

export function createCommunications(
  api: VendureApi,
  { kept }: Pick<CrmContext, 'kept'>,
): CommunicationsGroup {
  const serial = createSerial();
  const once = createOnce(kept);

  async function notes(id: string, skip: number, take: number, options: ReadOptions) {
    const { customer } = await api.ask(NOTES, { ...options, schema: Notes, variables: { id, skip, take } });
    return customer?.history ?? { items: [], totalItems: 0 };
  }

  async function write({ partyId, ...entry }: CallLogEntry, options: WriteOptions): Promise<void> {
    // Vendure has no history but that of a customer: what is nobody's stays in Ringback's own log.
    if (partyId === undefined) return;
    const { items } = await notes(partyId, 0, LOOKED_THROUGH, options);
    const known = items.find(({ data }) => callIdOf(data.note ?? '') === entry.call.id);
    const note = callNote(known?.data.note, entry);
    if (note === undefined) return;
    await (known
      ? api.ask(UPDATE_NOTE, { ...options, schema: Done, variables: { input: { noteId: known.id, note } } })
      : api.ask(ADD_NOTE, {
          ...options,
          schema: Done,
          variables: { input: { id: partyId, note, isPublic: false } },
          repeatable: false,
        }));
  }

  const log = (entry: CallLogEntry, options: WriteOptions) =>
    serial.run([entry.call.id], () => write(entry, options));

  return {
    logCall: log,
    updateCall: log,
    async list({ partyId, cursor, limit = 50 }, options = {}) {
      if (partyId === undefined) return { items: [] };
      const skip = rowsRead(cursor);
      const { items, totalItems } = await notes(partyId, skip, limit, options);
      return pageOf(
        items.map((note) => communicationOf(note, partyId)),
        { skip, limit, total: totalItems },
      );
    },
    async comment({ kind, id }, note, options) {
      await once({
        key: `comment:${options.idempotencyKey}`,
        async work() {
          const document = kind === 'order' ? ADD_ORDER_NOTE : ADD_NOTE;
          const variables = { input: { id, note, isPublic: false } };
          await api.ask(document, { ...options, schema: Done, variables, repeatable: false });
          return { id, result: undefined };
        },
        async find() {
          if (kind === 'order') return undefined;
          const { items } = await notes(id, 0, LOOKED_THROUGH, options);
          return items.some(({ data }) => data.note === note) ? { id, result: undefined } : undefined;
        },
        recall: async () => undefined,
      });
    },
  };
}

function communicationOf({ id, createdAt, data, administrator }: Note, partyId: string): Communication {
  const text = data.note ?? '';
  const author = administrator ? joinName(administrator.firstName, administrator.lastName) : '';
  const call = readCallNote(text);
  return {
    system: SYSTEM,
    id,
    kind: callIdOf(text) === undefined ? 'note' : 'call',
    at: new Date(createdAt).toISOString(),
    text: textOf(text),
    partyId,
    ...(author === '' ? {} : { author }),
    ...call,
  };
}
