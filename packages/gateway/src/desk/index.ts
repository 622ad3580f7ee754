/** Everything about customers, behind the HTTP routes. */
import { type CardLayout, cardLayout, type Entity, type UserChoice } from '@ringback/model';
import { createDeals, type Deals } from './deals.ts';
import { createDocuments, type Documents } from './documents.ts';
import { createLeads, type Leads } from './leads.ts';
import type { MergedCallsDeps } from './merged-calls.ts';
import { createPartyCare, type PartyCare } from './party-care.ts';
import { userChoices } from './people.ts';
import { createEntering } from './process-actions.ts';
import { createProcesses, type Processes } from './processes.ts';
import { createTasks, type Tasks } from './tasks.ts';
import { createTimeline, type Timeline, type TimelineDeps } from './timeline.ts';
import { createViews, type Views } from './views.ts';

export interface Desk {
  deals: Deals;
  leads: Leads;
  tasks: Tasks;
  processes: Processes;
  timeline: Timeline;
  parties: PartyCare;
  documents: Documents;
  views: Views;
  layout(entity: Entity): CardLayout;
  users(): Promise<UserChoice[]>;
}

export function createDesk(deps: TimelineDeps & MergedCallsDeps): Desk {
  const deals = createDeals(deps);
  const tasks = createTasks(deps);
  const processes = createProcesses({ ...deps, ...createEntering(deps, { tasks, deals }) });
  return {
    deals,
    leads: createLeads(deps),
    tasks: {
      ...tasks,
      async update(id, patch, doing) {
        const task = await tasks.update(id, patch, doing);
        await processes.taskChanged(task);
        return task;
      },
    },
    processes,
    timeline: createTimeline(deps),
    parties: createPartyCare(deps),
    documents: createDocuments(deps),
    views: createViews(deps),
    layout(entity) {
      const { crm, partyKinds } = deps.settings();
      return cardLayout(entity, { settings: crm, partyKinds, readOnly: readOnlyOf(deps, entity) });
    },
    users: () => userChoices(deps),
  };
}

/** What is written by its id stands under its own name on a card. */
const NAMES: Readonly<Record<string, string>> = {
  responsibleId: 'responsible',
  organizationId: 'organization',
};

/** Names of the fields of ours that the host keeps none of. */
function readOnlyOf({ hub, crm }: TimelineDeps, entity: Entity): string[] {
  const group = ({ party: 'parties', deal: 'deals', lead: 'leads', task: 'tasks' } as const)[entity];
  const manifest = hub.recordOf(group)?.manifest ?? crm.manifest;
  const kept = (manifest.writes?.[entity] ?? []).map((field) => NAMES[field] ?? field);
  const beyond = {
    party: ['nature', 'phones', 'taxId', 'address', 'responsible', 'organization', 'tags', 'custom'],
    deal: ['lines', 'probability', 'paid', 'lostReason', 'source', 'custom'],
    lead: ['custom'],
    task: ['kind'],
  } as const;
  return beyond[entity].filter((field) => !kept.includes(field));
}
