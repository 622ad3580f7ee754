/** Calls in 1C: an event of UNF, a phone call of UT. Found again by its time and by the mark in its text. */
import type { Communication, Page } from '@ringback/model';
import { AdapterError } from '../../error.ts';
import type {
  CallLogEntry,
  CommunicationQuery,
  CommunicationsGroup,
  ReadOptions,
  WriteOptions,
} from '../contract.ts';
import { callIdOf } from '../kit/call-note.ts';
import { pageOf, rowsRead } from '../kit/pages.ts';
import { toLocal } from '../local-time.ts';
import { createOnce } from '../once.ts';
import { createSerial } from '../serial.ts';
import { atHand } from './at-hand.ts';
import type { Base } from './base.ts';
import { callChanges, hasParty, newCall, noteField, PARTICIPANTS } from './call-fields.ts';
import { peopleSets } from './layout.ts';
import { type MapContext, toCommunication } from './map.ts';
import { manifest } from './manifest.ts';
import { and, date, isGuid, or, ref } from './odata.ts';
import { find } from './people-read.ts';
import { CallRow, Person } from './rows.ts';
import { requireWritten, rewrite } from './write.ts';

const PAGE = 50;
/** Calls that began in the same second. */
const AT_ONCE = 50;

export function createCommunications(base: Base): CommunicationsGroup {
  const serial = createSerial();
  const once = createOnce(base.context.kept);
  const put = (entry: CallLogEntry, options: WriteOptions) =>
    serial.run([entry.call.id], () => putCall(base, entry, options));
  return {
    logCall: put,
    updateCall: put,
    list: (query, options = {}) => list(base, query, options),
    comment: (on, text, options) =>
      once({
        key: `comment:${on.id}:${options.idempotencyKey}`,
        recall: async () => undefined,
        find: async () => undefined,
        work: async () => ({ id: on.id, result: await comment(base, on, text, options) }),
      }),
  };
}

async function putCall(base: Base, entry: CallLogEntry, options: WriteOptions): Promise<void> {
  const layout = await base.layout.get(options.signal);
  if (!layout.has(layout.call.set)) await base.need(layout.call.set);
  const at = await atHand(base, options);
  const known = await findCall(base, at, entry, options);
  const wanted = known === undefined || !hasParty(known, layout);
  const set = wanted ? (await find(base, at, entry.partyId ?? '', options))?.one.set : undefined;
  if (known) {
    const target = { set: layout.call.set, row: CallRow, seen: known };
    return rewrite(base, target, (row) => callChanges(row, entry, at, set), options);
  }
  const fields = newCall(entry, at, set);
  const made = await base.api.create(layout.call.set, fields, CallRow, options);
  const field = noteField(layout);
  requireWritten(layout.call.set, { [field]: fields[field] }, made as Record<string, unknown>);
}

/** By the second in which it began, which is indexed; the mark says which of those it is. */
async function findCall(
  base: Base,
  { layout, timeZone }: MapContext,
  { call }: CallLogEntry,
  options: ReadOptions,
): Promise<CallRow | undefined> {
  const filter = and('DeletionMark eq false', `Date eq ${date(toLocal(call.startedAt, timeZone))}`);
  const rows = await base.api.list(layout.call.set, CallRow, { filter, top: AT_ONCE }, options);
  return rows.find((row) => callIdOf(row[noteField(layout)] ?? '') === call.id);
}

async function list(
  base: Base,
  query: CommunicationQuery,
  options: ReadOptions,
): Promise<Page<Communication>> {
  const { partyId, cursor, limit = PAGE } = query;
  const at = await atHand(base, options);
  const { layout } = at;
  if (!layout.has(layout.call.set)) await base.need(layout.call.set);
  if (partyId === undefined || !isGuid(partyId)) return { items: [] };
  const own = (field: string) => or(peopleSets(layout).map((set) => `${field} eq ${ref(partyId, set)}`));
  const whole =
    layout.call.kind === 'event' ? `${PARTICIPANTS}/any(x: ${own('x/Контакт')})` : own('АбонентКонтакт');
  const skip = rowsRead(cursor);
  const top = Math.min(limit, PAGE);
  const rows = await base.api.list(
    layout.call.set,
    CallRow,
    { filter: and('DeletionMark eq false', whole), orderby: 'Date desc', top, skip },
    options,
  );
  return pageOf(
    rows.map((row) => toCommunication(row, at, partyId)),
    { skip, limit: top },
  );
}

/** A line below what stands in the record's own comment. */
async function comment(
  base: Base,
  { kind, id }: { kind: string; id: string },
  text: string,
  options: WriteOptions,
): Promise<void> {
  const { layout } = await atHand(base, options);
  const sets = { party: peopleSets(layout), order: [layout.order.set] }[kind as 'party' | 'order'];
  for (const set of sets ?? []) {
    const seen = isGuid(id) ? await base.api.get(set, id, Person, options) : undefined;
    if (!seen) continue;
    const change = (row: Person) => {
      const written = (row as Record<string, unknown>)['Комментарий'];
      const before = typeof written === 'string' ? written.trimEnd() : '';
      return { Комментарий: before === '' ? text : `${before}\n${text}` };
    };
    return rewrite(base, { set, row: Person, seen }, change, options);
  }
  throw new AdapterError(manifest.id, 'not-found', 'There is no such record in 1C to comment on.');
}
