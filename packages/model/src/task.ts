/** A task: what somebody of the firm is to do, until when, and about whom (S082–S084). */
import * as z from 'zod/mini';
import { Responsible } from './party.ts';
import { Id, IsoTime, line, text } from './scalars.ts';

/** The host's finer states fold into these. */
export const TASK_STATES = ['open', 'in-progress', 'done', 'cancelled'] as const;
export type TaskState = (typeof TASK_STATES)[number];

export const Task = z.object({
  system: z.string(),
  id: Id,
  title: z.string(),
  description: z.string(),
  state: z.enum(TASK_STATES),
  dueAt: z.optional(IsoTime),
  responsible: z.optional(Responsible),
  partyId: z.optional(Id),
  dealId: z.optional(Id),
  url: z.optional(z.string()),
  createdAt: IsoTime,
  updatedAt: IsoTime,
});
export type Task = z.infer<typeof Task>;

export const TaskInput = z.strictObject({
  title: line(255),
  description: z.optional(text(10_000)),
  dueAt: z.optional(IsoTime),
  /** Who it is for; the host's default user where absent. */
  responsibleId: z.optional(line(64)),
  partyId: z.optional(Id),
  dealId: z.optional(Id),
});
export type TaskInput = z.infer<typeof TaskInput>;

export const TaskPatch = z.strictObject({
  title: z.optional(line(255)),
  description: z.optional(text(10_000)),
  dueAt: z.optional(IsoTime),
  responsibleId: z.optional(line(64)),
  state: z.optional(z.enum(TASK_STATES)),
});
export type TaskPatch = z.infer<typeof TaskPatch>;
