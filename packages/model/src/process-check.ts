/** What is wrong with a process before anybody is led through it. Pure: the editor shows it while one types, the gateway refuses by it. */
import type { ProcessDefinition, ProcessStatus } from './process.ts';

export const PROCESS_PROBLEMS = [
  'unknown-start',
  'unknown-status',
  'same-id',
  'no-end',
  'unreachable',
  'dead-end',
  'leaves-end',
  'choice-without-options',
  'action-incomplete',
] as const;
/**
 * `unknown-start` `unknown-status` an id that no status has · `same-id` two of one id · `no-end` no status ends it · `unreachable` no way leads
 * there from the start · `dead-end` no way leads from there to an end · `leaves-end` a step out of an end ·
 * `choice-without-options` · `action-incomplete` an action lacks its text or stage
 */
export type ProcessProblemCode = (typeof PROCESS_PROBLEMS)[number];

export interface ProcessProblem {
  code: ProcessProblemCode;
  /** The status that it is about, where it is about one. */
  statusId?: string;
  /** Item or further id. */
  id?: string;
}

type Checked = Pick<ProcessDefinition, 'startStatusId' | 'transitions' | 'statuses'>;

/** Everything that is wrong, in order of the statuses; empty = it can be used. */
export function checkProcess({ startStatusId, statuses, transitions }: Checked): ProcessProblem[] {
  const known = new Set(statuses.map(({ id }) => id));
  const steps = transitions.filter(({ from, to }) => known.has(from) && known.has(to));
  const ends = statuses.filter(isEnd).map(({ id }) => id);
  const reached = walk([startStatusId], (id) => steps.filter(({ from }) => from === id).map(({ to }) => to));
  const ending = walk(ends, (id) => steps.filter(({ to }) => to === id).map(({ from }) => from));
  const problems: ProcessProblem[] = [];
  if (!known.has(startStatusId)) problems.push({ code: 'unknown-start', id: startStatusId });
  for (const { from, to } of transitions) {
    const unknown = [from, to].find((id) => !known.has(id));
    if (unknown !== undefined) problems.push({ code: 'unknown-status', id: unknown });
  }
  if (ends.length === 0) problems.push({ code: 'no-end' });
  for (const status of statuses) {
    const { id } = status;
    if (known.has(startStatusId) && !reached.has(id)) problems.push({ code: 'unreachable', statusId: id });
    if (ends.length > 0 && !ending.has(id)) problems.push({ code: 'dead-end', statusId: id });
    if (isEnd(status) && steps.some(({ from }) => from === id))
      problems.push({ code: 'leaves-end', statusId: id });
    problems.push(...withinStatus(status));
  }
  return [...problems, ...repeated(statuses)];
}

const isEnd = ({ end }: ProcessStatus): boolean => end !== 'none';

/** Everything that can be come to, the beginning included. */
function walk(from: readonly string[], next: (id: string) => string[]): Set<string> {
  const seen = new Set(from);
  const queue = [...from];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    for (const other of next(id)) {
      if (seen.has(other)) continue;
      seen.add(other);
      queue.push(other);
    }
  }
  return seen;
}

function withinStatus({ id: statusId, items = [], onEnter = [] }: ProcessStatus): ProcessProblem[] {
  const problems: ProcessProblem[] = [];
  for (const { id, kind, answer, options } of items) {
    if (kind === 'question' && answer === 'choice' && options.length === 0)
      problems.push({ code: 'choice-without-options', statusId, id });
  }
  for (const { kind, text, stageId } of onEnter) {
    if ((kind === 'move-deal' ? stageId : text) === undefined)
      problems.push({ code: 'action-incomplete', statusId });
  }
  return problems;
}

function repeated(statuses: Checked['statuses']): ProcessProblem[] {
  const problems: ProcessProblem[] = [];
  const seen = new Set<string>();
  const note = (id: string, statusId: string) => {
    if (seen.has(id)) problems.push({ code: 'same-id', statusId, id });
    seen.add(id);
  };
  for (const { id } of statuses) note(id, id);
  seen.clear();
  for (const { id: statusId, items } of statuses) for (const { id } of items) note(id, statusId);
  return problems;
}
