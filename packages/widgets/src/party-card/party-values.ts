/** A customer as his form has him, and what the form has as it is written. */
import type { CardLayout, Party, PartyInput, PartyPatch } from '@ringback/model';
import type { FieldValue } from '../form/record-form.ts';

export type Values = Readonly<Record<string, FieldValue>>;

/** Of a host that brings no layout: the fields of a customer as Ringback knows them. */
export const PLAIN_LAYOUT: CardLayout = {
  entity: 'party',
  groups: [],
  hidden: [],
  required: [{ entity: 'party', fields: ['name', 'kind', 'phones'] }],
  fields: [
    { key: 'name', type: 'text', writable: true },
    { key: 'kind', type: 'choice', writable: true },
    { key: 'nature', type: 'choice', writable: false },
    { key: 'phones', type: 'phones', writable: false },
    { key: 'email', type: 'email', writable: true },
    { key: 'organization', type: 'party', writable: true },
    { key: 'responsible', type: 'user', writable: true },
  ],
};

/** Everything may be filled in while it is new. */
export const asNew = (layout: CardLayout): CardLayout => ({
  ...layout,
  fields: layout.fields.map((field) => ({ ...field, writable: true })),
});

export function valuesOf(party: Partial<Party>): Record<string, FieldValue> {
  const { name, kind, nature, phones = [], email, taxId, address, tags = [] } = party;
  const own = Object.entries(party.custom ?? {}).map(([key, value]) => [`custom.${key}`, value] as const);
  return {
    ...{ name, kind, nature, phones, email, taxId, address, tags },
    responsible: party.responsible?.id,
    organization: party.organization?.id,
    ...Object.fromEntries(own),
  };
}

const textOf = (value: FieldValue): string => (typeof value === 'string' ? value : String(value ?? ''));

/** What was changed, as the backend takes it. A field that was emptied is sent as an empty one. */
export function patchOf(
  changed: Values,
  { before, replacesPhones }: { before: Party; replacesPhones: boolean },
): PartyPatch {
  const patch: Record<string, unknown> = {};
  for (const key of ['name', 'kind', 'nature', 'email', 'taxId', 'address'] as const)
    if (key in changed) patch[key] = textOf(changed[key]);
  if ('tags' in changed) patch.tags = changed.tags;
  if (changed.responsible !== undefined) patch.responsibleId = changed.responsible;
  if (changed.organization !== undefined) patch.organizationId = changed.organization;
  const phones = listOf(changed.phones);
  if ('phones' in changed && replacesPhones) patch.phones = phones;
  else if ('phones' in changed) {
    const [added] = addedPhones(phones, before);
    if (added !== undefined) patch.addPhone = added;
  }
  const custom = customOf(changed);
  if (custom) patch.custom = { ...before.custom, ...custom };
  return patch;
}

/** Numbers that he did not have; a host that takes no whole list takes them one by one. */
export const addedPhones = (phones: readonly string[], { phones: before }: Pick<Party, 'phones'>): string[] =>
  phones.filter((phone) => !before.includes(phone));

export function inputOf(values: Values): PartyInput {
  const input: Record<string, unknown> = { phones: listOf(values.phones) };
  for (const key of ['name', 'kind', 'nature', 'email', 'taxId', 'address'] as const)
    if (values[key] !== undefined) input[key] = values[key];
  if (listOf(values.tags).length) input.tags = values.tags;
  if (values.responsible !== undefined) input.responsibleId = values.responsible;
  if (values.organization !== undefined) input.organizationId = values.organization;
  const custom = customOf(values);
  if (custom) input.custom = custom;
  return input as PartyInput;
}

function customOf(values: Values): Record<string, string> | undefined {
  const own = Object.entries(values).filter(([key]) => key.startsWith('custom.'));
  if (own.length === 0) return undefined;
  return Object.fromEntries(own.map(([key, value]) => [key.slice('custom.'.length), textOf(value)]));
}

export const listOf = (value: FieldValue): readonly string[] =>
  Array.isArray(value) ? (value as readonly string[]).filter((one) => one.trim() !== '') : [];
