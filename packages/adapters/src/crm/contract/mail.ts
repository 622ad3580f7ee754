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

export interface MailGroup {
  /** Sends one letter; it is attached to the party by its address where no party is given. */
  send(input: LetterInput, options: WriteOptions): Promise<Letter>;
  /** Newest first, both directions. */
  list(query: LetterQuery, options?: ReadOptions): Promise<Page<Letter>>;
}
