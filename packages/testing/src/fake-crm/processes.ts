import {
  answerStep,
  assignProcess,
  beginProcess,
  checkProcess,
  moveProcess,
  type Process,
  type ProcessDefinition,
  type ProcessesGroup,
  RingbackError,
  type Task,
  tasksToMake,
  withTask,
} from '@ringback/model';
import { type FakeCrmKit, need, pageOf, replace, says } from './kit.ts';

export function createFakeProcesses(kit: FakeCrmKit): ProcessesGroup {
  const { data, begin, emit, now, newId, me, readOnly } = kit;
  const { definitions, processes, users } = data;
  const deed = () => ({ at: now(), by: { id: me().id, name: me().name } });
  const told = (process: Process): Process => {
    emit('process.updated', { process });
    return process;
  };

  function titled({ kind, id }: Process['subject']): Process['subject'] {
    const title = {
      party: () => kit.party(id)?.name,
      deal: () => data.deals.find((one) => one.id === id)?.title,
      lead: () => data.leads.find((one) => one.id === id)?.name,
      order: () => data.orders.find((one) => one.id === id)?.number,
    }[kind]();
    return { kind, id, ...(title === undefined ? {} : { title }) };
  }

  /** Steps that are tasks become real ones. */
  function withTasks(process: Process): Process {
    return tasksToMake(process).reduce((before, { id, text, dueHours }) => {
      const { partyId, dealId, responsible } = process;
      const task: Task = {
        ...{ system: 'local', id: newId('task'), title: text, description: '', state: 'open' },
        ...(dueHours === undefined ? {} : { dueAt: later(dueHours) }),
        ...(partyId === undefined ? {} : { partyId }),
        ...(dealId === undefined ? {} : { dealId }),
        ...(responsible === undefined ? {} : { responsible }),
        ...{ processId: process.id, createdAt: now(), updatedAt: now() },
      };
      data.tasks.push(task);
      emit('task.created', { task });
      return withTask(before, id, task.id);
    }, process);
  }

  const later = (hours: number): string => new Date(Date.parse(now()) + hours * 3_600_000).toISOString();

  const reads: ProcessesGroup = {
    async definitions() {
      await begin('processes.definitions');
      return [...definitions];
    },
    async list(query = {}) {
      await begin('processes.list', query);
      const found = processes
        .filter((one) => query.definitionId === undefined || one.definitionId === query.definitionId)
        .filter((one) => query.statusId === undefined || one.status.id === query.statusId)
        .filter((one) => query.subjectKind === undefined || one.subject.kind === query.subjectKind)
        .filter((one) => query.subjectId === undefined || one.subject.id === query.subjectId)
        .filter((one) => query.partyId === undefined || one.partyId === query.partyId)
        .filter((one) => query.dealId === undefined || one.dealId === query.dealId)
        .filter(
          (one) =>
            query.open === undefined || (one.endedAt === undefined) === (String(query.open) === 'true'),
        )
        .filter((one) => says(query.words, one.name, one.subject.title))
        .sort((one, other) => (one.startedAt < other.startedAt ? 1 : -1));
      return pageOf(found, query);
    },
    async get(id) {
      await begin('processes.get', id);
      return need(processes, id);
    },
  };
  if (readOnly) return reads;
  return {
    ...reads,
    async start({ definitionId, subject, responsibleId = me().id }) {
      await begin('processes.start', { definitionId, subject, responsibleId });
      const name = users.find(({ id }) => id === responsibleId)?.name;
      const begun = beginProcess(
        need(definitions, definitionId),
        {
          ...{ id: newId('process'), subject: titled(subject) },
          ...(subject.kind === 'party' ? { partyId: subject.id } : {}),
          ...(subject.kind === 'deal' ? { dealId: subject.id } : {}),
          responsible: { id: responsibleId, ...(name === undefined ? {} : { name }) },
        },
        deed(),
      );
      const process = withTasks(begun);
      processes.unshift(process);
      emit('process.created', { process });
      return process;
    },
    async move(id, { statusId, ifVersion }) {
      await begin('processes.move', id, { statusId, ifVersion });
      const before = need(processes, id);
      if (ifVersion !== undefined && ifVersion !== before.version)
        throw new RingbackError('conflict', 'The process went on meanwhile.', { current: before });
      const definition = need(definitions, before.definitionId);
      return told(replace(processes, withTasks(moveProcess(before, definition, statusId, deed()))));
    },
    async update(id, { responsibleId, ifVersion }) {
      await begin('processes.update', id, { responsibleId, ifVersion });
      const before = need(processes, id);
      if (ifVersion !== undefined && ifVersion !== before.version)
        throw new RingbackError('conflict', 'The process went on meanwhile.', { current: before });
      const { name = responsibleId } = users.find((user) => user.id === responsibleId) ?? {};
      return told(replace(processes, assignProcess(before, { id: responsibleId, name }, deed())));
    },
    async answer(id, { itemId, value }) {
      await begin('processes.answer', id, { itemId, value });
      return told(replace(processes, answerStep(need(processes, id), itemId, value, deed())));
    },
    async saveDefinition(id, input) {
      await begin('processes.saveDefinition', id, input);
      const [problem] = checkProcess(input);
      if (problem)
        throw new RingbackError('invalid', 'The process cannot be used like this.', {
          fields: { [problem.statusId ?? 'process']: problem.code },
        });
      const before = definitions.find((one) => one.id === id);
      if (input.version !== (before?.version ?? 0))
        throw new RingbackError('conflict', 'Somebody has saved it meanwhile.', { current: before });
      const next: ProcessDefinition = { ...input, id, version: input.version + 1 };
      if (before) return replace(definitions, next);
      definitions.push(next);
      return next;
    },
    async removeDefinition(id) {
      await begin('processes.removeDefinition', id);
      if (processes.some((one) => one.definitionId === id && one.endedAt === undefined))
        throw new RingbackError('conflict', 'One of these processes runs.');
      definitions.splice(definitions.indexOf(need(definitions, id)), 1);
    },
  };
}
