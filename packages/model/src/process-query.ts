/** What is asked of processes and done with them. */
import * as z from 'zod/mini';
import { PAGE_QUERY, pageOf, Words } from './page-query.ts';
import { Process, PROCESS_SUBJECTS } from './process.ts';
import { Id, line } from './scalars.ts';

export const ProcessQuery = z.strictObject({
  ...PAGE_QUERY,
  definitionId: z.optional(Id),
  statusId: z.optional(Id),
  subjectKind: z.optional(z.enum(PROCESS_SUBJECTS)),
  subjectId: z.optional(Id),
  partyId: z.optional(Id),
  dealId: z.optional(Id),
  responsibleId: z.optional(line(64)),
  /** True = only those that have not ended. */
  open: z.optional(z.stringbool()),
  words: Words,
});
export type ProcessQuery = z.input<typeof ProcessQuery>;
export const ProcessPage = pageOf(Process);
export type ProcessPage = z.infer<typeof ProcessPage>;

/** `POST /processes`. */
export const ProcessStart = z.strictObject({
  definitionId: Id,
  subject: z.strictObject({ kind: z.enum(PROCESS_SUBJECTS), id: Id }),
  responsibleId: z.optional(line(64)),
});
export type ProcessStart = z.infer<typeof ProcessStart>;

/** `POST /processes/:id/move`. */
export const ProcessMove = z.strictObject({
  statusId: Id,
  /** Of the copy that was looked at: `conflict`, with the present process, when it went on meanwhile. */
  ifVersion: z.optional(z.number()),
});
export type ProcessMove = z.infer<typeof ProcessMove>;

/** `PATCH /processes/:id`: who looks after it from now on. */
export const ProcessPatch = z.strictObject({
  responsibleId: line(64),
  /** As in `ProcessMove`. */
  ifVersion: z.optional(z.number()),
});
export type ProcessPatch = z.infer<typeof ProcessPatch>;
