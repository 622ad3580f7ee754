/** Letters: sent through the firm's own mail server, kept with the party whose address it is. */
import { Letter, type LetterInput } from '@ringback/model';
import type { MailGroup, WriteOptions } from '../contract.ts';
import { type LocalOptions, once } from './base.ts';
import { createRecordsOf, given } from './records.ts';

/** What carries letters: SMTP, or a test's own. */
export interface MailTransport {
  /** The sender that stands in the letter. */
  readonly from: string;
  /** `messageId` is the same for a repeated sending: servers and readers know the double by it. */
  send(letter: { to: readonly string[]; subject: string; text: string; messageId: string }): Promise<void>;
}

export function createMail<Tx>(options: LocalOptions<Tx>, transport: MailTransport): MailGroup {
  const { store, now } = options;
  const letters = createRecordsOf<Tx, Letter>(options, {
    kind: 'letter',
    parse: (data) => Letter.parse(data),
    fields: ['subject', 'to'],
    toRecord: ({ at, partyId, from, to, direction }) => ({
      ...given({ partyId, lookup: direction === 'out' ? to[0] : from }),
      open: false,
      position: at,
    }),
  });

  async function whose({ to, partyId }: LetterInput): Promise<string | undefined> {
    if (partyId !== undefined) return partyId;
    for (const address of to) {
      const [party, ...others] = await store.parties.byEmail(address);
      if (party && others.length === 0) return party.id;
    }
    return undefined;
  }

  /** Sent before it is stored: a letter that is in the list has left the house. The id keeps a repeated sending one letter. */
  async function send(input: LetterInput, write: WriteOptions): Promise<Letter> {
    const id = await letterId(write);
    const known = await letters.get(id);
    if (known) return known;
    const partyId = await whose(input);
    const { to, subject, text } = input;
    await transport.send({ to, subject, text, messageId: `<${id}@ringback>` });
    const letter: Letter = {
      ...{ system: 'local', id, direction: 'out', from: transport.from, to, subject, text },
      at: now().toISOString(),
      ...given({ partyId }),
    };
    return once(store, {
      what: 'letter.send',
      options: write,
      parse: (answer) => Letter.parse(answer),
      async work(tx) {
        await letters.put(tx, letter);
        return letter;
      },
    });
  }

  return {
    send,
    async list({ address, ...query }) {
      if (address === undefined) return letters.list({ ...query, newestFirst: true });
      const [party] = await store.parties.byEmail(address);
      return party ? letters.list({ ...query, partyId: party.id, newestFirst: true }) : { items: [] };
    },
  };
}

async function letterId({ actor, idempotencyKey }: WriteOptions): Promise<string> {
  const bytes = new TextEncoder().encode(`${actor} ${idempotencyKey}`);
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...hash.slice(0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
