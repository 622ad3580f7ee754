/** What is written of a call: an event of UNF, a phone call of UT. Pure. */
import type { CallLogEntry } from '../contract.ts';
import { callNote } from '../kit/call-note.ts';
import { toLocal } from '../local-time.ts';
import type { Layout } from './layout.ts';
import type { MapContext } from './map.ts';
import { isGuid, typeOf } from './odata.ts';
import type { CallRow } from './rows.ts';

export const PARTICIPANTS = 'Участники';

export const noteField = ({ call }: Layout): 'Содержание' | 'Описание' =>
  call.kind === 'event' ? 'Содержание' : 'Описание';

/** `set`: the catalog of `entry.partyId`; absent where it is nobody's call. */
export function newCall(
  entry: CallLogEntry,
  { layout, timeZone, staff }: MapContext,
  set?: string,
): Record<string, unknown> {
  const { call, agent } = entry;
  const user = agent?.userId;
  const common = {
    Date: toLocal(call.startedAt, timeZone),
    Тема: subjectOf(entry),
    [noteField(layout)]: callNote(undefined, entry) ?? '',
    ...(user === undefined ? {} : { Ответственный_Key: layout.employees ? staff.employeeOf(user) : user }),
    ...tie(layout, entry, set),
  };
  if (layout.call.kind === 'phone-call') {
    return {
      ...common,
      Входящий: call.direction !== 'out',
      АбонентКакСвязаться: call.number,
      АбонентПредставление: call.party?.name ?? call.claimedName ?? call.number,
    };
  }
  return {
    ...common,
    ТипСобытия: 'ТелефонныйЗвонок',
    ВходящееИсходящееСобытие: call.direction === 'out' ? 'Исходящее' : 'Входящее',
    ...spanOf(entry, timeZone),
  };
}

/** What is new since the call was written. */
export function callChanges(
  row: CallRow,
  entry: CallLogEntry,
  { layout }: MapContext,
  set?: string,
): Record<string, unknown> {
  const field = noteField(layout);
  const note = callNote(row[field] ?? '', entry);
  return {
    ...(note === undefined ? {} : { [field]: note }),
    ...(hasParty(row, layout) ? {} : tie(layout, entry, set)),
  };
}

export function hasParty(row: CallRow, { call }: Layout): boolean {
  return call.kind === 'event' ? (row.Участники ?? []).length > 0 : isGuid(row.АбонентКонтакт ?? '');
}

/** The fields that tie a call to a customer, as the configuration has them. */
function tie(
  { call: { kind } }: Layout,
  { partyId, call }: CallLogEntry,
  set: string | undefined,
): Record<string, unknown> {
  if (partyId === undefined || set === undefined) return {};
  const type = typeOf(set);
  if (kind === 'phone-call') return { АбонентКонтакт: partyId, АбонентКонтакт_Type: type };
  return {
    [PARTICIPANTS]: [{ LineNumber: '1', Контакт: partyId, Контакт_Type: type, КакСвязаться: call.number }],
  };
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
