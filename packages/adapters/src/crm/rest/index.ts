/** A simple REST system as a system of record, from a description in JSON and without a line of code. */
import type { CommunicationsGroup, Crm } from '../contract.ts';
import type { CrmContext } from '../../context.ts';
import { AdapterError } from '../../error.ts';
import { checkSteps } from '../kit/connection.ts';
import { createPartiesGroup } from '../kit/parties.ts';
import { createNotes } from '../kit/notes.ts';
import { pageOf } from '../kit/pages.ts';
import { createApi, type RestApi, SYSTEM } from './api.ts';
import { createSource } from './customers.ts';
import type { RestDefinition } from './definition.ts';
import { readDefinition } from './read-definition.ts';
import { manifestOf, RestSettings } from './manifest.ts';
import { createShop } from './orders.ts';
import { recordsAt, textAt, timeAt } from './path.ts';
import { fillText } from './template.ts';

export { RestDefinition } from './definition.ts';
export { readDefinition } from './read-definition.ts';
export { manifest, manifestOf, RestSettings } from './manifest.ts';

const HINTS = {
  address: 'Look whether the address of the API is right and customers.findByPhone leads to it.',
  credential: 'Enter the key again, and look at auth in the description.',
  right: 'Give the key the right to read in the system.',
};

export function createRest(given: RestSettings, context: CrmContext): Crm {
  const definition = readDefinition(given.definition);
  const settings = RestSettings.parse({ ...given, definition });
  const { customers, orders, notes, kind } = definition;
  const manifest = manifestOf(definition);
  const { url, secret } = settings;
  const api = createApi({ url, secret }, definition, context);
  const source = createSource(api, definition, context.country);
  const look = async (signal?: AbortSignal) => {
    // A number that nobody has: reads, and shows whether the answer is what the description says.
    await source.byPhone('+10000000000', signal ? { signal } : {});
  };
  const { page } = customers;
  return {
    manifest,
    checkConnection: ({ signal } = {}) =>
      checkSteps([{ name: 'customers.findByPhone', look: () => look(signal) }], HINTS, context),
    parties: createPartiesGroup({
      ...{ system: SYSTEM, context, source, isId: (id) => /^[\w-]{1,64}$/.test(id) },
      ...(kind === undefined ? {} : { kinds: [kind] }),
    }),
    ...(orders ? { shop: createShop(api, orders) } : {}),
    ...(notes ? { communications: communicationsOf(api, notes, context) } : {}),
    ...(page === undefined
      ? {}
      : {
          records: {
            url: ({ kind: what, id }) => {
              const template = what === 'party' ? page : what === 'order' ? orders?.page : undefined;
              return template === undefined ? undefined : fillText(template, { id }, encodeURIComponent);
            },
          },
        }),
  };
}

function communicationsOf(
  api: RestApi,
  { list, add, change, fields }: NonNullable<RestDefinition['notes']>,
  context: CrmContext,
): CommunicationsGroup {
  return createNotes(SYSTEM, context, {
    async list(partyId, { skip, limit }, options) {
      const values = { partyId, skip, limit, page: Math.floor(skip / limit) + 1 };
      const items = recordsAt(await api.ask('notes.list', list, values, options), list.at).map((record) => {
        const author = textAt(record, fields.author);
        return {
          id: textAt(record, fields.id) ?? '',
          text: textAt(record, fields.text) ?? '',
          at: timeAt(record, fields.at) ?? context.now().toISOString(),
          ...(author === undefined ? {} : { author }),
        };
      });
      return pageOf(items, { skip, limit });
    },
    async add({ kind, id }, text, options) {
      if (kind !== 'party') {
        throw new AdapterError(SYSTEM, 'unsupported', 'Notes are kept about customers alone.', {
          hint: 'Leave the note with the customer.',
        });
      }
      await api.ask('notes.add', add, { partyId: id, text }, options);
    },
    change: async ({ id }, text, partyId, options) =>
      void (await api.ask('notes.change', change, { partyId, id, text }, options)),
  });
}
