/** What a definition becomes by each change in its editor. Pure; a removed status takes its steps with it. */
import type { ProcessAction, ProcessDefinition, ProcessItem, ProcessStatus } from '@ringback/model';

export type Draft = Omit<ProcessDefinition, 'id'> & { id: string };

/** An id that nothing here has yet. */
export function freeId(prefix: string, taken: readonly string[]): string {
  let number = taken.length + 1;
  while (taken.includes(`${prefix}-${number}`)) number += 1;
  return `${prefix}-${number}`;
}

export function withStatus(draft: Draft, name: string): Draft {
  const id = freeId(
    'status',
    draft.statuses.map((status) => status.id),
  );
  return { ...draft, statuses: [...draft.statuses, { id, name, end: 'none', items: [], onEnter: [] }] };
}

export function withoutStatus(draft: Draft, id: string): Draft {
  return {
    ...draft,
    statuses: draft.statuses.filter((status) => status.id !== id),
    transitions: draft.transitions.filter(({ from, to }) => from !== id && to !== id),
  };
}

export function changeStatus(draft: Draft, id: string, change: Partial<ProcessStatus>): Draft {
  const statuses = draft.statuses.map((status) => (status.id === id ? { ...status, ...change } : status));
  return { ...draft, statuses };
}

export function setStep(draft: Draft, from: string, to: string, permitted: boolean): Draft {
  const others = draft.transitions.filter((step) => step.from !== from || step.to !== to);
  return { ...draft, transitions: permitted ? [...others, { from, to }] : others };
}

export const isStep = ({ transitions }: Draft, from: string, to: string): boolean =>
  transitions.some((step) => step.from === from && step.to === to);

export function withItem(draft: Draft, status: ProcessStatus): Draft {
  const id = freeId(
    'item',
    draft.statuses.flatMap(({ items }) => items.map((item) => item.id)),
  );
  const item: ProcessItem = { id, kind: 'hint', text: '', required: false, answer: 'text', options: [] };
  return changeStatus(draft, status.id, { items: [...status.items, item] });
}

export function changeItem(
  draft: Draft,
  status: ProcessStatus,
  id: string,
  change: Partial<ProcessItem>,
): Draft {
  const items = status.items.map((item) => (item.id === id ? present({ ...item, ...change }) : item));
  return changeStatus(draft, status.id, { items });
}

export function changeAction(
  draft: Draft,
  status: ProcessStatus,
  at: number,
  change: Partial<ProcessAction>,
): Draft {
  const onEnter = status.onEnter.map((one, index) => (index === at ? present({ ...one, ...change }) : one));
  return changeStatus(draft, status.id, { onEnter });
}

/** Without what is `undefined`: the gateway takes no such fields. */
const present = <T extends object>(record: T): T =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;
