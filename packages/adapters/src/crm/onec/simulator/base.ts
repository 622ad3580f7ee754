/** A simulated infobase: objects, their numbering and versions, and the traps of writing over OData. */
import type { EntitySet, Field, Schema } from './schema.ts';
import type { Row } from './filter.ts';
import { odataError } from './told.ts';

export const NO_REF = '00000000-0000-0000-0000-000000000000';
export const NO_DATE = '0001-01-01T00:00:00';

const EMPTY: Record<Field['type'], unknown> = {
  ...{ Guid: NO_REF, String: '', DateTime: NO_DATE, Boolean: false, Double: 0, Int64: '0' },
};

export interface SimulatedBase {
  schema: Schema;
  rows(set: string): Row[];
  find(set: string, id: string): Row | undefined;
  /** As a person or another program makes it: no trap is laid. */
  put(set: string, fields: Row): Row;
  insert(set: string, fields: Row): Row;
  patch(set: string, id: string, fields: Row): Row;
}

export function createSimulatedBase(schema: Schema, newGuid: () => string): SimulatedBase {
  const objects = new Map<string, Map<string, Row>>([...schema.keys()].map((name) => [name, new Map()]));
  const setOf = (name: string): EntitySet => {
    const found = schema.get(name);
    if (found) return found;
    throw odataError(404, '8', `Тип сущности "${name}" не найден`);
  };
  const table = (name: string): Map<string, Row> => {
    setOf(name);
    return objects.get(name) ?? new Map<string, Row>();
  };

  function fresh({ name, fields, parts }: EntitySet): Row {
    const row: Row = {};
    for (const { name: field, type } of fields) row[field] = EMPTY[type];
    for (const part of Object.keys(parts)) row[part] = [];
    row['Ref_Key'] = newGuid();
    row['DataVersion'] = version(0);
    const number = String(table(name).size + 1).padStart(9, '0');
    if ('Code' in row) row['Code'] = number;
    if ('Number' in row) row['Number'] = number;
    return row;
  }

  function insert(name: string, given: Row): Row {
    const entity = setOf(name);
    const row = fresh(entity);
    assign(entity, row, given);
    table(name).set(String(row['Ref_Key']), row);
    return row;
  }

  return {
    schema,
    rows: (name) => [...table(name).values()],
    find: (name, id) => table(name).get(id.toLowerCase()),
    put(name, given) {
      const entity = setOf(name);
      const row = fresh(entity);
      for (const [field, value] of Object.entries(given)) row[field] = value;
      for (const part of Object.keys(entity.parts))
        row[part] = wholeRows(entity.parts[part] ?? [], row[part] as Row[]);
      table(name).set(String(row['Ref_Key']), row);
      return row;
    },
    insert,
    patch(name, id, given) {
      const row = table(name).get(id.toLowerCase());
      if (!row) throw odataError(404, '9', `Экземпляр сущности "${name}" не найден по переданному ключу.`);
      assign(setOf(name), row, given);
      row['DataVersion'] = version(versionOf(row) + 1);
      return row;
    },
  };
}

/** Eight bytes, base64; grows with every write, also with one that changes nothing. */
function version(count: number): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(count));
  return bytes.toString('base64');
}
const versionOf = (row: Row): number =>
  Number(Buffer.from(String(row['DataVersion']), 'base64').readBigUInt64BE());

/** Checked as a whole before anything is changed: a refused write leaves the object as it was. */
function assign({ fields, parts }: EntitySet, row: Row, given: Row): void {
  const next: Row = {};
  for (const [name, value] of Object.entries(given)) {
    const field = fields.find((one) => one.name === name);
    if (parts[name]) next[name] = partOf(parts[name], value);
    else if (field && name !== 'Ref_Key' && name !== 'DataVersion')
      next[name] = taken(field, value, row[name]);
  }
  Object.assign(row, next);
}

/** What is not known is passed over, what is too long is cut, and what is no number stays as it was: each without a word. */
function taken({ type, length, composite }: Field, value: unknown, before: unknown): unknown {
  if (value === null) return EMPTY[type];
  if (type === 'Guid' && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(String(value)))
    throw unparsed(value, type);
  if (type === 'Boolean' && typeof value !== 'boolean') throw unparsed(value, type);
  if (type === 'DateTime' && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(String(value)))
    throw unparsed(value, type);
  if (type === 'Int64') return /^-?\d+$/.test(String(value)) ? String(value) : before;
  if (composite === true && ['number', 'boolean'].includes(typeof value)) return value;
  if (type === 'String') {
    if (typeof value !== 'string') throw odataError(500, '-1', 'Произошла внутренняя ошибка OData сервиса');
    return length === undefined ? value : value.slice(0, length);
  }
  return value;
}

const unparsed = (value: unknown, type: string) =>
  odataError(400, '1', `Не удалось разобрать строку '${String(value)}' как значение типа Edm.${type}!`);

/** Replaces the whole part. Rows without a number are an internal error, rows that do not begin with 1 a bad request. */
function partOf(columns: readonly Field[], value: unknown): Row[] {
  const rows = Array.isArray(value) ? (value as Row[]) : [];
  for (const [index, row] of rows.entries()) {
    if (row['LineNumber'] === undefined)
      throw odataError(500, '-1', 'Произошла внутренняя ошибка OData сервиса');
    if (Number(row['LineNumber']) !== index + 1)
      throw odataError(400, '4', 'Неверное значение свойства "LineNumber"');
  }
  return wholeRows(columns, rows);
}

function wholeRows(columns: readonly Field[], rows: readonly Row[]): Row[] {
  return rows.map((given, index) => {
    const row: Row = {};
    for (const field of columns) {
      row[field.name] =
        given[field.name] === undefined
          ? EMPTY[field.type]
          : taken(field, given[field.name], EMPTY[field.type]);
    }
    row['LineNumber'] = String(index + 1);
    return row;
  });
}
