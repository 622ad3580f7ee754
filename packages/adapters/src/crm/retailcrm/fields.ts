/** Fields of the account's own; a choice is kept by the code of an element of a dictionary. */
import type { FieldsGroup, HostField, ReadOptions } from '../contract.ts';
import { LARGEST_PAGE, type Retailcrm } from './account.ts';
import { CustomFields, Dictionaries } from './rows.ts';

const TYPES: Record<string, HostField['type']> = {
  integer: 'number',
  numeric: 'number',
  boolean: 'boolean',
  date: 'date',
  datetime: 'date',
  dictionary: 'choice',
};

export function createFields(account: Retailcrm): FieldsGroup {
  return {
    async list(kind, options = {}) {
      const entity = { party: 'customer', order: 'order' }[kind as 'party' | 'order'];
      if (entity === undefined) return [];
      const params = { 'filter[entity]': entity, limit: LARGEST_PAGE };
      const answer = await account.api.get('custom-fields', CustomFields, params, options);
      const fields = answer?.customFields ?? [];
      const chosen = fields.some(({ dictionary }) => dictionary) ? await dictionaries(account, options) : [];
      return fields.map(({ code, name, type, required, dictionary }): HostField => {
        const elements = chosen.find((one) => one.code === dictionary)?.elements;
        return {
          ...{ name: code, title: name, type: TYPES[type] ?? 'text', required: required === true },
          ...(elements ? { options: elements.map((one) => ({ id: one.code, title: one.name })) } : {}),
        };
      });
    },
  };
}

async function dictionaries({ api }: Retailcrm, options: ReadOptions) {
  const answer = await api.get('custom-fields/dictionaries', Dictionaries, { limit: LARGEST_PAGE }, options);
  return answer?.customDictionaries ?? [];
}
