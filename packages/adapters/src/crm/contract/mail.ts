import type { Letter, LetterInput, Page, PageQuery } from '@ringback/model';
import type { ReadOptions, WriteOptions } from './options.ts';

export interface LetterQuery extends PageQuery {
  /** One of the two. */
  partyId?: string;
  address?: string;
  dealId?: string;
  threadId?: string;
  direction?: 'in' | 'out';
  words?: string;
}

/** A file that came with a letter, whole. */
export interface LetterFile {
  name: string;
  content: Uint8Array;
}

/** A letter with the files that go along: a host knows nothing of our documents. */
export interface EnclosedLetter extends Omit<LetterInput, 'documentId'> {
  files?: readonly { name: string; type: string; content: string }[];
}

export interface MailGroup {
  /** Sends one letter; it is attached to the party by its address where no party is given. */
  send(input: EnclosedLetter, options: WriteOptions): Promise<Letter>;
  /** Newest first, both directions. */
  list(query: LetterQuery, options?: ReadOptions): Promise<Page<Letter>>;
  /** A file of a letter that came in, by its place in `attachments`. Rejects with `not-found` when it is gone, `invalid` when it is too large. */
  file?(letterId: string, index: number): Promise<LetterFile>;
}
