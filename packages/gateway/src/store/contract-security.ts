/** What the store keeps of locks, alarms and costs. */
import type { AlarmKind, SecurityAlarm, SecurityLock } from '@ringback/model';
import type { Tx } from './contract.ts';

/** Addresses that are kept out, and alarms. */
export interface SecurityStore {
  readonly locks: {
    put(tx: Tx, lock: SecurityLock): Promise<void>;
    remove(tx: Tx, address: string): Promise<SecurityLock | undefined>;
    /** Those that hold at this time, the longest first. */
    list(at: Date): Promise<SecurityLock[]>;
  };
  readonly alarms: {
    /** A new one, or a later state of one. */
    put(tx: Tx, alarm: SecurityAlarm): Promise<void>;
    get(id: string, tx: Tx): Promise<SecurityAlarm | undefined>;
    /** Of this kind about this subject, raised since then. */
    latest(tx: Tx, of: { kind: AlarmKind; subject: string; since: Date }): Promise<SecurityAlarm | undefined>;
    /** Newest first. */
    list(limit: number): Promise<SecurityAlarm[]>;
  };
  /** With the tolls of that time. */
  prune(before: Date): Promise<void>;
}

export interface TollRow {
  legId: string;
  callId: string;
  /** Who talks, or dialled; absent where nobody of ours did. */
  agentId: string | undefined;
  /** Two letters; absent where the number is of none. */
  country: string | undefined;
  perMinute: number;
  placedAt: string;
  answeredAt?: string | undefined;
}

export type TollCost = Pick<TollRow, 'agentId'> & { cost: number };

/** Legs to the world, and what they cost. */
export interface TollStore {
  put(tx: Tx, toll: TollRow): Promise<void>;
  answered(legId: string, at: string): Promise<void>;
  /** Whether it ran until now. */
  ended(legId: string, at: string, cost: number): Promise<boolean>;
  running(tx?: Tx): Promise<TollRow[]>;
  /** Of those that have ended since then. */
  spent(of: { since: Date; agentId?: string }, tx?: Tx): Promise<number>;
  /** Of those that have ended in this time, its end not included; by agent, where there was one. */
  spentBy(of: { since: Date; before: Date }): Promise<TollCost[]>;
  /** Whether a leg went to this country since then. */
  called(country: string, since: Date): Promise<boolean>;
}
