/**
 * A process leads a person through a piece of work: what to say and find out in each status, and where one may go from there
 * (S057–S062). What is wrong with a definition is found by `process-check.ts`.
 */
import * as z from 'zod/mini';
import { Responsible } from './party.ts';
import { Id, IsoTime, line, text } from './scalars.ts';

export const PROCESS_SUBJECTS = ['party', 'deal', 'lead', 'order'] as const;
export type ProcessSubject = (typeof PROCESS_SUBJECTS)[number];

export const PROCESS_ITEM_KINDS = ['hint', 'question', 'task'] as const;
/** `hint` is read · `question` has an answer that is kept · `task` is a real task of its own. */
export type ProcessItemKind = (typeof PROCESS_ITEM_KINDS)[number];

export const ANSWER_TYPES = ['text', 'number', 'date', 'boolean', 'choice'] as const;
export type AnswerType = (typeof ANSWER_TYPES)[number];

export const ProcessItem = z.strictObject({
  id: Id,
  kind: z.enum(PROCESS_ITEM_KINDS),
  /** What to say, to ask or to do. */
  text: line(500),
  /** Without it the status cannot be left: the question answered, the task done. A hint blocks nothing. */
  required: z._default(z.boolean(), false),
  /** Of a question. */
  answer: z._default(z.enum(ANSWER_TYPES), 'text'),
  /** Of a choice. */
  options: z._default(z.array(line(100)).check(z.maxLength(50)), []),
  /** Of a task: due so many hours after the status was entered. */
  dueHours: z.optional(z.number().check(z.minimum(0), z.maximum(8760))),
});
export type ProcessItem = z.infer<typeof ProcessItem>;

export const PROCESS_ACTION_KINDS = ['create-task', 'notify', 'move-deal', 'comment'] as const;
/** `create-task` for the responsible · `notify` him · `move-deal` of the subject into a stage · `comment` in the subject's history. */
export const ProcessAction = z.strictObject({
  kind: z.enum(PROCESS_ACTION_KINDS),
  /** Title of the task, text of the notice or comment. */
  text: z.optional(line(500)),
  /** Of `create-task`. */
  dueHours: z.optional(z.number().check(z.minimum(0), z.maximum(8760))),
  /** Of `move-deal`. */
  stageId: z.optional(z.string().check(z.minLength(1), z.maxLength(100))),
});
export type ProcessAction = z.infer<typeof ProcessAction>;

export const STATUS_ENDS = ['none', 'done', 'dropped'] as const;

export const ProcessStatus = z.strictObject({
  id: Id,
  name: line(100),
  /** `done` and `dropped` end the process. */
  end: z._default(z.enum(STATUS_ENDS), 'none'),
  items: z._default(z.array(ProcessItem).check(z.maxLength(50)), []),
  onEnter: z._default(z.array(ProcessAction).check(z.maxLength(20)), []),
});
export type ProcessStatus = z.infer<typeof ProcessStatus>;

const DEFINITION = {
  name: line(100),
  /** What it may be about. */
  subjects: z.array(z.enum(PROCESS_SUBJECTS)).check(z.minLength(1)),
  startStatusId: Id,
  statuses: z.array(ProcessStatus).check(z.minLength(1), z.maxLength(60)),
  /** The transition matrix: one entry for each permitted step. */
  transitions: z.array(z.strictObject({ from: Id, to: Id })).check(z.maxLength(3600)),
  /** False = nobody starts it any more; those that run go on. */
  enabled: z._default(z.boolean(), true),
};

/** `PUT /processes/definitions/:id`. */
export const ProcessDefinitionInput = z.strictObject({
  ...DEFINITION,
  /** Of the copy that was edited, 0 for a new one: `conflict` when somebody saved another meanwhile. */
  version: z.number().check(z.int(), z.minimum(0)),
});
export type ProcessDefinitionInput = z.infer<typeof ProcessDefinitionInput>;

export const ProcessDefinition = z.object({ id: Id, ...DEFINITION, version: z.number() });
export type ProcessDefinition = z.infer<typeof ProcessDefinition>;

const By = z.object({ id: Id, name: z.string() });

/** An item of a running process: what it asks, and what came of it. */
export const ProcessStep = z.extend(z.object(ProcessItem.shape), {
  statusId: Id,
  /** A question answered, a task done. */
  done: z.boolean(),
  value: z.optional(z.string()),
  taskId: z.optional(Id),
  by: z.optional(By),
  at: z.optional(IsoTime),
});
export type ProcessStep = z.infer<typeof ProcessStep>;

const StatusRef = z.object({ id: Id, name: z.string(), end: z.enum(STATUS_ENDS) });

/** A running, or ended, process. It goes by the definition as it was when it began. */
export const Process = z.object({
  id: Id,
  definitionId: Id,
  name: z.string(),
  subject: z.object({ kind: z.enum(PROCESS_SUBJECTS), id: Id, title: z.optional(z.string()) }),
  partyId: z.optional(Id),
  dealId: z.optional(Id),
  responsible: z.optional(Responsible),
  status: StatusRef,
  /** Everything that was and is to be done, status by status; those of the present status come last. */
  steps: z.array(ProcessStep),
  /** Where it may go from here, by the matrix. */
  next: z.array(StatusRef),
  /** Ids of required items that are not done: as long as there are some it goes nowhere. */
  blockedBy: z.array(Id),
  history: z.array(
    z.object({ from: z.optional(z.string()), to: z.string(), at: IsoTime, by: z.optional(By) }),
  ),
  startedAt: IsoTime,
  endedAt: z.optional(IsoTime),
  updatedAt: IsoTime,
  /** Grows by one with every change. */
  version: z.number(),
});
export type Process = z.infer<typeof Process>;

/** `POST /processes/:id/answers`. Yes and no are `yes` and `no`, a date is `2026-12-25`. */
export const AnswerInput = z.strictObject({ itemId: Id, value: text(4000) });
export type AnswerInput = z.infer<typeof AnswerInput>;
