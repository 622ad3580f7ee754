import type { ReadOptions } from './options.ts';

/** A request that the host sent us, untouched. */
export interface InboundRequest {
  method: string;
  /** Small letters. */
  headers: Readonly<Record<string, string | undefined>>;
  query: Readonly<Record<string, string>>;
  body: Uint8Array;
}

export const HOST_CHANGE_TYPES = [
  'party.changed',
  'party.removed',
  'deal.changed',
  'deal.removed',
  'lead.changed',
  'lead.removed',
  'task.changed',
  'task.removed',
  'order.changed',
  'communication.changed',
  /** Somebody clicked a number in the host. */
  'dial.requested',
  /** A visitor asked the host to be called. */
  'callback.requested',
] as const;
export type HostChangeType = (typeof HOST_CHANGE_TYPES)[number];

/** That something happened, not what: the record is read again, so that order and repetition do not matter. */
export interface HostChange {
  /** The same for a repeated delivery. */
  id: string;
  type: HostChangeType;
  /** Of the record; absent for requests. */
  recordId?: string;
  /** Of `dial.requested` and `callback.requested`. */
  request?: { number: string; userId?: string; name?: string; hostCallId?: string };
}

export interface ChangesGroup {
  /** Verifies (in constant time, before anything is parsed), then reads. `unauthorized` for who is not the host. */
  receive?(request: InboundRequest): Promise<HostChange[]>;
  /**
   * What changed since the marker; without one, everything, page by page, of a host whose numbers the gateway keeps, and of others the
   * newest alone. Call again at once while `more` is true. A repeated poll with the same marker may tell the same changes again.
   */
  poll?(
    marker: string | undefined,
    options?: ReadOptions,
  ): Promise<{ changes: HostChange[]; marker: string; more: boolean }>;
}
