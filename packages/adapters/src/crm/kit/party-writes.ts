/** Creating and changing customers in hosts that know neither keys nor unique numbers. */
import type { MergeField, Party, PartyInput, PartyMatch, PartyPatch } from '@ringback/model';
import { AdapterError } from '../../error.ts';
import { PARTY_FIELDS, type ReadOptions, type WriteOptions } from '../contract.ts';
import { createOnce } from '../once.ts';
import { createSerial } from '../serial.ts';
import type { PartiesOptions, PartySource } from './parties.ts';
import { placeholderEmail } from './placeholder-email.ts';

interface WritesOptions extends Required<Pick<PartiesOptions, 'system' | 'context' | 'kinds' | 'keeps'>> {
  source: PartySource & Required<Pick<PartySource, 'create' | 'update'>>;
  findByPhone(number: string, options: ReadOptions): Promise<PartyMatch[]>;
  get(id: string, options: ReadOptions): Promise<Party | undefined>;
}

export function createWrites({ system, context, kinds, keeps, source, findByPhone, get }: WritesOptions) {
  const once = createOnce(context.kept);
  const serial = createSerial();

  async function existing(id: string, options: ReadOptions): Promise<Party> {
    const party = await get(id, options);
    if (party) return party;
    throw new AdapterError(system, 'not-found', 'There is no such customer.', {
      hint: 'He may have been removed in the host.',
    });
  }

  async function owner(phone: string, options: ReadOptions, exceptId?: string): Promise<Party | undefined> {
    const matches = await findByPhone(phone, options);
    return matches.find(({ why, party }) => why === 'phone' && party.id !== exceptId)?.party;
  }

  async function requireFree(phone: string, options: ReadOptions, exceptId?: string): Promise<void> {
    const his = await owner(phone, options, exceptId);
    if (!his) return;
    throw new AdapterError(system, 'conflict', `${phone} belongs to another customer already.`, {
      hint: `It is ${his.name}'s: choose that record instead.`,
    });
  }

  /** Who has the number and this very name; by the address where the number cannot be looked for at once. */
  async function made({ name, phones, email }: PartyInput, options: ReadOptions): Promise<Party | undefined> {
    const [phone = ''] = phones;
    const byEmail = () => source.byEmail(email ?? placeholderEmail(phone), options);
    const his = (await owner(phone, options)) ?? (await byEmail()).find((one) => one.phones.includes(phone));
    return his?.name === name ? his : undefined;
  }

  function create(given: PartyInput, options: WriteOptions): Promise<Party> {
    const input = { ...given, name: given.name.trim(), phones: [...new Set(given.phones)] };
    return serial.run(input.phones, async () => {
      // Every system has numbers, and knows persons from firms as well as it can.
      requirePlace({ system, kinds, keeps: [...keeps, 'phones', 'nature'] }, input);
      return once({
        key: `party.create:${options.idempotencyKey}`,
        recall: (id) => existing(id, options),
        async find() {
          const his = await (source.made ?? made)(input, options);
          return his && { id: his.id, result: his };
        },
        async work() {
          for (const phone of input.phones) await requireFree(phone, options);
          const result = await source.create(input, options);
          return { id: result.id, result };
        },
      });
    });
  }

  const update = (id: string, patch: PartyPatch, options: WriteOptions): Promise<Party> =>
    serial.run([id, ...(patch.addPhone === undefined ? [] : [patch.addPhone])], async () => {
      requirePlace({ system, kinds, keeps }, patch);
      return once({
        key: `party.update:${id}:${options.idempotencyKey}`,
        recall: () => existing(id, options),
        // The same change once more changes nothing.
        find: async () => undefined,
        async work() {
          const party = await existing(id, options);
          const wanted = changes(party, patch);
          if (wanted.addPhone !== undefined) await requireFree(wanted.addPhone, options, id);
          const nothing = Object.keys(wanted).length === 0;
          return { id, result: nothing ? party : await source.update(party, wanted, options) };
        },
      });
    });
  return { create, update };
}

function requirePlace(
  { system, kinds, keeps }: Pick<WritesOptions, 'system' | 'kinds' | 'keeps'>,
  input: PartyInput | PartyPatch,
): void {
  if (input.kind !== undefined && !kinds.includes(input.kind)) {
    const known = kinds.map((one) => `"${one}"`).join(', ');
    throw new AdapterError(system, 'invalid', `This system knows no kind "${input.kind}": ${known}.`, {
      hint: 'Choose one of those, or keep the customer in another system.',
      fields: { kind: `must be one of ${known}` },
    });
  }
  const homeless = PARTY_FIELDS.filter(
    (field) => !keeps.includes(field) && (input as Record<string, unknown>)[field] !== undefined,
  );
  if (homeless.length === 0) return;
  throw new AdapterError(system, 'unsupported', `The system has no place for ${homeless.join(', ')}.`, {
    hint: 'Leave it out, or keep it in another system.',
    fields: Object.fromEntries(homeless.map((field) => [field, 'cannot be kept by this system'])),
  });
}

/** Of the one who is dropped, the values that were chosen to survive, as a change of the other. */
export function takenFrom(drop: Party, take: readonly MergeField[] = []): PartyPatch {
  const { responsible, ...fields } = drop;
  const values = { ...fields, responsibleId: responsible?.id };
  const taken = take.flatMap((field) => {
    const key = field === 'responsible' ? 'responsibleId' : field;
    return values[key] === undefined ? [] : [[key, values[key]]];
  });
  return Object.fromEntries(taken) as PartyPatch;
}

function changes(party: Party, patch: PartyPatch): PartyPatch {
  const { addPhone, name, confirmed: _asRecord, ...rest } = patch;
  const changed = Object.entries(rest).filter(
    ([field, value]) =>
      value !== undefined && JSON.stringify(value) !== JSON.stringify(party[field as keyof Party]),
  );
  const isNew = addPhone !== undefined && !party.phones.includes(addPhone);
  return {
    ...(Object.fromEntries(changed) as PartyPatch),
    ...(name !== undefined && name.trim() !== party.name ? { name: name.trim() } : {}),
    ...(isNew ? { addPhone, phones: [...party.phones, addPhone] } : {}),
  };
}
