/** What the store keeps of visitors and their callbacks. */
import type { Callback, CallbackState, Visit } from '@ringback/model';
import type { Tx } from './contract.ts';

/** States in which a callback needs nothing more. */
export const FINISHED_CALLBACKS: readonly CallbackState[] = ['completed', 'failed', 'cancelled'];

export interface CallbackRow {
  callback: Callback;
  token: string;
}

/** A visitor's browser, and what it told last. */
export interface VisitRow {
  id: string;
  siteKey: string;
  /** SHA-256 of his secret. */
  tokenHash: string;
  /** E.164, once he has asked for a call or called. */
  number: string | undefined;
  seenAt: string;
  /** From then on it is forgotten. */
  expiresAt: string;
  visit: Visit;
}

/** A number that is, or was last, one visitor's. */
export interface Lease {
  number: string;
  visitId: string;
  since: string;
  until: string;
}

/** Who came to a site, and who wants to be called back. */
export interface VisitorGroups {
  readonly callbacks: {
    insert(tx: Tx, row: CallbackRow): Promise<void>;
    update(tx: Tx, row: CallbackRow): Promise<void>;
    get(id: string, tx?: Tx): Promise<CallbackRow | undefined>;
    byCall(callId: string): Promise<CallbackRow | undefined>;
    inStates(states: readonly CallbackState[]): Promise<CallbackRow[]>;
    ofVisit(visitId: string): Promise<CallbackRow[]>;
    /** Not finished, for the same number: duplicates join. */
    openForNumber(number: string, tx?: Tx): Promise<CallbackRow | undefined>;
    /** For the same number, not finished or requested after the date; the oldest first. */
    openOrSince(number: string, since: Date): Promise<CallbackRow[]>;
    /** How many promises of these sites, requested in this time, its end not included, were kept and broken. */
    promises(query: {
      siteKeys: readonly string[];
      since: Date;
      before: Date;
    }): Promise<{ kept: number; broken: number }>;
    /** How many of the site were requested after the date. */
    countSince(siteKey: string, since: Date): Promise<number>;
  };

  /** Texts that are tried against each other. */
  readonly variants: {
    /** The dialog was opened with it. */
    show(tx: Tx, of: { siteKey: string; variant: string }): Promise<void>;
    counts(
      siteKey: string,
    ): Promise<{ variant: string; shown: number; requests: number; kept: number; broken: number }[]>;
  };

  readonly visits: {
    /** Inserts or replaces. */
    put(tx: Tx, row: VisitRow): Promise<void>;
    get(id: string, tx?: Tx): Promise<VisitRow | undefined>;
    /** Of visitors who have called from, or left, one of these numbers; who was here last first. */
    ofNumbers(numbers: readonly string[]): Promise<VisitRow[]>;
    /** With his lease. */
    remove(tx: Tx, id: string): Promise<void>;
    /** Drops what has expired by then, and tells how many. */
    prune(before: Date): Promise<number>;
    /** Of these numbers, those that were ever lent. */
    leases(numbers: readonly string[], tx?: Tx): Promise<Lease[]>;
    /** A number has one lease, the last. */
    putLease(tx: Tx, lease: Lease): Promise<void>;
  };
}
