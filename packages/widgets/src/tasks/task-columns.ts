/** Columns of the list of tasks, and what its filters ask the gateway for. */
import type { Locale, Task, TaskQuery, TaskState, TaskUpdate } from '@ringback/model';
import { fill, formatTime } from '@ringback/ui';
import { html, nothing } from 'lit';
import { inlineChoice } from '../list/inline-choice.ts';
import type { People } from '../list/people.ts';
import type { ListColumn } from '../list/table-view.ts';
import type { TasksWords } from './tasks.words.ts';

export const KINDS = ['call', 'letter', 'meeting', 'other'] as const;
export const STATES = ['open', 'in-progress', 'done', 'cancelled'] as const;
export const isOpen = ({ state }: Task): boolean => state === 'open' || state === 'in-progress';

export interface TaskColumns {
  words: TasksWords;
  locale: Locale;
  now: Date;
  people: People;
  mayWrite: boolean;
  change: (task: Task, patch: TaskUpdate) => void;
}

export function taskColumns(columns: TaskColumns): readonly ListColumn<Task>[] {
  const { words, locale, now } = columns;
  return [
    {
      ...{ key: 'title', title: words.title, lead: true, grow: 2 },
      cell: ({ title }) => html`<bdi>${title}</bdi>`,
    },
    { key: 'due', title: words.due, cell: (task) => dueCell(columns, task), narrow: true },
    { key: 'kind', title: words.kind, cell: (task) => kindCell(columns, task) },
    {
      ...{ key: 'customer', title: words.customer, narrow: true },
      cell: ({ partyName }) => html`<bdi>${partyName ?? nothing}</bdi>`,
    },
    { key: 'responsible', title: words.responsible, cell: (task) => responsibleCell(columns, task) },
    { key: 'state', title: words.state, cell: ({ state }) => words[state] },
    {
      ...{ key: 'remind', title: words.remind },
      cell: ({ remindAt }) => (remindAt ? formatTime(remindAt, locale, now) : nothing),
    },
  ];
}

function dueCell({ words, locale, now }: TaskColumns, task: Task): unknown {
  if (!task.dueAt) return nothing;
  const time = formatTime(task.dueAt, locale, now);
  if (!isOpen(task) || Date.parse(task.dueAt) >= now.getTime()) return time;
  return html`<span class="overdue">${time} <span class="unseen">${words.overdue}</span></span>`;
}

function kindCell({ words, mayWrite, change }: TaskColumns, task: Task): unknown {
  const { kind = 'other' } = task;
  if (!mayWrite) return words[kind];
  return inlineChoice({
    ...{ label: fill(words.kindOf, { task: task.title }), value: kind, action: 'kind' },
    options: KINDS.map((id) => ({ id, title: words[id] })),
    change: (id) => change(task, { kind: id as (typeof KINDS)[number] }),
  });
}

function responsibleCell({ words, people: { choices }, mayWrite, change }: TaskColumns, task: Task): unknown {
  const { id = '', name = words.nobody } = task.responsible ?? {};
  if (choices.length === 0 || !mayWrite) return name;
  const unknown = choices.some((user) => user.id === id) ? [] : [{ id, title: name }];
  return inlineChoice({
    ...{ label: fill(words.responsibleOf, { task: task.title }), value: id, action: 'responsible' },
    options: [...unknown, ...choices],
    change: (responsibleId) => change(task, { responsibleId }),
  });
}

/** Filters as the gateway has them. */
export function asQuery(filters: Readonly<Record<string, string>>, mine: string | undefined): TaskQuery {
  const { state, person, kind } = filters;
  const responsibleId = person === 'me' ? mine : person;
  const states = state === 'unfinished' ? (['open', 'in-progress'] as const) : [state as TaskState];
  return {
    ...(state === undefined ? {} : { states: [...states] }),
    ...(kind === undefined ? {} : { kinds: [kind as (typeof KINDS)[number]] }),
    ...(responsibleId === undefined ? {} : { responsibleId }),
  };
}
