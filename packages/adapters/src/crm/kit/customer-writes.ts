/** Creating and changing customers in hosts that know neither keys nor unique numbers. */
import type { Party, PartyInput, PartyMatch, PartyPatch } from '@ringback/model';
import { AdapterError } from '../../error.ts';
import type { ReadOptions, WriteOptions } from '../contract.ts';
import { createOnce } from '../once.ts';
import { createSerial } from '../serial.ts';
import { CUSTOMER_KIND, type CustomersOptions, type CustomerSource, type NewCustomer } from './customers.ts';
import { placeholderEmail } from './placeholder-email.ts';

export interface WritesOptions
  extends
    Pick<CustomersOptions, 'system' | 'kind' | 'context'>,
    Required<Pick<CustomerSource, 'byEmail' | 'create' | 'update'>> {
  findByPhone(number: string, options: ReadOptions): Promise<PartyMatch[]>;
  get(id: string, options: ReadOptions): Promise<Party | undefined>;
}

/** What a customer's record of a shop has no place for; named in the refusal, never dropped in silence. */
const NO_PLACE = [
  'taxId',
  'address',
  'responsibleId',
  'organizationId',
  'main',
  'draft',
  'tags',
  'custom',
] as const;

export function createWrites(source: WritesOptions) {
  const { system, kind = CUSTOMER_KIND } = source;
  const once = createOnce(source.context.kept);
  const serial = createSerial();

  async function owner(phone: string, options: ReadOptions, exceptId?: string): Promise<Party | undefined> {
    const matches = await source.findByPhone(phone, options);
    return matches.find(({ why, party }) => why === 'phone' && party.id !== exceptId)?.party;
  }

  async function existing(id: string, options: ReadOptions): Promise<Party> {
    const party = await source.get(id, options);
    if (party) return party;
    throw new AdapterError(system, 'not-found', 'There is no such customer.', {
      hint: 'He may have been removed in the shop.',
    });
  }

  async function requireFree(
    numbers: readonly string[],
    options: ReadOptions,
    ownId?: string,
  ): Promise<void> {
    for (const phone of numbers) {
      const his = await owner(phone, options, ownId);
      if (!his) continue;
      throw new AdapterError(system, 'conflict', `${phone} belongs to another customer already.`, {
        hint: `It is ${his.name}'s: choose that record instead.`,
      });
    }
  }

  function create(input: PartyInput, options: WriteOptions): Promise<Party> {
    const name = input.name.trim();
    const phones = [...new Set(input.phones)];
    const email = input.email === undefined ? {} : { email: input.email };
    return serial.run(phones, async () => {
      requireCustomer({ system, kind }, input);
      return once({
        key: `party.create:${options.idempotencyKey}`,
        async work() {
          await requireFree(phones, options);
          const { id } = await source.create({ name, phones, ...email }, options);
          return { id, result: await existing(id, options) };
        },
        // Who has the number now and this very name is whom we made when the answer was lost.
        async find() {
          const [phone = ''] = phones;
          const byEmail = () => source.byEmail(input.email ?? placeholderEmail(phone), options);
          const his =
            (await owner(phone, options)) ?? (await byEmail()).find((one) => one.phones.includes(phone));
          return his?.name === name ? { id: his.id, result: his } : undefined;
        },
        recall: (id) => existing(id, options),
      });
    });
  }

  const update = (id: string, patch: PartyPatch, options: WriteOptions): Promise<Party> =>
    serial.run([id, ...(patch.addPhone === undefined ? [] : [patch.addPhone])], async () => {
      requireCustomer({ system, kind }, patch);
      requireAddition(system, patch);
      return once({
        key: `party.update:${id}:${options.idempotencyKey}`,
        async work() {
          const party = await existing(id, options);
          const wanted = changes(party, patch);
          if (patch.addPhone !== undefined && wanted.phones) await requireFree([patch.addPhone], options, id);
          if (Object.keys(wanted).length > 0) await source.update(party, wanted, options);
          return { id, result: await existing(id, options) };
        },
        // What was changed already is not changed again: the same values are the same record.
        find: async () => undefined,
        recall: () => existing(id, options),
      });
    });
  return { create, update };
}

function requireCustomer(
  { system, kind }: { system: string; kind: string },
  input: PartyInput | PartyPatch,
): void {
  if (input.kind !== undefined && input.kind !== kind) {
    throw new AdapterError(system, 'invalid', `This system keeps "${kind}" alone, and not "${input.kind}".`, {
      hint: `Create a "${kind}", or keep "${input.kind}" in another system.`,
      fields: { kind: `must be "${kind}"` },
    });
  }
  const homeless = NO_PLACE.filter((field) => (input as Record<string, unknown>)[field] !== undefined);
  if (homeless.length === 0) return;
  throw new AdapterError(system, 'unsupported', `The system has no place for ${homeless.join(', ')}.`, {
    hint: 'Leave it out, or keep it in another system.',
    fields: Object.fromEntries(homeless.map((field) => [field, 'cannot be kept by this system'])),
  });
}

/** Numbers are added, not replaced: a shop has one field for them, and others read it too. */
function requireAddition(system: string, { phones, nature }: PartyPatch): void {
  if (phones === undefined && nature === undefined) return;
  const field = phones === undefined ? 'nature' : 'phones';
  throw new AdapterError(system, 'invalid', 'The shop does not let this be changed from here.', {
    hint: 'Change it in the shop itself.',
    fields: { [field]: 'is changed in the shop itself' },
  });
}

function changes(party: Party, { name, addPhone, email }: PartyPatch): Partial<NewCustomer> {
  return {
    ...(name !== undefined && name.trim() !== party.name ? { name: name.trim() } : {}),
    ...(addPhone !== undefined && !party.phones.includes(addPhone)
      ? { phones: [...party.phones, addPhone] }
      : {}),
    ...(email !== undefined && email !== party.email ? { email } : {}),
  };
}
