/** What the parts of the card that are loaded later get from it. */
import type { Backend, CallPatch, Locale, PartyRef } from '@ringback/model';
import type { RecordOpenDetail } from '@ringback/ui';
import type { CallFacts } from '../call-facts.ts';
import type { CardCall } from '../calls-book.ts';

export interface MoreMeans {
  backend: () => Backend | undefined;
  locale: () => Locale;
  call: () => CardCall;
  facts: () => CallFacts;
  changed: () => void;
  failed: (error: unknown) => void;
  /** Writes through the outbox: `undefined` while it waits there. */
  update: (patch: CallPatch) => Promise<unknown>;
  /** Makes the call this party's. */
  link: (party: PartyRef) => Promise<void>;
  open: (record: Omit<RecordOpenDetail, 'url'> & { url?: string | undefined }) => void;
}

/** Why it did not work, in words. */
export const reasonOf = (error: unknown): string => (error as Error).message;
