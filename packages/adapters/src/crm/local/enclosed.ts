/** What goes along with a letter. */
import type { LetterInput } from '@ringback/model';
import * as z from 'zod/mini';
import { AdapterError } from '../../error.ts';
import type { EnclosedLetter } from '../contract/mail.ts';
import type { LocalStore } from './store.ts';

/** What is read of a document: made of a template, or a link to a file elsewhere. */
const Attached = z.object({
  name: z.string(),
  html: z.optional(z.string()),
  url: z.optional(z.string()),
  dealId: z.optional(z.string()),
});

/** A document of ours goes along as a file; of one that is kept elsewhere its address. The letter belongs to its deal, unless another is named. */
export async function enclose<Tx>(
  { records }: Pick<LocalStore<Tx>, 'records'>,
  { documentId, ...letter }: LetterInput,
): Promise<EnclosedLetter> {
  if (documentId === undefined) return letter;
  const row = await records.get('document', documentId);
  if (!row)
    throw new AdapterError('local', 'not-found', 'There is no such document.', {
      hint: 'Make it again, or send the letter without it.',
    });
  const { name, html, url, dealId = letter.dealId } = Attached.parse(row.data);
  return {
    ...letter,
    ...(url === undefined ? {} : { text: `${letter.text}\n\n${name}: ${url}` }),
    ...(html === undefined ? {} : { files: [{ name: `${name}.html`, type: 'text/html', content: html }] }),
    ...((letter.dealId ?? dealId) ? { dealId: letter.dealId ?? dealId } : {}),
  };
}
