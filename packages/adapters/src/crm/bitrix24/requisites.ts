/**
 * Tax numbers. The portal keeps them in the requisites of a contact or company: a set of fields made from a template of the firm's country,
 * each country with a field of its own. Leads have none.
 */
import type { Party } from '@ringback/model';
import * as z from 'zod/mini';
import { AdapterError } from '../../error.ts';
import type { ReadOptions, WriteOptions } from '../contract.ts';
import type { Answer, Commands } from './api.ts';
import { type Base, Items, keptFor, resultOf, unreadable } from './base.ts';
import { manifest } from './manifest.ts';
import { ENTITIES, partyId, type PartyEntity, type PartyRecord, toParty } from './map.ts';

/** Of Russia and Belarus, Ukraine, Kazakhstan, and everybody who has a VAT number; the first that says something counts. */
const FIELDS = ['RQ_INN', 'RQ_EDRPOU', 'RQ_DRFO', 'RQ_BIN', 'RQ_IIN', 'RQ_VAT_ID'] as const;
type TaxField = (typeof FIELDS)[number];

const text = z.optional(z.nullable(z.string()));
const Requisite = z.looseObject({
  ...{ ID: z.coerce.number(), ENTITY_TYPE_ID: z.coerce.number(), ENTITY_ID: z.coerce.number() },
  PRESET_ID: z.coerce.number(),
  ...{ RQ_INN: text, RQ_EDRPOU: text, RQ_DRFO: text, RQ_BIN: text, RQ_IIN: text, RQ_VAT_ID: text },
});
type Requisite = z.infer<typeof Requisite>;
const SELECT = ['ID', 'ENTITY_TYPE_ID', 'ENTITY_ID', 'PRESET_ID', ...FIELDS];

const Preset = z.looseObject({ ID: z.coerce.number(), NAME: z.string() });
const PresetField = z.looseObject({ FIELD_NAME: z.string() });

/** A template that has a place for a tax number. */
interface TaxPreset {
  id: number;
  name: string;
  field: TaxField;
  /** Asks for the name of a firm: it is meant for organizations. */
  ofFirms: boolean;
}

const keepsTaxId = (entity: PartyEntity): boolean => entity !== 'lead';

/** Commands that bring the tax number of somebody, to be put into a request that is made anyway. */
export function requisiteCommand({ entity, id }: PartyRecord): Commands {
  if (!keepsTaxId(entity)) return {};
  const filter = { '=ENTITY_TYPE_ID': ENTITIES[entity].typeId, '=ENTITY_ID': id };
  return { requisites: { method: 'crm.requisite.list', params: { filter, select: SELECT } } };
}

/** Who may not read requisites sees the customer without. */
export function taxIdIn(answer: Answer | AdapterError | undefined): string | undefined {
  if (!answer || answer instanceof AdapterError) return undefined;
  return rowsOf(answer).map(taxIdOf).find(Boolean);
}

function rowsOf(answer: Answer | AdapterError | undefined): Requisite[] {
  const parsed = z.array(Requisite).safeParse(resultOf(answer));
  if (!parsed.success) throw unreadable('crm.requisite.list');
  return parsed.data;
}

const filled = (row: Requisite): TaxField | undefined => FIELDS.find((field) => row[field]);
const taxIdOf = (row: Requisite): string | undefined => row[filled(row) ?? 'RQ_INN'] ?? undefined;

/** Everybody who has the number in any of its fields: two requests. */
export async function byTaxId(base: Base, taxId: string, options: ReadOptions): Promise<Party[]> {
  const commands: Commands = Object.fromEntries(
    FIELDS.map((field) => [
      field,
      { method: 'crm.requisite.list', params: { filter: { [`=${field}`]: taxId }, select: SELECT } },
    ]),
  );
  const answers = await base.api.readAll(commands, options);
  const rows = FIELDS.flatMap((field) => rowsOf(answers[field]));
  return (await partiesOf(base, rows, options)).map((party) => ({ ...party, taxId }));
}

async function partiesOf(base: Base, rows: readonly Requisite[], options: ReadOptions): Promise<Party[]> {
  const idsOf = (entity: PartyEntity) => [
    ...new Set(
      rows.filter((row) => row.ENTITY_TYPE_ID === ENTITIES[entity].typeId).map(({ ENTITY_ID }) => ENTITY_ID),
    ),
  ];
  const wanted = (['contact', 'company'] as const)
    .map((entity) => ({ entity, ids: idsOf(entity) }))
    .filter(({ ids }) => ids.length > 0);
  if (wanted.length === 0) return [];
  const commands: Commands = Object.fromEntries(
    wanted.map(({ entity, ids }) => [
      entity,
      {
        method: 'crm.item.list',
        params: {
          entityTypeId: ENTITIES[entity].typeId,
          select: ['*'],
          filter: { '@id': ids },
          start: -1,
        },
      },
    ]),
  );
  const answers = await base.api.readAll({ ...commands, ...base.usersCommand() }, options);
  if (answers.users) base.noteUsers(answers);
  return wanted.flatMap(({ entity }) => {
    const parsed = Items.safeParse(resultOf(answers[entity]));
    if (!parsed.success) throw unreadable('crm.item.list');
    return parsed.data.items.map((item) => toParty(entity, item, base.mapContext()));
  });
}

/** Templates of the portal with a field for the number, in the portal's order. */
async function readTaxPresets({ api }: Pick<Base, 'api'>, options?: ReadOptions): Promise<TaxPreset[]> {
  const { result } = await api.read(
    'crm.requisite.preset.list',
    { filter: { ACTIVE: 'Y' }, order: { SORT: 'ASC', ID: 'ASC' }, select: ['ID', 'NAME'] },
    options,
  );
  const presets = z.array(Preset).safeParse(result);
  if (!presets.success) throw unreadable('crm.requisite.preset.list');
  const commands: Commands = Object.fromEntries(
    presets.data.map(({ ID }) => [
      `p${ID}`,
      { method: 'crm.requisite.preset.field.list', params: { preset: { ID } } },
    ]),
  );
  const answers = presets.data.length === 0 ? {} : await api.readAll(commands, options);
  return presets.data.flatMap(({ ID, NAME }) => {
    const names = z
      .array(PresetField)
      .parse(resultOf(answers[`p${ID}`]))
      .map(({ FIELD_NAME }) => FIELD_NAME);
    const field = FIELDS.find((one) => names.includes(one));
    return field ? [{ id: ID, name: NAME, field, ofFirms: names.includes('RQ_COMPANY_NAME') }] : [];
  });
}

export interface TaxIds {
  /** Before anything is made: `unsupported` where there is no place for it. */
  requirePlace(entity: PartyEntity): Promise<void>;
  /** Where a number stands already, else in the requisites that are there, else in new ones. Done twice it is done once. */
  write(record: PartyRecord, taxId: string, options: WriteOptions): Promise<void>;
}

export function createTaxIds(base: Base): TaxIds {
  const { api } = base;
  const presets = keptFor(base.context, (options) => readTaxPresets(base, options));

  async function requirePlace(entity: PartyEntity): Promise<void> {
    const inPrinciple = keepsTaxId(entity);
    if (inPrinciple && (await presets()).length > 0) return;
    const message = inPrinciple
      ? 'No template of requisites in this portal has a field for a tax number.'
      : 'A lead of Bitrix24 has no tax number.';
    const hint = inPrinciple
      ? 'In Bitrix24: CRM → Settings → Requisites; add the field to the template, or leave the number out.'
      : 'Leave it out, or create a customer.';
    const fields = { taxId: 'cannot be kept there' };
    throw new AdapterError(manifest.id, 'unsupported', message, { hint, fields });
  }

  async function rewrite(known: Requisite, taxId: string, options: WriteOptions): Promise<void> {
    const all = await presets();
    const preset = all.find(({ id }) => id === known.PRESET_ID) ?? all[0];
    const field = filled(known) ?? preset?.field;
    if (field === undefined || (known[field] ?? '') === taxId) return;
    const params = { id: known.ID, fields: { [field]: taxId } };
    await api.write('crm.requisite.update', params, { ...options, repeatable: true });
  }

  async function add(record: PartyRecord, taxId: string, options: WriteOptions): Promise<void> {
    const all = await presets();
    const preset = all.find(({ ofFirms }) => ofFirms === (record.entity === 'company')) ?? all[0];
    if (taxId === '' || !preset) return;
    const fields = {
      ...{ ENTITY_TYPE_ID: ENTITIES[record.entity].typeId, ENTITY_ID: record.id },
      ...{ PRESET_ID: preset.id, NAME: preset.name, ACTIVE: 'Y', [preset.field]: taxId },
      XML_ID: `ringback-${partyId(record)}`,
    };
    await api.write('crm.requisite.add', { fields }, options);
  }

  return {
    requirePlace,
    async write(record, taxId, options) {
      await requirePlace(record.entity);
      const { requisites } = await api.readAll(requisiteCommand(record), options);
      const rows = rowsOf(requisites);
      const known = rows.find(filled) ?? rows[0];
      return known ? rewrite(known, taxId, options) : add(record, taxId, options);
    },
  };
}
