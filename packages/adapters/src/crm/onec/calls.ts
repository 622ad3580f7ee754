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
import { callIdOf, callNote } from '../kit/call-note.ts';
import { pageOf, rowsRead } from '../kit/pages.ts';
import { createOnce } from '../once.ts';
import { createSerial } from '../serial.ts';
import type { Base } from './base.ts';
import type { Layout } from './layout.ts';
import { type MapContext, toCommunication } from './map.ts';
import { manifest } from './manifest.ts';
import { toLocal } from '../local-time.ts';
import { and, date, isGuid, or, ref, typeOf } from './odata.ts';
import { atHand } from './parties.ts';
import { CallRow, Person } from './rows.ts';
import { requireWritten, rewrite } from './write.ts';

const PAGE = 50;
/** Calls that began in the same second. */
const AT_ONCE = 50;
const PARTICIPANTS = 'Участники';

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

const noteField = ({ call }: Layout): 'Содержание' | 'Описание' =>
  call.kind === 'event' ? 'Содержание' : 'Описание';

async function putCall(base: Base, entry: CallLogEntry, options: WriteOptions): Promise<void> {
  const layout = await base.layout.get(options.signal);
  if (!layout.has(layout.call.set)) await base.need(layout.call.set);
  const at = await atHand(base, options);
  const known = await findCall(base, at, entry, options);
  if (!known) return makeCall(base, at, entry, options);
  const target = { set: layout.call.set, row: CallRow, seen: known };
  await rewrite(base, target, (row) => callChanges(row, entry, at), options);
}

/** By the second in which it began, which is indexed; the mark says which of those it is. */
async function findCall(
  base: Base,
  at: MapContext,
  { call }: CallLogEntry,
  options: ReadOptions,
): Promise<CallRow | undefined> {
  const { layout, timeZone } = at;
  const filter = and('DeletionMark eq false', `Date eq ${date(toLocal(call.startedAt, timeZone))}`);
  const rows = await base.api.list(layout.call.set, CallRow, { filter, top: AT_ONCE }, options);
  return rows.find((row) => callIdOf(row[noteField(layout)] ?? '') === call.id);
}

async function makeCall(
  base: Base,
  at: MapContext,
  entry: CallLogEntry,
  options: WriteOptions,
): Promise<void> {
  const { layout, timeZone, staff } = at;
  const { call, agent } = entry;
  const began = toLocal(call.startedAt, timeZone);
  const user = agent?.userId;
  const responsible =
    user === undefined ? {} : { Ответственный_Key: layout.employees ? staff.employeeOf(user) : user };
  const note = callNote(undefined, entry) ?? '';
  const common = { Date: began, Тема: subjectOf(entry), [noteField(layout)]: note, ...responsible };
  const fields =
    layout.call.kind === 'event'
      ? {
          ...common,
          ТипСобытия: 'ТелефонныйЗвонок',
          ВходящееИсходящееСобытие: call.direction === 'out' ? 'Исходящее' : 'Входящее',
          ...spanOf(entry, timeZone),
          ...(await whose(base, at, entry, options)),
        }
      : {
          ...common,
          Входящий: call.direction !== 'out',
          АбонентКакСвязаться: call.number,
          АбонентПредставление: call.party?.name ?? call.claimedName ?? call.number,
          ...(await whose(base, at, entry, options)),
        };
  const made = await base.api.create(layout.call.set, fields, CallRow, options);
  requireWritten(layout.call.set, { [noteField(layout)]: note }, made as Record<string, unknown>);
}

/** The talk, not the ringing before it. */
function spanOf({ call }: CallLogEntry, timeZone: string): Record<string, string> {
  const began = call.connectedAt ?? call.startedAt;
  const ended = new Date(Date.parse(began) + call.durationSeconds * 1000).toISOString();
  return { НачалоСобытия: toLocal(began, timeZone), ОкончаниеСобытия: toLocal(ended, timeZone) };
}

function subjectOf({ call }: CallLogEntry): string {
  const arrow = { in: '←', out: '→', internal: '↔' }[call.direction];
  return `☎ ${arrow} ${call.party?.name ?? call.number}`.trim();
}

/** The fields that tie a call to a customer, as the configuration has them. */
async function whose(
  base: Base,
  at: MapContext,
  entry: CallLogEntry,
  options: ReadOptions,
): Promise<Record<string, unknown>> {
  const { partyId, call } = entry;
  if (partyId === undefined || !isGuid(partyId)) return {};
  const { layout } = at;
  const type = typeOf(await setOf(base, at, partyId, options));
  if (layout.call.kind === 'phone-call') return { АбонентКонтакт: partyId, АбонентКонтакт_Type: type };
  const row = { LineNumber: '1', Контакт: partyId, Контакт_Type: type, КакСвязаться: call.number };
  return { [PARTICIPANTS]: [row] };
}

async function setOf(base: Base, { layout }: MapContext, id: string, options: ReadOptions): Promise<string> {
  const { party, person } = layout;
  if (person && !(await base.api.get(party.set, id, Person, options))) return person.set;
  return party.set;
}

function callChanges(row: CallRow, entry: CallLogEntry, at: MapContext): Record<string, unknown> {
  const { layout } = at;
  const field = noteField(layout);
  const note = callNote(row[field] ?? '', entry);
  const { partyId } = entry;
  const hasParty =
    layout.call.kind === 'event' ? (row.Участники ?? []).length > 0 : isGuid(row.АбонентКонтакт ?? '');
  return {
    ...(note === undefined ? {} : { [field]: note }),
    ...(partyId === undefined || hasParty || !isGuid(partyId) ? {} : tie(layout, partyId, entry)),
  };
}

/** Only a customer is tied later: the gateway names a customer when somebody says whose call it was. */
function tie(layout: Layout, partyId: string, { call }: CallLogEntry): Record<string, unknown> {
  const type = typeOf(layout.party.set);
  if (layout.call.kind === 'phone-call') return { АбонентКонтакт: partyId, АбонентКонтакт_Type: type };
  return {
    [PARTICIPANTS]: [{ LineNumber: '1', Контакт: partyId, Контакт_Type: type, КакСвязаться: call.number }],
  };
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
  const sets = [layout.party.set, ...(layout.person ? [layout.person.set] : [])];
  const own = (field: string) => or(sets.map((set) => `${field} eq ${ref(partyId, set)}`));
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
  const sets = {
    party: [layout.party.set, ...(layout.person ? [layout.person.set] : [])],
    order: [layout.order.set],
  }[kind as 'party' | 'order'];
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
