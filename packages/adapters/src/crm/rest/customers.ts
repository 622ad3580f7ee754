import { readNumber } from '@ringback/model/phone-number';
import type { Party, PartyPatch } from '@ringback/model';
import { AdapterError } from '../../error.ts';
import type { ReadOptions } from '../contract.ts';
import { CUSTOMER_KIND, type PartySource } from '../kit/parties.ts';
import { joinName, splitName } from '../kit/name.ts';
import { pageOf, rowsRead } from '../kit/pages.ts';
import { phoneTail, readPhones } from '../phone.ts';
import { ifThere, type RestApi, SYSTEM } from './api.ts';
import type { RestDefinition } from './definition.ts';
import { recordsAt, textAt, textsAt, timeAt } from './path.ts';
import { fillText, type Values } from './template.ts';

/** Answers of a search that are looked at. */
const MOST_FOUND = 50;
/** Systems that keep no times have records all the same. */
const UNKNOWN_TIME = '1970-01-01T00:00:00.000Z';

export function createSource(
  api: RestApi,
  { customers, kind = CUSTOMER_KIND }: RestDefinition,
  country: () => string,
): PartySource {
  const { fields } = customers;

  function toParty(record: object): Party {
    const id = textAt(record, fields.id);
    if (id === undefined || !/^[\w-]{1,64}$/.test(id)) {
      throw new AdapterError(SYSTEM, 'bug', `A customer has no id at "${fields.id}".`, {
        hint: 'Correct customers.fields.id in the description: ids are letters, digits and dashes.',
      });
    }
    const email = textAt(record, fields.email);
    const address = joinName(...(fields.address === undefined ? [] : textsAt(record, fields.address)));
    const createdAt = timeAt(record, fields.createdAt) ?? UNKNOWN_TIME;
    const url =
      customers.page === undefined ? undefined : fillText(customers.page, { id }, encodeURIComponent);
    return {
      system: SYSTEM,
      id,
      name: joinName(...textsAt(record, fields.name)) || id,
      kind,
      phones: readPhones(textsAt(record, fields.phones), country()),
      ...(email === undefined ? {} : { email }),
      ...(address === '' ? {} : { address }),
      ...(url === undefined ? {} : { url }),
      createdAt,
      updatedAt: timeAt(record, fields.updatedAt) ?? createdAt,
    };
  }

  type Request = (typeof customers)['get'];
  const many = async (name: string, request: Request, values: Values, options: ReadOptions) =>
    recordsAt(await api.ask(name, request, { limit: MOST_FOUND, ...values }, options), request.at).map(
      toParty,
    );

  async function read(id: string, options: ReadOptions): Promise<Party | undefined> {
    const answer = await ifThere(() => api.ask('customers.get', customers.get, { id }, options));
    const [record] = recordsAt(answer, customers.get.at);
    return record ? toParty(record) : undefined;
  }

  async function written(
    name: string,
    request: Request,
    values: Values,
    options: ReadOptions,
  ): Promise<Party> {
    const [record] = recordsAt(await api.ask(name, request, values, options), request.at);
    const id = (record && textAt(record, fields.id)) ?? values.id;
    const party =
      record && textsAt(record, fields.name).length > 0 ? toParty(record) : await read(String(id), options);
    if (party) return party;
    throw new AdapterError(SYSTEM, 'bug', `${name}: the answer does not say which record was written.`, {
      hint: `Correct ${name}.at in the description.`,
    });
  }

  const { findByEmail, list, create, update } = customers;
  return {
    byPhone: async (e164, options) => {
      const parties = await many('customers.findByPhone', customers.findByPhone, phoneValues(e164), options);
      return parties.map((party) => ({ party }));
    },
    byName: (words, options) =>
      many('customers.findByName', customers.findByName, { name: words.join(' ') }, options),
    byEmail: async (email, options) =>
      findByEmail ? many('customers.findByEmail', findByEmail, { email }, options) : [],
    get: read,
    ...(list
      ? {
          async list({ cursor, limit = 50 }, options) {
            const skip = rowsRead(cursor);
            const values = { skip, limit, page: Math.floor(skip / limit) + 1 };
            return pageOf(await many('customers.list', list, values, options), { skip, limit });
          },
        }
      : {}),
    ...(create && update
      ? {
          create: (input, options) => written('customers.create', create, customerValues(input), options),
          update: ({ id }, patch, options) =>
            written('customers.update', update, { id, ...customerValues(patch) }, options),
        }
      : {}),
  };
}

/** A number in the ways in which systems want it. */
export function phoneValues(e164: string): Values {
  const read = readNumber(e164, 'UA');
  const national = read.kind === 'e164' ? read.international.split(' ').slice(1).join('') : '';
  return {
    phone: e164,
    'phone.digits': e164.slice(1),
    'phone.national': national.replace(/\D/g, ''),
    'phone.tail': phoneTail(e164),
  };
}

function customerValues({ name, phones, email }: PartyPatch): Values {
  const { first, last } = splitName(name ?? '');
  return {
    ...(name === undefined ? {} : { name, firstName: first, lastName: last }),
    ...(phones === undefined ? {} : { phone: phones[0], phones, 'phones.text': phones.join(', ') }),
    email,
  };
}
