/** 1C's rows as far as we read them. Everything may be absent: bases differ, and so do their rights. */
import * as z from 'zod/mini';

const Text = z.nullish(z.string());
const Flag = z.nullish(z.boolean());
/** `Edm.Int64` comes as text, `Edm.Double` as a number; either is read. */
const Figure = z.nullish(z.union([z.number(), z.string()]));

export const Contact = z.looseObject({
  LineNumber: Figure,
  Тип: Text,
  Представление: Text,
  НомерТелефона: Text,
  АдресЭП: Text,
});
export type Contact = z.infer<typeof Contact>;

/** The value of a field of the firm's own: of whatever type, or a reference. */
export const Requisite = z.looseObject({
  Свойство_Key: Text,
  Значение: z.nullish(z.union([z.string(), z.number(), z.boolean()])),
  Значение_Type: Text,
  ТекстоваяСтрока: Text,
});
export type Requisite = z.infer<typeof Requisite>;

/** A counterparty, a partner or a contact person; what differs is read by name. */
export const Person = z.looseObject({
  Ref_Key: z.string(),
  DataVersion: Text,
  Description: Text,
  DeletionMark: Flag,
  IsFolder: Flag,
  ИНН: Text,
  КонтактнаяИнформация: z.nullish(z.array(Contact)),
  ДополнительныеРеквизиты: z.nullish(z.array(Requisite)),
});
export type Person = z.infer<typeof Person>;

export const CallRow = z.looseObject({
  Ref_Key: z.string(),
  Date: Text,
  DeletionMark: Flag,
  Тема: Text,
  Содержание: Text,
  Описание: Text,
  НачалоСобытия: Text,
  ОкончаниеСобытия: Text,
  ВходящееИсходящееСобытие: Text,
  Входящий: Flag,
  ТипСобытия: Text,
  АбонентКонтакт: Text,
  Участники: z.nullish(z.array(z.looseObject({ Контакт: Text, Контакт_Type: Text }))),
});
export type CallRow = z.infer<typeof CallRow>;

export const OrderRow = z.looseObject({
  Ref_Key: z.string(),
  Number: Text,
  Date: Text,
  DeletionMark: Flag,
  СуммаДокумента: Figure,
  ВариантЗавершения: Text,
  СостояниеЗаказа: Text,
  Статус: Text,
  АдресДоставки: Text,
});
export type OrderRow = z.infer<typeof OrderRow>;

export const OrderLine = z.looseObject({
  Номенклатура: Text,
  Номенклатура_Key: Text,
  Содержание: Text,
  Количество: Figure,
  Цена: Figure,
});
export type OrderLine = z.infer<typeof OrderLine>;

export const TaskRow = z.looseObject({
  Ref_Key: z.string(),
  Date: Text,
  DeletionMark: Flag,
  Description: Text,
  Описание: Text,
  Executed: Flag,
  ПринятаКИсполнению: Flag,
  СостояниеБизнесПроцесса: Text,
  СрокИсполнения: Text,
  Исполнитель: Text,
  Предмет: Text,
  Предмет_Type: Text,
  BusinessProcess: Text,
});
export type TaskRow = z.infer<typeof TaskRow>;

export const UserRow = z.looseObject({
  Ref_Key: z.string(),
  Description: Text,
  Недействителен: Flag,
  Служебный: Flag,
  DeletionMark: Flag,
  ФизическоеЛицо_Key: Text,
  КонтактнаяИнформация: z.nullish(z.array(Contact)),
});
export type UserRow = z.infer<typeof UserRow>;

export const Named = z.looseObject({
  Ref_Key: z.string(),
  Description: Text,
  Code: Text,
  ФизическоеЛицо_Key: Text,
  PredefinedDataName: Text,
  ИмяПредопределенногоВида: Text,
});
export type Named = z.infer<typeof Named>;

export const listOf = <T extends z.ZodMiniType>(row: T) => z.object({ value: z.array(row) });

export const figure = (value: number | string | null | undefined): number | undefined => {
  const number = typeof value === 'string' ? Number(value) : value;
  return number === null || number === undefined || Number.isNaN(number) ? undefined : number;
};
