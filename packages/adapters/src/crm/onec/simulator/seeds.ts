/** What people did in the simulated base before, and what stands there afterwards. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { callIdOf, textOf } from '../../kit/call-note.ts';
import type { CrmHost, CrmSeeds, LoggedCall, SeedLine, SeedParty } from '../../../testing/crm-harness.ts';
import type { Layout } from '../layout.ts';
import { phoneRow } from '../phones.ts';
import type { SimulatedBase } from './base.ts';
import type { Row } from './filter.ts';

export interface Seeded {
  base: SimulatedBase;
  layout: Layout;
  user: Row;
  employee: Row | undefined;
  currency: Row;
  now: () => Date;
}

const local = (at: Date): string => at.toISOString().slice(0, 19);
const type = (set: string): string => `StandardODATA.${set}`;

/** Somebody works there, with a currency, a state of orders and the usual kinds of contact information. */
export function furnish(base: SimulatedBase, layout: Layout): Omit<Seeded, 'base' | 'layout' | 'now'> {
  const person = '5f0c1c9e-1d3a-11ee-9f01-0050568b0001';
  const user = base.put('Catalog_Пользователи', {
    Description: 'Олена Бондар',
    ФизическоеЛицо_Key: person,
    КонтактнаяИнформация: [
      { Тип: 'АдресЭлектроннойПочты', Представление: 'olena@firm.example', АдресЭП: 'olena@firm.example' },
    ],
  });
  base.put('Catalog_Пользователи', { Description: 'Регламентные задания', Служебный: true });
  const employee = layout.employees
    ? base.put('Catalog_Сотрудники', { Description: 'Бондар Олена', ФизическоеЛицо_Key: person })
    : undefined;
  const currency = base.put('Catalog_Валюты', { Description: 'грн', Code: '980' });
  const end = layout.configuration === 'unf' ? 'Контрагента' : 'Партнера';
  for (const [name, kind] of [
    [`Телефон${end}`, 'Телефон'],
    [`Email${end}`, 'АдресЭлектроннойПочты'],
    ['ТелефонКонтактногоЛица', 'Телефон'],
  ] as const) {
    base.put('Catalog_ВидыКонтактнойИнформации', { Description: name, PredefinedDataName: name, Тип: kind });
  }
  properties(base);
  if (layout.configuration === 'unf')
    base.put('Catalog_СостоянияЗаказовПокупателей', { Description: 'Открыт' });
  return { user, employee, currency };
}

/** Fields of the firm's own, of each type; the last two are of no use to us: one refers elsewhere, one is kept elsewhere. */
function properties(base: SimulatedBase): void {
  const set = 'ChartOfCharacteristicTypes_ДополнительныеРеквизитыИСведения';
  if (!base.schema.has(set)) return;
  const add = (title: string, ValueType: string, more: Row = {}) =>
    base.put(set, { Description: `${title} (Контрагенти)`, Заголовок: title, ValueType, ...more });
  add('Знижка', 'String');
  add('Відтермінування', 'Double', { ЗаполнятьОбязательно: true });
  add('Постійний', 'Boolean');
  add('Договір до', 'DateTime');
  const segment = add('Сегмент', 'CatalogRef.ЗначенияСвойствОбъектов');
  if (base.schema.has('Catalog_ЗначенияСвойствОбъектов'))
    for (const title of ['Опт', 'Роздріб'])
      base.put('Catalog_ЗначенияСвойствОбъектов', { Description: title, Owner_Key: segment['Ref_Key'] });
  add('Проєкт', 'CatalogRef.Проекты');
  add('Примітка бухгалтера', 'String', { ЭтоДополнительноеСведение: true });
}

/** A form of 1C fills the digits only when it can read what was typed: some rows stay without. */
export function typedPhone(written: string, reversed: boolean): Row {
  const read = parsePhoneNumberFromString(written, 'UA');
  const typed = { Тип: 'Телефон', Представление: written };
  if (!read || written !== read.number) return { ...typed, НомерТелефона: '', НомерТелефонаБезКодов: '' };
  return {
    ...phoneRow(read.number, '00000000-0000-0000-0000-000000000000', reversed),
    Представление: written,
  };
}

export function createSeeds(seeded: Seeded): CrmSeeds {
  const { base, layout, now } = seeded;
  const { party, order } = layout;

  function insert({ name, phones, email, taxId, nature = 'person', organizationId }: SeedParty): string {
    const [main] = layout.people;
    const one = organizationId === undefined ? main : layout.person;
    if (!one) throw new Error('The simulated base has no such catalog.');
    const contacts = [
      ...phones.map((phone) => typedPhone(phone, one.reversed)),
      ...(email === undefined
        ? []
        : [{ Тип: 'АдресЭлектроннойПочты', Представление: email, АдресЭП: email }]),
    ];
    const owner = one.owner
      ? {
          [one.owner.field]: organizationId,
          ...(one.owner.typed ? { [`${one.owner.field}_Type`]: type(party.set) } : {}),
        }
      : {};
    const own =
      organizationId === undefined
        ? {
            [party.nature.field]: party.nature[nature],
            [party.flags.client]: true,
            [party.createdAt]: local(now()),
          }
        : owner;
    const inUt = layout.configuration === 'ut';
    const row = base.put(one.set, {
      Description: name,
      КонтактнаяИнформация: contacts,
      ...own,
      ...(taxId === undefined || inUt ? {} : { ИНН: taxId }),
    });
    if (taxId !== undefined && inUt)
      base.put('Catalog_Контрагенты', { Description: name, ИНН: taxId, Партнер_Key: row['Ref_Key'] });
    return String(row['Ref_Key']);
  }

  return {
    party: async (one) => insert(one),
    async many(count) {
      const numbers = Array.from({ length: count }, (_, index) => `+38050${1_000_000 + index}`);
      for (const number of numbers) insert({ name: `Клієнт ${number}`, phones: [number] });
      return numbers;
    },
    async task({ title, partyId, dueAt }) {
      const row = base.put('Task_ЗадачаИсполнителя', {
        ...{ Description: title, Date: local(now()), Предмет: partyId, Предмет_Type: type(party.set) },
        ...{ Исполнитель: seeded.user['Ref_Key'], Исполнитель_Type: type('Catalog_Пользователи') },
        ...(dueAt === undefined ? {} : { СрокИсполнения: dueAt.slice(0, 19) }),
      });
      return String(row['Ref_Key']);
    },
    async order({ number, partyId, lines }) {
      const row = base.put(order.set, {
        ...{ Number: number, Date: local(now()), Posted: true, [order.party]: partyId },
        [order.currency]: seeded.currency['Ref_Key'],
        СуммаДокумента: lines.reduce((sum, line) => sum + line.price * line.quantity, 0),
        ...stateOf(seeded),
        [order.lines]: lines.map((line) => goods(seeded, line)),
      });
      return String(row['Ref_Key']);
    },
  };
}

function stateOf({ base, layout }: Seeded): Row {
  if (layout.configuration === 'ut') return { Статус: 'Согласован' };
  const set = 'Catalog_СостоянияЗаказовПокупателей';
  return { СостояниеЗаказа: base.rows(set)[0]?.['Ref_Key'], СостояниеЗаказа_Type: type(set) };
}

function goods({ base, layout }: Seeded, { name, sku, quantity, price }: SeedLine): Row {
  const set = 'Catalog_Номенклатура';
  const product =
    base.rows(set).find((row) => row['Артикул'] === sku) ??
    base.put(set, { Description: name, Артикул: sku });
  const id = product['Ref_Key'];
  const which =
    layout.configuration === 'ut'
      ? { Номенклатура_Key: id }
      : { Номенклатура: id, Номенклатура_Type: type(set) };
  return { ...which, Количество: quantity, Цена: price, Сумма: price * quantity, Всего: price * quantity };
}

export function createHost({ base, layout }: Seeded): CrmHost {
  const { call } = layout;
  const field = call.kind === 'event' ? 'Содержание' : 'Описание';
  const calls = () => base.rows(call.set).filter((row) => callIdOf(String(row[field])) !== undefined);
  const whose = (row: Row): string[] => {
    if (call.kind === 'event')
      return ((row['Участники'] ?? []) as Row[]).map((one) => String(one['Контакт']));
    return row['АбонентКонтакт'] === '' ? [] : [String(row['АбонентКонтакт'])];
  };
  return {
    loggedCalls: async () =>
      calls().map((row): LoggedCall => ({
        callId: callIdOf(String(row[field])) ?? '',
        text: textOf(String(row[field])),
        partyIds: whose(row),
        dealIds: [],
        recorded: String(row[field]).includes('https://calls.example/'),
      })),
    async editCallText(callId, text) {
      const row = calls().find((one) => callIdOf(String(one[field])) === callId);
      if (row) base.patch(call.set, String(row['Ref_Key']), { [field]: `${text}\n${String(row[field])}` });
    },
    async comments(recordId) {
      const sets = [layout.party.set, layout.person?.set ?? layout.party.set, layout.order.set];
      const row = sets.map((set) => base.find(set, recordId)).find((one) => one !== undefined);
      return String(row?.['Комментарий'] ?? '')
        .split('\n')
        .filter((line) => line !== '');
    },
    // Whoever works with the base only marks it; what is marked is taken away once in a while.
    remove: async (partyId) => void base.patch(layout.party.set, partyId, { DeletionMark: true }),
    rename: async (partyId, name) => void base.patch(layout.party.set, partyId, { Description: name }),
  };
}
