/** A definition in words: what keeps it from being saved, and in what two of them differ. */
import type { ProcessItem, ProcessAction, ProcessStatus } from '@ringback/model';
import { checkProcess, type ProcessProblem } from '@ringback/model/process-check';
import { fill } from '@ringback/ui';
import type { Draft } from './definition-draft.ts';
import type { ProcessEditorWords } from './process-editor.words.ts';

/** Everything that keeps it from being saved. */
export function wrongWith(draft: Draft, words: ProcessEditorWords): string[] {
  const names = [
    draft.name,
    ...draft.statuses.flatMap(({ name, items }) => [name, ...items.map(({ text }) => text)]),
  ];
  const say = ({ code, statusId, id }: ProcessProblem) => {
    const status = draft.statuses.find((one) => one.id === statusId)?.name ?? '';
    return fill(words[code], { status, what: status || (id ?? '') });
  };
  return [
    ...(names.some((name) => name.trim() === '') ? [words.nameless] : []),
    ...(draft.subjects.length === 0 ? [words.noSubjects] : []),
    ...new Set(checkProcess(draft).map(say)),
  ];
}

export interface Difference {
  /** Two statuses may have one name. */
  key: string;
  title: string;
  yours: string | undefined;
  theirs: string | undefined;
}

export function differences(yours: Draft, theirs: Draft, words: ProcessEditorWords): Difference[] {
  const [mine, other] = [spelt(yours, words), spelt(theirs, words)];
  return [...new Set([...mine.keys(), ...other.keys()])]
    .map((key) => {
      const [one, two] = [mine.get(key), other.get(key)];
      return { key, title: (one ?? two)!.title, yours: one?.value, theirs: two?.value };
    })
    .filter((difference) => difference.yours !== difference.theirs);
}

/** By what it is about: names change, ids do not. */
function spelt(draft: Draft, words: ProcessEditorWords): Map<string, { title: string; value: string }> {
  const { name, subjects, enabled, statuses, startStatusId, transitions } = draft;
  const called = (id: string) => statuses.find((status) => status.id === id)?.name ?? id;
  const steps = transitions.map(({ from, to }) => `${called(from)} › ${called(to)}`);
  return new Map([
    ['name', { title: words.name, value: name }],
    ['subjects', { title: words.subjects, value: list(subjects.map((kind) => words[kind]).sort()) }],
    ['enabled', { title: words.enabled, value: enabled ? '✓' : NONE }],
    ['statuses', { title: words.statuses, value: list(statuses.map((one) => statusText(one, words))) }],
    ['start', { title: words.startsHere, value: called(startStatusId) }],
    ['steps', { title: words.matrix, value: list(steps.sort()) }],
    ...statuses.map(
      ({ id, name: status, items, onEnter }) =>
        [
          `status ${id}`,
          {
            title: fill(words.items, { status }),
            value: list([
              ...items.map((item) => itemText(item, words)),
              ...onEnter.map((one) => actionText(one, words)),
            ]),
          },
        ] as const,
    ),
  ]);
}

const NONE = '—';
const list = (all: readonly string[]): string => all.join(', ') || NONE;

const statusText = ({ name, end }: ProcessStatus, words: ProcessEditorWords): string =>
  end === 'none' ? name : `${name} (${words[end]})`;

function itemText(item: ProcessItem, words: ProcessEditorWords): string {
  const { kind, text, required, answer, options, dueHours } = item;
  const marks = [
    words[kind],
    ...(required ? [words.required] : []),
    ...(kind === 'question' ? [words[answer], ...options] : []),
    ...(dueHours === undefined ? [] : [`${words.dueHours}: ${dueHours}`]),
  ];
  return `${text} (${marks.join(', ')})`;
}

function actionText({ kind, text, stageId }: ProcessAction, words: ProcessEditorWords): string {
  return [words[kind], text, stageId].filter(Boolean).join(' ');
}
