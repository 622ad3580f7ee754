/**
 * Fields of the firm's own. 1C keeps them as rows of a tabular part, each with the reference of its property; which properties there are says
 * the chart of additional requisites that all configurations share.
 */
import * as z from 'zod/mini';
import { AdapterError } from '../../error.ts';
import type { FieldsGroup, HostField } from '../contract.ts';
import type { OnecApi } from './api.ts';
import type { Base } from './base.ts';
import { type Layout, PROPERTIES, PROPERTY_VALUES, REQUISITES } from './layout.ts';
import { manifest } from './manifest.ts';
import { guid, NO_REF, or, typeOf } from './odata.ts';
import { numbered } from './phones.ts';
import { Named, type Person, type Requisite } from './rows.ts';

const MOST = 1000;
const OWNERS_AT_ONCE = 20;

const Property = z.extend(Named, {
  Заголовок: z.nullish(z.string()),
  ЗаполнятьОбязательно: z.nullish(z.boolean()),
  ЭтоДополнительноеСведение: z.nullish(z.boolean()),
  /** A description of types: bases write it as a text or as an object. */
  ValueType: z.optional(z.unknown()),
});
type Property = z.infer<typeof Property>;
const PropertyValue = z.extend(Named, { Owner_Key: z.nullish(z.string()) });

const OPTIONAL = ['Заголовок', 'ЗаполнятьОбязательно', 'ЭтоДополнительноеСведение', 'ValueType'];

/** Fields that can be read and written; what refers to other records of 1C cannot. */
export async function readFields(api: OnecApi, layout: Layout): Promise<HostField[]> {
  if (!layout.has(PROPERTIES)) return [];
  const select = ['Ref_Key', 'Description', ...OPTIONAL.filter((field) => layout.has(PROPERTIES, field))];
  const query = { filter: 'DeletionMark eq false', select, orderby: 'Description', top: MOST };
  // “Additional information” is kept in a register and not in the record.
  const rows = (await api.list(PROPERTIES, Property, query)).filter(
    ({ ЭтоДополнительноеСведение: elsewhere }) => elsewhere !== true,
  );
  const typed = rows.flatMap((row) => {
    const type = typeFrom(row);
    return type === undefined ? [] : [{ row, type }];
  });
  const choices = typed.filter(({ type }) => type === 'choice').map(({ row }) => row.Ref_Key);
  const options = await readOptions(api, layout, choices);
  return typed.map(({ row, type }) => ({
    name: row.Ref_Key,
    // Unlike the heading the description is nobody else's: “Discount (Counterparties)”.
    title: row.Description || row.Заголовок || row.Ref_Key,
    type,
    required: row.ЗаполнятьОбязательно === true,
    ...(type === 'choice' ? { options: options.get(row.Ref_Key) ?? [] } : {}),
  }));
}

function typeFrom({ ValueType: told }: Property): HostField['type'] | undefined {
  const text = typeof told === 'string' ? told : JSON.stringify(told ?? '');
  if (/ЗначенияСвойствОбъектов/.test(text)) return 'choice';
  if (/CatalogRef|DocumentRef|EnumRef|Ссылка/.test(text)) return undefined;
  if (/Boolean|Булево/i.test(text)) return 'boolean';
  if (/Double|Decimal|Number|Число/i.test(text)) return 'number';
  return /Date|Дата/i.test(text) ? 'date' : 'text';
}

type Options = NonNullable<HostField['options']>;

async function readOptions(
  api: OnecApi,
  layout: Layout,
  owners: readonly string[],
): Promise<Map<string, Options>> {
  const found = new Map<string, Options>();
  if (!layout.has(PROPERTY_VALUES)) return found;
  for (let from = 0; from < owners.length; from += OWNERS_AT_ONCE) {
    const some = owners.slice(from, from + OWNERS_AT_ONCE).map((id) => `Owner_Key eq ${guid(id)}`);
    const query = { filter: or(some), select: ['Ref_Key', 'Description', 'Owner_Key'], top: MOST };
    for (const { Ref_Key: id, Description: title, Owner_Key: owner } of await api.list(
      PROPERTY_VALUES,
      PropertyValue,
      query,
    )) {
      found.set(owner ?? '', [...(found.get(owner ?? '') ?? []), { id, title: title ?? '' }]);
    }
  }
  return found;
}

export function createFields({ fields }: Pick<Base, 'fields'>): FieldsGroup {
  return {
    list: async (kind, { signal } = {}) => (kind === 'party' ? [...(await fields.get(signal))] : []),
  };
}

const DATE = 'Edm.DateTime';

/** By the references of their properties. */
export function customOf(row: Person): { custom?: Record<string, string> } {
  const said = (row[REQUISITES] ?? []).flatMap(
    ({ Свойство_Key: id, Значение: value, Значение_Type: type, ТекстоваяСтрока: long }) => {
      const text = String(long || (value ?? ''));
      if (!id || id === NO_REF || text === '' || text === NO_REF) return [];
      return [[id, type === DATE ? text.slice(0, 10) : text] as const];
    },
  );
  return said.length === 0 ? {} : { custom: Object.fromEntries(said) };
}

/** The part as a whole: what stands there goes along, row by row; an empty value takes its row away. */
export function requisitesWith(
  rows: readonly Requisite[],
  custom: Readonly<Record<string, string>>,
  fields: readonly HostField[],
): object[] {
  const kept = rows.filter(({ Свойство_Key: id }) => !Object.hasOwn(custom, id ?? ''));
  const added = Object.entries(custom)
    .filter(([, value]) => value !== '')
    .map(([id, value]) => ({ Свойство_Key: id, ...valueOf(id, value, fields) }));
  return numbered([...kept.map(({ Ref_Key: _owner, ...row }) => row), ...added]);
}

function valueOf(id: string, value: string, fields: readonly HostField[]): object {
  const field = fields.find(({ name }) => name === id);
  if (!field) {
    throw new AdapterError(manifest.id, 'invalid', 'This 1C base has no such additional requisite.', {
      hint: 'Choose the field anew at the connection: it may have been removed in 1C.',
      fields: { custom: 'is not a field of this base' },
    });
  }
  const as = (Значение: string | number | boolean, Значение_Type: string) => ({ Значение, Значение_Type });
  switch (field.type) {
    case 'number':
      return as(numberOf(value, field.title), 'Edm.Double');
    case 'boolean':
      return as(value === 'true', 'Edm.Boolean');
    case 'date':
      return as(`${value.slice(0, 10)}T00:00:00`, DATE);
    case 'choice':
      return as(value, typeOf(PROPERTY_VALUES));
    case 'text':
      return as(value, 'Edm.String');
  }
}

function numberOf(value: string, title: string): number {
  const number = Number(value.replace(',', '.'));
  if (value.trim() !== '' && Number.isFinite(number)) return number;
  throw new AdapterError(manifest.id, 'invalid', `“${title}” is a number in 1C.`, {
    hint: 'Write digits alone.',
    fields: { custom: 'must be a number' },
  });
}

/** Where the catalog keeps them; `unsupported` with what to do where it does not. */
export function requireRequisites({ has }: Layout, set: string): void {
  if (has(set, REQUISITES) && has(PROPERTIES)) return;
  const missing = has(PROPERTIES)
    ? `${set} of this base has no additional requisites`
    : `${PROPERTIES} is not published`;
  throw new AdapterError(manifest.id, 'unsupported', `${missing}.`, {
    hint: 'In 1C, open “Настройка стандартного интерфейса OData” and tick the chart of additional requisites.',
    fields: { custom: 'cannot be kept by this base' },
  });
}
