/** Letters (S065–S066). A letter belongs to the party whose address it was sent to or came from. */
import * as z from 'zod/mini';
import { Id, IsoTime } from './scalars.ts';

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
  dealId: z.optional(Id),
  /** Of RFC 5322, without brackets. */
  messageId: z.optional(z.string()),
  /** The same for a letter and everything that answers it. */
  threadId: z.optional(z.string()),
  /** Names of the files that came with it; the files themselves stay with the mail server, and are fetched when they are wanted. */
  attachments: z.optional(z.array(z.string())),
});
export type Letter = z.infer<typeof Letter>;
