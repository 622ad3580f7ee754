/** Groups of customers in memory: as the gateway does it, with plenty of data. */
import { type Backend, CRM_BACKEND_GROUPS, type CrmBackendGroup } from '@ringback/model';
import { createFakeDeals } from './deals.ts';
import type { FakeCrmKit } from './kit.ts';
import { createFakeLeads } from './leads.ts';
import {
  createFakeDirectory,
  createFakeDocuments,
  createFakeLayouts,
  createFakeMail,
  createFakeShop,
  createFakeTimeline,
  createFakeUsers,
  createFakeViews,
} from './others.ts';
import { createFakeProcesses } from './processes.ts';
import { createFakeExports, createFakeRecordings } from './recordings.ts';
import { createFakeRouting } from './routing.ts';
import { createFakeTasks, type FakeTasks } from './tasks.ts';

export { type FakeCrmData, fakeCrmData } from './data.ts';
export { createFakePartyLists } from './parties.ts';

export interface FakeCrm {
  groups: Pick<Backend, CrmBackendGroup>;
  remind: FakeTasks['remind'];
}

/** `without`: groups that this agent or host lacks. */
export function createFakeCrm(kit: FakeCrmKit, without: readonly CrmBackendGroup[]): FakeCrm {
  const { remind, ...tasks } = createFakeTasks(kit);
  const { begin, data } = kit;
  const all: Required<Pick<Backend, CrmBackendGroup>> = {
    deals: createFakeDeals(kit),
    leads: createFakeLeads(kit),
    tasks,
    processes: createFakeProcesses(kit),
    timeline: createFakeTimeline(kit),
    shop: createFakeShop(kit),
    mail: createFakeMail(kit),
    documents: createFakeDocuments(kit),
    directory: createFakeDirectory(kit),
    views: createFakeViews(kit),
    layouts: createFakeLayouts(kit),
    users: createFakeUsers(kit),
    recordings: createFakeRecordings(kit),
    exports: createFakeExports(kit),
    routing: createFakeRouting(kit),
    dispositions: {
      async list() {
        await begin('dispositions.list');
        return data.settings.dispositions;
      },
    },
    scripts: {
      async list() {
        await begin('scripts.list');
        return data.settings.scripts;
      },
    },
  };
  const had = CRM_BACKEND_GROUPS.filter((name) => !without.includes(name));
  return { remind, groups: Object.fromEntries(had.map((name) => [name, all[name]])) };
}
