/** Fields of the account's own: of contacts, companies and deals each their own, known by their numbers. */
import { AdapterError } from '../../error.ts';
import type { ConnectionFinding, FieldsGroup, HostField } from '../contract.ts';
import type { AmocrmApi } from './api.ts';
import { manifest } from './manifest.ts';
import type { PersonKind } from './map.ts';
import type { PartyFields } from './party-fields.ts';
import { type CustomField, FieldRow, pageOf } from './rows.ts';

const LARGEST_PAGE = 250;
/** Fields of these codes are parts of our own records. */
const OURS = ['PHONE', 'EMAIL'];

export type FieldOwner = 'contacts' | 'companies' | 'leads';

export async function readFields(api: AmocrmApi, owner: FieldOwner): Promise<HostField[]> {
  const rows: FieldRow[] = [];
  for (let page = 1; ; page += 1) {
    const params = { limit: LARGEST_PAGE, page };
    const answer = await api.get(`${owner}/custom_fields`, pageOf('custom_fields', FieldRow), params);
    rows.push(...(answer?._embedded.custom_fields ?? []));
    if (!answer?._links?.next) return rows.filter(({ code }) => !OURS.includes(code ?? '')).map(toField);
  }
}

function toField(row: FieldRow): HostField {
  const types: Record<string, HostField['type']> = {
    numeric: 'number',
    price: 'number',
    checkbox: 'boolean',
    date: 'date',
    date_time: 'date',
    birthday: 'date',
    select: 'choice',
    radiobutton: 'choice',
  };
  const type = types[row.type] ?? 'text';
  const options = (row.enums ?? []).map(({ id, value }) => ({ id: String(id), title: value }));
  return {
    name: String(row.id),
    title: row.name,
    type,
    required: false,
    ...(type === 'choice' ? { options } : {}),
  };
}

export interface Fields {
  of(owner: FieldOwner, signal?: AbortSignal): Promise<readonly HostField[]>;
  /** Of contacts and companies together. */
  party(signal?: AbortSignal): Promise<PartyFields>;
  /** Where customers keep their tax number; empty when the administrator named no field. */
  tax(signal?: AbortSignal): Promise<Partial<Record<PersonKind, string>>>;
  /** Where deals keep the day on which they should be closed; `undefined` when the administrator named no field. */
  closing(signal?: AbortSignal): Promise<HostField | undefined>;
}

/** By its number, or by its name as it stands in amoCRM. */
export function closingField(fields: readonly HostField[], told: string): HostField | undefined {
  const wanted = told.trim().toLocaleLowerCase();
  return fields.find(
    ({ name, title, type }) =>
      type === 'date' && (name === wanted || title.trim().toLocaleLowerCase() === wanted),
  );
}

export function noTaxField(told: string): ConnectionFinding {
  return {
    level: 'warning',
    kind: 'field',
    name: told,
    message: `Neither contacts nor companies of this account have a text or number field “${told}”: tax numbers are neither shown, written nor looked for.`,
    hint: 'In amoCRM open a company → Settings (the gear above its fields), and enter the name of its field here.',
  };
}

export function noClosingField(told: string): ConnectionFinding {
  return {
    level: 'warning',
    kind: 'field',
    name: told,
    message: `Deals of this account have no field “${told}” of the kind “date”: the expected day of closing is neither shown nor written.`,
    hint: 'In amoCRM open a deal → Settings (the gear above its fields), and enter the name of its date field here.',
  };
}

export function createFieldsGroup(fields: Fields): FieldsGroup {
  return {
    async list(kind, { signal } = {}) {
      if (kind === 'party') return [...(await fields.party(signal)).list];
      return kind === 'deal' ? [...(await fields.of('leads', signal))] : [];
    },
  };
}

/** By their numbers; several values of one stand beside each other, a choice is told by its number. */
export function customOf(fields: readonly CustomField[] | null | undefined): {
  custom?: Record<string, string>;
} {
  const own = (fields ?? []).filter(
    ({ field_id, field_code }) => field_id !== undefined && !OURS.includes(field_code ?? ''),
  );
  const said = own.map((field) => [String(field.field_id), textOf(field)] as const);
  return said.length === 0 ? {} : { custom: Object.fromEntries(said) };
}

const CHOICES = ['select', 'radiobutton'];
const DATES = ['date', 'date_time', 'birthday'];

function textOf({ field_type: type = '', values }: CustomField): string {
  return values
    .map(({ value, enum_id }) => {
      if (CHOICES.includes(type ?? '') && enum_id) return String(enum_id);
      if (DATES.includes(type ?? '')) return timeOf(value)?.slice(0, 10) ?? String(value);
      // A legal entity and an address are several texts.
      return typeof value === 'object' && value !== null
        ? Object.values(value).filter(Boolean).join(', ')
        : String(value);
    })
    .join(', ');
}

/** amoCRM tells a moment in seconds; its documentation shows days as well. */
export function timeOf(value: unknown): string | undefined {
  const at = /^\d{5,}$/.test(String(value)) ? Number(value) * 1000 : Date.parse(String(value));
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}

/** Without values the field is emptied. */
export function customFields(
  custom: Readonly<Record<string, string>> = {},
  known: readonly HostField[],
): object[] {
  return Object.entries(custom).map(([id, text]) => {
    const field = known.find(({ name }) => name === id);
    if (!field) {
      throw new AdapterError(manifest.id, 'invalid', 'amoCRM has no such field for this kind of record.', {
        hint: 'Contacts, companies and deals have fields of their own there: choose the field anew at the connection.',
        fields: { custom: 'is not a field of this record in amoCRM' },
      });
    }
    return { field_id: Number(id), values: text === '' ? null : [valueOf(field, text)] };
  });
}

function valueOf({ type, title, options = [] }: HostField, text: string): object {
  if (type === 'choice') {
    if (options.some(({ id }) => id === text)) return { enum_id: Number(text) };
    throw new AdapterError(
      manifest.id,
      'invalid',
      `The field “${title}” of this kind of record has no such choice in amoCRM.`,
      {
        hint: `It has: ${options.map((one) => one.title).join(', ')}.`,
        fields: { custom: 'is no choice of this field in amoCRM' },
      },
    );
  }
  if (type === 'boolean') return { value: text === 'true' };
  return {
    value: type === 'date' && timeOf(text) !== undefined ? Math.floor(Date.parse(text) / 1000) : text,
  };
}
