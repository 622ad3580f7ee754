/** Letters as they are kept: whose they are, and which of them belong together. */
import { Letter, type Party } from '@ringback/model';
import type { LocalOptions } from './base.ts';
import { createRecordsOf, given } from './records.ts';

/** As it came out of the mailbox; ids of RFC 5322 without brackets. */
export interface IncomingLetter {
  from: string;
  to: readonly string[];
  subject: string;
  text: string;
  at: string;
  messageId: string;
  /** What it answers, and what that answered: the oldest first. */
  references: readonly string[];
  attachments: readonly string[];
}

const MOST_TEXT = 100_000;
const MOST_WORDS = 4000;
/** Of these the newest are looked for. */
const MOST_REFERENCES = 20;

export function lettersOf<Tx>(options: LocalOptions<Tx>) {
  const { store } = options;
  return createRecordsOf<Tx, Letter>(options, {
    kind: 'letter',
    parse: (data) => Letter.parse(data),
    fields: ['subject', 'to'],
    toRecord: ({ at, partyId, dealId, from, to, direction, subject, text, threadId }) => ({
      ...given({ partyId, dealId, area: threadId }),
      lookup: (direction === 'out' ? to[0] : from)?.toLowerCase() ?? '',
      place: direction,
      words: [subject, from, ...to, text].join(' ').slice(0, MOST_WORDS),
      open: false,
      position: at,
    }),
    created: (tx, letter) =>
      store.events.append(tx, { type: 'letter.created', data: { letter }, audience: null }),
  });
}

/** The one party with one of these addresses; an address of several is nobody's. */
export async function partyOf<Tx>(
  { store, hosted }: LocalOptions<Tx>,
  addresses: readonly string[],
): Promise<string | undefined> {
  for (const address of addresses) {
    const owner = await hosted?.ownerOf(address);
    if (owner !== undefined) return owner;
    const [party, ...others] = await store.parties.byEmail(address);
    if (party && others.length === 0) return party.id;
  }
  return undefined;
}

/** Letters from or to his address that came when it was nobody's are his from now on; an address of several is nobody's. */
export async function adoptLetters<Tx>(
  { store }: LocalOptions<Tx>,
  tx: Tx,
  { id: partyId, email }: Party,
): Promise<void> {
  if (email === undefined || email === '') return;
  const owners = await store.parties.byEmail(email, tx);
  if (owners.some(({ id }) => id !== partyId)) return;
  for (const row of await store.records.byLookup('letter', email.toLowerCase(), tx)) {
    if (row.partyId !== undefined) continue;
    await store.records.put(tx, { ...row, partyId, data: { ...Letter.parse(row.data), partyId } });
  }
}

/** The same for a customer of a host, who may have got his address since: it is looked at when his letters are. */
export async function adoptHosted<Tx>(options: LocalOptions<Tx>, partyId: string): Promise<void> {
  const { store, hosted } = options;
  const email = (await hosted?.emailOf(partyId))?.toLowerCase();
  if (!email) return;
  const nobodys = async (tx?: Tx) =>
    (await store.records.byLookup('letter', email, tx)).filter((row) => row.partyId === undefined);
  if ((await nobodys()).length === 0 || (await hosted?.ownerOf(email)) !== partyId) return;
  await store.transaction(async (tx) => {
    for (const row of await nobodys(tx))
      await store.records.put(tx, { ...row, partyId, data: { ...Letter.parse(row.data), partyId } });
  });
}

/** Takes what came in. The same letter, by its Message-ID, is one letter. */
export function createInbox<Tx>(options: LocalOptions<Tx>) {
  const letters = lettersOf(options);

  async function known(messageId: string): Promise<Letter | undefined> {
    // One of ours carries the id of its record.
    return (await letters.get(idOfOurs(messageId))) ?? letters.get(await hashOf(messageId));
  }

  async function answered(references: readonly string[]): Promise<Letter | undefined> {
    for (const id of references.slice(-MOST_REFERENCES).reverse()) {
      const letter = await known(id);
      if (letter) return letter;
    }
    return undefined;
  }

  return {
    /** `false` = it was there already. */
    async take({ text, references, ...incoming }: IncomingLetter): Promise<boolean> {
      const { from, messageId, to, attachments } = incoming;
      if (await known(messageId)) return false;
      const before = await answered(references);
      const partyId = (await partyOf(options, [from])) ?? before?.partyId;
      const letter: Letter = {
        ...{ system: 'local', id: await hashOf(messageId), direction: 'in', from, to: [...to] },
        ...{ subject: incoming.subject, text: text.slice(0, MOST_TEXT), at: incoming.at, messageId },
        threadId: before?.threadId ?? references[0] ?? messageId,
        ...given({ partyId, dealId: before?.dealId }),
        ...(attachments.length === 0 ? {} : { attachments: [...attachments] }),
      };
      await letters.create({ actor: 'mail', idempotencyKey: `letter-${letter.id}` }, async () => letter);
      return true;
    },
  };
}
export type Inbox = ReturnType<typeof createInbox>;

const idOfOurs = (messageId: string): string => messageId.split('@')[0] ?? '';

export async function hashOf(text: string): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return [...hash.slice(0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
