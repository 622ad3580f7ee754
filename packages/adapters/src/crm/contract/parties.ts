import type { MergeField, Page, PageQuery, Party, PartyInput, PartyMatch, PartyPatch } from '@ringback/model';
import type { ReadOptions, WriteOptions } from './options.ts';

/** What is known of somebody who is about to be created. */
export interface DuplicateQuery {
  phones?: readonly string[];
  email?: string;
  taxId?: string;
  name?: string;
  /** Not a duplicate of himself. */
  exceptId?: string;
}

export interface PartySearch extends PageQuery {
  kind?: string;
  segment?: string;
  nature?: 'person' | 'organization';
  responsibleId?: string;
  organizationId?: string;
  /** Persons without an organization, and whoever has no kind, name or number. */
  incomplete?: boolean;
  draft?: boolean;
  /** Part of a name, number or address. */
  words?: string;
  sort?: 'name' | 'created' | 'updated';
  order?: 'asc' | 'desc';
}

export interface MergeOptions extends WriteOptions {
  take?: readonly MergeField[];
}

export interface PartiesGroup {
  /**
   * Everybody who may be behind the number, best first. Any way of writing the number, here and in the host, finds the same people.
   * Never creates anything. Score 1 = his own number and nobody else's; a number that several have scores below 1 for each, so that
   * nothing is ever logged to everybody. `via` names the record that led there.
   * Empty for an empty (hidden) number.
   */
  findByPhone(number: string, options?: ReadOptions): Promise<PartyMatch[]>;
  /** Part of a name, letters' case ignored in every alphabet; at most 20. */
  findByName(name: string, options?: ReadOptions): Promise<PartyMatch[]>;
  /** `undefined` when there is none. */
  get(id: string, options?: ReadOptions): Promise<Party | undefined>;
  /** Who may be the same: by number, e-mail, tax id (scores of 0.8 and more), similar name (below). Best first; at most 20. */
  duplicates(query: DuplicateQuery, options?: ReadOptions): Promise<PartyMatch[]>;
  /** Everybody, in an order that does not change while one reads. */
  list?(query: PageQuery, options?: ReadOptions): Promise<Page<Party>>;
  /** Main contacts first among the people of an organization. */
  search?(query: PartySearch, options?: ReadOptions): Promise<Page<Party>>;
  /** Phones are already E.164. `conflict` when another party has one of them, with a hint that names him. */
  create?(input: PartyInput, options: WriteOptions): Promise<Party>;
  /** Changes what is given and nothing else. `conflict` as with `create`, `not-found` where there is none. */
  update?(id: string, patch: PartyPatch, options: WriteOptions): Promise<Party>;
  /**
   * Everything of `dropId` goes over to `keepId`, and `dropId` is no more. Numbers are put together; of other fields the kept one's value
   * survives where there is one, but of those in `take` that of the other.
   */
  merge?(keepId: string, dropId: string, options: MergeOptions): Promise<Party>;
  /** Takes a merge back: both as they were, each with what was his. `conflict` when the kept one is no more. */
  unmerge?(dropId: string, options: WriteOptions): Promise<{ kept: Party; restored: Party }>;
}
