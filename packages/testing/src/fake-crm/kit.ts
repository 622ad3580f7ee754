/** What every group of the fake stands on. */
import {
  type Agent,
  type Call,
  type EventData,
  type EventType,
  type Party,
  RingbackError,
} from '@ringback/model';
import type { FakeCrmData } from './data.ts';

export interface FakeCrmKit {
  data: FakeCrmData;
  /** Notes the request, waits, fails: as the test has it. */
  begin(request: string, ...args: unknown[]): Promise<void>;
  emit<T extends EventType>(type: T, data: EventData<T>): void;
  /** ISO time. */
  now(): string;
  newId(what: string): string;
  me(): Agent;
  party(id: string): Party | undefined;
  calls(): readonly Call[];
  putCall(call: Call): void;
  /** Keeps a write until the gateway can be reached; false when it can be now. */
  waits(write: () => void): boolean;
  putParty(party: Party, type: 'party.created' | 'party.updated'): Party;
  /** No `create`, `update` and the like. */
  readOnly: boolean;
}

const PAGE = 50;

export function pageOf<T>(
  all: readonly T[],
  { cursor, limit }: { cursor?: string | undefined; limit?: unknown } = {},
) {
  const from = Number(cursor ?? 0);
  const to = from + (typeof limit === 'number' ? limit : PAGE);
  return { items: all.slice(from, to), ...(to < all.length ? { next: String(to) } : {}) };
}

/** The record of this id, or `not-found`. */
export function need<T extends { id: string }>(all: readonly T[], id: string): T {
  const found = all.find((one) => one.id === id);
  if (found) return found;
  throw new RingbackError('not-found', 'There is no such record.');
}

export function replace<T extends { id: string }>(all: T[], next: T): T {
  all.splice(all.indexOf(need(all, next.id)), 1, next);
  return next;
}

export function unchanged(record: { updatedAt: string }, since: string | undefined): void {
  if (since === undefined || since === record.updatedAt) return;
  throw new RingbackError('conflict', 'It was changed by somebody else meanwhile.', { current: record });
}

export const asked = <T>(wanted: T | readonly T[] | undefined, value: T): boolean =>
  wanted === undefined || (Array.isArray(wanted) ? wanted.includes(value) : wanted === value);

export const says = (words: string | undefined, ...texts: (string | undefined)[]): boolean =>
  words === undefined || texts.some((text) => text?.toLocaleLowerCase().includes(words.toLocaleLowerCase()));

/** Only what was given. */
export const given = <T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;

/** Of two writes in one moment the second is later all the same. */
export function later(before: { updatedAt: string }, now: string): string {
  return now > before.updatedAt ? now : new Date(Date.parse(before.updatedAt) + 1).toISOString();
}
