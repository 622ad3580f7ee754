/** What is asked of letters, and a letter to send. */
import * as z from 'zod/mini';
import { Letter } from './mail.ts';
import { PAGE_QUERY, pageOf, Words } from './page-query.ts';
import { Id, line, text } from './scalars.ts';

const Address = z
  .string()
  .check(z.regex(/^[^\s@<>]+@[^\s@<>]+$/, 'must be an address such as a@b.example'), z.maxLength(254));

export const LetterInput = z.strictObject({
  to: z.array(Address).check(z.minLength(1), z.maxLength(20)),
  subject: line(255),
  text: text(100_000),
  partyId: z.optional(Id),
  dealId: z.optional(Id),
  /** The letter that this one answers. */
  inReplyTo: z.optional(Id),
  /** A document of the deal that goes with it. */
  documentId: z.optional(Id),
});
export type LetterInput = z.infer<typeof LetterInput>;

export const LetterQuery = z.strictObject({
  ...PAGE_QUERY,
  partyId: z.optional(Id),
  dealId: z.optional(Id),
  address: z.optional(Address),
  threadId: z.optional(z.string().check(z.maxLength(300))),
  direction: z.optional(z.enum(['in', 'out'])),
  words: Words,
});
export type LetterQuery = z.input<typeof LetterQuery>;
export const LetterPage = pageOf(Letter);
export type LetterPage = z.infer<typeof LetterPage>;
