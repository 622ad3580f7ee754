/** What Ringback asks of a system of record. Each group is absent as a whole where the system cannot do it. */
import type { Call, Party, PartyInput, PartyMatch, PartyPatch } from '@ringback/model';

/** Passed to every write: the same key is the same write, whatever is retried. */
export interface WriteOptions {
  idempotencyKey: string;
  /** Who does it, for the audit trail. */
  actor: string;
}

export interface PartiesGroup {
  /** E.164 or extension. Never creates. Best first. */
  findByPhone(number: string): Promise<PartyMatch[]>;
  /** Part of a name, letters' case ignored in every alphabet; at most 20. */
  findByName(name: string): Promise<PartyMatch[]>;
  get(id: string): Promise<Party | undefined>;
  /** `phones` are already normalised. `conflict` when another party has one of them. */
  create(input: PartyInput, options: WriteOptions): Promise<Party>;
  update(id: string, patch: PartyPatch, options: WriteOptions): Promise<Party>;
}

export interface CommunicationsGroup {
  /** Logs an ended call once per `call.id`. */
  logCall(call: Call, options: WriteOptions): Promise<void>;
  /** Later facts: comment, party. Never overwrites what a person wrote in the host. */
  updateCall(call: Call, options: WriteOptions): Promise<void>;
}

export const CRM_CAPABILITIES = ['parties', 'communications'] as const;
export type CrmCapability = (typeof CRM_CAPABILITIES)[number];

export interface CrmManifest {
  readonly id: string;
  readonly name: string;
  readonly capabilities: readonly CrmCapability[];
}

export interface Crm {
  readonly manifest: CrmManifest;
  readonly parties?: PartiesGroup;
  readonly communications?: CommunicationsGroup;
}
