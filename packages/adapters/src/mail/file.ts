/** A file that came with a letter: it stays with the mail server, and is fetched when somebody wants it. */
import { AdapterError } from '../error.ts';
import type { LetterFile } from '../crm/contract/mail.ts';
import { readingError } from './errors.ts';
import { connect, filesOf } from './imap.ts';
import type { MailSettings } from './manifest.ts';

/** No more is carried through the gateway, in bytes; the mail program has what is larger. */
export const MOST_FILE_BYTES = 25_000_000;

/** @param index Its place among the names of the letter's files. */
export async function readFile(
  settings: MailSettings,
  { messageId, index }: { messageId: string; index: number },
): Promise<LetterFile> {
  const client = connect(settings);
  client.on('error', () => {});
  try {
    await client.connect();
    await client.mailboxOpen(settings.folder, { readOnly: true });
    const header = { 'message-id': `<${messageId}>` };
    const [uid] = (await client.search({ header }, { uid: true })) || [];
    const message =
      uid === undefined
        ? false
        : await client.fetchOne(String(uid), { bodyStructure: true, uid: true }, { uid: true });
    const file = message && message.bodyStructure && filesOf(message.bodyStructure)[index];
    if (!file || uid === undefined) throw gone();
    const { content } = await client.download(String(uid), file.part, {
      ...{ uid: true, decodeText: false, maxBytes: MOST_FILE_BYTES + 1 },
    });
    if (!content) throw gone();
    return { name: file.name, content: await whole(content) };
  } catch (error) {
    throw readingError(error);
  } finally {
    await client.logout().catch(() => client.close());
  }
}

const gone = () =>
  new AdapterError('mail', 'not-found', 'The file is not in the mailbox any more.', {
    hint: 'The letter may have been moved or deleted there.',
  });

async function whole(content: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of content) {
    pieces.push(piece);
    bytes += piece.length;
    if (bytes > MOST_FILE_BYTES)
      throw new AdapterError('mail', 'invalid', 'The file is larger than 25 MB.', {
        hint: 'Open the letter in the mail program.',
      });
  }
  return Buffer.concat(pieces);
}
