/**
 * The store: SQLite today, Postgres by the same contract and suite. There is no bus: an event is appended in the
 * transaction of the change that it tells of, and followed in commit order.
 */
import type { EventData, EventType, RingbackEvent, Settings } from '@ringback/model';
import type { CampaignStore } from './contract-campaigns.ts';
import type { SecurityStore, TollStore } from './contract-security.ts';
import type { CallGroups } from './contract-calls.ts';
import type { PeopleGroups } from './contract-people.ts';
import type { RecordGroups } from './contract-records.ts';
import type { VisitorGroups } from './contract-visits.ts';

export * from './contract-calls.ts';
export * from './contract-people.ts';
export * from './contract-records.ts';
export * from './contract-visits.ts';
export type { TollCost, TollRow } from './contract-security.ts';

/** Opaque handle of an open transaction. Everything that writes takes one. */
export interface Tx {
  readonly __tx: never;
}

export type NewEvent<T extends EventType = EventType> = T extends EventType
  ? {
      type: T;
      data: EventData<T>;
      /** Ids of the agents whom it concerns; `null` = every agent. */
      audience: readonly string[] | null;
    }
  : never;

export interface StoredEvent {
  event: RingbackEvent;
  audience: readonly string[] | null;
}

export interface EventPage {
  events: StoredEvent[];
  /** All up to here has been looked at. */
  through: number;
  /** Some events after the position are no longer kept, and none was looked at. */
  reset: boolean;
}

/** How far an append must have come before the promise resolves. */
export type Durability = 'normal' | 'full';

export interface LeaseInput {
  name: string;
  holder: string;
  /** Of one who prolongs. */
  token: number | undefined;
  forMs: number;
}

export interface AuditEntry {
  actor: string;
  entity: string;
  entityId: string;
  field: string;
  old: unknown;
  new: unknown;
}

export interface Store extends CallGroups, VisitorGroups, RecordGroups, PeopleGroups {
  /** Runs the work in one transaction; throws → rolled back. `full` waits for the disk (an acknowledgement is a promise). */
  transaction<T>(work: (tx: Tx) => Promise<T>, durability?: Durability): Promise<T>;

  readonly events: {
    append<T extends EventType>(tx: Tx, event: NewEvent<T>): Promise<void>;
    /** Looks at the next `limit` events after this position, in commit order; with `reader` it answers only those that are for this agent. */
    since(after: number, limit: number, reader?: string): Promise<EventPage>;
    latestId(): Promise<number>;
    /** The position from which `since` gives what happened at this time or later. */
    positionAt(date: Date): Promise<number>;
    /** Woken after each commit that appended, with what it appended where that is known: what others have written is still to be read. */
    onAppend(listener: (appended: readonly StoredEvent[]) => void): () => void;
    /** Drops what is older than the date. */
    prune(before: Date): Promise<void>;
  };

  readonly campaigns: CampaignStore;

  readonly security: SecurityStore;

  readonly tolls: TollStore;

  /** Who alone may do something for now, among all nodes on this store. */
  readonly leases: {
    /**
     * Begins or prolongs: the token, or `undefined` while another holds it. The token grows with every holder, so that a holder who
     * slept through his end is known by his old one. The same holder without a token is a new run of a process that died.
     */
    take(input: LeaseInput): Promise<number | undefined>;
    /** `conflict` when the token is the current one no more: fails the transaction of a holder of the past. */
    prove(tx: Tx, name: string, token: number): Promise<void>;
    /** Gives it back; by its token. */
    release(name: string, token: number): Promise<void>;
  };

  readonly settings: {
    /** `undefined` on a new store. */
    get(): Promise<{ settings: Settings; version: number } | undefined>;
    /** Refused with `conflict` when `version` is not the stored one plus one. */
    put(tx: Tx, settings: Settings, version: number): Promise<void>;
  };

  readonly audit: {
    append(tx: Tx, entry: AuditEntry): Promise<void>;
    ofEntity(entity: string, entityId: string): Promise<(AuditEntry & { at: string })[]>;
  };

  readonly idempotency: {
    /** The answer that this key got before, or `undefined` and the key is now taken. Keys live 24 h. */
    recall(tx: Tx, key: string, actor: string): Promise<{ answer: unknown } | undefined>;
    remember(tx: Tx, key: string, actor: string, answer: unknown): Promise<void>;
  };

  /** A secret of the whole firm, the same on every node: made by the first who asks. */
  secret(name: string, make: () => string): Promise<string>;

  close(): Promise<void>;
}
