export interface ReadOptions {
  /** Aborts the request on the wire as well; the promise then rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Nobody waits for it: where the vendor's limit makes requests wait, others go first. */
  background?: boolean;
  /** When the work was begun that this is part of, in milliseconds since 1970: where requests wait, the oldest work goes first. */
  began?: number;
}

/** Passed to every write: the same key is the same write, whatever is retried. */
export interface WriteOptions extends ReadOptions {
  idempotencyKey: string;
  /** Who does it (an agent of ours), for the audit trail. */
  actor: string;
  /** The same person as the host's own user, where the gateway knows him. */
  userId?: string;
  /**
   * `updatedAt` of the copy that was looked at. Whoever can compares it in the act, and throws `conflict` with the present record; before
   * others the gateway has compared it itself.
   */
  ifUnmodifiedSince?: string;
}

/** Kinds of records that a host keeps. */
export const RECORD_KINDS = ['party', 'deal', 'lead', 'task', 'order', 'communication'] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

export interface RecordRef {
  kind: RecordKind;
  id: string;
}
