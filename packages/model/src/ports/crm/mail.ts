/** Letters. */
import type { Letter } from '../../mail.ts';
import type { LetterInput, LetterPage, LetterQuery } from '../../mail-write.ts';
import type { FileLink } from '../../recording.ts';

export interface BackendMail {
  /** Newest first, both directions; a thread by its `threadId`. What comes in later is told by `letter.created`. */
  list(query?: LetterQuery): Promise<LetterPage>;
  /** Goes to the party whose address it is where none is named. Rejects with `unavailable` when the mail server does not take it. */
  send?(input: LetterInput): Promise<Letter>;
  /** A short-lived address of a file that came with a letter, by its place in `attachments`; the browser keeps what it opens there. */
  file?(letterId: string, index: number): Promise<FileLink>;
}
