/** Letters: sent through the firm's own mail server, kept with the party whose address it is. */
import type { Letter } from '@ringback/model';
import { AdapterError } from '../../error.ts';
import type { LetterFile, MailGroup, WriteOptions } from '../contract.ts';
import type { EnclosedLetter } from '../contract/mail.ts';
import type { LocalOptions } from './base.ts';
import { adoptHosted, hashOf, lettersOf, partyOf } from './letters.ts';
import { given } from './records.ts';

export interface OutgoingLetter {
  to: readonly string[];
  subject: string;
  text: string;
  /** The same for a repeated sending: servers and readers know the double by it. Without brackets, as all ids here. */
  messageId: string;
  inReplyTo?: string;
  references?: readonly string[];
  attachments?: readonly { name: string; type: string; content: string }[];
}

/** What carries letters: SMTP, or a test's own. */
export interface MailTransport {
  /** The sender that stands in the letter. */
  readonly from: string;
  send(letter: OutgoingLetter): Promise<void>;
  /** A file of a letter that came in, by its Message-ID; absent where nothing is received. */
  file?(of: { messageId: string; index: number }): Promise<LetterFile>;
}

/** `running` = letters that are on their way, by id; it outlives the group, which is made anew when the mail server is changed. */
export function createMail<Tx>(
  options: LocalOptions<Tx>,
  transport: () => MailTransport | undefined,
  running: Map<string, Promise<Letter>>,
): MailGroup {
  const { store, now } = options;
  const letters = lettersOf(options);

  async function answeredBy(id: string | undefined): Promise<Letter | undefined> {
    if (id === undefined) return undefined;
    const letter = await letters.get(id);
    if (letter) return letter;
    throw new AdapterError('local', 'not-found', 'The letter that this one answers is not there.', {
      hint: 'Send it as a new letter.',
    });
  }

  /** The id keeps a repeated sending one letter, also while the first still runs. */
  async function send(input: EnclosedLetter, write: WriteOptions): Promise<Letter> {
    const id = await hashOf(`${write.actor} ${write.idempotencyKey}`);
    const sending = running.get(id) ?? sendOnce(id, input, write).finally(() => running.delete(id));
    running.set(id, sending);
    return sending;
  }

  /** Sent before it is stored: a letter that is in the list has left the house. */
  async function sendOnce(id: string, input: EnclosedLetter, write: WriteOptions): Promise<Letter> {
    const known = await letters.get(id);
    if (known) return known;
    const carrier = transport();
    if (!carrier)
      throw new AdapterError('local', 'unavailable', 'No mail server is set up.', {
        hint: 'Set it up under Mail at /admin.',
      });
    const before = await answeredBy(input.inReplyTo);
    const messageId = `${id}@${carrier.from.split('@')[1] ?? 'ringback'}`;
    const outgoing = outgoingOf(input, messageId, before);
    await carrier.send(outgoing);
    const { attachments } = outgoing;
    const partyId = input.partyId ?? (await partyOf(options, input.to)) ?? before?.partyId;
    const letter: Letter = {
      ...{ system: 'local', id, direction: 'out', from: carrier.from, to: input.to },
      ...{ subject: input.subject, text: outgoing.text, at: now().toISOString(), messageId },
      threadId: before?.threadId ?? messageId,
      ...given({ partyId, dealId: input.dealId ?? before?.dealId }),
      ...(attachments ? { attachments: attachments.map(({ name }) => name) } : {}),
    };
    return letters.create(write, async () => letter);
  }

  async function file(letterId: string, index: number): Promise<LetterFile> {
    const { messageId, direction } = (await letters.get(letterId)) ?? {};
    const read = transport()?.file;
    if (read && messageId !== undefined && direction === 'in') return read({ messageId, index });
    throw new AdapterError('local', 'not-found', 'There is no such file.', {
      hint: 'Files are kept of letters that came in.',
    });
  }

  return {
    send,
    ...(transport()?.file ? { file } : {}),
    async list({ address, threadId, direction, ...query }) {
      if (query.partyId !== undefined) await adoptHosted(options, query.partyId);
      const [party] = address === undefined ? [] : await store.parties.byEmail(address);
      const whose =
        address === undefined ? {} : party ? { partyId: party.id } : { lookup: address.toLowerCase() };
      return letters.list({
        ...query,
        ...whose,
        ...(threadId === undefined ? {} : { areas: [threadId] }),
        ...(direction === undefined ? {} : { places: [direction] }),
        newestFirst: true,
      });
    },
  };
}

function outgoingOf(
  { to, subject, text, files }: EnclosedLetter,
  messageId: string,
  before: Letter | undefined,
): OutgoingLetter {
  const { messageId: answers, threadId: thread = answers } = before ?? {};
  const chain = [thread, answers].filter((id) => id !== undefined);
  return {
    ...{ to, subject, messageId, text },
    ...(answers === undefined ? {} : { inReplyTo: answers, references: [...new Set(chain)] }),
    ...(files === undefined ? {} : { attachments: files }),
  };
}
