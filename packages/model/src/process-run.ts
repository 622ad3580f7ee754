/** How a process goes on. Pure: what an action on entering does is left to who runs it. */
import { RingbackError } from './error.ts';
import type { Process, ProcessDefinition, ProcessStatus, ProcessStep } from './process.ts';

export interface ProcessDeed {
  at: string;
  by?: { id: string; name: string };
}

type Begun = Pick<Process, 'id' | 'subject'> & Partial<Pick<Process, 'partyId' | 'dealId' | 'responsible'>>;

export function beginProcess(definition: ProcessDefinition, begun: Begun, deed: ProcessDeed): Process {
  const start = statusOf(definition, definition.startStatusId);
  const blank: Process = {
    ...begun,
    definitionId: definition.id,
    name: definition.name,
    status: refOf(start),
    ...{ steps: [], next: [], blockedBy: [], history: [], version: 0 },
    startedAt: deed.at,
    updatedAt: deed.at,
  };
  return enter(blank, definition, start, deed);
}

/** Refuses with `conflict` what the matrix does not permit, and leaving a status whose required items are not done. */
export function moveProcess(
  process: Process,
  definition: ProcessDefinition,
  statusId: string,
  deed: ProcessDeed,
): Process {
  const to = process.next.find(({ id }) => id === statusId);
  if (!to) {
    const names = process.next.map(({ name }) => name).join(', ');
    throw new RingbackError('conflict', `From "${process.status.name}" it cannot go there.`, {
      hint: names === '' ? 'The process has ended.' : `It can go on to: ${names}.`,
      fields: { statusId: `must be one of ${process.next.map(({ id }) => id).join(', ')}` },
    });
  }
  if (process.blockedBy.length > 0) {
    const missing = process.steps.filter(({ id }) => process.blockedBy.includes(id));
    throw new RingbackError('conflict', 'Something is still to be done before it can go on.', {
      hint: missing.map(({ text }) => text).join('; '),
      fields: Object.fromEntries(missing.map(({ id, text }) => [`steps.${id}`, text])),
    });
  }
  return enter(process, definition, statusOf(definition, statusId), deed);
}

/** Another person looks after it from now on. */
export function assignProcess(
  process: Process,
  responsible: NonNullable<Process['responsible']>,
  { at }: Pick<ProcessDeed, 'at'>,
): Process {
  return changed(process, { responsible }, at);
}

/** An empty value takes the answer back. */
export function answerStep(process: Process, itemId: string, value: string, deed: ProcessDeed): Process {
  const step = process.steps.find(({ id }) => id === itemId);
  if (step?.kind !== 'question') {
    throw new RingbackError('invalid', 'There is no such question in this process.', {
      fields: { itemId: 'must be a question of a status that it has come to' },
    });
  }
  const trimmed = value.trim();
  const why = trimmed === '' ? undefined : wrong(step, trimmed);
  if (why !== undefined) throw new RingbackError('invalid', 'This is no answer.', { fields: { value: why } });
  const { value: _value, by: _by, at: _at, ...bare } = step;
  const { at, by } = deed;
  const next: ProcessStep =
    trimmed === ''
      ? { ...bare, done: false }
      : { ...bare, value: trimmed, done: true, at, ...(by ? { by } : {}) };
  return changed(process, { steps: replaced(process, next) }, at);
}

/** The task of a step was done, or opened again. */
export function taskOfStep(process: Process, taskId: string, done: boolean, deed: ProcessDeed): Process {
  const step = process.steps.find((one) => one.taskId === taskId);
  if (!step || step.done === done) return process;
  const { by: _by, at: _at, ...bare } = step;
  const { at, by } = deed;
  const next = { ...bare, done, ...(done ? { at, ...(by ? { by } : {}) } : {}) };
  return changed(process, { steps: replaced(process, next) }, at);
}

/** A task was made for a step of the present status. */
export function withTask(process: Process, itemId: string, taskId: string): Process {
  const steps = process.steps.map((step) => (step.id === itemId ? { ...step, taskId } : step));
  return { ...process, steps };
}

/** Items of the present status whose task is still to be made. */
export const tasksToMake = ({ steps, status }: Process): ProcessStep[] =>
  steps.filter(
    ({ kind, statusId, taskId }) => kind === 'task' && statusId === status.id && taskId === undefined,
  );

function enter(
  process: Process,
  definition: ProcessDefinition,
  to: ProcessStatus,
  deed: ProcessDeed,
): Process {
  const { at, by } = deed;
  const before = process.steps.filter(({ statusId }) => statusId !== to.id);
  // Who comes back to a status finds there what he has found out before.
  const steps = to.items.map((item): ProcessStep => {
    const known = process.steps.find(({ id, statusId }) => id === item.id && statusId === to.id);
    return known ?? { ...item, statusId: to.id, done: false };
  });
  const from = process.history.length === 0 ? {} : { from: process.status.id };
  const next = definition.transitions
    .filter((step) => step.from === to.id)
    .map((step) => refOf(statusOf(definition, step.to)));
  const change = {
    status: refOf(to),
    steps: [...before, ...steps],
    next,
    history: [...process.history, { ...from, to: to.id, at, ...(by ? { by } : {}) }],
    ...(to.end === 'none' ? {} : { endedAt: at }),
  };
  return changed(process, change, at);
}

function changed(process: Process, change: Partial<Process>, at: string): Process {
  const next = { ...process, ...change, updatedAt: at, version: process.version + 1 };
  const open = (step: ProcessStep) =>
    step.required && step.kind !== 'hint' && !step.done && step.statusId === next.status.id;
  return { ...next, blockedBy: next.steps.filter(open).map(({ id }) => id) };
}

const replaced = (process: Process, next: ProcessStep): ProcessStep[] =>
  process.steps.map((step) => (step.id === next.id ? next : step));

function statusOf({ statuses, name }: ProcessDefinition, id: string): ProcessStatus {
  const found = statuses.find((status) => status.id === id);
  if (found) return found;
  throw new RingbackError('invalid', `The process "${name}" has no status ${id}.`);
}

const refOf = ({ id, name, end }: ProcessStatus): Process['status'] => ({ id, name, end });

function wrong({ answer, options }: ProcessStep, value: string): string | undefined {
  if (answer === 'number' && !Number.isFinite(Number(value))) return 'must be a number';
  if (answer === 'date' && !/^\d{4}-\d\d-\d\d$/.test(value)) return 'must be a date such as 2026-12-25';
  if (answer === 'boolean' && value !== 'yes' && value !== 'no') return 'must be yes or no';
  if (answer === 'choice' && !options.includes(value)) return `must be one of ${options.join(', ')}`;
  return undefined;
}
