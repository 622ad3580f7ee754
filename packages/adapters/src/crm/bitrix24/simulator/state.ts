/** What a portal holds. */
import type { PhpMap } from './php.ts';

export interface Multifield {
  id: number;
  typeId: string;
  valueType: string;
  value: string;
}

export interface CrmItem extends Record<string, unknown> {
  id: number;
  fm: Multifield[];
}

export interface Binding {
  OWNER_TYPE_ID: number;
  OWNER_ID: number;
}

export interface PortalActivity extends Record<string, unknown> {
  ID: number;
  bindings: Binding[];
  files: string[];
}

export interface PortalCall {
  callId: string;
  externalCallId: string;
  userId: number;
  number: string;
  type: number;
  startedAt: string;
  entityType: string | null;
  entityId: number;
  shownTo: number[];
  finished: Record<string, unknown> | undefined;
  record: string | undefined;
}

export interface PortalState {
  now(): Date;
  nextId(): number;
  items: Record<1 | 2 | 3 | 4, Map<number, CrmItem>>;
  activities: Map<number, PortalActivity>;
  comments: { ID: number; ENTITY_ID: number; ENTITY_TYPE: string; COMMENT: string }[];
  tasks: Map<number, Record<string, unknown>>;
  requisites: Map<number, Record<string, unknown>>;
  stageSteps: { ID: number; OWNER_ID: number; STAGE_ID: string; CREATED_TIME: string }[];
  calls: PortalCall[];
  notices: Map<string, { userId: string; text: string }>;
  events: { event: string; handler: string }[];
  placements: { placement: string; handler: string; title: string; options: object }[];
  scopes: string[];
  /** The user of the request that is being answered. */
  askedBy: number;
  /** The application whose token it came with; a webhook is none. */
  askedFrom: Application | undefined;
}

/** Its number in this portal, and its code. */
export interface Application {
  ID: number;
  CODE: string;
}

export function createState(now: () => Date): PortalState {
  let last = 100;
  return {
    now,
    nextId: () => (last += 1),
    items: { 1: new Map(), 2: new Map(), 3: new Map(), 4: new Map() },
    activities: new Map(),
    comments: [],
    tasks: new Map(),
    requisites: new Map(),
    stageSteps: [],
    calls: [],
    notices: new Map(),
    events: [{ event: 'ONCRMDEALADD', handler: 'https://other.example/deals' }],
    placements: [
      { placement: 'CRM_DEAL_DETAIL_TAB', handler: 'https://other.example/tab', title: 'Tab', options: [] },
    ],
    askedBy: 1,
    askedFrom: undefined,
    scopes: ['crm', 'task', 'user', 'telephony', 'im', 'placement'],
  };
}

/** The portal writes its own time zone, without milliseconds. */
export function portalTime(date: Date): string {
  return `${new Date(date.getTime() + 3 * 3_600_000).toISOString().slice(0, 19)}+03:00`;
}

export class Refused extends Error {
  readonly status: number;
  readonly error: string;
  readonly more: object;
  constructor(status: number, error: string, description: string, more: object = {}) {
    super(description);
    this.status = status;
    this.error = error;
    this.more = more;
  }
}

export type Method = (params: PhpMap) => {
  result: unknown;
  next?: number;
  total?: number;
};
export type Methods = Record<string, Method>;
