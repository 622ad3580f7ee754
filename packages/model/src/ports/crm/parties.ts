/** People and organizations. */
import type { PartyUpdate } from '../../api.ts';
import type { Party, PartyInput, PartyMatch } from '../../party.ts';
import type {
  DuplicateInput,
  Form,
  MergePartyInput,
  PartyListQuery,
  PartyMerge,
  PartyPage,
  RecordChange,
  UnmergedParties,
} from '../../party-query.ts';

export interface PartiesGroup {
  /** Never creates. */
  findByPhone(phone: string): Promise<PartyMatch[]>;
  findByName(name: string): Promise<PartyMatch[]>;
  readonly kinds: readonly string[];
  /**
   * Absent, as `update`, where the host or the role lets no customers be written. Rejects with `invalid`, and names the fields, when a
   * required one is missing; a quick form asks for less.
   */
  create?(input: PartyInput, form?: Form): Promise<Party>;
  /** Rejects with `conflict` and, in the error's `current`, the present record, when it was changed since `ifUnmodifiedSince`. */
  update?(id: string, patch: PartyUpdate): Promise<Party>;
  /** The rest is absent where the gateway is older, or the host cannot do it. Rejects with `not-found`. */
  get?(id: string): Promise<Party>;
  /** Everybody who fits; also the people of an organization, main contact first. */
  list?(query?: PartyListQuery): Promise<PartyPage>;
  /** Who may be the same as somebody who is about to be created; best first. */
  duplicates?(of: DuplicateInput): Promise<PartyMatch[]>;
  /** Everything of `dropId` goes over to `keepId`, and `dropId` is no more. */
  merge?(keepId: string, of: MergePartyInput): Promise<PartyMerge>;
  /** Both as they were before the merge, with what was theirs. Rejects with `conflict` when one was merged again meanwhile. */
  undoMerge?(undoId: string): Promise<UnmergedParties>;
  /** Every change of the record, newest first. */
  history?(id: string): Promise<RecordChange[]>;
}
