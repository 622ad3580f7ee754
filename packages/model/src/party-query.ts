/** Lists of parties, making one of two, and what was changed when. */
import * as z from 'zod/mini';
import { PAGE_QUERY, pageOf, Words } from './page-query.ts';
import { Party, PARTY_NATURES } from './party.ts';
import { Id, IsoTime, line } from './scalars.ts';

export const PARTY_SORTS = ['name', 'created', 'updated'] as const;

/** `GET /parties/list`: ready-made lists are such queries (S038). */
export const PartyListQuery = z.strictObject({
  ...PAGE_QUERY,
  kind: z.optional(line(40)),
  /** A segment is a tag (S036). */
  segment: z.optional(line(60)),
  nature: z.optional(z.enum(PARTY_NATURES)),
  responsibleId: z.optional(line(64)),
  /** People of this organization, main contact first. */
  organizationId: z.optional(Id),
  /** Persons without an organization or with required fields missing: to be completed (S045). */
  incomplete: z.optional(z.stringbool()),
  /** From a directory, and confirmed by nobody. */
  draft: z.optional(z.stringbool()),
  /** Part of a name, of a number or of an address. */
  words: Words,
  sort: z.optional(z.enum(PARTY_SORTS)),
  order: z.optional(z.enum(['asc', 'desc'])),
});
export type PartyListQuery = z.input<typeof PartyListQuery>;
export const PartyPage = pageOf(Party);
export type PartyPage = z.infer<typeof PartyPage>;

/** `POST /parties/duplicates`: what is known of somebody who is about to be created. */
export const DuplicateInput = z.strictObject({
  phones: z.optional(z.array(z.string().check(z.maxLength(80))).check(z.maxLength(20))),
  email: z.optional(z.string().check(z.maxLength(254))),
  taxId: z.optional(z.string().check(z.maxLength(40))),
  name: z.optional(z.string().check(z.maxLength(200))),
  exceptId: z.optional(Id),
});
export type DuplicateInput = z.infer<typeof DuplicateInput>;

/** Of which one value survives when two become one; numbers, segments and the firm's own fields are put together. */
export const MERGE_FIELDS = ['name', 'kind', 'nature', 'email', 'taxId', 'address', 'responsible'] as const;
export type MergeField = (typeof MERGE_FIELDS)[number];

/** `POST /parties/:id/merge`. */
export const MergePartyInput = z.strictObject({
  dropId: Id,
  /** Fields of which the value of the one who is dropped survives; of all others that of the one who is kept, where he has any. */
  take: z.optional(z.array(z.enum(MERGE_FIELDS))),
});
export type MergePartyInput = z.infer<typeof MergePartyInput>;
export const PartyMerge = z.object({
  party: Party,
  /** Takes the merge back; absent where the host cannot. */
  undoId: z.optional(Id),
});
export type PartyMerge = z.infer<typeof PartyMerge>;
/** `POST /parties/merges/:id/undo`: both as they were. */
export const UnmergedParties = z.object({ kept: Party, restored: Party });
export type UnmergedParties = z.infer<typeof UnmergedParties>;

/** One line of the trail of a record (S034). */
export const RecordChange = z.object({
  at: IsoTime,
  /** Absent where it was done by a program. */
  by: z.optional(z.object({ id: Id, name: z.string() })),
  field: z.string(),
  old: z.optional(z.unknown()),
  new: z.optional(z.unknown()),
});
export type RecordChange = z.infer<typeof RecordChange>;

export const FORMS = ['full', 'quick'] as const;
/** Which form is filled: a quick one during a call asks for less (S077). */
export type Form = (typeof FORMS)[number];
