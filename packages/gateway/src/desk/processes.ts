/** Processes: kept in the store, whatever system keeps what they are about. */
import {
  type AnswerInput,
  answerStep,
  assignProcess,
  beginProcess,
  checkProcess,
  CLAIM_PROCESS,
  moveProcess,
  Process,
  ProcessDefinition,
  type ProcessDefinitionInput,
  type ProcessMove,
  type ProcessPage,
  type ProcessPatch,
  type ProcessProblem,
  type ProcessQuery,
  type ProcessStart,
  RingbackError,
  tasksToMake,
  taskOfStep,
  withTask,
} from '@ringback/model';
import * as z from 'zod/mini';
import { present } from '../present.ts';
import type { Tx } from '../store/contract.ts';
import { parseKept } from '../store/parse-kept.ts';
import { type DeskDeps, type Doing, found, says } from './base.ts';
import { userChoices } from './people.ts';
import { enterStatus, type Entering } from './process-actions.ts';

/** As it is kept: with the definition that it goes by. */
const Kept = z.object({ process: Process, definition: ProcessDefinition });
type Kept = z.infer<typeof Kept>;

export interface Processes {
  definitions(): Promise<ProcessDefinition[]>;
  list(query: ProcessQuery): Promise<ProcessPage>;
  get(id: string): Promise<Process>;
  start(input: ProcessStart, doing: Doing): Promise<Process>;
  move(id: string, to: ProcessMove, doing: Doing): Promise<Process>;
  update(id: string, patch: ProcessPatch, doing: Doing): Promise<Process>;
  answer(id: string, input: AnswerInput, doing: Doing): Promise<Process>;
  saveDefinition(id: string, input: ProcessDefinitionInput, doing: Doing): Promise<ProcessDefinition>;
  removeDefinition(id: string, doing: Doing): Promise<void>;
  /** A task was done or opened again: the process whose step it is knows it. */
  taskChanged(task: { id: string; state: string; processId?: string | undefined }): Promise<void>;
}

export function createProcesses(deps: DeskDeps & Entering): Processes {
  const { store, now, newId } = deps;
  const by = ({ agent }: Doing) => ({ id: agent.id, name: agent.name });
  const deedOf = (doing: Doing) => ({ at: now().toISOString(), by: by(doing) });

  async function definitions(tx?: Tx): Promise<ProcessDefinition[]> {
    const seeded = await store.records.get('process-definition', 'seeded', tx);
    const { records } = await store.records.list({
      kind: 'process-definition',
      newestFirst: false,
      limit: 200,
    });
    const saved = records
      .filter(({ id }) => id !== 'seeded')
      .map(({ data }) => parseKept(ProcessDefinition, data));
    // A new store begins with the claim; whoever has removed it has removed it.
    return seeded || saved.some(({ id }) => id === CLAIM_PROCESS.id) ? saved : [CLAIM_PROCESS, ...saved];
  }

  const definitionOf = async (id: string) =>
    found(
      (await definitions()).find((one) => one.id === id),
      'process',
    );

  async function read(id: string, tx?: Tx): Promise<Kept> {
    return parseKept(Kept, found(await store.records.get('process', id, tx), 'process').data);
  }

  function put(tx: Tx, { process, definition }: Kept): Promise<void> {
    const { id, subject, partyId, dealId, responsible, status, startedAt, updatedAt } = process;
    return store.records.put(tx, {
      ...{ kind: 'process', id, open: process.endedAt === undefined, position: startedAt, updatedAt },
      ...{ place: status.id, area: process.definitionId, lookup: `${subject.kind} ${subject.id}` },
      ...present({ partyId, dealId, responsibleId: responsible?.id }),
      words: [process.name, subject.title ?? ''].join(' '),
      data: { process, definition },
    });
  }

  /** One change at a time; what another has changed meanwhile is told with the refusal. */
  async function change(
    id: string,
    doing: Doing,
    next: (kept: Kept) => Process,
    ifVersion?: number,
  ): Promise<{ before: Process; after: Process; definition: ProcessDefinition }> {
    return store.transaction(async (tx) => {
      const key = `process:${id}:${doing.key}`;
      const known = await store.idempotency.recall(tx, key, doing.agent.id);
      const kept = await read(id, tx);
      if (known) return { before: kept.process, after: kept.process, definition: kept.definition };
      if (ifVersion !== undefined && ifVersion !== kept.process.version) {
        throw new RingbackError('conflict', 'The process went on meanwhile.', {
          hint: 'Look at it as it is now.',
          current: kept.process,
        });
      }
      const after = next(kept);
      await write(tx, { process: after, definition: kept.definition }, doing.agent.id, kept.process);
      await store.idempotency.remember(tx, key, doing.agent.id, null);
      return { before: kept.process, after, definition: kept.definition };
    }, 'full');
  }

  async function write(tx: Tx, kept: Kept, actor: string, before?: Process): Promise<void> {
    const { process } = kept;
    await put(tx, kept);
    const trail = { actor, entity: 'process', entityId: process.id };
    if (before?.status.id !== process.status.id)
      await store.audit.append(tx, {
        ...trail,
        ...{ field: 'status', old: before?.status.id ?? null, new: process.status.id },
      });
    if (before && before.responsible?.id !== process.responsible?.id)
      await store.audit.append(tx, {
        ...trail,
        ...{ field: 'responsible', old: before.responsible ?? null, new: process.responsible ?? null },
      });
    for (const step of process.steps) {
      const old = before?.steps.find((one) => one.id === step.id)?.value;
      if (old === step.value) continue;
      await store.audit.append(tx, {
        ...trail,
        field: `answer.${step.id}`,
        old: old ?? null,
        new: step.value ?? null,
      });
    }
    const type = before ? 'process.updated' : 'process.created';
    await store.events.append(tx, { type, data: { process }, audience: null });
  }

  /** Its tasks are made and its actions done after the step is safe: by keys of their own, so that a repetition makes nothing twice. */
  async function entered(process: Process, definition: ProcessDefinition, doing: Doing): Promise<Process> {
    await enterStatus(deps, { process, definition, doing });
    let latest = process;
    for (const { id: itemId, text, dueHours } of tasksToMake(process)) {
      const task = await deps.makeTask({
        process,
        text,
        dueHours,
        key: `${process.id}.${process.history.length}.${itemId}`,
        doing,
      });
      if (!task) continue;
      latest = await store.transaction(async (tx) => {
        const kept = await read(process.id, tx);
        const next = withTask(kept.process, itemId, task.id);
        await put(tx, { ...kept, process: next });
        await store.events.append(tx, { type: 'process.updated', data: { process: next }, audience: null });
        return next;
      }, 'full');
    }
    return latest;
  }

  return {
    definitions: () => definitions(),
    get: async (id) => (await read(id)).process,
    async list({ definitionId, statusId, subjectKind, subjectId, open, limit = 50, ...query }) {
      const lookup =
        subjectKind !== undefined && subjectId !== undefined ? `${subjectKind} ${subjectId}` : undefined;
      const filter = present({
        ...{ open: open as boolean | undefined, lookup },
        areas: definitionId === undefined ? undefined : [definitionId],
        places: statusId === undefined ? undefined : [statusId],
        ...query,
      });
      const page = await store.records.list({
        kind: 'process',
        ...filter,
        limit: Number(limit),
        newestFirst: true,
      });
      const items = page.records.map(({ data }) => parseKept(Kept, data).process);
      const fits = (one: Process) =>
        (subjectKind === undefined || one.subject.kind === subjectKind) && says(undefined, one.name);
      return { items: items.filter(fits), ...present({ next: page.next }) };
    },
    async start({ definitionId, subject, responsibleId = '' }, doing) {
      const definition = await definitionOf(definitionId);
      if (!definition.enabled || !definition.subjects.includes(subject.kind)) {
        throw new RingbackError('invalid', `"${definition.name}" cannot be started here.`, {
          fields: { subject: `must be one of ${definition.subjects.join(', ')}` },
        });
      }
      const about = await deps.subjectOf(subject);
      const responsible = { id: responsibleId === '' ? doing.agent.id : responsibleId };
      const { name } = (await store.agents.get(responsible.id)) ?? {};
      const process = await store.transaction(async (tx) => {
        const key = `process.start:${doing.key}`;
        const known = await store.idempotency.recall(tx, key, doing.agent.id);
        if (known) return (await read(String(known.answer), tx)).process;
        const begun = { id: newId(), ...about, responsible: { ...responsible, ...present({ name }) } };
        const made = beginProcess(definition, begun, deedOf(doing));
        await write(tx, { process: made, definition }, doing.agent.id);
        await store.idempotency.remember(tx, key, doing.agent.id, made.id);
        return made;
      }, 'full');
      return entered(process, definition, doing);
    },
    async move(id, { statusId, ifVersion }, doing) {
      const { before, after, definition } = await change(
        id,
        doing,
        ({ process, definition: own }) => moveProcess(process, own, statusId, deedOf(doing)),
        ifVersion,
      );
      return before === after ? after : entered(after, definition, doing);
    },
    async update(id, { responsibleId, ifVersion }, doing) {
      const { name } = found(
        (await userChoices(deps)).find((user) => user.id === responsibleId),
        'person',
      );
      const responsible = { id: responsibleId, name };
      const { after } = await change(
        id,
        doing,
        ({ process }) => assignProcess(process, responsible, deedOf(doing)),
        ifVersion,
      );
      return after;
    },
    async answer(id, { itemId, value }, doing) {
      const { after } = await change(id, doing, ({ process }) =>
        answerStep(process, itemId, value, deedOf(doing)),
      );
      return after;
    },
    async saveDefinition(id, input, { agent }) {
      refuseProblems(checkProcess({ ...input }));
      return store.transaction(async (tx) => {
        const before = (await definitions(tx)).find((one) => one.id === id);
        if (input.version !== (before?.version ?? 0)) {
          throw new RingbackError('conflict', 'Somebody has saved this process meanwhile.', {
            hint: 'Look at it as it is now, and change it again.',
            ...present({ current: before }),
          });
        }
        const definition: ProcessDefinition = { ...input, id, version: input.version + 1 };
        const place = { kind: 'process-definition', open: input.enabled, position: id } as const;
        await store.records.put(tx, { ...place, id, data: definition });
        const trail = { actor: agent.id, entity: 'process-definition', entityId: id, field: 'definition' };
        await store.audit.append(tx, { ...trail, old: before ?? null, new: definition });
        return definition;
      }, 'full');
    },
    async removeDefinition(id, { agent }) {
      const definition = await definitionOf(id);
      await store.transaction(async (tx) => {
        const running = { kind: 'process', areas: [id], open: true, newestFirst: true, limit: 1 } as const;
        if ((await store.records.list(running)).records.length > 0) {
          throw new RingbackError('conflict', `"${definition.name}" is going on somewhere.`, {
            hint: 'Switch it off instead: nobody can start it then.',
          });
        }
        const mark = { kind: 'process-definition', id: 'seeded', open: false, position: '' } as const;
        await store.records.put(tx, { ...mark, data: null });
        await store.records.remove(tx, 'process-definition', id);
        const trail = { actor: agent.id, entity: 'process-definition', entityId: id, field: 'definition' };
        await store.audit.append(tx, { ...trail, old: definition, new: null });
      }, 'full');
    },
    async taskChanged({ id, state, processId }) {
      if (processId === undefined) return;
      await store.transaction(async (tx) => {
        const row = await store.records.get('process', processId, tx);
        const kept = row && parseKept(Kept, row.data);
        const next = kept && taskOfStep(kept.process, id, state === 'done', { at: now().toISOString() });
        if (!kept || !next || next === kept.process) return;
        await put(tx, { ...kept, process: next });
        await store.events.append(tx, { type: 'process.updated', data: { process: next }, audience: null });
      }, 'full');
    },
  };
}

const WORDS: Record<ProcessProblem['code'], string> = {
  'unknown-start': 'the first status is not known',
  'unknown-status': 'a step names a status that is not there',
  'same-id': 'two of them have one id',
  'no-end': 'no status ends the process',
  unreachable: 'no way leads here from the first status',
  'dead-end': 'no way leads from here to an end',
  'leaves-end': 'a status that ends the process has a way out',
  'choice-without-options': 'a choice has nothing to choose from',
  'action-incomplete': 'an action lacks its text or stage',
};

function refuseProblems(problems: readonly ProcessProblem[]): void {
  if (problems.length === 0) return;
  throw new RingbackError('invalid', 'The process cannot be used like this.', {
    hint: 'The editor shows where.',
    fields: Object.fromEntries(
      problems.map(({ code, statusId, id }) => [`statuses.${statusId ?? id ?? code}`, WORDS[code]]),
    ),
  });
}
