/**
 * The part of UNF's and UT's metadata that concerns a phone: real names of sets and fields. `$metadata` is written from this, and the
 * simulated base knows no other field. A line is `field:type`, `field@Set` a reference, `field*` a composite reference.
 */

export interface Field {
  name: string;
  type: 'Guid' | 'String' | 'DateTime' | 'Boolean' | 'Double' | 'Int64';
  /** Cut silently beyond. */
  length?: number;
  navigation?: string;
  composite?: true;
}

export interface EntitySet {
  name: string;
  fields: readonly Field[];
  parts: Readonly<Record<string, readonly Field[]>>;
  actions: readonly string[];
}

export type Schema = ReadonlyMap<string, EntitySet>;

const SHORT = { s: 'String', d: 'DateTime', b: 'Boolean', n: 'Double', i: 'Int64', g: 'Guid' } as const;

/** `Description:s100`, `Ответственный@Catalog_Сотрудники`, `Контакт*` */
function field(line: string): Field[] {
  const reference = /^([^@]+)@(.+)$/.exec(line);
  if (reference) return [{ name: `${reference[1]}_Key`, type: 'Guid', navigation: reference[1] ?? '' }];
  if (line.endsWith('*')) {
    const name = line.slice(0, -1);
    return [
      { name, type: 'String', composite: true },
      { name: `${name}_Type`, type: 'String' },
    ];
  }
  const [name = '', kind = 's'] = line.split(':');
  const length = Number(kind.slice(1));
  return [{ name, type: SHORT[kind[0] as keyof typeof SHORT], ...(length > 0 ? { length } : {}) }];
}

const fields = (lines: string): Field[] => lines.trim().split(/\s+/).flatMap(field);

function set(
  name: string,
  own: string,
  parts: Record<string, string> = {},
  actions: string[] = [],
): EntitySet {
  const common = 'Ref_Key:g DataVersion DeletionMark:b';
  return {
    name,
    fields: fields(`${common} ${own}`),
    parts: Object.fromEntries(
      Object.entries(parts).map(([part, lines]) => [part, fields(`LineNumber:i ${lines}`)]),
    ),
    actions,
  };
}

const CONTACT = `Тип Вид@Catalog_ВидыКонтактнойИнформации Представление:s500 ЗначенияПолей Страна:s100 Регион:s50 Город:s50
  АдресЭП:s100 ДоменноеИмяСервера:s100 НомерТелефона:s20 НомерТелефонаБезКодов:s20 Значение`;
const REVERSED = `${CONTACT} ОбратныйНомерТелефона:s20`;
const REQUISITES = `Свойство@ChartOfCharacteristicTypes_ДополнительныеРеквизитыИСведения Значение* ТекстоваяСтрока`;
const CATALOG = 'Description:s100 Code:s11';
const DOCUMENT = 'Number:s11 Date:d Posted:b';
const GOODS = 'Количество:n Цена:n Сумма:n Всего:n';

const COMMON = [
  set(
    'Catalog_Пользователи',
    `Description:s100 Недействителен:b Служебный:b ФизическоеЛицо@Catalog_ФизическиеЛица Комментарий`,
    {
      КонтактнаяИнформация: CONTACT,
    },
  ),
  set('Catalog_Валюты', `Description:s10 Code:s3 НаименованиеПолное:s50`),
  set('Catalog_Номенклатура', `${CATALOG} Артикул:s25 IsFolder:b`),
  set(
    'Catalog_ВидыКонтактнойИнформации',
    `Description:s150 PredefinedDataName ИмяПредопределенногоВида:s150 Тип`,
  ),
  set(
    'ChartOfCharacteristicTypes_ДополнительныеРеквизитыИСведения',
    `Description:s120 PredefinedDataName ValueType Виден:b Доступен:b Заголовок:s75 ЗаполнятьОбязательно:b Имя ЭтоДополнительноеСведение:b`,
  ),
  set(
    'Catalog_ЗначенияСвойствОбъектов',
    `Description:s150 Owner@ChartOfCharacteristicTypes_ДополнительныеРеквизитыИСведения`,
  ),
  set(
    'Task_ЗадачаИсполнителя',
    `Number:s14 Date:d Description:s150 BusinessProcess* RoutePoint Executed:b Автор* Важность ДатаИсполнения:d ДатаНачала:d
     ДатаПринятияКИсполнению:d Описание Предмет* ПринятаКИсполнению:b РезультатВыполнения СостояниеБизнесПроцесса СрокИсполнения:d Исполнитель*`,
    {},
    ['ExecuteTask'],
  ),
  set(
    'BusinessProcess_Задание',
    `Number:s11 Date:d Description:s250 Completed:b Started:b Автор@Catalog_Пользователи Важность Исполнитель* Предмет* Содержание
     СрокИсполнения:d Состояние`,
    {},
    ['Start'],
  ),
];

const UNF = [
  set(
    'Catalog_Контрагенты',
    `${CATALOG} IsFolder:b НаименованиеПолное:s1024 ВидКонтрагента ДатаСоздания:d АдресЭПДляПоиска:s100 Комментарий ИНН:s12 КПП:s9
     Недействителен:b НомерТелефонаДляПоиска:s20 Ответственный@Catalog_Сотрудники Покупатель:b Поставщик:b ПрочиеОтношения:b`,
    { КонтактнаяИнформация: REVERSED, ДополнительныеРеквизиты: REQUISITES },
  ),
  set(
    'Catalog_КонтактныеЛица',
    `${CATALOG} IsFolder:b ДатаСоздания:d Комментарий Недействителен:b НомерТелефонаДляПоиска:s20 Ответственный@Catalog_Сотрудники ОбъектВладелец*`,
    { КонтактнаяИнформация: CONTACT, ДополнительныеРеквизиты: REQUISITES },
  ),
  set(
    'Catalog_Лиды',
    `${CATALOG} IsFolder:b ДатаСоздания:d Комментарий НаименованиеКомпании:s100 НомерТелефонаДляПоиска:s20 Ответственный@Catalog_Сотрудники
     КонтактыПеренесены:b`,
    { КонтактнаяИнформация: CONTACT, ДополнительныеРеквизиты: REQUISITES },
  ),
  set('Catalog_Сотрудники', `${CATALOG} ФизическоеЛицо@Catalog_ФизическиеЛица Недействителен:b`),
  set('Catalog_СостоянияЗаказовПокупателей', `Description:s50`),
  set(
    'Document_Событие',
    `${DOCUMENT} Важность ВходящееИсходящееСобытие НачалоСобытия:d ОкончаниеСобытия:d Ответственный@Catalog_Сотрудники Содержание
     Состояние@Catalog_СостоянияСобытий Тема:s200 ТипСобытия Комментарий`,
    { Участники: 'Контакт* КакСвязаться:s500 НомерДляОтправки:s100' },
  ),
  set(
    'Document_ЗаказПокупателя',
    `${DOCUMENT} АдресДоставки:s500 ВалютаДокумента@Catalog_Валюты ВариантЗавершения Комментарий КонтактныйТелефон:s100 Телефон:s100
     Контрагент@Catalog_Контрагенты Ответственный@Catalog_Сотрудники СостояниеЗаказа* СуммаДокумента:n`,
    { Запасы: `Номенклатура* Содержание:s500 ${GOODS}` },
  ),
];

const UT = [
  set(
    'Catalog_Партнеры',
    `${CATALOG} НаименованиеПолное:s150 ЮрФизЛицо ДатаРегистрации:d Клиент:b Поставщик:b Конкурент:b ПрочиеОтношения:b Комментарий
     ОсновнойМенеджер@Catalog_Пользователи`,
    { КонтактнаяИнформация: CONTACT, ДополнительныеРеквизиты: REQUISITES },
  ),
  set(
    'Catalog_КонтактныеЛицаПартнеров',
    `${CATALOG} Owner@Catalog_Партнеры ДатаРегистрацииСвязи:d Комментарий`,
    {
      КонтактнаяИнформация: CONTACT,
      ДополнительныеРеквизиты: REQUISITES,
    },
  ),
  set(
    'Catalog_Контрагенты',
    `${CATALOG} НаименованиеПолное ИНН:s12 КПП:s9 Партнер@Catalog_Партнеры ЮридическоеФизическоеЛицо`,
    {
      КонтактнаяИнформация: CONTACT,
    },
  ),
  set(
    'Document_ТелефонныйЗвонок',
    `${DOCUMENT} АбонентКонтакт* АбонентПредставление:s100 АбонентКакСвязаться:s250 Автор@Catalog_Пользователи Важность Входящий:b
     Комментарий Описание Ответственный@Catalog_Пользователи Тема:s200`,
  ),
  set(
    'Document_ЗаказКлиента',
    `${DOCUMENT} АдресДоставки:s500 Валюта@Catalog_Валюты Комментарий Контрагент@Catalog_Контрагенты Менеджер@Catalog_Пользователи
     Партнер@Catalog_Партнеры Статус СуммаДокумента:n`,
    { Товары: `Номенклатура@Catalog_Номенклатура Содержание:s500 ${GOODS}` },
  ),
];

export const SCHEMAS: Record<'unf' | 'ut', Schema> = {
  unf: new Map([...COMMON, ...UNF].map((one) => [one.name, one])),
  ut: new Map([...COMMON, ...UT].map((one) => [one.name, one])),
};
