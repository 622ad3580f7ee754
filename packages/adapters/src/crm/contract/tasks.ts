import type { Page, PageQuery, Task, TaskInput, TaskKind, TaskPatch, TaskState } from '@ringback/model';
import type { ReadOptions, WriteOptions } from './options.ts';

export interface TaskQuery extends PageQuery {
  partyId?: string;
  dealId?: string;
  responsibleId?: string;
  /** True = only those that are neither done nor cancelled. */
  open?: boolean;
}

export interface TaskSearch extends TaskQuery {
  leadId?: string;
  /** Due in this time. */
  from?: string;
  to?: string;
  states?: readonly TaskState[];
  kinds?: readonly TaskKind[];
  words?: string;
}

export interface TasksGroup {
  /** What is due first comes first; without a date last. */
  list(query: TaskQuery, options?: ReadOptions): Promise<Page<Task>>;
  get(id: string, options?: ReadOptions): Promise<Task | undefined>;
  /** Where it is absent, the gateway picks from `list`. */
  search?(query: TaskSearch, options?: ReadOptions): Promise<Page<Task>>;
  create?(input: TaskInput, options: WriteOptions): Promise<Task>;
  update?(id: string, patch: TaskPatch, options: WriteOptions): Promise<Task>;
}
