/** 1C's rows and our words. Pure. */
import type { Communication, Order, OrderState, Party, Task, TaskState } from '@ringback/model';
import { readPhones } from '../phone.ts';
import { callIdOf, textOf } from '../kit/call-note.ts';
import type { Staff } from './base.ts';
import { CONTACTS, type Layout, type PeopleSet, peopleSets, TASK } from './layout.ts';
import { manifest } from './manifest.ts';
import { fromLocal } from '../local-time.ts';
import { customOf } from './properties.ts';
import { navigationRef, NO_REF, typeOf } from './odata.ts';
import { addressOf, emailOf, writtenPhones } from './phones.ts';
import { type CallRow, figure, type OrderLine, type OrderRow, type Person, type TaskRow } from './rows.ts';

/** What the functions here need of the base. */
export interface MapContext {
  layout: Layout;
  staff: Staff;
  country: string;
  timeZone: string;
  /** Address of the publication. */
  url: string;
}

/** A partner is kept among “other relations”, a lead in UNF's own list of leads. */
export const KINDS = ['client', 'supplier', 'partner', 'other', 'lead'] as const;
/** When 1C does not say when a record was made. */
const UNKNOWN_TIME = '1970-01-01T00:00:00.000Z';

const textAt = (row: object, field: string): string | undefined => {
  const value = (row as Record<string, unknown>)[field];
  return typeof value === 'string' && value !== '' ? value : undefined;
};
const refAt = (row: object, field: string): string | undefined => {
  const value = textAt(row, field);
  return value === NO_REF ? undefined : value;
};
const isOn = (row: object, field: string): boolean => (row as Record<string, unknown>)[field] === true;

/** `https://1c.example/unf#e1cib/data/Справочник.Контрагенты?ref=…`: what 1C's own “copy link” gives. */
export function pageOf(url: string, set: string, id: string): string {
  const [prefix = '', ...rest] = set.split('_');
  const kind = { Catalog: 'Справочник', Document: 'Документ', Task: 'Задача' }[prefix] ?? prefix;
  const path = `e1cib/data/${kind}.${rest.join('_')}?ref=${navigationRef(id)}`;
  return `${url.replace(/\/+$/, '')}/#${encodeURI(path)}`;
}

export function toParty(row: Person, { set, role, owner }: PeopleSet, at: MapContext, firm?: Person): Party {
  const { layout, staff, country, timeZone, url } = at;
  const { party } = layout;
  const contacts = row[CONTACTS] ?? [];
  const nature =
    role === 'person' || row[party.nature.field] === party.nature.person ? 'person' : 'organization';
  const responsible = staff.responsible(
    refAt(row, party.responsible) ?? refAt(firm ?? {}, party.responsible),
  );
  const made = fromLocal(textAt(row, party.createdAt), timeZone) ?? UNKNOWN_TIME;
  const [email, address, taxId] = [emailOf(contacts), addressOf(contacts), textAt(row, 'ИНН')];
  return {
    system: manifest.id,
    id: row.Ref_Key,
    name: row.Description ?? '',
    kind: role === 'lead' ? 'lead' : kindOf(role === 'person' ? (firm ?? row) : row, party.flags),
    phones: readPhones(writtenPhones(contacts), country),
    nature,
    ...(email === undefined ? {} : { email }),
    ...(address === undefined ? {} : { address }),
    ...(taxId === undefined ? {} : { taxId }),
    ...(responsible === undefined ? {} : { responsible }),
    ...(firm && owner ? { organization: { id: firm.Ref_Key, name: firm.Description ?? '' } } : {}),
    ...customOf(row),
    url: pageOf(url, set, row.Ref_Key),
    createdAt: made,
    updatedAt: made,
  };
}

function kindOf(row: object, flags: Layout['party']['flags']): string {
  if (isOn(row, flags.client)) return 'client';
  if (isOn(row, flags.supplier)) return 'supplier';
  return isOn(row, flags.other) ? 'other' : 'client';
}

/** Reference of the customer that a contact person or a legal entity belongs to. */
export function ownerIdOf(row: Person, { owner }: PeopleSet, partySet: string): string | undefined {
  if (!owner) return undefined;
  if (owner.typed && textAt(row, `${owner.field}_Type`) !== typeOf(partySet)) return undefined;
  return refAt(row, owner.field);
}

export function toCommunication(
  row: CallRow,
  { layout, timeZone, url }: MapContext,
  partyId?: string,
): Communication {
  const { call } = layout;
  const began = row.НачалоСобытия ?? row.Date ?? '';
  const at = fromLocal(began, timeZone) ?? fromLocal(row.Date ?? '', timeZone) ?? UNKNOWN_TIME;
  const note = (call.kind === 'event' ? row.Содержание : row.Описание) ?? '';
  const callId = callIdOf(note);
  const seconds =
    call.kind === 'event' ? spanOf(at, fromLocal(row.ОкончаниеСобытия ?? '', timeZone)) : secondsIn(note);
  const outgoing =
    call.kind === 'event' ? row.ВходящееИсходящееСобытие === 'Исходящее' : row.Входящий === false;
  return {
    system: manifest.id,
    id: row.Ref_Key,
    kind: kindOfEvent(row.ТипСобытия, call.kind),
    direction: outgoing ? 'out' : 'in',
    at,
    ...(seconds === undefined ? {} : { durationSeconds: seconds }),
    ...(row.Тема ? { title: row.Тема } : {}),
    text: textOf(note),
    ...(partyId === undefined ? {} : { partyId }),
    ...(callId === undefined ? {} : { callId }),
    url: pageOf(url, call.set, row.Ref_Key),
  };
}

const spanOf = (began: string, ended: string | undefined): number | undefined =>
  ended === undefined ? undefined : Math.max(0, Math.round((Date.parse(ended) - Date.parse(began)) / 1000));

/** UT's phone calls have no duration: what we wrote into the text has. */
function secondsIn(note: string): number | undefined {
  const [, minutes, seconds] = /^☎ .* · (\d+):(\d\d)(?: ·|$)/m.exec(note) ?? [];
  return minutes === undefined ? undefined : Number(minutes) * 60 + Number(seconds);
}

function kindOfEvent(type: string | null | undefined, kind: 'event' | 'phone-call'): Communication['kind'] {
  if (kind === 'phone-call') return 'call';
  const kinds: Record<string, Communication['kind']> = {
    ТелефонныйЗвонок: 'call',
    ЭлектронноеПисьмо: 'mail',
    СообщениеSMS: 'message',
    ЛичнаяВстреча: 'meeting',
  };
  return kinds[type ?? ''] ?? 'note';
}

export interface OrderWords {
  currency: string | undefined;
  stateName: string | undefined;
  productName(id: string): string | undefined;
}

const linesOf = (row: OrderRow, { order }: Layout): OrderLine[] => {
  const lines = (row as Record<string, unknown>)[order.lines];
  return Array.isArray(lines) ? (lines as OrderLine[]) : [];
};

export const productIds = (row: OrderRow, layout: Layout): string[] =>
  linesOf(row, layout).flatMap((line) => line.Номенклатура_Key ?? line.Номенклатура ?? []);

export function toOrder(row: OrderRow, words: OrderWords, { layout, timeZone, url }: MapContext): Order {
  const { order } = layout;
  const { currency } = words;
  const money = (amount: number | undefined) =>
    amount === undefined || currency === undefined ? undefined : { amount, currency };
  const total = money(figure(row.СуммаДокумента));
  const at = fromLocal(row.Date ?? '', timeZone) ?? UNKNOWN_TIME;
  const partyId = refAt(row, order.party);
  return {
    system: manifest.id,
    id: row.Ref_Key,
    number: (row.Number ?? '').trim(),
    state: stateOf(row, words.stateName),
    stateName: words.stateName ?? row.Статус ?? row.ВариантЗавершения ?? '',
    ...(total === undefined ? {} : { total }),
    ...(partyId === undefined ? {} : { partyId }),
    lines: linesOf(row, layout).map((line) => {
      const id = line.Номенклатура_Key ?? line.Номенклатура ?? '';
      const price = money(figure(line.Цена));
      return {
        ...(id === '' ? {} : { productId: id }),
        name: words.productName(id) || line.Содержание || '—',
        quantity: figure(line.Количество) ?? 0,
        ...(price === undefined ? {} : { price }),
      };
    }),
    ...(row.АдресДоставки ? { deliveryAddress: row.АдресДоставки } : {}),
    url: pageOf(url, order.set, row.Ref_Key),
    createdAt: at,
    updatedAt: at,
  };
}

/** UNF closes an order with a result; UT's states are a list of its own. */
function stateOf(row: OrderRow, stateName: string | undefined): OrderState {
  if (row.DeletionMark === true || row.ВариантЗавершения === 'Отменен') return 'cancelled';
  if (row.ВариантЗавершения === 'Успешно' || row.Статус === 'Закрыт') return 'delivered';
  if (row.Статус === 'НеСогласован' || (row.Статус ?? '') === '') {
    return stateName === undefined || /откры|нов|open|new/i.test(stateName) ? 'new' : 'in-progress';
  }
  return 'in-progress';
}

export function toTask(row: TaskRow, { layout, staff, timeZone, url }: MapContext): Task {
  const at = fromLocal(row.Date ?? '', timeZone) ?? UNKNOWN_TIME;
  const dueAt = fromLocal(row.СрокИсполнения ?? undefined, timeZone);
  const about = peopleSets(layout).some((set) => row.Предмет_Type === typeOf(set));
  const partyId = about ? refAt(row, 'Предмет') : undefined;
  const responsible = staff.responsible(row.Исполнитель);
  return {
    system: manifest.id,
    id: row.Ref_Key,
    title: row.Description ?? '',
    description: row.Описание ?? '',
    state: taskState(row),
    ...(dueAt === undefined ? {} : { dueAt }),
    ...(responsible === undefined ? {} : { responsible }),
    ...(partyId === undefined ? {} : { partyId }),
    url: pageOf(url, TASK, row.Ref_Key),
    createdAt: at,
    updatedAt: at,
  };
}

function taskState(row: TaskRow): TaskState {
  if (row.СостояниеБизнесПроцесса === 'Прерван' || row.DeletionMark === true) return 'cancelled';
  if (row.Executed === true) return 'done';
  return row.ПринятаКИсполнению === true ? 'in-progress' : 'open';
}
