/** A task: what somebody of the firm is to do, until when, and about whom (S082–S084). */
import * as z from 'zod/mini';
import { Responsible } from './party.ts';
import { Id, IsoTime } from './scalars.ts';

/** The host's finer states fold into these. */
export const TASK_STATES = ['open', 'in-progress', 'done', 'cancelled'] as const;
export type TaskState = (typeof TASK_STATES)[number];

/** What is to be done; `other` where the host has no such notion. */
export const TASK_KINDS = ['call', 'letter', 'meeting', 'other'] as const;
export type TaskKind = (typeof TASK_KINDS)[number];

export const Task = z.object({
  system: z.string(),
  id: Id,
  title: z.string(),
  description: z.string(),
  state: z.enum(TASK_STATES),
  kind: z.optional(z.enum(TASK_KINDS)),
  dueAt: z.optional(IsoTime),
  /** When its person is reminded; kept by the gateway, for tasks of every system. */
  remindAt: z.optional(IsoTime),
  responsible: z.optional(Responsible),
  partyId: z.optional(Id),
  /** Name of the party, where it is at hand. */
  partyName: z.optional(z.string()),
  dealId: z.optional(Id),
  leadId: z.optional(Id),
  /** The call that it came of. */
  callId: z.optional(Id),
  /** The process whose step it is. */
  processId: z.optional(Id),
  url: z.optional(z.string()),
  createdAt: IsoTime,
  updatedAt: IsoTime,
});
export type Task = z.infer<typeof Task>;

/** It is time: told to the task's person once, by the event `task.reminder`, and kept until he has seen it. */
export const TaskReminder = z.object({
  task: Task,
  at: IsoTime,
  /** Main number of the party, for "call now". */
  phone: z.optional(z.string()),
});
export type TaskReminder = z.infer<typeof TaskReminder>;
