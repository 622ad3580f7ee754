/** A directory of firms out in the world, from a description in JSON: whose number it is. It creates nothing. */
import type { DirectoryEntry } from '@ringback/model';
import { readNumber } from '@ringback/model/phone-number';
import type { CrmContext } from '../../context.ts';
import type { Crm, ReadOptions } from '../contract.ts';
import { checkSteps } from '../kit/connection.ts';
import { joinName } from '../kit/name.ts';
import { readPhones } from '../phone.ts';
import { createApi, ifThere } from '../rest/api.ts';
import { phoneValues } from '../rest/customers.ts';
import { recordsAt, textAt, textsAt } from '../rest/path.ts';
import { readAs } from '../rest/read-definition.ts';
import { fillText } from '../rest/template.ts';
import { DirectoryDefinition, DirectorySettings, manifest } from './manifest.ts';

export { DirectoryDefinition, DirectorySettings, manifest } from './manifest.ts';

/** Entries of an answer that are looked at. */
const MOST_FOUND = 10;
/** Valid, and kept free for stories: somebody asks for a number that nobody has. */
const A_NUMBER = '+12025550123';
const HINTS = {
  address: 'Look whether the address of the API is right and lookup leads to it.',
  credential: 'Enter the key again, and look at auth in the description.',
  right: 'Look whether the key may be used for looking up numbers.',
};

export const readDirectory = (given: unknown): DirectoryDefinition =>
  readAs(DirectoryDefinition, given, 'directory');

export function createDirectory(given: DirectorySettings, context: CrmContext): Crm {
  const definition = readDirectory(given.definition);
  const { url, secret } = DirectorySettings.parse({ ...given, definition });
  const api = createApi({ url, secret, system: manifest.id }, definition, context);

  async function lookup(number: string, options: ReadOptions = {}): Promise<DirectoryEntry | undefined> {
    const read = readNumber(number, context.country());
    if (read.kind !== 'e164') return undefined;
    const values = { ...phoneValues(read.e164), limit: MOST_FOUND };
    const answer = await ifThere(() => api.ask('lookup', definition.lookup, values, options));
    // A directory that looks for parts of numbers finds other firms too.
    return recordsAt(answer, definition.lookup.at)
      .slice(0, MOST_FOUND)
      .map((record) => entryOf(definition, record, context.country()))
      .find((entry) => entry?.phones.includes(read.e164));
  }

  return {
    manifest,
    checkConnection: (options = {}) =>
      checkSteps(
        [{ name: 'lookup', look: async () => void (await lookup(A_NUMBER, options)) }],
        HINTS,
        context,
      ),
    directory: { lookup },
  };
}

function entryOf(
  { name: source, fields, page }: DirectoryDefinition,
  record: object,
  country: string,
): DirectoryEntry | undefined {
  const name = joinName(...textsAt(record, fields.name));
  if (name === '') return undefined;
  const address = joinName(...(fields.address === undefined ? [] : textsAt(record, fields.address)));
  const [taxId, website] = [textAt(record, fields.taxId), textAt(record, fields.website)];
  const id = textAt(record, fields.id);
  const sourceUrl = page === undefined ? undefined : fillText(page, { id }, encodeURIComponent);
  return {
    name,
    phones: readPhones(textsAt(record, fields.phones), country),
    ...(address === '' ? {} : { address }),
    ...(taxId === undefined ? {} : { taxId }),
    ...(website === undefined ? {} : { website }),
    source,
    ...(sourceUrl === undefined ? {} : { sourceUrl }),
  };
}
