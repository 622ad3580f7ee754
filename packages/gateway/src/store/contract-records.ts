/** What the store keeps of customers, and of the systems that keep them. */
import type { KeptValues, PhoneIndex } from '@ringback/adapters';
import type { LocalRecords, LocalStore } from '@ringback/adapters/local';
import type { Tx } from './contract.ts';

export interface ReminderRow {
  /** System of the task. */
  system: string;
  taskId: string;
  at: string;
  agentId: string | undefined;
  state: 'planned' | 'told';
}

export interface CrmConnectionRow {
  system: string;
  settings: Record<string, unknown>;
  /** Groups whose system of record it is; of the others the first that has them. */
  recordOf: readonly string[];
  /** Of each kind of record: key of the firm's own field → the host's name of it. */
  fields?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export const OUTBOX_KINDS = ['call', 'notice', 'announcement', 'task'] as const;
export interface NewOutboxEntry {
  /** The connection's system. */
  account: string;
  kind: (typeof OUTBOX_KINDS)[number];
  /** What is told: entries of one record are one entry. */
  record: string;
  payload: Record<string, unknown>;
  actor: string;
}

export interface OutboxEntry extends NewOutboxEntry {
  id: number;
  /** Grows with every change while it waits. */
  revision: number;
  attempts: number;
  /** `stuck` = trying again does not help until somebody does something. */
  state: 'waiting' | 'stuck';
  nextAt: string;
  lastError: string | undefined;
  createdAt: string;
}

export interface OutboxFailure {
  message: string;
  /** Absent = stuck. */
  retryAt?: Date;
}

/** Records of ours, and the connections to hosts that have theirs. */
export interface RecordGroups {
  readonly parties: LocalStore<Tx>['parties'];

  /** Deals, leads, tasks and what else the local system of record keeps. */
  readonly records: LocalRecords<Tx>;

  /** When whom to remind of which task. One for each task. */
  readonly reminders: {
    put(tx: Tx, row: ReminderRow): Promise<void>;
    remove(tx: Tx, of: Pick<ReminderRow, 'system' | 'taskId'>): Promise<void>;
    of(tasks: readonly Pick<ReminderRow, 'system' | 'taskId'>[]): Promise<ReminderRow[]>;
    /** Planned ones whose time has come, oldest first. */
    due(now: Date, limit: number): Promise<ReminderRow[]>;
    /** When the next planned one is due. */
    nextAt(): Promise<string | undefined>;
    /** Those that were told to this agent and that he has not dealt with. */
    told(agentId: string): Promise<ReminderRow[]>;
  };

  /** Connections to systems of record that are not ours, in order. Their settings hold secrets. */
  readonly crmConnections: {
    list(): Promise<CrmConnectionRow[]>;
    put(tx: Tx, row: CrmConnectionRow): Promise<void>;
    remove(tx: Tx, system: string): Promise<void>;
  };

  /** What an adapter keeps of its account: tokens, markers, who has which number. */
  readonly crmKept: {
    of(account: string): KeptValues;
    phonesOf(account: string): PhoneIndex;
    /** Drops marks of writes that nobody repeats any more, and results that nobody waits for. */
    prune(before: Date): Promise<void>;
  };

  /** What a host has to be told. One row for each thing to tell: what changes meanwhile goes into the row that waits. */
  readonly outbox: {
    put(tx: Tx, entry: NewOutboxEntry): Promise<void>;
    /** In order; those whose time has come. */
    due(account: string, now: Date, limit: number): Promise<OutboxEntry[]>;
    /** When the next of those that wait is due. */
    nextAt(account: string): Promise<string | undefined>;
    /** Told: the row goes, unless something changed while it was told. */
    done(entry: Pick<OutboxEntry, 'id' | 'revision'>): Promise<void>;
    failed(entry: Pick<OutboxEntry, 'id' | 'revision'>, why: OutboxFailure): Promise<void>;
    /** All that wait, in order. */
    list(limit: number): Promise<OutboxEntry[]>;
    retry(tx: Tx, id: number): Promise<OutboxEntry | undefined>;
    /** All of this host, also those that wait: it may have been mended. */
    retryAll(tx: Tx, account: string): Promise<void>;
    remove(tx: Tx, id: number): Promise<OutboxEntry | undefined>;
  };
}
