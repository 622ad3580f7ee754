/** What the local system of record needs of a store. The gateway's store is one. */
import type { EventData, EventType, Party } from '@ringback/model';

export interface LocalPartyQuery {
  kind?: string;
  segment?: string;
  nature?: string;
  responsibleId?: string;
  organizationId?: string;
  incomplete?: boolean;
  draft?: boolean;
  words?: string;
  sort: 'name' | 'created' | 'updated';
  order: 'asc' | 'desc';
  cursor?: string;
  limit: number;
}

/** `Tx` is the store's own handle of an open transaction. */
export interface LocalStore<Tx> {
  /** One at a time with every other transaction that writes; throws → rolled back. */
  transaction<T>(work: (tx: Tx) => Promise<T>, durability?: 'normal' | 'full'): Promise<T>;
  readonly parties: {
    insert(tx: Tx, party: Party): Promise<void>;
    update(tx: Tx, party: Party): Promise<void>;
    get(id: string, tx?: Tx): Promise<Party | undefined>;
    byPhone(number: string, tx?: Tx): Promise<Party[]>;
    /** The letters' case does not matter, in any alphabet. */
    byName(part: string, limit: number): Promise<Party[]>;
    /** Letters' case ignored. */
    byEmail(email: string, tx?: Tx): Promise<Party[]>;
    byTaxId(taxId: string): Promise<Party[]>;
    /** In the order of ids, those after the given one. */
    after(id: string, limit: number): Promise<Party[]>;
    ofOrganization(id: string, tx?: Tx): Promise<Party[]>;
    remove(tx: Tx, id: string): Promise<void>;
    /** Main contacts first within one organization. */
    list(query: LocalPartyQuery): Promise<{ parties: Party[]; next?: string }>;
  };
  readonly events: {
    append(tx: Tx, event: LocalEvent): Promise<void>;
  };
  readonly records: LocalRecords<Tx>;
  readonly agents: {
    list(): Promise<readonly { id: string; name: string; extension: string }[]>;
  };
  readonly audit: {
    append(tx: Tx, entry: LocalAuditEntry): Promise<void>;
  };
  readonly idempotency: {
    /** The answer that this key got before, or `undefined` and the key is now taken. */
    recall(tx: Tx, key: string, actor: string): Promise<{ answer: unknown } | undefined>;
    remember(tx: Tx, key: string, actor: string, answer: unknown): Promise<void>;
  };
}

export type LocalEventType = Extract<
  EventType,
  `${'party' | 'deal' | 'lead' | 'task' | 'notice' | 'letter' | 'timeline'}.${string}`
>;

/** `null` = told to everybody: who is behind a number is no secret among colleagues. */
export type LocalEvent<T extends LocalEventType = LocalEventType> = T extends LocalEventType
  ? { type: T; data: EventData<T>; audience: readonly string[] | null }
  : never;

export const LOCAL_RECORD_KINDS = [
  'deal',
  'stage-change',
  'lead',
  'lead-change',
  'task',
  'communication',
  'order',
  'cart',
  'viewed',
  'letter',
  'directory',
  'product',
  'party-merge',
  'process-definition',
  'process',
  'view',
  'document',
] as const;
export type LocalRecordKind = (typeof LOCAL_RECORD_KINDS)[number];

/** A record beside the parties: what it is searched by, and the record itself. */
export interface LocalRecord {
  kind: LocalRecordKind;
  id: string;
  /** What it is looked up by beside its id. */
  lookup?: string;
  partyId?: string;
  dealId?: string;
  responsibleId?: string;
  open: boolean;
  /** What its list is ordered by: a time. */
  position: string;
  /** Where it stands: stage, status, state. */
  place?: string;
  /** What it belongs to: pipeline, kind, definition. */
  area?: string;
  /** Small letters: what a search by words looks through. */
  words?: string;
  /** When it is due. */
  due?: string;
  updatedAt?: string;
  amount?: { amount: number; currency: string };
  data: unknown;
}

export const RECORD_SORTS = ['position', 'updatedAt', 'due', 'amount'] as const;
export type RecordSort = (typeof RECORD_SORTS)[number];

export interface LocalRecordQuery {
  kind: LocalRecordKind;
  partyId?: string;
  dealId?: string;
  responsibleId?: string;
  open?: boolean;
  lookup?: string;
  places?: readonly string[];
  areas?: readonly string[];
  /** Each of them must be there. */
  words?: string;
  /** Of `position`; the end is not in it. */
  from?: string;
  to?: string;
  dueBefore?: string;
  /** `position` when absent. */
  sort?: RecordSort;
  newestFirst: boolean;
  cursor?: string;
  limit: number;
}

export type RecordFilter = Omit<LocalRecordQuery, 'newestFirst' | 'cursor' | 'limit' | 'sort'>;

export interface LocalRecords<Tx> {
  /** Inserts, or replaces the record of the same kind and id. */
  put(tx: Tx, record: LocalRecord): Promise<void>;
  get(kind: LocalRecordKind, id: string, tx?: Tx): Promise<LocalRecord | undefined>;
  byLookup(kind: LocalRecordKind, lookup: string, tx?: Tx): Promise<LocalRecord[]>;
  list(query: LocalRecordQuery): Promise<{ records: LocalRecord[]; next?: string }>;
  ofParty(tx: Tx, partyId: string): Promise<LocalRecord[]>;
  remove(tx: Tx, kind: LocalRecordKind, id: string): Promise<void>;
  /** How many stand where, and what they come to, by currency. */
  totals(
    filter: RecordFilter,
  ): Promise<{ place: string; currency: string | undefined; count: number; amount: number }[]>;
}

export interface LocalAuditEntry {
  actor: string;
  entity: string;
  entityId: string;
  field: string;
  old: unknown;
  new: unknown;
}
