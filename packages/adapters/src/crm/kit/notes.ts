/** The communications of a host that keeps notes about a customer: calls and comments are such notes. */
import type { Communication, Page } from '@ringback/model';
import type { CrmContext } from '../../context.ts';
import type { CallLogEntry, CommunicationsGroup, ReadOptions, RecordRef, WriteOptions } from '../contract.ts';
import { createOnce } from '../once.ts';
import { createSerial } from '../serial.ts';
import { callIdOf, callNote, readCallNote, textOf } from './call-note.ts';
import { rowsRead } from './pages.ts';

export interface HostNote {
  id: string;
  /** With our mark, where it is ours. */
  text: string;
  /** ISO 8601 in UTC. */
  at: string;
  author?: string;
}

export interface NoteSource {
  /** Newest first. */
  list(
    partyId: string,
    range: { skip: number; limit: number },
    options: ReadOptions,
  ): Promise<Page<HostNote>>;
  add(on: RecordRef, text: string, options: ReadOptions): Promise<void>;
  change(note: HostNote, text: string, partyId: string, options: ReadOptions): Promise<void>;
}

/** A call is written down within minutes: its note is among the newest. */
const LOOKED_THROUGH = 100;

export function createNotes(
  system: string,
  { kept }: Pick<CrmContext, 'kept'>,
  source: NoteSource,
): Required<Omit<CommunicationsGroup, 'announce' | 'create' | 'change'>> {
  const serial = createSerial();
  const once = createOnce(kept);
  const newest = async (partyId: string, options: ReadOptions): Promise<HostNote[]> =>
    (await source.list(partyId, { skip: 0, limit: LOOKED_THROUGH }, options)).items;

  async function write({ partyId, ...entry }: CallLogEntry, options: WriteOptions): Promise<void> {
    // Such a host has no history but that of a customer: what is nobody's stays in Ringback's own log.
    if (partyId === undefined) return;
    const known = (await newest(partyId, options)).find(({ text }) => callIdOf(text) === entry.call.id);
    const text = callNote(known?.text, entry);
    if (text === undefined) return;
    if (known) await source.change(known, text, partyId, options);
    else await source.add({ kind: 'party', id: partyId }, text, options);
  }

  const log = (entry: CallLogEntry, options: WriteOptions) =>
    serial.run([entry.call.id], () => write(entry, options));

  return {
    logCall: log,
    updateCall: log,
    async list({ partyId, cursor, limit = 50 }, options = {}) {
      if (partyId === undefined) return { items: [] };
      const page = await source.list(partyId, { skip: rowsRead(cursor), limit }, options);
      return { ...page, items: page.items.map((note) => communicationOf(system, note, partyId)) };
    },
    comment: (on, text, options) =>
      once({
        key: `comment:${options.idempotencyKey}`,
        async work() {
          await source.add(on, text, options);
          return { id: on.id, result: undefined };
        },
        async find() {
          if (on.kind !== 'party') return undefined;
          const there = (await newest(on.id, options)).some((note) => note.text === text);
          return there ? { id: on.id, result: undefined } : undefined;
        },
        recall: async () => undefined,
      }),
  };
}

function communicationOf(system: string, { id, text, at, author }: HostNote, partyId: string): Communication {
  return {
    ...{ system, id, partyId, at, text: textOf(text) },
    kind: callIdOf(text) === undefined ? 'note' : 'call',
    ...(author === undefined || author === '' ? {} : { author }),
    ...readCallNote(text),
  };
}
