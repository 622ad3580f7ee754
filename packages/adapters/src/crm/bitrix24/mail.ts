/**
 * Letters of the portal's own mail. A letter is an activity of the CRM: one that is written out and done is sent by the portal in the name
 * of the user, and what comes into the mailboxes that are connected there stands with the customer whose address it is.
 */
import type { Letter, Page } from '@ringback/model';
import * as z from 'zod/mini';
import { AdapterError } from '../../error.ts';
import type { HostUser, MailGroup, ReadOptions, WriteOptions } from '../contract.ts';
import type { EnclosedLetter, LetterQuery } from '../contract/mail.ts';
import { nameHas, wordsOf } from '../kit/name.ts';
import { type Base, noSuch, ORIGINATOR, unreadable } from './base.ts';
import { bindActivity } from './bindings.ts';
import { DIRECTIONS, isUnsent, type Owner, Row, toLetter } from './letter.ts';
import { manifest } from './manifest.ts';
import { ENTITIES, type PartyRecord, readId, readPartyId } from './map.ts';
import type { Params } from './wire.ts';

const LETTER = 4;
const PLAIN_TEXT = 1;
const PAGE = 50;
const SELECT = ['*', 'COMMUNICATIONS'];

/** Who has the address. */
export type ByEmail = (email: string, options?: ReadOptions) => Promise<PartyRecord[]>;

export function createMail(base: Base, byEmail: ByEmail): MailGroup {
  return {
    send: (input, options) => send(base, byEmail, input, options),
    list: (query, options) => list(base, byEmail, query, options),
  };
}

async function list(
  base: Base,
  byEmail: ByEmail,
  { partyId: of, dealId, address, threadId, direction, words, cursor, limit = PAGE }: LetterQuery,
  options?: ReadOptions,
): Promise<Page<Letter>> {
  // The portal tells of no threads.
  if (threadId !== undefined) return { items: [] };
  const owners = await ownersOf({ of, dealId, address }, (email) => byEmail(email, options));
  if (owners?.length === 0) return { items: [] };
  const start = Number(cursor ?? 0);
  const from = Math.floor(start / PAGE) * PAGE;
  const filter: Params = {
    TYPE_ID: LETTER,
    ...(owners === undefined ? {} : { BINDINGS: owners.map(bindingOf) }),
    ...(direction === undefined ? {} : { DIRECTION: DIRECTIONS[direction] }),
  };
  const params = { filter, order: { START_TIME: 'DESC', ID: 'DESC' }, select: SELECT, start: from };
  const rows = await readRows(base, params, options);
  const wanted = wordsOf(words ?? '');
  const users = await base.users(options);
  const items: Letter[] = [];
  let next = start;
  for (const row of rows.slice(start - from)) {
    if (items.length === limit) break;
    next += 1;
    const letter = isUnsent(row) ? undefined : await toLetter(row, users, owners);
    if (letter && says(letter, wanted)) items.push(letter);
  }
  const more = next - from < rows.length || rows.length === PAGE;
  // An activity of two customers who were both asked for comes twice.
  const distinct = [...new Map(items.map((letter) => [letter.id, letter])).values()];
  return { items: distinct, ...(more ? { next: String(next) } : {}) };
}

async function readRows(base: Base, params: Params, options?: ReadOptions): Promise<Row[]> {
  const { result } = await base.api.read('crm.activity.list', params, options);
  const parsed = z.array(Row).safeParse(result);
  if (!parsed.success) throw unreadable('crm.activity.list');
  return parsed.data;
}

const bindingOf = ({ entity, id }: Owner) => ({ OWNER_TYPE_ID: ENTITIES[entity].typeId, OWNER_ID: id });

/** `undefined` = everybody's. */
async function ownersOf(
  {
    of,
    dealId,
    address,
  }: { of?: string | undefined; dealId?: string | undefined; address?: string | undefined },
  byEmail: ByEmail,
): Promise<Owner[] | undefined> {
  if (of !== undefined) return [readPartyId(of) ?? []].flat();
  const deal = dealId === undefined ? undefined : readId(dealId);
  if (dealId !== undefined) return deal === undefined ? [] : [{ entity: 'deal', id: deal }];
  return address === undefined ? undefined : byEmail(address);
}

const says = ({ subject, from, to, text: said }: Letter, words: readonly string[]): boolean =>
  words.length === 0 || nameHas([subject, from, ...to, said].join(' '), words);

async function send(
  base: Base,
  byEmail: ByEmail,
  input: EnclosedLetter,
  options: WriteOptions,
): Promise<Letter> {
  const originId = `letter:${options.actor}:${options.idempotencyKey}`;
  const recall = async (id: string) =>
    (await readLetter(base, { ID: id })) ?? Promise.reject(noSuch('letter'));
  const answered = input.inReplyTo === undefined ? undefined : await recall(input.inReplyTo);
  const letter = await base.once({
    key: originId,
    recall,
    async find() {
      const known = await readLetter(base, { ORIGINATOR_ID: ORIGINATOR, ORIGIN_ID: originId });
      return known && { id: known.id, result: known };
    },
    async work() {
      const owner = await receiverOf(byEmail, input, answered);
      const user = await senderOf(base, options);
      const fields = fieldsOf(input, { owner, user, originId, now: base.context.now() });
      const id = z.coerce.string().parse(await base.api.write('crm.activity.add', { fields }, options));
      return { id, result: await recall(id) };
    },
  });
  const dealId = input.dealId ?? answered?.dealId;
  const deal = dealId === undefined ? undefined : readId(dealId);
  if (dealId === undefined || deal === undefined) return letter;
  await bindActivity(base, Number(letter.id), { entity: 'deal', id: deal });
  return { ...letter, dealId };
}

async function readLetter(base: Base, filter: Params): Promise<Letter | undefined> {
  const rows = await readRows(base, { filter: { ...filter, TYPE_ID: LETTER }, select: SELECT });
  const [row] = rows;
  return row && toLetter(row, await base.users());
}

/** A letter stands with a customer there; an address of several is nobody's. */
async function receiverOf(
  byEmail: ByEmail,
  { partyId: named, to }: EnclosedLetter,
  answered: Letter | undefined,
): Promise<PartyRecord> {
  if (named !== undefined) return readPartyId(named) ?? Promise.reject(noSuch('customer'));
  for (const address of to) {
    const [only, ...others] = await byEmail(address);
    if (only && others.length === 0) return only;
  }
  const before = answered?.partyId === undefined ? undefined : readPartyId(answered.partyId);
  if (before) return before;
  throw new AdapterError(
    manifest.id,
    'invalid',
    `Bitrix24 has no single customer with the address ${to[0]}.`,
    {
      hint: 'Write from the customer’s card, or note the address there first.',
    },
  );
}

async function senderOf(base: Base, options: WriteOptions): Promise<HostUser & { email: string }> {
  const id = base.userOf(options);
  const user = (await base.users()).find((one) => one.id === id);
  if (user?.email) return { ...user, email: user.email };
  throw new AdapterError(
    manifest.id,
    'invalid',
    `The Bitrix24 user ${user?.name ?? `№ ${id}`} has no e-mail address.`,
    {
      hint: 'Enter one in the user’s profile, and give the connection the right "user".',
    },
  );
}

function fieldsOf(
  { to, subject, text: said, files = [] }: EnclosedLetter,
  about: {
    owner: PartyRecord;
    user: { id: string; name: string; email: string };
    originId: string;
    now: Date;
  },
): Params {
  const { owner, user, originId, now } = about;
  const { OWNER_TYPE_ID, OWNER_ID } = bindingOf(owner);
  const at = now.toISOString();
  return {
    ...{ OWNER_TYPE_ID, OWNER_ID, TYPE_ID: LETTER, SUBJECT: subject },
    ...{ DESCRIPTION: said, DESCRIPTION_TYPE: PLAIN_TEXT, DIRECTION: Number(DIRECTIONS.out) },
    // Done is what is sent.
    COMPLETED: 'Y',
    COMMUNICATIONS: to.map((VALUE) => ({ VALUE, ENTITY_ID: OWNER_ID, ENTITY_TYPE_ID: OWNER_TYPE_ID })),
    ...{ START_TIME: at, END_TIME: at, RESPONSIBLE_ID: Number(user.id) },
    // Without it the sender would be sent a copy.
    SETTINGS: { MESSAGE_FROM: `${user.name} <${user.email}>`, DISABLE_SENDING_MESSAGE_COPY: 'Y' },
    ...{ ORIGINATOR_ID: ORIGINATOR, ORIGIN_ID: originId },
    FILES: files.map(({ name, content }) => ({ fileData: [name, Buffer.from(content).toString('base64')] })),
  };
}
