/** Letters (S065–S066). A letter belongs to the party whose address it was sent to or came from. */
import * as z from 'zod/mini';
import { Id, IsoTime, line, text } from './scalars.ts';

const Address = z.string().check(z.regex(/^[^\s@<>]+@[^\s@<>]+$/), z.maxLength(254));

export const Letter = z.object({
  system: z.string(),
  id: Id,
  direction: z.enum(['in', 'out']),
  from: z.string(),
  to: z.array(z.string()),
  subject: z.string(),
  /** Plain text; of a letter in HTML what a reader sees of it. */
  text: z.string(),
  at: IsoTime,
  partyId: z.optional(Id),
});
export type Letter = z.infer<typeof Letter>;

export const LetterInput = z.strictObject({
  to: z.array(Address).check(z.minLength(1), z.maxLength(20)),
  subject: line(255),
  text: text(100_000),
  partyId: z.optional(Id),
  dealId: z.optional(Id),
});
export type LetterInput = z.infer<typeof LetterInput>;
