/** What is asked of tasks and written into them. */
import * as z from 'zod/mini';
import { oneOrMore, PAGE_QUERY, pageOf, Words } from './page-query.ts';
import { Id, IsoTime, line, text } from './scalars.ts';
import { Task, TASK_KINDS, TASK_STATES } from './task.ts';

export const TaskInput = z.strictObject({
  title: line(255),
  description: z.optional(text(10_000)),
  kind: z.optional(z.enum(TASK_KINDS)),
  dueAt: z.optional(IsoTime),
  /** Who it is for; the host's default user where absent. */
  responsibleId: z.optional(line(64)),
  partyId: z.optional(Id),
  dealId: z.optional(Id),
  leadId: z.optional(Id),
  callId: z.optional(Id),
  processId: z.optional(Id),
});
export type TaskInput = z.infer<typeof TaskInput>;

export const TaskPatch = z.strictObject({
  title: z.optional(line(255)),
  description: z.optional(text(10_000)),
  kind: z.optional(z.enum(TASK_KINDS)),
  dueAt: z.optional(IsoTime),
  responsibleId: z.optional(line(64)),
  state: z.optional(z.enum(TASK_STATES)),
});
export type TaskPatch = z.infer<typeof TaskPatch>;

/** `POST /tasks`: the reminder is the gateway's, the rest the host's. */
export const TaskDraft = z.extend(TaskInput, { remindAt: z.optional(IsoTime) });
export type TaskDraft = z.infer<typeof TaskDraft>;

/** `PATCH /tasks/:id`. */
export const TaskUpdate = z.extend(TaskPatch, {
  /** `null` takes the reminder away. */
  remindAt: z.optional(z.nullable(IsoTime)),
  /** As with `DealUpdate`. */
  ifUnmodifiedSince: z.optional(IsoTime),
});
export type TaskUpdate = z.infer<typeof TaskUpdate>;

export const TaskQuery = z.strictObject({
  ...PAGE_QUERY,
  /** Due at this moment or later: the calendar's range. Without one, what is due first comes first, and without a date last. */
  from: z.optional(IsoTime),
  /** Due before this moment. */
  to: z.optional(IsoTime),
  states: oneOrMore(TASK_STATES),
  kinds: oneOrMore(TASK_KINDS),
  responsibleId: z.optional(line(64)),
  partyId: z.optional(Id),
  dealId: z.optional(Id),
  leadId: z.optional(Id),
  words: Words,
});
export type TaskQuery = z.input<typeof TaskQuery>;
export const TaskPage = pageOf(Task);
export type TaskPage = z.infer<typeof TaskPage>;

/** `POST /tasks/:id/snooze`. */
export const SnoozeInput = z.strictObject({ until: IsoTime });
