/**
 * Which configuration stands behind the interface, and where it keeps what we ask for. UNF keeps customers as counterparties and calls
 * as events; UT keeps them as partners (with counterparties as their legal entities) and calls as phone calls.
 */
import type { ConnectionFinding, CrmCapability } from '../contract.ts';
import type { Metadata } from './metadata.ts';

export type Configuration = 'unf' | 'ut';

/** A catalog whose rows have phone numbers. */
export interface PeopleSet {
  set: string;
  /** The customer himself, a contact person of his, a legal entity of his, or somebody who is no customer yet. */
  role: 'party' | 'person' | 'legal' | 'lead';
  /** The field that leads to the customer. `typed`: it may hold references of several kinds. */
  owner?: { field: string; typed: boolean };
  /** The tail of the number, reversed, so that its beginning can be compared. */
  reversed: boolean;
  /** Header field with the digits of the main number. */
  digits?: string;
}

export interface Layout {
  configuration: Configuration;
  people: readonly PeopleSet[];
  party: {
    set: string;
    nature: { field: string; person: string; organization: string };
    flags: { client: string; supplier: string; other: string };
    responsible: string;
    createdAt: string;
  };
  person: PeopleSet | undefined;
  call: { set: string; kind: 'event' | 'phone-call' };
  order: { set: string; party: string; lines: string; currency: string; responsible: string };
  tasks: 'process' | 'none';
  /** UNF's responsible people are employees, UT's are users. */
  employees: boolean;
  has(set: string, field?: string): boolean;
}

export const USERS = 'Catalog_Пользователи';
export const EMPLOYEES = 'Catalog_Сотрудники';
export const CURRENCIES = 'Catalog_Валюты';
export const PRODUCTS = 'Catalog_Номенклатура';
export const ORDER_STATES_SET = 'Catalog_СостоянияЗаказовПокупателей';
export const CONTACT_KINDS = 'Catalog_ВидыКонтактнойИнформации';
export const TASK = 'Task_ЗадачаИсполнителя';
export const PROCESS = 'BusinessProcess_Задание';
export const CONTACTS = 'КонтактнаяИнформация';
export const PROPERTIES = 'ChartOfCharacteristicTypes_ДополнительныеРеквизитыИСведения';
export const PROPERTY_VALUES = 'Catalog_ЗначенияСвойствОбъектов';
export const REQUISITES = 'ДополнительныеРеквизиты';

const SETS = {
  unf: {
    party: 'Catalog_Контрагенты',
    person: 'Catalog_КонтактныеЛица',
    call: 'Document_Событие',
    order: 'Document_ЗаказПокупателя',
  },
  ut: {
    party: 'Catalog_Партнеры',
    person: 'Catalog_КонтактныеЛицаПартнеров',
    call: 'Document_ТелефонныйЗвонок',
    order: 'Document_ЗаказКлиента',
  },
} as const;
const LEGAL = 'Catalog_Контрагенты';
const LEADS = 'Catalog_Лиды';

/** Everything that we look for in `$metadata`. */
export const WANTED: ReadonlySet<string> = new Set(
  [
    ...Object.values(SETS.unf),
    ...Object.values(SETS.ut),
    ...[LEADS, USERS, EMPLOYEES, CURRENCIES, PRODUCTS, ORDER_STATES_SET, CONTACT_KINDS, TASK, PROCESS],
    ...[PROPERTIES, PROPERTY_VALUES],
  ].flatMap((set) => [set, `${set}_${CONTACTS}_RowType`]),
);

export function layoutOf(metadata: Metadata): Layout {
  const has = (set: string, field?: string): boolean =>
    field === undefined ? metadata.has(set) : metadata.get(set)?.has(field) === true;
  const configuration: Configuration = has(SETS.ut.party) ? 'ut' : 'unf';
  const sets = SETS[configuration];
  const people = peopleOf(configuration, has);
  return {
    configuration,
    people,
    party: configuration === 'ut' ? UT_PARTY : UNF_PARTY,
    person: people.find(({ role }) => role === 'person'),
    call: { set: sets.call, kind: configuration === 'ut' ? 'phone-call' : 'event' },
    order: configuration === 'ut' ? UT_ORDER : UNF_ORDER,
    tasks: has(TASK) && has(PROCESS) ? 'process' : 'none',
    employees: configuration === 'unf' && has(EMPLOYEES),
    has,
  };
}

const UNF_PARTY = {
  set: SETS.unf.party,
  nature: { field: 'ВидКонтрагента', person: 'ФизическоеЛицо', organization: 'ЮридическоеЛицо' },
  flags: { client: 'Покупатель', supplier: 'Поставщик', other: 'ПрочиеОтношения' },
  responsible: 'Ответственный_Key',
  createdAt: 'ДатаСоздания',
};
const UT_PARTY = {
  set: SETS.ut.party,
  nature: { field: 'ЮрФизЛицо', person: 'ЧастноеЛицо', organization: 'Компания' },
  flags: { client: 'Клиент', supplier: 'Поставщик', other: 'ПрочиеОтношения' },
  responsible: 'ОсновнойМенеджер_Key',
  createdAt: 'ДатаРегистрации',
};
const UNF_ORDER = {
  ...{ set: SETS.unf.order, party: 'Контрагент_Key', lines: 'Запасы' },
  ...{ currency: 'ВалютаДокумента_Key', responsible: 'Ответственный_Key' },
};
const UT_ORDER = {
  ...{ set: SETS.ut.order, party: 'Партнер_Key', lines: 'Товары' },
  ...{ currency: 'Валюта_Key', responsible: 'Менеджер_Key' },
};

function peopleOf(configuration: Configuration, has: Layout['has']): PeopleSet[] {
  const sets = SETS[configuration];
  const one = (set: string, role: PeopleSet['role'], owner?: PeopleSet['owner']): PeopleSet[] =>
    !has(set)
      ? []
      : [
          {
            set,
            role,
            reversed: has(`${set}_${CONTACTS}_RowType`, 'ОбратныйНомерТелефона'),
            ...(owner ? { owner } : {}),
            ...(has(set, 'НомерТелефонаДляПоиска') ? { digits: 'НомерТелефонаДляПоиска' } : {}),
          },
        ];
  return [
    ...one(sets.party, 'party'),
    ...one(sets.person, 'person', ownerOf(sets.person, has)),
    ...(configuration === 'ut'
      ? one(LEGAL, 'legal', { field: 'Партнер_Key', typed: false })
      : one(LEADS, 'lead')),
  ];
}

/** Versions differ in how a contact person belongs to his counterparty; in some the link stands in a register alone. */
function ownerOf(set: string, has: Layout['has']): PeopleSet['owner'] {
  if (has(set, 'Owner_Key')) return { field: 'Owner_Key', typed: false };
  if (has(set, 'ОбъектВладелец')) return { field: 'ОбъектВладелец', typed: true };
  return undefined;
}

/** Catalogs whose records a call, a task or a comment may be about. */
export const peopleSets = ({ people }: Layout): string[] =>
  people.filter(({ role }) => role !== 'legal').map(({ set }) => set);

interface Need {
  set: string;
  without: string;
  capabilities: readonly CrmCapability[];
}

/** What the base should publish and does not, in 1C's own names. */
export function missingFrom(layout: Layout): ConnectionFinding[] {
  const { party, call, order, configuration, has } = layout;
  const needs: Need[] = [
    { set: party.set, without: 'nobody is found by his number', capabilities: [] },
    {
      set: SETS[configuration].person,
      without: 'contact persons are not found by their numbers',
      capabilities: ['parties'],
    },
    {
      set: call.set,
      without: 'calls are not logged',
      capabilities: ['communications', 'communications.list'],
    },
    { set: order.set, without: 'orders are not shown', capabilities: ['shop'] },
    { set: PRODUCTS, without: 'the goods in an order have no names', capabilities: ['shop'] },
    { set: CURRENCIES, without: 'amounts have no currency and are not shown', capabilities: ['shop'] },
    { set: USERS, without: 'nobody is responsible for anything', capabilities: ['users', 'tasks.write'] },
    { set: TASK, without: 'tasks are not shown', capabilities: ['tasks', 'tasks.write'] },
    { set: PROCESS, without: 'tasks cannot be made', capabilities: ['tasks.write'] },
    {
      set: CONTACT_KINDS,
      without: 'numbers and new customers cannot be written',
      capabilities: ['parties.write'],
    },
    {
      set: PROPERTIES,
      without: 'fields of the firm’s own are neither shown nor written',
      capabilities: ['fields'],
    },
    ...(configuration === 'unf'
      ? [
          {
            set: EMPLOYEES,
            without: 'nobody is responsible for a customer',
            capabilities: ['users' as const],
          },
          {
            set: ORDER_STATES_SET,
            without: 'the states of orders have no names',
            capabilities: ['shop' as const],
          },
        ]
      : []),
  ];
  return needs
    .filter(({ set }) => !has(set))
    .map(({ set, without, capabilities }) => ({
      level: capabilities.length === 0 ? 'problem' : 'warning',
      kind: 'module',
      name: set,
      message: `${set} is not published: ${without}.`,
      hint: 'In 1C, open “Настройка стандартного интерфейса OData” and tick the object.',
      ...(capabilities.length === 0 ? {} : { capabilities }),
    }));
}
