/** What the local system of record needs of a store. The gateway's store is one. */
import type { Party } from '@ringback/model';

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
    byEmail(email: string): Promise<Party[]>;
    byTaxId(taxId: string): Promise<Party[]>;
    /** In the order of ids, those after the given one. */
    after(id: string, limit: number): Promise<Party[]>;
  };
  readonly events: {
    append(tx: Tx, event: PartyEvent): Promise<void>;
  };
  readonly audit: {
    append(tx: Tx, entry: PartyAuditEntry): Promise<void>;
  };
  readonly idempotency: {
    /** The answer that this key got before, or `undefined` and the key is now taken. */
    recall(tx: Tx, key: string, actor: string): Promise<{ answer: unknown } | undefined>;
    remember(tx: Tx, key: string, actor: string, answer: unknown): Promise<void>;
  };
}

/** Told to everybody: who is behind a number is no secret among colleagues. */
export interface PartyEvent {
  type: 'party.created' | 'party.updated';
  data: { party: Party };
  audience: null;
}

export interface PartyAuditEntry {
  actor: string;
  entity: string;
  entityId: string;
  field: string;
  old: unknown;
  new: unknown;
}
