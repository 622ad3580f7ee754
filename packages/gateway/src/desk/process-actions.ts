/** What a process does to the world around it: tasks, notices, the deal's stage, comments; and what it is about. */
import type { Process, ProcessDefinition, ProcessStart, Task } from '@ringback/model';
import { present } from '../present.ts';
import { type DeskDeps, type Doing, found, writeOptions } from './base.ts';
import type { Deals } from './deals.ts';
import type { Tasks } from './tasks.ts';

const HOUR_MS = 3_600_000;

export interface TaskToMake {
  process: Process;
  text: string;
  dueHours: number | undefined;
  /** The same key makes one task. */
  key: string;
  doing: Doing;
}

export interface Entering {
  makeTask(task: TaskToMake): Promise<Task | undefined>;
  moveDeal(dealId: string, stageId: string, doing: Doing): Promise<unknown>;
  subjectOf(subject: ProcessStart['subject']): Promise<Pick<Process, 'subject' | 'partyId' | 'dealId'>>;
}

export interface Entered {
  process: Process;
  definition: ProcessDefinition;
  doing: Doing;
}

export async function enterStatus(
  deps: DeskDeps & Entering,
  { process, definition, doing }: Entered,
): Promise<void> {
  const actions = definition.statuses.find(({ id }) => id === process.status.id)?.onEnter ?? [];
  for (const [index, { kind, text = '', dueHours, stageId }] of actions.entries()) {
    const key = `${process.id}.${process.history.length}.${index}`;
    const mine = { ...doing, key };
    if (kind === 'create-task') await deps.makeTask({ process, text, dueHours, key, doing: mine });
    if (kind === 'move-deal' && process.dealId !== undefined && stageId !== undefined)
      await deps.moveDeal(process.dealId, stageId, mine);
    if (kind === 'notify' && process.responsible)
      await deps.crm.notify?.user(process.responsible.id, { text }, writeOptions(mine));
    if (kind === 'comment') await comment(deps, process, { text, doing: mine });
  }
}

async function comment(
  { crm }: DeskDeps,
  { subject: { kind, id } }: Process,
  { text, doing }: { text: string; doing: Doing },
): Promise<void> {
  await crm.communications?.comment?.({ kind, id }, text, writeOptions(doing));
}

export function createEntering(
  deps: DeskDeps,
  { tasks, deals }: { tasks: Pick<Tasks, 'create'>; deals: Pick<Deals, 'update'> },
): Entering {
  const { crm, now, hub } = deps;
  const keeps = (field: string) =>
    (hub.recordOf('tasks')?.manifest ?? crm.manifest).writes?.task?.includes(field);
  return {
    async makeTask({ process, text, dueHours, key, doing }) {
      if (!crm.tasks?.create) return undefined;
      const dueAt =
        dueHours === undefined ? undefined : new Date(now().getTime() + dueHours * HOUR_MS).toISOString();
      const { partyId, dealId, responsible } = process;
      const about = present({ dueAt, partyId, dealId, responsibleId: responsible?.id });
      const tied = keeps('processId') ? { processId: process.id } : {};
      return tasks.create({ title: text.slice(0, 255), ...about, ...tied }, { ...doing, key });
    },
    moveDeal: (dealId, stageId, doing) => deals.update(dealId, { stageId }, doing),
    async subjectOf({ kind, id }) {
      if (kind === 'party') {
        const party = found(await crm.parties?.get(id), 'customer');
        return { subject: { kind, id, title: party.name }, partyId: id };
      }
      if (kind === 'deal') {
        const deal = found(await crm.deals?.get(id), 'deal');
        return {
          subject: { kind, id, title: deal.title },
          dealId: id,
          ...present({ partyId: deal.party?.id }),
        };
      }
      if (kind === 'lead') {
        const lead = found(await crm.leads?.get(id), 'lead');
        return { subject: { kind, id, title: lead.name }, ...present({ partyId: lead.party?.id }) };
      }
      const order = found(await crm.shop?.order(id), 'order');
      return { subject: { kind, id, title: order.number }, ...present({ partyId: order.partyId }) };
    },
  };
}
