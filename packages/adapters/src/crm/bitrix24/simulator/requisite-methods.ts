/** Requisites of the simulated portal: of a Ukrainian firm, with a template for organizations and one for persons. */
import { paged } from './crm-methods.ts';
import { fits } from './filter.ts';
import { asList, asMap, type PhpMap } from './php.ts';
import { type Methods, type PortalState, Refused } from './state.ts';

const PRESETS = [
  {
    row: { ID: '1', ENTITY_TYPE_ID: '8', COUNTRY_ID: '14', NAME: 'Організація', ACTIVE: 'Y', SORT: '500' },
    fields: ['RQ_EDRPOU', 'RQ_COMPANY_NAME', 'RQ_COMPANY_FULL_NAME', 'RQ_DIRECTOR', 'RQ_VAT_ID'],
  },
  {
    row: { ID: '3', ENTITY_TYPE_ID: '8', COUNTRY_ID: '14', NAME: 'Фізична особа', ACTIVE: 'Y', SORT: '520' },
    fields: ['RQ_FIRST_NAME', 'RQ_LAST_NAME', 'RQ_DRFO'],
  },
];

export function requisiteMethods({ requisites, items, nextId }: PortalState): Methods {
  const owner = ({ ENTITY_TYPE_ID, ENTITY_ID, PRESET_ID }: PhpMap): void => {
    const refuse = (text: string) => new Refused(400, '', text);
    const type = Number(ENTITY_TYPE_ID);
    if (type !== 3 && type !== 4) throw refuse('ENTITY_TYPE_ID is not defined or invalid.');
    if (!Number(ENTITY_ID)) throw refuse('ENTITY_ID is not defined or invalid.');
    if (!Number(PRESET_ID)) throw refuse('PRESET_ID is not defined or invalid.');
    if (!items[type].has(Number(ENTITY_ID))) throw refuse('Entity not found.');
  };
  const selected = (row: Record<string, unknown>, select: PhpMap[string] | undefined) => {
    const names = asList(select).map(String);
    return names.length === 0
      ? row
      : Object.fromEntries(names.map((name) => [name, row[name] === undefined ? null : String(row[name])]));
  };
  return {
    'crm.requisite.list'({ filter, select, start }) {
      const rows = [...requisites.values()].filter((row) => fits(row, asMap(filter)));
      return paged(rows, start, (page) => page.map((row) => selected(row, select)));
    },
    'crm.requisite.add'({ fields }) {
      const given = asMap(fields);
      owner(given);
      const ID = nextId();
      requisites.set(ID, { ...given, ID });
      return { result: ID };
    },
    'crm.requisite.update'({ id, fields }) {
      const row = requisites.get(Number(id));
      if (!row) throw new Refused(400, '', `The Requisite with ID '${String(id)}' is not found`);
      Object.assign(row, asMap(fields));
      return { result: true };
    },
    'crm.requisite.preset.list': ({ filter, select, start }) => {
      const rows = PRESETS.map(({ row }) => row).filter((row) => fits(row, asMap(filter)));
      return paged(rows, start, (page) => page.map((row) => selected(row, select)));
    },
    'crm.requisite.preset.field.list': ({ preset }) => {
      const { ID } = asMap(preset);
      const found = PRESETS.find(({ row }) => row.ID === String(ID));
      if (!found) throw new Refused(400, '', `The Preset with ID '${String(ID)}' is not found`);
      return {
        result: found.fields.map((FIELD_NAME, index) => ({
          ...{ ID: index + 1, FIELD_NAME, FIELD_TITLE: '', IN_SHORT_LIST: 'N', SORT: 510 + index * 10 },
        })),
      };
    },
  };
}
