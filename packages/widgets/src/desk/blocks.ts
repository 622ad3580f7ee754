/** Blocks that a desk can be made of; each is an element of its own, loaded when it comes into sight. */
import type { Backend } from '@ringback/model';

export interface Block {
  tag: string;
  /** What makes it this block. */
  attributes?: Readonly<Record<string, string>>;
  load: () => Promise<unknown>;
  /** Whether this host has it, and this agent may see it. */
  has: (backend: Backend) => unknown;
}

const funnel = () => import('../funnel/ringback-funnel.ts');
const leads = () => import('../leads/ringback-leads.ts');
const parties = () => import('../party-list/ringback-party-list.ts');

export const BLOCKS = {
  tasks: {
    ...{ tag: 'ringback-tasks', load: () => import('../tasks/ringback-tasks.ts') },
    has: ({ tasks }) => tasks,
  },
  unattended: {
    ...{ tag: 'ringback-leads', attributes: { which: 'unattended' }, load: leads },
    has: ({ leads: group }) => group,
  },
  deals: {
    ...{ tag: 'ringback-deals', load: () => import('../deals/ringback-deals.ts') },
    has: ({ deals }) => deals,
  },
  calls: {
    ...{ tag: 'ringback-call-log', load: () => import('../call-log/ringback-call-log.ts') },
    has: () => true,
  },
  funnel: {
    ...{ tag: 'ringback-funnel', load: funnel },
    has: ({ deals }) => deals?.funnel,
  },
  leadFunnel: {
    ...{ tag: 'ringback-funnel', attributes: { of: 'leads' }, load: funnel },
    has: (backend) => backend.leads?.funnel,
  },
  leads: { tag: 'ringback-leads', load: leads, has: ({ leads: group }) => group },
  customers: { tag: 'ringback-party-list', load: parties, has: (backend) => backend.parties?.list },
  incomplete: {
    ...{ tag: 'ringback-party-list', attributes: { which: 'incomplete' }, load: parties },
    has: (backend) => backend.parties?.list,
  },
  processes: {
    ...{ tag: 'ringback-processes', load: () => import('../processes/ringback-processes.ts') },
    has: ({ processes }) => processes,
  },
  letters: {
    ...{ tag: 'ringback-letters', load: () => import('../letters/ringback-letters.ts') },
    has: ({ mail }) => mail,
  },
  timeline: {
    ...{ tag: 'ringback-timeline', load: () => import('../timeline/ringback-timeline.ts') },
    has: ({ timeline }) => timeline,
  },
} as const satisfies Record<string, Block>;
export type BlockName = keyof typeof BLOCKS;

/** What a desk shows that nobody has arranged. */
export const FIRST_BLOCKS: readonly BlockName[] = ['tasks', 'unattended', 'deals', 'calls'];

export const blockOf = (name: string): Block | undefined =>
  Object.hasOwn(BLOCKS, name) ? BLOCKS[name as BlockName] : undefined;
